//! What happens to what is typed: kept on the device, saved, submitted, and what to do when somebody else changed
//! the same session.

use super::{
    Known, candidates,
    entry::{Entry, Saved, Sent},
};
use crate::{api::call, components::Toasts, device, draft::Draft, failure::Failure, form::Form, i18n::t};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    id::SessionId,
    problem::{Code, Problem},
    session::{NewSession, Session, SessionPatch, State},
};
use leptos::prelude::*;

/// The form, and what stands on the server.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The form.
    pub form: Form<Entry>,
    /// What the rules need.
    pub known: Known,
    /// What the server has, or what the page began with.
    pub baseline: RwSignal<NewSession>,
    /// The session as somebody else changed it, while that is undecided.
    pub conflict: RwSignal<Option<Session>>,
    /// Whether the device refuses to keep what is typed.
    pub unkept: RwSignal<bool>,
    /// C4: the trainees for whom existing people were offered when the session was to go to its formateur.
    offered: StoredValue<Vec<String>>,
    number: StoredValue<String>,
    today: NaiveDate,
}

/// The name of the draft of what is typed for this session.
pub fn draft_of(id: SessionId) -> String {
    format!("session/{id}")
}

/// What came of a request that may meet somebody else's change.
enum Outcome {
    Done(Box<Session>),
    Conflict(Box<Session>),
}

impl Desk {
    /// A desk whose drafts belong to the person with this number.
    #[must_use]
    pub fn new(form: Form<Entry>, known: Known, number: String) -> Self {
        let baseline = RwSignal::new(form.value().with_untracked(Entry::to_send));
        let today = known.today;
        Self {
            form,
            known,
            baseline,
            conflict: RwSignal::new(None),
            unkept: RwSignal::new(false),
            offered: StoredValue::new(Vec::new()),
            number: StoredValue::new(number),
            today,
        }
    }

    fn draft(self, saved: Option<Saved>) -> Draft {
        let name = saved.map_or_else(|| "session".to_owned(), |saved| draft_of(saved.id));
        self.number.with_value(|number| Draft::of(number, &name, self.today))
    }

    /// Whether something was typed that the server does not have. Tracks.
    #[must_use]
    pub fn is_dirty(self) -> bool {
        self.form.value().with(|entry| self.baseline.with(|baseline| entry.to_send() != *baseline))
    }

    /// Reads back what the device kept, then keeps each change. Gives the day of what was read back.
    pub fn keep(self) -> Option<NaiveDate> {
        let value = self.form.value();
        let server = value.get_untracked();
        let found = self.draft(server.saved).read::<Entry>().filter(|(_, entry)| {
            entry.sent.is_some() || self.baseline.with_untracked(|baseline| entry.to_send() != *baseline)
        });
        let restored = found.map(|(day, entry)| {
            value.set(entry);
            day
        });
        Effect::watch(
            move || (value.get(), self.baseline.get()),
            move |(entry, baseline), _, _| {
                let draft = self.draft(entry.saved);
                if entry.sent.is_none() && entry.to_send() == *baseline {
                    draft.erase();
                } else {
                    self.unkept.set(!draft.keep(entry));
                }
            },
            false,
        );
        restored
    }

    /// Begins again from this entry, and forgets what was kept.
    pub fn restart(self, entry: Entry) {
        self.draft(entry.saved).erase();
        self.baseline.set(entry.to_send());
        self.form.value().set(entry);
        self.form.state().changed("");
    }

    /// Shows a session of the server in place of what is typed.
    pub fn show(self, session: &Session) {
        self.restart(Entry::of(session));
    }

    /// Whether what is typed can be stored as it is; shows what cannot.
    fn can_be_stored(self) -> bool {
        self.form.value().update(Entry::compact);
        let state = self.form.state();
        if state.has_unreadable() {
            state.attempt();
            return false;
        }
        let entry = self.form.value().get_untracked();
        let faults: Vec<_> = entry.to_send().read().1.into_iter().map(|fault| entry.on_grid(fault)).collect();
        if faults.is_empty() {
            return true;
        }
        // The form's own check says the same in the right words; this only shows it.
        state.attempt();
        false
    }

    /// Saves what is typed.
    pub fn save(self, done: impl FnOnce(Session) + 'static) {
        if self.can_be_stored() {
            self.form.send(async move { self.met(self.store().await).await }, move |outcome| {
                self.end(outcome, done)
            });
        }
    }

    /// Saves what is typed where the server does not have it yet, then does `next` with the session. False where what is
    /// typed cannot be stored: the form tells why.
    pub fn save_then<F>(
        self,
        next: impl FnOnce(Saved) -> F + 'static,
        done: impl FnOnce(Session) + 'static,
    ) -> bool
    where
        F: Future<Output = Result<Session, Failure>> + 'static,
    {
        if !self.can_be_stored() {
            return false;
        }
        let task = async move {
            let saved = self.form.value().with_untracked(|entry| entry.saved);
            let stored = match saved {
                Some(saved) if !untrack(|| self.is_dirty()) => Ok(saved),
                _ => self.store().await.map(|session| Saved { id: session.id, version: session.version }),
            };
            let answer = match stored {
                Ok(saved) => next(saved).await,
                Err(failure) => Err(failure),
            };
            self.met(answer).await
        };
        self.form.send(task, move |outcome| self.end(outcome, done));
        true
    }

    /// Saves, then hands the session to its formateur. What is missing counts from now on. Where existing people may be
    /// trainees of the session and were not offered yet, it stays with the declarer, who is to choose first (C4).
    pub fn submit(self, done: impl FnOnce(Session) + 'static) {
        self.known.strict.set(true);
        self.form.value().update(Entry::compact);
        if self.form.state().attempt() {
            self.save_then(
                move |saved| async move {
                    if self.has_more_to_offer(saved).await {
                        return call(async |client| client.get_session(saved.id).await).await;
                    }
                    submit(saved).await
                },
                done,
            );
        }
    }

    /// Whether someone who was not offered yet may be a trainee of the session.
    async fn has_more_to_offer(self, saved: Saved) -> bool {
        let mut asked = self.baseline.with_untracked(|baseline| {
            let level = untrack(|| self.known.level(&baseline.habilitation_id));
            let trainees = baseline.trainees.iter().filter(|one| one.person_id.is_none());
            let ids = trainees.filter_map(|one| one.id.clone());
            level.filter(|level| !level.trains_acteurs()).map(|_| ids.collect::<Vec<_>>()).unwrap_or_default()
        });
        self.offered.with_value(|offered| asked.retain(|trainee| !offered.contains(trainee)));
        let found = candidates::ask(saved, asked).await;
        let more = !found.is_empty();
        self.offered.update_value(|offered| offered.extend(found.into_iter().map(|one| one.trainee)));
        more
    }

    /// The session after its first save or its change.
    async fn store(self) -> Result<Session, Failure> {
        let value = self.form.value();
        let entry = value.get_untracked();
        if let Some(saved) = entry.saved {
            return self.replace(saved, entry.to_send()).await;
        }
        let now = entry.to_send();
        // What got no answer may have been stored: sent again with its key it gives the same session.
        let sent = entry.sent.unwrap_or_else(|| Sent { key: device::random_key(), content: now.clone() });
        value.update(|entry| entry.sent = Some(sent.clone()));
        let (key, content) = (sent.key, sent.content);
        let body = content.clone();
        let answer = call(async |client| client.create_session(&body, Write::once(key.clone())).await).await;
        match answer {
            Ok(session) => {
                self.learn(content.clone(), &session);
                let saved = Saved { id: session.id, version: session.version };
                let now = value.with_untracked(Entry::to_send);
                if now == self.baseline.get_untracked() {
                    Ok(session)
                } else {
                    self.replace(saved, now).await
                }
            }
            Err(failure) => {
                // Of the content itself; after anything else an earlier attempt may have been stored under the key.
                if matches!(&failure, Failure::Refused(problem) if matches!(problem.status, 400 | 422)) {
                    value.update(|entry| entry.sent = None);
                }
                Err(failure)
            }
        }
    }

    async fn replace(self, saved: Saved, content: NewSession) -> Result<Session, Failure> {
        let patch = SessionPatch::whole(content.clone());
        let session =
            call(async |client| client.update_session(saved.id, saved.version, &patch).await).await?;
        self.learn(content, &session);
        Ok(session)
    }

    /// Takes over what the server answered to `sent`.
    fn learn(self, mut sent: NewSession, session: &Session) {
        let before = self.form.value().with_untracked(|entry| entry.saved);
        self.form.value().update(|entry| entry.learn(&sent, session));
        for (trainee, known) in sent.trainees.iter_mut().zip(&session.trainees) {
            trainee.id = Some(known.id.to_string());
        }
        self.baseline.set(sent);
        if before.is_none() {
            self.draft(None).erase();
        }
    }

    /// A refusal because of somebody else's change is a question, not an error.
    async fn met(self, answer: Result<Session, Failure>) -> Result<Outcome, Failure> {
        let failure = match answer {
            Ok(session) => return Ok(Outcome::Done(Box::new(session))),
            Err(failure) => failure,
        };
        let saved = self.form.value().with_untracked(|entry| entry.saved);
        match (failure.status(), saved) {
            (Some(412), Some(saved)) => {
                let latest = call(async |client| client.get_session(saved.id).await).await?;
                // Nobody else's change where the answer to one's own was lost on the way.
                let sent = self.form.value().with_untracked(Entry::to_send);
                if says_the_same(&sent, &Entry::of(&latest).to_send()) {
                    self.learn(sent, &latest);
                    return Ok(Outcome::Done(Box::new(latest)));
                }
                Ok(Outcome::Conflict(Box::new(latest)))
            }
            _ => Err(self.placed(failure)),
        }
    }

    /// A refusal with its faults at their places in the grid.
    fn placed(self, failure: Failure) -> Failure {
        match failure {
            Failure::Refused(problem) => {
                let entry = self.form.value().get_untracked();
                let Problem { errors, .. } = *problem.clone();
                let errors = errors.into_iter().map(|fault| entry.on_form(fault)).collect();
                Failure::Refused(Box::new(Problem { errors, ..*problem }))
            }
            other => other,
        }
    }

    fn end(self, outcome: Outcome, done: impl FnOnce(Session)) {
        match outcome {
            Outcome::Done(session) => done(*session),
            Outcome::Conflict(latest) => self.conflict.set(Some(*latest)),
        }
    }

    /// Keeps what is typed here, to replace what somebody else stored.
    pub fn keep_mine(self, toasts: Toasts) {
        if let Some(latest) = self.conflict.get_untracked() {
            self.baseline.set(Entry::of(&latest).to_send());
            self.form.value().update(|entry| entry.stand_on(&latest));
            self.conflict.set(None);
            toasts.note(t().session_form.conflict_kept);
        }
    }

    /// Takes what somebody else stored.
    pub fn take_theirs(self, toasts: Toasts) {
        if let Some(latest) = self.conflict.get_untracked() {
            self.show(&latest);
            self.conflict.set(None);
            toasts.note(t().session_form.conflict_taken);
        }
    }
}

/// Whether two states of a session hold the same, whoever gave its trainees their identifiers.
fn says_the_same(one: &NewSession, other: &NewSession) -> bool {
    let nameless = |session: &NewSession| {
        let mut session = session.clone();
        session.trainees.iter_mut().for_each(|trainee| trainee.id = None);
        session
    };
    nameless(one) == nameless(other)
}

async fn submit(saved: Saved) -> Result<Session, Failure> {
    let write = Write::on_version(saved.version);
    match call(async |client| client.submit_session(saved.id, write.clone()).await).await {
        // The answer to an earlier attempt may have been lost on the way.
        Err(Failure::Refused(problem)) if problem.code == Code::SessionState || problem.status == 412 => {
            let session = call(async |client| client.get_session(saved.id).await).await?;
            if session.state == State::Submitted { Ok(session) } else { Err(Failure::Refused(problem)) }
        }
        answer => answer,
    }
}
