//! Requests in words: kinds, states, sides, steps, documents, places; and where things are shown.

use crate::{
    components::*,
    i18n::{fill, t},
    pages::organisations::words::days,
};
use forprev_core::{
    catalogue::Dispositif,
    id::RequestId,
    problem::Code,
    request::{
        Outcome, RequestKind, State,
        clock::Age,
        instruction::{Opinion, Subject},
        state::Side,
    },
    session::Allowed,
};
use leptos::prelude::*;

/// Where a request is shown.
pub(crate) fn request_path(id: RequestId) -> String {
    format!("/demandes/{id}")
}

/// A part of a request, with an address of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tab {
    /// What is asked for, the organisation's data, the letter.
    General,
    /// Who trains and how.
    Pedagogy,
    /// The platforms.
    Technique,
    /// The steps, what is done with it, messages.
    Instruction,
    /// What happened.
    History,
}

impl Tab {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 5] =
        [Self::General, Self::Pedagogy, Self::Technique, Self::Instruction, Self::History];

    /// How the address calls it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Pedagogy => "pedagogie",
            Self::Technique => "technique",
            Self::Instruction => "instruction",
            Self::History => "historique",
        }
    }

    /// The one that the address calls so.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == name)
    }

    /// What it is called.
    pub(crate) fn label(self) -> &'static str {
        let words = t().requests;
        match self {
            Self::General => words.tab_general,
            Self::Pedagogy => words.tab_pedagogy,
            Self::Technique => words.tab_technique,
            Self::Instruction => words.tab_instruction,
            Self::History => words.tab_history,
        }
    }
}

/// Where a part of a request is shown.
pub(crate) fn tab_path(id: RequestId, tab: Tab) -> String {
    format!("/demandes/{id}/{}", tab.as_str())
}

/// A dispositif and level: "SST niveau 1".
pub(crate) fn training(dispositif: &str, level: u8) -> String {
    fill(t().requests.training, &[("dispositif", dispositif), ("level", &level.to_string())])
}

/// The same with the dispositif's name, where the catalogue has it.
pub(crate) fn training_in_full(catalogue: &[Dispositif], dispositif: &str, level: u8) -> String {
    let label = catalogue.iter().find(|one| one.code == dispositif).map(|one| one.label.as_str());
    training(label.unwrap_or(dispositif), level)
}

/// What kind of request it is.
pub(crate) fn kind_name(kind: RequestKind) -> &'static str {
    let words = t().requests;
    match kind {
        RequestKind::Initial => words.kind_initial,
        RequestKind::Additional => words.kind_additional,
        RequestKind::Renewal => words.kind_renewal,
        RequestKind::Unknown => words.kind_other,
    }
}

/// A state in a word.
pub(crate) fn state_name(state: State) -> &'static str {
    let words = t().requests;
    match state {
        State::Draft => words.state_draft,
        State::Submitted => words.state_submitted,
        State::Incomplete => words.state_incomplete,
        State::Instruction => words.state_instruction,
        State::Returned => words.state_returned,
        State::Opinion => words.state_opinion,
        State::Decision => words.state_decision,
        State::Granted => words.state_granted,
        State::Refused => words.state_refused,
        State::Abandoned => words.state_abandoned,
        State::Unknown => words.state_other,
    }
}

/// A state as a badge.
#[component]
pub(crate) fn StateBadge(of: State) -> impl IntoView {
    let (tone, icon) = match of {
        State::Draft | State::Unknown => (Tone::Plain, outline::PENCIL),
        State::Submitted | State::Instruction | State::Opinion | State::Decision => {
            (Tone::Note, outline::SEND)
        }
        State::Incomplete | State::Returned => (Tone::Warn, outline::UNDO),
        State::Granted => (Tone::Good, outline::CHECK),
        State::Refused => (Tone::Bad, outline::X),
        State::Abandoned => (Tone::Plain, outline::TRASH),
    };
    view! { <Badge tone=tone icon=icon>{state_name(of)}</Badge> }
}

/// A side in a word.
pub(crate) fn side_name(side: Side) -> &'static str {
    let words = t().requests;
    match side {
        Side::Applicant => words.side_applicant,
        Side::Caisse => words.side_caisse,
        Side::Inrs => words.side_inrs,
        Side::Cnh => words.side_cnh,
        Side::Unknown => words.side_other,
    }
}

/// The steps of the progress line, from 0 to 5.
pub(crate) fn stage_names() -> [&'static str; 6] {
    let words = t().requests;
    [
        words.stage_draft,
        words.stage_admissibility,
        words.stage_instruction,
        words.stage_opinion,
        words.stage_decision,
        words.stage_notified,
    ]
}

/// What an opinion is about.
pub(crate) fn subject_name(subject: Subject) -> &'static str {
    let words = t().requests;
    match subject {
        Subject::Pedagogical => words.subject_pedagogical,
        Subject::Technical => words.subject_technical,
        Subject::Inrs => words.subject_inrs,
    }
}

/// What an opinion says.
pub(crate) fn opinion_name(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Favourable => t().requests.opinion_favourable,
        Opinion::Unfavourable => t().requests.opinion_unfavourable,
    }
}

/// What the CNH decided.
pub(crate) fn outcome_name(outcome: Outcome) -> &'static str {
    let words = t().requests;
    match outcome {
        Outcome::Granted => words.outcome_granted,
        Outcome::Refused => words.outcome_refused,
        Outcome::Adjourned => words.outcome_adjourned,
    }
}

/// What a document of the catalogue is called; one that INRS has added since, by its code.
pub(crate) fn document_name(purpose: &str) -> String {
    let words = t().requests;
    match purpose {
        "programme_pedagogique" => words.document_programme.to_owned(),
        "deroule" => words.document_schedule.to_owned(),
        "lettre_engagement" => words.document_commitment.to_owned(),
        "lettre_engagement_plateforme" => words.document_commitment_platform.to_owned(),
        other => other.replace('_', " "),
    }
}

/// How long a request has run: "12 jours".
pub(crate) fn age_words(age: Age) -> String {
    days(i64::from(age.days))
}

/// Whether an action has a place on the page at all: one that is not this person's, or not of this state, has none.
pub(crate) fn has_place(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden | Code::RequestState) | None)
}

/// Whether an action is of this person's side, be it of this state or not.
pub(crate) fn is_theirs(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden) | None)
}
