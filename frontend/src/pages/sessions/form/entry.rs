//! What the form edits: a session as it is typed, and what is known of it on the server.

use crate::i18n::{short_day, typed_day};
use forprev_core::{
    calendar::parse_day,
    id::SessionId,
    problem::Fault,
    session::{NewPlace, NewSession, NewTrainee, Session},
};
use serde::{Deserialize, Serialize};

/// A session being typed. Kept on the device as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its content; birth dates as they were typed, so that one that cannot be read is not lost.
    pub content: NewSession,
    /// Where it is on the server, once it was saved.
    pub saved: Option<Saved>,
    /// A first save that was sent and got no answer.
    pub sent: Option<Sent>,
    /// Corrections that were sent on the known version and got no answer: one of them may be stored. Not kept: after a
    /// reload the last one is what stands in the form.
    #[serde(skip)]
    pub sending: Vec<NewSession>,
    /// What the known version held when an import was sent on it and got no answer: the session may hold more trainees.
    pub importing: Option<NewSession>,
}

/// A session on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Which.
    pub id: SessionId,
    /// The version that the entry was made on.
    pub version: i64,
}

/// A first save: the same key and content make one session, however often they are sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// The idempotency key.
    pub key: String,
    /// What was sent with it.
    pub content: NewSession,
}

impl Saved {
    /// As the server has it now.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self { id: session.id, version: session.version }
    }
}

impl Entry {
    /// What the form edits of a session of the server.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let mut content = NewSession::from(session);
        for trainee in &mut content.trainees {
            if let Some(day) = parse_day(&trainee.birth_date) {
                trainee.birth_date = short_day(day);
            }
        }
        Self { content, saved: Some(Saved::of(session)), ..Self::default() }
    }

    /// What was sent from here, or stands here, and is what the server has: its answer was lost.
    #[must_use]
    pub fn stored_as(&self, latest: &Session) -> Option<NewSession> {
        let mine = self.to_send();
        self.sending.iter().chain([&mine]).find(|one| is_content_of(one, latest)).cloned()
    }

    /// Whether the session is what the server had when an import was sent, and more trainees.
    #[must_use]
    pub fn was_imported(&self, latest: &Session) -> bool {
        self.importing.as_ref().is_some_and(|before| {
            let mut rest = latest.clone();
            rest.trainees.retain(|one| has(before, &one.id.to_string()));
            rest.trainees.len() < latest.trainees.len() && is_content_of(before, &rest)
        })
    }

    /// Goes on from a session that an import has changed since it was `before`: its new trainees come after what is
    /// typed here; who was typed meanwhile is the same one.
    pub fn join(&mut self, before: &NewSession, session: &Session) {
        self.stand_on(session);
        let identity = |one: &NewTrainee| sendable(one).key();
        for new in Self::of(session).content.trainees {
            if new.id.as_ref().is_some_and(|id| has(before, id)) {
                continue;
            }
            let key = identity(&new);
            let mut lines = self.content.trainees.iter_mut();
            match lines.find(|one| one.id.is_none() && key.is_some() && identity(one) == key) {
                Some(same) => {
                    same.id = new.id;
                    same.email = filled(same.email.as_ref()).or(new.email);
                    same.forprev_number = filled(same.forprev_number.as_ref()).or(new.forprev_number);
                }
                None => self.content.trainees.push(new),
            }
        }
    }

    /// The content as it is sent: lines without anything on them left out, days in the API's form.
    #[must_use]
    pub fn to_send(&self) -> NewSession {
        let content = &self.content;
        NewSession {
            certificate_code: filled(content.certificate_code.as_ref()),
            kind: filled(content.kind.as_ref()),
            starts_on: filled(content.starts_on.as_ref()),
            ends_on: filled(content.ends_on.as_ref()),
            external_ref: filled(content.external_ref.as_ref()),
            place: content.place.clone().filter(|place| *place != NewPlace::default()),
            trainees: self.lines().map(|(_, trainee)| sendable(trainee)).collect(),
            ..content.clone()
        }
    }

    /// The lines with something on them, with their places in the grid.
    fn lines(&self) -> impl Iterator<Item = (usize, &NewTrainee)> {
        self.content.trainees.iter().enumerate().filter(|(_, trainee)| !is_blank(trainee))
    }

    /// A fault of what is sent, at its place in the grid.
    #[must_use]
    pub fn on_grid(&self, fault: Fault) -> Fault {
        let moved = fault.pointer.strip_prefix("/trainees/").and_then(|rest| {
            let (index, field) =
                rest.split_once('/').map_or((rest, None), |(index, field)| (index, Some(field)));
            let (place, _) = self.lines().nth(index.parse().ok()?)?;
            Some(field.map_or_else(|| line(place), |field| cell(place, field)))
        });
        match moved {
            Some(pointer) => fault.at(pointer),
            None => fault,
        }
    }

    /// Leaves out the lines without anything on them, so that the grid and what is sent count alike.
    pub fn compact(&mut self) {
        self.content.trainees.retain(|trainee| !is_blank(trainee));
    }

    /// Changes a line; the one after the last begins a new trainee. Blank lines at the end go. Whoever was chosen for
    /// another name is not for this one (C4).
    pub fn type_in(&mut self, place: usize, change: impl FnOnce(&mut NewTrainee)) {
        let trainees = &mut self.content.trainees;
        if place >= trainees.len() {
            trainees.resize_with(place + 1, NewTrainee::default);
        }
        if let Some(trainee) = trainees.get_mut(place) {
            let before = who(trainee);
            change(trainee);
            if who(trainee) != before {
                trainee.person_id = None;
            }
        }
        while trainees.last().is_some_and(is_blank) {
            trainees.pop();
        }
    }

    /// Puts lines in at `place` where that line is blank, at the end otherwise; gives where they begin.
    pub fn insert(&mut self, place: usize, lines: Vec<NewTrainee>) -> usize {
        let trainees = &mut self.content.trainees;
        let begin = match trainees.get(place) {
            Some(trainee) if is_blank(trainee) => {
                trainees.remove(place);
                place
            }
            _ => trainees.len(),
        };
        trainees.splice(begin..begin, lines.into_iter().map(as_typed));
        begin
    }

    /// Writes a readable birth date in full, once its field was left.
    pub fn write_out(&mut self, place: usize) {
        if let Some(trainee) = self.content.trainees.get_mut(place)
            && let Some(day) = typed_day(&trainee.birth_date)
        {
            trainee.birth_date = short_day(day);
        }
    }

    /// Takes from the server's answer who is who among the lines that were sent.
    pub fn learn(&mut self, sent: &NewSession, answer: &Session) {
        self.saved = Some(Saved::of(answer));
        self.sent = None;
        self.sending.clear();
        self.importing = None;
        let known = sent.trainees.iter().zip(&answer.trainees);
        for (place, (sent, known)) in known.enumerate() {
            // A known line that was changed meanwhile keeps its trainee; a new one may have moved.
            if let Some(trainee) = self.content.trainees.get_mut(place)
                && sendable(trainee) == *sent
            {
                trainee.id = Some(known.id.to_string());
                trainee.person_id = known.person_id.map(|id| id.to_string());
            }
        }
    }

    /// Goes on from another state of the server with what is typed here: a trainee that is gone there is a new one.
    pub fn stand_on(&mut self, latest: &Session) {
        self.saved = Some(Saved::of(latest));
        self.sending.clear();
        self.importing = None;
        for trainee in &mut self.content.trainees {
            let there = trainee
                .id
                .as_ref()
                .is_some_and(|id| latest.trainees.iter().any(|one| one.id.to_string() == *id));
            if !there {
                trainee.id = None;
            }
        }
    }
}

fn has(content: &NewSession, trainee: &str) -> bool {
    content.trainees.iter().any(|one| one.id.as_deref() == Some(trainee))
}

/// Whether this is the content of the session, whoever wrote it: the server cleans names and gives trainees identifiers.
pub fn is_content_of(sent: &NewSession, session: &Session) -> bool {
    let read = |content: &NewSession| {
        let mut content = content.read().0;
        content.trainees.iter_mut().for_each(|trainee| trainee.id = None);
        content
    };
    read(sent) == read(&Entry::of(session).to_send())
}

/// The pointer of a line of the grid.
#[must_use]
pub fn line(place: usize) -> String {
    format!("/trainees/{place}")
}

/// The pointer of a cell of the grid.
#[must_use]
pub fn cell(place: usize, field: &str) -> String {
    format!("/trainees/{place}/{field}")
}

/// Whether nothing stands on a line.
#[must_use]
pub fn is_blank(trainee: &NewTrainee) -> bool {
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    trainee.last_name.trim().is_empty()
        && trainee.first_name.trim().is_empty()
        && trainee.birth_date.trim().is_empty()
        && empty(&trainee.email)
        && empty(&trainee.forprev_number)
}

fn who(trainee: &NewTrainee) -> [String; 3] {
    [&trainee.last_name, &trainee.first_name, &trainee.birth_date].map(Clone::clone)
}

fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}

fn sendable(trainee: &NewTrainee) -> NewTrainee {
    NewTrainee {
        birth_date: typed_day(&trainee.birth_date)
            .map_or_else(|| trainee.birth_date.trim().to_owned(), |day| day.to_string()),
        email: filled(trainee.email.as_ref()),
        forprev_number: filled(trainee.forprev_number.as_ref()),
        person_id: filled(trainee.person_id.as_ref()),
        ..trainee.clone()
    }
}

fn as_typed(mut trainee: NewTrainee) -> NewTrainee {
    if let Some(day) = parse_day(&trainee.birth_date) {
        trainee.birth_date = short_day(day);
    }
    trainee
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::problem::Code;

    fn named(last_name: &str) -> NewTrainee {
        NewTrainee { last_name: last_name.into(), birth_date: "2/4/1990".into(), ..NewTrainee::default() }
    }

    fn names(entry: &Entry) -> Vec<&str> {
        entry.content.trainees.iter().map(|trainee| trainee.last_name.as_str()).collect()
    }

    #[test]
    fn blank_lines_are_not_sent_and_faults_find_their_line() {
        let mut entry = Entry::default();
        entry.content.trainees = vec![named("A"), NewTrainee::default(), named("C")];
        let sent = entry.to_send();
        assert_eq!(sent.trainees.len(), 2);
        assert_eq!(sent.trainees[1].birth_date, "1990-04-02");
        let moved = |pointer: &str| entry.on_grid(Fault::new(Code::BadDate).at(pointer)).pointer;
        assert_eq!(moved("/trainees/1/birth_date"), "/trainees/2/birth_date");
        assert_eq!(moved("/trainees/1"), "/trainees/2");
        assert_eq!(moved("/trainees"), "/trainees");
        assert_eq!(moved("/ends_on"), "/ends_on");
    }

    #[test]
    fn the_line_after_the_last_begins_a_trainee_and_goes_when_emptied() {
        let mut entry = Entry::default();
        entry.type_in(0, |trainee| trainee.last_name = "A".into());
        entry.type_in(1, |trainee| trainee.last_name = "B".into());
        assert_eq!(names(&entry), ["A", "B"]);
        entry.type_in(1, |trainee| trainee.last_name.clear());
        assert_eq!(names(&entry), ["A"]);
    }

    #[test]
    fn whoever_was_chosen_is_not_for_another_name() {
        let mut entry = Entry::default();
        entry.content.trainees = vec![NewTrainee { person_id: Some("someone".into()), ..named("A") }];
        let chosen = |entry: &Entry| entry.content.trainees[0].person_id.clone();
        entry.type_in(0, |trainee| trainee.email = Some("a@demo.example".into()));
        assert_eq!(chosen(&entry).as_deref(), Some("someone"));
        entry.type_in(0, |trainee| trainee.first_name = "B".into());
        assert_eq!(chosen(&entry), None);
    }

    #[test]
    fn pasted_lines_never_write_over_others() {
        let mut entry = Entry::default();
        entry.content.trainees = vec![named("A"), NewTrainee::default(), named("C")];
        assert_eq!(entry.insert(0, vec![named("X")]), 3);
        assert_eq!(entry.insert(1, vec![named("Y"), named("Z")]), 1);
        assert_eq!(names(&entry), ["A", "Y", "Z", "C", "X"]);
    }

    #[test]
    fn a_birth_date_that_cannot_be_read_is_kept_as_typed() {
        let mut entry = Entry::default();
        entry.type_in(0, |trainee| trainee.birth_date = "31/02/1990".into());
        entry.write_out(0);
        assert_eq!(entry.to_send().trainees[0].birth_date, "31/02/1990");
        entry.type_in(0, |trainee| trainee.birth_date = "02041990".into());
        entry.write_out(0);
        assert_eq!(entry.content.trainees[0].birth_date, "02/04/1990");
    }
}
