//! What happens to what is typed: kept on the device, saved, submitted, and what to do when somebody else changed
//! the same session.

use super::{
    Known, candidates,
    entry::{Entry, Saved, Sent, is_content_of},
};
use crate::{
    api::call,
    components::Toasts,
    device,
    draft::Draft,
    failure::Failure,
    form::Form,
    i18n::t,
    pages::sessions::meanwhile::{declaration, latest},
    session as signed_in,
};
use chrono::NaiveDate;
use forprev_client::{Client, Write};
use forprev_core::{
    problem::{Code, Problem},
    query::SessionQuery,
    session::{NewSession, NewTrainee, Session, SessionPatch, State},
};
use leptos::prelude::*;
use std::pin::Pin;

/// Under which the drafts of new sessions stand, one a tab: two tabs declare two sessions.
const NEW: &str = "new-session/";

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
    /// C4: the trainees for whom existing people were offered when the session was to go to its formateur.
    offered: StoredValue<Vec<NewTrainee>>,
    /// Whether an import whose answer was lost was found since the last attempt to submit.
    found: StoredValue<bool>,
    /// Whether the conflict is with a draft that is older than what the server has.
    pub older: RwSignal<bool>,
    /// Whether the device refuses to keep what is typed.
    pub unkept: RwSignal<bool>,
    toasts: Toasts,
    /// The tab, for its own draft of a new session.
    tab: StoredValue<String>,
    number: StoredValue<String>,
    today: NaiveDate,
}

/// What is done with the session once it was saved.
type Next = Box<dyn Fn(Saved) -> Pin<Box<dyn Future<Output = Result<Option<Session>, Failure>>>>>;

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
            offered: StoredValue::new(Vec::new()),
            found: StoredValue::new(false),
            older: RwSignal::new(false),
            unkept: RwSignal::new(false),
            toasts: Toasts::here(),
            tab: StoredValue::new(device::tab()),
            number: StoredValue::new(number),
            today,
        }
    }

    fn draft(self, saved: Option<Saved>) -> Draft {
        let name = match saved {
            Some(saved) => declaration(saved.id),
            None => self.tab.with_value(|tab| format!("{NEW}{tab}")),
        };
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
                if entry.sent.is_none() && entry.to_send() == *baseline {
                    self.draft(entry.saved).erase();
                } else {
                    self.write_down(entry);
                }
            },
            false,
        );
        restored
    }

    fn write_down(self, entry: &Entry) {
        let refused = !self.draft(entry.saved).keep(entry);
        if refused == self.unkept.get_untracked() {
            return;
        }
        self.unkept.set(refused);
        if refused {
            self.toasts.bad(t().parts.draft_refused);
        }
    }

    /// What other tabs, closed ones too, keep of new sessions.
    #[must_use]
    pub fn unfinished(self) -> Vec<(Draft, NaiveDate, Entry)> {
        let others = self.number.with_value(|number| self.draft(None).others(number, NEW));
        let read = |draft: Draft| draft.read::<Entry>().map(|(day, entry)| (draft, day, entry));
        others.into_iter().filter_map(read).collect()
    }

    /// Goes on here with what another tab kept.
    pub fn take_over(self, entry: Entry) {
        self.form.value().set(entry);
        self.show_gone();
    }

    /// A draft may name what is not offered any more: that is said before anyone touches the field.
    pub fn show_gone(self) {
        let state = self.form.state();
        state.touch("/place/platform_id");
        if self.form.value().with_untracked(|entry| !entry.content.habilitation_id.is_empty()) {
            state.touch("/habilitation_id");
        }
    }

    /// What was kept here may have been typed on another state of the session than the server has now: one that was
    /// sent from here is no surprise, any other is a question.
    pub fn meet(self, session: &Session) {
        let entry = self.form.value().get_untracked();
        if entry.saved.is_none_or(|saved| saved.version == session.version) {
            return;
        }
        match entry.stored_as(session) {
            Some(ours) => self.learn(ours, session),
            None if self.find_imported(session) => {}
            None => {
                self.older.set(true);
                self.conflict.set(Some(session.clone()));
            }
        }
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
        self.send(None, Box::new(done));
    }

    /// Saves what is typed where the server does not have it yet, then does `next` with the session; where `next` gives
    /// none, it told what happened by itself. False where what is typed cannot be stored.
    pub fn save_then<F>(
        self,
        next: impl Fn(Saved) -> F + 'static,
        done: impl FnOnce(Session) + 'static,
    ) -> bool
    where
        F: Future<Output = Result<Option<Session>, Failure>> + 'static,
    {
        self.send(Some(Box::new(move |saved| Box::pin(next(saved)))), Box::new(done))
    }

    /// Compiled once, whatever is next.
    fn send(self, next: Option<Next>, done: Box<dyn FnOnce(Session)>) -> bool {
        if !self.can_be_stored() {
            return false;
        }
        let task = async move {
            let saved = self.form.value().with_untracked(|entry| entry.saved);
            let stored = match saved {
                Some(saved) if next.is_some() && !untrack(|| self.is_dirty()) => Ok((saved, None)),
                _ => self.store().await.map(|session| (Saved::of(&session), Some(session))),
            };
            let answer = match (stored, &next) {
                (Ok((saved, _)), Some(next)) => match next(saved).await {
                    // Nobody else's change: an import whose answer was lost was stored.
                    Err(failure) if failure.status() == Some(412) => {
                        let latest = latest(saved.id).await?;
                        if self.find_imported(&latest) {
                            next(Saved::of(&latest)).await
                        } else {
                            Err(failure)
                        }
                    }
                    answer => answer,
                },
                (Ok((_, session)), None) => Ok(session),
                (Err(failure), _) => Err(failure),
            };
            match answer.transpose() {
                Some(answer) => self.met(answer).await.map(Some),
                None => Ok(None),
            }
        };
        self.form.send(task, move |outcome| {
            if let Some(outcome) = outcome {
                self.end(outcome, done);
            }
        });
        true
    }

    /// Saves, then hands the session to its formateur. What is missing counts from now on. Where existing people may be
    /// trainees of the session and were not offered yet, it stays with the declarer, who is to choose first (C4).
    pub fn submit(self, done: impl FnOnce(Session) + 'static) {
        self.known.strict.set(true);
        self.found.set_value(false);
        self.form.value().update(Entry::compact);
        if self.form.state().attempt() {
            self.save_then(
                move |saved| async move {
                    // Trainees whom nobody has looked at here do not go to the formateur.
                    if self.found.get_value() {
                        return Ok(None);
                    }
                    if self.has_more_to_offer(saved).await {
                        return latest(saved.id).await.map(Some);
                    }
                    submit(saved).await.map(Some)
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
            let asked = trainees.cloned().collect::<Vec<_>>();
            level.filter(|level| !level.trains_acteurs()).map(|_| asked).unwrap_or_default()
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
        // What got no answer may have been stored: sent again with its key it gives the same session, and is looked for
        // since the server forgets a key after a day.
        let is_new = entry.sent.is_none();
        let sent = entry.sent.unwrap_or_else(|| Sent { key: device::random_key(), content: now.clone() });
        value.update(|entry| entry.sent = Some(sent.clone()));
        let Sent { key, content } = sent;
        let stored = if is_new { None } else { made_of(&content).await? };
        let create = async |client: &Client| client.create_session(&content, Write::once(key.clone())).await;
        let answer = match stored {
            Some(session) => Ok(session),
            None => call(create).await,
        };
        match answer {
            Ok(session) => self.follow_up(content, session).await,
            Err(failure) => {
                // Of the content itself, its habilitation included, which may be another's by now; after anything else
                // an earlier attempt may have been stored under the key.
                let of_content = |problem: &Problem| {
                    matches!(problem.status, 400 | 404 | 422) || problem.code == Code::Forbidden
                };
                if matches!(&failure, Failure::Refused(problem) if of_content(problem)) {
                    value.update(|entry| entry.sent = None);
                }
                Err(failure)
            }
        }
    }

    /// Learns that the server has `sent`, and stores what was typed since.
    async fn follow_up(self, sent: NewSession, session: Session) -> Result<Session, Failure> {
        self.learn(sent, &session);
        let now = self.form.value().with_untracked(Entry::to_send);
        if now == self.baseline.get_untracked() {
            return Ok(session);
        }
        // In a box, for it may come back here.
        Box::pin(self.replace(Saved::of(&session), now)).await
    }

    async fn replace(self, saved: Saved, content: NewSession) -> Result<Session, Failure> {
        let value = self.form.value();
        value.update(|entry| {
            entry.sending.retain(|one| *one != content);
            entry.sending.push(content.clone());
        });
        let patch = SessionPatch::whole(content.clone());
        match call(async |client| client.update_session(saved.id, saved.version, &patch).await).await {
            Ok(session) => {
                self.learn(content, &session);
                Ok(session)
            }
            // An earlier attempt may have been stored, and its answer lost: that is nobody else's change.
            Err(failure) if failure.status() == Some(412) => {
                let latest = latest(saved.id).await?;
                match value.with_untracked(|entry| entry.stored_as(&latest)) {
                    Some(ours) => self.follow_up(ours, latest).await,
                    None if self.find_imported(&latest) => {
                        Box::pin(self.replace(Saved::of(&latest), value.with_untracked(Entry::to_send))).await
                    }
                    None => Err(failure),
                }
            }
            Err(failure) => {
                if failure.status().is_some_and(|status| status < 500) {
                    value.update(|entry| entry.sending.retain(|one| *one != content));
                }
                Err(failure)
            }
        }
    }

    /// Takes over the trainees of an import. Who typed on meanwhile keeps what they typed, and who took a trainee out
    /// does not find them again.
    pub fn join(self, session: &Session) {
        if !untrack(|| self.is_dirty()) {
            return self.show(session);
        }
        let before = self.baseline.get_untracked();
        self.baseline.set(Entry::of(session).to_send());
        self.form.value().update(|entry| {
            let before = entry.importing.take().unwrap_or(before);
            entry.join(&before, session);
        });
    }

    /// Takes over the trainees of an import whose answer was lost, where that is all that changed.
    fn find_imported(self, latest: &Session) -> bool {
        let found = self.form.value().with_untracked(|entry| entry.was_imported(latest));
        if found {
            self.found.set_value(true);
            self.join(latest);
            self.toasts.note(t().session_form.import_found);
        }
        found
    }

    /// Takes over what the server answered to `sent`.
    fn learn(self, mut sent: NewSession, session: &Session) {
        let before = self.form.value().with_untracked(|entry| entry.saved);
        self.form.value().update(|entry| entry.learn(&sent, session));
        for (trainee, known) in sent.trainees.iter_mut().zip(&session.trainees) {
            trainee.id = Some(known.id.to_string());
            trainee.person_id = known.person_id.map(|id| id.to_string());
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
                let latest = latest(saved.id).await?;
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
                let errors = errors.into_iter().map(|fault| entry.on_grid(fault)).collect();
                Failure::Refused(Box::new(Problem { errors, ..*problem }))
            }
            other => other,
        }
    }

    fn end(self, outcome: Outcome, done: Box<dyn FnOnce(Session)>) {
        match outcome {
            Outcome::Done(session) => done(*session),
            Outcome::Conflict(latest) => {
                self.older.set(false);
                self.conflict.set(Some(*latest));
            }
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

/// The session that a first save made whose answer was lost: this person's own, as it was sent. Without a trainee, there
/// is nothing that a second one would repeat.
async fn made_of(sent: &NewSession) -> Result<Option<Session>, Failure> {
    if sent.trainees.is_empty() {
        return Ok(None);
    }
    let query = SessionQuery {
        state: Some(State::Draft.as_str().to_owned()),
        end_from: sent.ends_on.clone(),
        end_to: sent.ends_on.clone(),
        sort: Some("-updated_at".to_owned()),
        ..SessionQuery::default()
    };
    let page = call(async |client| client.list_sessions(&query).await).await?;
    let number = signed_in::number();
    for row in page.items {
        let own = row.declared_by.is_some_and(|person| person.forprev_number.as_str() == number);
        if own && row.version == 1 && row.trainee_count as usize == sent.trainees.len() {
            let session = latest(row.id).await?;
            if is_content_of(sent, &session) {
                return Ok(Some(session));
            }
        }
    }
    Ok(None)
}

async fn submit(saved: Saved) -> Result<Session, Failure> {
    let write = Write::on_version(saved.version);
    match call(async |client| client.submit_session(saved.id, write.clone()).await).await {
        // The answer to an earlier attempt may have been lost on the way.
        Err(Failure::Refused(problem)) if problem.code == Code::SessionState || problem.status == 412 => {
            let session = latest(saved.id).await?;
            if session.state == State::Submitted { Ok(session) } else { Err(Failure::Refused(problem)) }
        }
        answer => answer,
    }
}
