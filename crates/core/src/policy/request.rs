//! Who may do what to a habilitation request, and to the sittings of the CNH.

use super::{Action, Reach, may_ever, through, who};
use crate::{
    actor::{Actor, Profile, ProfileKind},
    id::OrganisationId,
    problem::{Code, Decision, Denied},
    request::{
        RequestActions, State,
        sitting::{SittingActions, SittingState, SittingStep},
        state::{Side, Step, after},
    },
    session::Allowed,
};

/// What a decision needs to know of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// H10: the caisse that instructs it; none where INRS does.
    pub caisse: Option<String>,
    /// Where it is.
    pub state: State,
    /// Whether it was ever submitted: before that it is the applicant's alone.
    pub submitted: bool,
    /// Whether it ever came to the CNH.
    pub at_cnh: bool,
}

/// How much of a request somebody sees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum View {
    /// All but what is confidential, and who does what among those who instruct.
    Applicant,
    /// All.
    Agent,
}

/// Which requests somebody sees: what every list starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestScope {
    /// All that were submitted.
    pub submitted: bool,
    /// All that came to the CNH.
    pub at_cnh: bool,
    /// All those of these organisations, drafts too.
    pub organisations: Vec<OrganisationId>,
    /// Those that these caisses instruct, once submitted.
    pub caisses: Vec<String>,
}

impl RequestScope {
    /// Whether nothing can be in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The requests that `actor` sees: the union over their profiles.
#[must_use]
pub fn scope(actor: &Actor) -> RequestScope {
    scope_of(actor, Action::ReadRequests)
}

/// The requests on which `actor` may do this, as far as it is not their state that says so.
///
/// ```
/// use forprev_core::{actor::Actor, policy::{Action, request::{RequestScope, scope_of}}};
/// assert_eq!(scope_of(&Actor::Anyone, Action::DecideRequest), RequestScope::default());
/// ```
#[must_use]
pub fn scope_of(actor: &Actor, action: Action) -> RequestScope {
    let mut scope = RequestScope::default();
    if may_ever(actor, action).is_err() {
        return scope;
    }
    for (profile, reach) in through(actor, action) {
        match reach {
            Reach::All => scope.submitted = true,
            Reach::AtCnh => scope.at_cnh = true,
            Reach::Organisation | Reach::Own => scope.organisations.extend(profile.organisation_id),
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            _ => {}
        }
    }
    scope
}

/// Whether `actor` can see some request at all: what a menu asks. A demandeur without an organisation begins with its file.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who can see none.
pub fn sees_some(actor: &Actor) -> Decision {
    may_ever(actor, Action::ReadRequests)?;
    if scope(actor).is_empty() { Err(Denied::new(Code::Forbidden)) } else { Ok(()) }
}

/// The role whose people are told that a request waits for the caisse.
pub const INSTRUCTS: ProfileKind = ProfileKind::Instructeur;

/// The role whose people are told that something waits which no caisse instructs (H10).
pub const INSTRUCTS_WITHOUT_CAISSE: ProfileKind = ProfileKind::Inrs;

/// To whom a request comes with this state, and what they then do about it: INRS for its opinion, the CNH for its decision.
///
/// ```
/// use forprev_core::{actor::ProfileKind, policy::{Action, request::arrives}, request::State};
/// assert_eq!(arrives(State::Decision), Some((ProfileKind::Cnh, Action::DecideRequest)));
/// assert_eq!(arrives(State::Granted), None);
/// ```
#[must_use]
pub const fn arrives(state: State) -> Option<(ProfileKind, Action)> {
    match state {
        State::Opinion => Some((ProfileKind::Inrs, Action::GiveInrsOpinion)),
        State::Decision => Some((ProfileKind::Cnh, Action::DecideRequest)),
        _ => None,
    }
}

/// How far `reach` carries to this request, for a person through one profile.
fn carries(profile: &Profile, reach: Reach, request: &Standing) -> Option<View> {
    match reach {
        // A demandeur whose organisation was validated is its gestionnaire, and has this by that.
        Reach::Organisation | Reach::Own => {
            (profile.organisation_id == Some(request.organisation_id)).then_some(View::Applicant)
        }
        Reach::Caisse => (request.submitted && profile.caisse.is_some() && profile.caisse == request.caisse)
            .then_some(View::Agent),
        Reach::All => request.submitted.then_some(View::Agent),
        Reach::AtCnh => request.at_cnh.then_some(View::Agent),
        _ => None,
    }
}

fn reaches(actor: &Actor, action: Action, request: &Standing) -> Option<View> {
    may_ever(actor, action).ok()?;
    through(actor, action).filter_map(|(profile, reach)| carries(profile, reach, request)).max()
}

/// How much of the request `actor` sees; nothing where they may not know that it exists. Whose it is too reads it as the
/// applicant, whatever else they are.
#[must_use]
pub fn view(actor: &Actor, request: &Standing) -> Option<View> {
    let seen = reaches(actor, Action::ReadRequests, request)?;
    Some(if reaches(actor, Action::DraftRequest, request).is_some() { View::Applicant } else { seen })
}

/// Whether `actor` can draft a request for this organisation, and read what it can request.
///
/// # Errors
/// As [`may_ever`]; `not_found` where the organisation is not theirs.
pub fn draft(actor: &Actor, organisation: OrganisationId) -> Decision {
    may_ever(actor, Action::DraftRequest)?;
    let theirs = through(actor, Action::DraftRequest)
        .any(|(profile, _)| profile.organisation_id == Some(organisation));
    if theirs { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}

/// The row of the matrix that lets one take a step of this side.
const fn action(side: Side) -> Action {
    match side {
        Side::Applicant => Action::DraftRequest,
        Side::Caisse => Action::InstructRequest,
        Side::Inrs => Action::GiveInrsOpinion,
        Side::Cnh | Side::Unknown => Action::DecideRequest,
    }
}

/// On which of its sides `actor` takes a step; on none where it is not theirs. Nobody instructs or decides what is theirs.
#[must_use]
pub fn side(actor: &Actor, request: &Standing, step: Step) -> Option<Side> {
    if !step.sides().contains(&Side::Applicant) && reaches(actor, Action::DraftRequest, request).is_some() {
        return None;
    }
    step.sides().iter().copied().find(|side| reaches(actor, action(*side), request).is_some())
}

/// Whether `actor` can take this step with this request: the right first, then the state.
///
/// # Errors
/// `forbidden`, `request.state`.
pub fn step(actor: &Actor, request: &Standing, step: Step) -> Decision {
    if side(actor, request, step).is_none() {
        return Err(Denied::new(Code::Forbidden));
    }
    after(request.state, step).map(drop)
}

/// Whether a person of these profiles may be given this request to instruct.
#[must_use]
pub fn instructs(profiles: &[Profile], request: &Standing) -> bool {
    profiles.iter().any(|profile| {
        let reach = who(profile).map_or(Reach::Never, |who| Action::InstructRequest.reach(who));
        carries(profile, reach, request).is_some()
    })
}

/// What `actor` may do with this request now, step by step.
#[must_use]
pub fn actions(actor: &Actor, request: &Standing) -> RequestActions {
    let ask = |one: Step| Allowed::from(step(actor, request, one));
    RequestActions {
        edit: ask(Step::Edit),
        submit: ask(Step::Submit),
        abandon: ask(Step::Abandon),
        admit: ask(Step::Admit),
        return_: ask(Step::Return).with_comment(true),
        examine: ask(Step::Examine),
        forward: ask(Step::Forward),
        assign: ask(Step::Assign),
        hand_over: ask(Step::HandOver).with_comment(true),
        write: ask(Step::Write),
        note: ask(Step::Note),
        opine: ask(Step::Opine),
        schedule: ask(Step::Schedule),
        grant: ask(Step::Grant),
        refuse: ask(Step::Refuse),
    }
}

/// Whether `actor` can take this step with a sitting.
///
/// # Errors
/// As [`may_ever`]; `sitting.state`.
pub fn sitting_step(actor: &Actor, state: SittingState, step: SittingStep) -> Decision {
    may_ever(actor, Action::ManageSittings)?;
    crate::request::sitting::after(state, step).map(drop)
}

/// What `actor` may do with a sitting now.
#[must_use]
pub fn sitting_actions(actor: &Actor, state: SittingState) -> SittingActions {
    let ask = |one| Allowed::from(sitting_step(actor, state, one));
    SittingActions {
        edit: ask(SittingStep::Edit),
        decide: ask(SittingStep::Decide),
        cancel: ask(SittingStep::Cancel),
    }
}
