//! H3, H4: the days that a grant gives, told before it is decided.

use crate::session;
use chrono::NaiveDate;
use forprev_core::{
    habilitation::Validity,
    parameters::Parameters,
    request::{
        Request, State,
        decision::{Term, proposed},
    },
};

/// The day on which a request came to the CNH: no decision is of an earlier one.
#[must_use]
pub fn came_on(request: &Request) -> Option<NaiveDate> {
    let at_cnh = State::Decision.stage();
    request.stages.iter().find(|stage| Some(stage.number) == at_cnh).and_then(|stage| stage.entered_on)
}

/// The days that a grant on this day gives, where no last one is stated. Tracks.
#[must_use]
pub fn term_of(request: &Request, on: NaiveDate, parameters: &Parameters) -> Term {
    let renewed = request.renews.as_ref().map(|one| Validity {
        valid_from: one.valid_until,
        valid_until: one.valid_until,
        suspensions: Vec::new(),
        withdrawn_from: None,
    });
    // As the server takes it today: what follows a withdrawal is no renewal.
    let today = session::today();
    let renewed =
        renewed.filter(|one| Some(proposed(today, request.kind, Some(one), parameters)) == request.proposed);
    proposed(on, request.kind, renewed.as_ref(), parameters)
}
