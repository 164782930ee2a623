//! What happens to what is typed: each field is stored by itself, when it is left or after a pause (B3). What cannot be
//! stored, for want of a network or because it is wrong, stays on the device.

use super::{
    known::{Known, check, faults},
    meet::{Clash, Kept, meet},
};
use crate::{
    api::call,
    components::Toasts,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::{memo, task_of_the_application},
    i18n::t,
    pages::organisations::words::page_of,
    session,
};
use chrono::{DateTime, Utc};
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{Field, FileContent, OrganisationFile, Page, differences},
    problem::{Code, Fault},
};
use leptos::prelude::*;
use std::time::Duration;

/// How long nobody has typed when what was typed is stored.
const PAUSE: Duration = Duration::from_millis(1_500);

/// How often what was changed elsewhere is read again before one gives up.
const RELOADS: u32 = 3;

/// Where the storing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// All was stored at this moment.
    Saved(DateTime<Utc>),
    /// It is under way.
    Saving,
    /// There is no network: it is kept on the device.
    Offline,
    /// The server refused it, in words.
    Refused(String),
}

/// What comes after all was stored: told whether it was.
type Then = Box<dyn FnOnce(bool) + Send + Sync>;

/// The form of a file, and what stands on the server.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// Which file.
    pub id: OrganisationFileId,
    /// What is typed.
    pub form: Form<FileContent>,
    /// The file as the server has it.
    pub held: RwSignal<OrganisationFile>,
    /// Where the storing is.
    pub status: RwSignal<Status>,
    /// Fields that were changed elsewhere, too.
    pub clashes: RwSignal<Vec<Clash>>,
    /// What the rules need.
    pub known: Known,
    /// All that stands in the way of its submission, on whatever page.
    pub faults: Memo<Vec<Fault>>,
    toasts: Toasts,
    draft: StoredValue<Option<Draft>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    then: StoredValue<Option<Then>>,
}

impl Desk {
    /// A form on this file, with what this device kept of it. Take it while the component is made.
    pub fn new(file: OrganisationFile, page: Signal<Page>) -> Self {
        let (id, content, saved) = (file.id, file.content.clone(), file.updated_at);
        let held = RwSignal::new(file);
        let known = Known::new(held, page);
        let form = Form::new(content, move |content: &FileContent| check(content, known));
        let desk = Self {
            id,
            form,
            held,
            status: RwSignal::new(Status::Saved(saved)),
            clashes: RwSignal::new(Vec::new()),
            known,
            faults: memo(move || form.value().with(|content| faults(content, known))),
            toasts: Toasts::here(),
            draft: StoredValue::new(session::draft(&format!("organisation-file/{id}"))),
            timer: StoredValue::new(None),
            then: StoredValue::new(None),
        };
        desk.take_up();
        desk.watch();
        desk
    }

    /// Takes up what this device kept and the server does not have.
    fn take_up(self) {
        let kept = self.draft.with_value(|draft| draft.as_ref().and_then(Draft::read::<Kept>));
        let Some((_, kept)) = kept else { return };
        let stored = self.held.with_untracked(|file| file.content.clone());
        let (merged, clashes) = meet(&kept.base, &kept.typed, &stored);
        if differences(&stored, &merged).is_empty() {
            self.forget();
            return;
        }
        self.form.value().set(merged);
        self.clashes.set(clashes);
        self.toasts.note(t().organisations.restored);
        self.save();
    }

    /// Keeps each change on the device, and stores it after a pause; stores what waits once there is a network.
    fn watch(self) {
        let refused = StoredValue::new(false);
        Effect::watch(
            move || self.form.value().get(),
            move |typed, _, _| {
                if !self.keep(typed) && !refused.get_value() {
                    refused.set_value(true);
                    self.toasts.bad(t().parts.draft_refused);
                }
                self.hush();
                let later = set_timeout_with_handle(move || self.save_here(), PAUSE);
                self.timer.set_value(later.ok());
            },
            false,
        );
        let online = window_event_listener(leptos::ev::online, move |_| self.save_here());
        on_cleanup(move || {
            self.hush();
            online.remove();
        });
    }

    fn hush(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn forget(self) {
        self.draft.with_value(|draft| draft.iter().for_each(Draft::erase));
    }

    /// Keeps what is typed on the device as long as the server has not got it. False where the device refuses.
    fn keep(self, typed: &FileContent) -> bool {
        let base = self.held.with_untracked(|file| file.content.clone());
        self.draft.with_value(|draft| match draft {
            Some(draft) if !differences(&base, typed).is_empty() => {
                draft.keep(&Kept { base, typed: typed.clone() })
            }
            Some(draft) => {
                draft.erase();
                true
            }
            None => true,
        })
    }

    /// What the server has not got yet and can take: not what is wrong in shape, nor what was changed elsewhere, too.
    fn patch(self) -> Option<FileContent> {
        let typed = self.form.value().get_untracked();
        let list = self.held.with_untracked(|file| differences(&file.content, &typed));
        let mut patch = FileContent::default();
        for one in list {
            let Some(field) = Field::of(&one.field) else { continue };
            let clashes = self.clashes.with_untracked(|all| all.iter().any(|clash| clash.field == field));
            let half = field == Field::UrssafIssuedOn && self.form.state().has_unreadable();
            if !clashes && !half {
                patch.set(field, Some(one.after.unwrap_or_default()));
            }
        }
        for fault in patch.check() {
            if let Some(field) = Field::of(fault.pointer.trim_start_matches('/')) {
                patch.set(field, None);
            }
        }
        (patch != FileContent::default()).then_some(patch)
    }

    /// Whether the server has all that is typed. Tracks.
    pub fn is_stored(self) -> bool {
        let held = self.held.with(|file| file.content.clone());
        self.form.value().with(|typed| differences(&held, typed).is_empty())
    }

    /// Whether something that was typed is wrong, on whatever page: it is not stored. Tracks.
    pub fn is_wrong(self) -> bool {
        self.form.value().with(|content| !content.check().is_empty())
    }

    /// Whether something on the page in sight is wrong, beyond what is merely missing.
    pub fn is_wrong_here(self) -> bool {
        let page = self.known.page.get_untracked();
        let wrong = |fault: &Fault| {
            fault.code != Code::OrganisationIncomplete && page_of(&fault.pointer) == Some(page)
        };
        self.form.state().has_unreadable() || self.faults.with_untracked(|faults| faults.iter().any(wrong))
    }

    /// Stores what is typed, where the page still stands.
    fn save_here(self) {
        if !self.held.is_disposed() {
            self.save();
        }
    }

    /// Stores what is typed. While that is under way, what was typed meanwhile follows by itself.
    pub fn save(self) {
        if self.status.with_untracked(|status| *status == Status::Saving) {
            return;
        }
        self.hush();
        let Some(patch) = self.patch() else { return self.end() };
        self.status.set(Status::Saving);
        // Begun, it goes on: who has left the page has left what they typed in good hands.
        task_of_the_application(self.send(patch));
    }

    /// Stores what is typed, then does this, told whether the server has all of it.
    pub fn save_then(self, then: impl FnOnce(bool) + Send + Sync + 'static) {
        self.then.set_value(Some(Box::new(then)));
        self.save();
    }

    fn end(self) {
        let Some(then) = self.then.try_update_value(Option::take).flatten() else { return };
        then(untrack(|| self.is_stored()));
    }

    async fn send(self, mut patch: FileContent) {
        let (id, mut reloads) = (self.id, 0);
        loop {
            let version = self.held.with_untracked(|file| file.version);
            let answer =
                call(async |client| client.update_organisation_file(id, version, &patch).await).await;
            if self.held.is_disposed() {
                return;
            }
            let end = match answer {
                Ok(file) => {
                    self.learn(file);
                    None
                }
                Err(failure) if failure.is_stale() && reloads < RELOADS => {
                    reloads += 1;
                    self.reload().await
                }
                Err(failure) => Some(failure),
            };
            if self.held.is_disposed() {
                return;
            }
            if let Some(failure) = end {
                self.status.set(match failure {
                    Failure::Unreachable => Status::Offline,
                    failure => Status::Refused(failure.message()),
                });
                return self.end();
            }
            match self.patch().filter(|_| self.held.with_untracked(|file| file.actions.edit.allowed)) {
                Some(next) => patch = next,
                None => return self.end(),
            }
        }
    }

    /// The server told the file.
    pub fn learn(self, file: OrganisationFile) {
        self.status.set(Status::Saved(file.updated_at));
        self.held.set(file);
        self.form.value().with_untracked(|typed| self.keep(typed));
    }

    /// Takes over how the file stands by now, and keeps what was typed here over it. Gives why it could not.
    async fn reload(self) -> Option<Failure> {
        let id = self.id;
        let latest = match call(async |client| client.get_organisation_file(id).await).await {
            Ok(latest) => latest,
            Err(failure) => return Some(failure),
        };
        if !self.held.is_disposed() {
            self.take(latest);
        }
        None
    }

    /// The file was changed elsewhere: what was typed here stays over it.
    pub fn take(self, latest: OrganisationFile) {
        let base = self.held.with_untracked(|file| file.content.clone());
        let typed = self.form.value().get_untracked();
        let (merged, clashes) = meet(&base, &typed, &latest.content);
        let news = !differences(&base, &latest.content).is_empty();
        self.learn(latest);
        if merged != typed {
            self.form.value().set(merged);
        }
        if news {
            self.toasts.note(t().organisations.reloaded);
        }
        self.clashes.update(|all| {
            all.retain(|one| !clashes.iter().any(|other| other.field == one.field));
            all.extend(clashes);
        });
    }

    /// Asks how the file stands, after what belongs to it has changed: an attachment for example.
    pub fn refresh(self) {
        let id = self.id;
        task_of_the_application(async move {
            let latest = call(async |client| client.get_organisation_file(id).await).await;
            if let Ok(latest) = latest
                && !self.held.is_disposed()
            {
                self.take(latest);
            }
        });
    }

    /// Keeps what was typed where it was changed elsewhere, too.
    pub fn keep_mine(self) {
        self.clashes.set(Vec::new());
        self.save();
    }

    /// Takes what was stored elsewhere.
    pub fn take_theirs(self) {
        let clashes = self.clashes.get_untracked();
        self.form.value().update(|content| {
            for clash in clashes {
                content.set(clash.field, clash.theirs);
            }
        });
        self.clashes.set(Vec::new());
        self.save();
    }

    /// Throws away what this device kept: the file goes on without it.
    pub fn done(self) {
        self.hush();
        self.forget();
    }
}
