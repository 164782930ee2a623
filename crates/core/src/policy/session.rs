//! Who may do what to a session: S9, S10, S13, and the days of S2.

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::{Actor, Profile},
    id::{HabilitationId, OrganisationId, PersonId},
    parameters::Parameters,
    problem::{Code, Decision, Denied},
    session::{
        Allowed, SessionActions,
        state::{State, Step, after},
        window,
    },
};
use chrono::NaiveDate;

/// What a decision needs to know of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// For which habilitation.
    pub habilitation_id: HabilitationId,
    /// The caisse of the organisation's head office, where it has one.
    pub caisse: Option<String>,
    /// Who declared it, where a person did.
    pub declared_by: Option<PersonId>,
    /// The lead formateur.
    pub lead: Option<PersonId>,
    /// All the formateurs, the lead too.
    pub formateurs: Vec<PersonId>,
    /// Where it is in its life.
    pub state: State,
    /// Its end.
    pub ends_on: Option<NaiveDate>,
    /// Who entered the results.
    pub verified_by: Option<PersonId>,
}

/// How much of a session somebody sees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum View {
    /// All but its trainees: the caisse.
    WithoutTrainees,
    /// All but birth dates and addresses: a formateur who is not the lead (S5).
    WithoutBirthDates,
    /// All.
    Whole,
}

/// Which sessions somebody sees: what every list starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionScope {
    /// All the sessions of these organisations.
    pub organisations: Vec<OrganisationId>,
    /// Those that this person declared, for these habilitations.
    pub declared: Option<(PersonId, Vec<HabilitationId>)>,
    /// Those in which this person is a formateur, drafts aside.
    pub formateur: Option<PersonId>,
    /// Those of the organisations of these caisses, drafts aside.
    pub caisses: Vec<String>,
}

impl SessionScope {
    /// Whether nothing can be in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The sessions that `actor` sees: the union over their profiles.
#[must_use]
pub fn scope(actor: &Actor) -> SessionScope {
    reached(actor, Action::ReadSessions)
}

/// The sessions that `actor` declares, so that their declarer's tasks are theirs: those of [`is_declarer`].
#[must_use]
pub fn declared(actor: &Actor) -> SessionScope {
    reached(actor, Action::DeclareSession)
}

/// Who `actor` is to the sessions that they lead, drafts aside, where they lead some: those of [`is_lead`].
#[must_use]
pub fn leads(actor: &Actor) -> Option<PersonId> {
    reached(actor, Action::VerifySession).formateur
}

fn reached(actor: &Actor, action: Action) -> SessionScope {
    let mut scope = SessionScope::default();
    if may_ever(actor, action).is_err() {
        return scope;
    }
    if let Actor::Client(client) = actor {
        scope.organisations.push(client.organisation_id);
    }
    for (profile, reach) in through(actor, action) {
        match reach {
            Reach::Organisation => scope.organisations.extend(profile.organisation_id),
            Reach::Declared => {
                if let Some(me) = actor.person_id() {
                    let declared = scope.declared.get_or_insert_with(|| (me, Vec::new()));
                    declared.1.extend(&profile.habilitations);
                }
            }
            Reach::Named | Reach::Lead => scope.formateur = actor.person_id(),
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            _ => {}
        }
    }
    scope
}

/// How far `reach` carries to this session, for a person through one profile.
fn carries(profile: &Profile, reach: Reach, me: PersonId, session: &Standing) -> Option<View> {
    let shown = session.state != State::Draft;
    match reach {
        Reach::Organisation => {
            (profile.organisation_id == Some(session.organisation_id)).then_some(View::Whole)
        }
        Reach::Declared => (session.declared_by == Some(me)
            && profile.organisation_id == Some(session.organisation_id)
            && profile.habilitations.contains(&session.habilitation_id))
        .then_some(View::Whole),
        Reach::Lead => (shown && session.lead == Some(me)).then_some(View::Whole),
        Reach::Named if shown && session.lead == Some(me) => Some(View::Whole),
        Reach::Named => (shown && session.formateurs.contains(&me)).then_some(View::WithoutBirthDates),
        Reach::Caisse => (shown && profile.caisse.is_some() && profile.caisse == session.caisse)
            .then_some(View::WithoutTrainees),
        _ => None,
    }
}

fn reaches(actor: &Actor, action: Action, session: &Standing) -> Option<View> {
    may_ever(actor, action).ok()?;
    match actor {
        Actor::Anyone => None,
        Actor::Client(client) => (client.organisation_id == session.organisation_id).then_some(View::Whole),
        Actor::Person(person) => through(actor, action)
            .filter_map(|(profile, reach)| carries(profile, reach, person.id, session))
            .max(),
    }
}

/// How much of the session `actor` sees; nothing where they may not know that it exists. Who declares one sees it: a
/// system that was granted `sessions:write` alone is answered with what it wrote.
#[must_use]
pub fn view(actor: &Actor, session: &Standing) -> Option<View> {
    reaches(actor, Action::ReadSessions, session).max(reaches(actor, Action::DeclareSession, session))
}

/// Whether `actor` can declare a session for this habilitation of this organisation (S9, U3).
///
/// # Errors
/// As [`may_ever`]; `not_found` where the habilitation is not theirs to see.
pub fn declare(actor: &Actor, organisation: OrganisationId, habilitation: HabilitationId) -> Decision {
    may_ever(actor, Action::DeclareSession)?;
    let allowed = match actor {
        Actor::Anyone => false,
        Actor::Client(client) => client.organisation_id == organisation,
        Actor::Person(_) => through(actor, Action::DeclareSession).any(|(profile, reach)| {
            profile.organisation_id == Some(organisation)
                && (reach == Reach::Organisation || profile.habilitations.contains(&habilitation))
        }),
    };
    if allowed { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}

/// Whether `actor` can take this step with this session today: the right first, then the state, then the days.
///
/// # Errors
/// `forbidden`, `double_validation.client`, `double_validation.same_person`, `session.state`, and the codes of S2.
pub fn step(
    actor: &Actor,
    session: &Standing,
    step: Step,
    today: NaiveDate,
    parameters: &Parameters,
) -> Decision {
    let declarer = || reaches(actor, Action::DeclareSession, session).is_some();
    let lead = || reaches(actor, Action::VerifySession, session).is_some();
    let allowed = match step {
        Step::Edit | Step::Submit | Step::Cancel => declarer(),
        Step::Return | Step::Results => lead(),
        Step::Reopen => declarer() || lead(),
        Step::Generate => reaches(actor, Action::GenerateCertificates, session).is_some(),
    };
    if !allowed {
        return Err(match (step, actor) {
            (Step::Return | Step::Results | Step::Generate, Actor::Client(_)) => {
                Denied::new(Code::ClientValidation)
            }
            _ => Denied::new(Code::Forbidden),
        });
    }
    if step == Step::Generate {
        two_signatures(actor, session, parameters)?;
    }
    after(session.state, step)?;
    days(session, step, today, parameters)
}

/// S13: verification and generation are two acts of two people, unless INRS lets one person do both.
fn two_signatures(actor: &Actor, session: &Standing, parameters: &Parameters) -> Decision {
    match actor {
        Actor::Client(_) if !parameters.api_client_may_generate => Err(Denied::new(Code::ClientValidation)),
        Actor::Person(person)
            // S12: what one person signed twice while they could is given to them again.
            if session.verified_by.is_some()
                && session.verified_by == others_generate(Some(person.id), parameters)
                && session.state != State::Certified =>
        {
            Err(Denied::new(Code::SamePerson))
        }
        _ => Ok(()),
    }
}

/// S13: whose verified sessions others generate: their own, where INRS lets nobody sign twice.
#[must_use]
pub const fn others_generate(person: Option<PersonId>, parameters: &Parameters) -> Option<PersonId> {
    if parameters.same_person_may_sign_twice { None } else { person }
}

/// S2. A certified session gives its certificates again whatever the day (S12).
fn days(session: &Standing, step: Step, today: NaiveDate, parameters: &Parameters) -> Decision {
    let Some(end) = session.ends_on else { return Ok(()) };
    match step {
        Step::Results => window::results(today, end, parameters)?,
        Step::Generate if session.state != State::Certified => window::certificates(today, end, parameters)?,
        Step::Submit => window::open(today, end, parameters)?,
        _ => {}
    }
    Ok(())
}

/// What `actor` may do with this session now, step by step.
#[must_use]
pub fn actions(
    actor: &Actor,
    session: &Standing,
    today: NaiveDate,
    parameters: &Parameters,
) -> SessionActions {
    let ask = |one: Step| Allowed::from(step(actor, session, one, today, parameters));
    SessionActions {
        submit: ask(Step::Submit),
        return_: ask(Step::Return).with_comment(true),
        results: ask(Step::Results),
        reopen: ask(Step::Reopen).with_comment(reopening_needs_comment(actor, session)),
        generate: ask(Step::Generate),
        edit: ask(Step::Edit),
        cancel: ask(Step::Cancel),
    }
}

/// Whether a comment is needed to reopen: the lead who takes a session back owes nobody an explanation.
#[must_use]
pub fn reopening_needs_comment(actor: &Actor, session: &Standing) -> bool {
    reaches(actor, Action::VerifySession, session).is_none()
}

/// Whether `actor` can download the certificates of this session (through D+15).
///
/// # Errors
/// `forbidden`.
pub fn download(actor: &Actor, session: &Standing) -> Decision {
    reaches(actor, Action::DownloadCertificates, session)
        .map(|_| ())
        .ok_or_else(|| Denied::new(Code::Forbidden))
}

/// Whether `actor` is among those who declare this session, so that its declarer's tasks are theirs.
#[must_use]
pub fn is_declarer(actor: &Actor, session: &Standing) -> bool {
    reaches(actor, Action::DeclareSession, session).is_some()
}

/// Whether `actor` leads this session, so that its verification is their task.
#[must_use]
pub fn is_lead(actor: &Actor, session: &Standing) -> bool {
    reaches(actor, Action::VerifySession, session).is_some()
}
