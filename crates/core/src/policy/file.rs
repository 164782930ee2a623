//! Who may do what to an organisation file: its author or the gestionnaires of its organisation on one side, the caisse and
//! INRS on the other (roles.md).

use super::{Action, Reach, may_ever, through, who};
use crate::{
    actor::{Actor, Profile},
    id::{OrganisationId, PersonId},
    organisation::file::{FileActions, FileState, FileStep, Side, after},
    problem::{Code, Decision, Denied},
    session::Allowed,
};

/// What a decision needs to know of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStanding {
    /// Who wrote it.
    pub author: PersonId,
    /// The organisation that it changes, or that came of it.
    pub organisation: Option<OrganisationId>,
    /// The caisse that instructs it; none for INRS.
    pub caisse: Option<String>,
    /// Where it is in its life.
    pub state: FileState,
    /// Whether it was ever submitted: agents see nothing of it before.
    pub was_submitted: bool,
}

/// Which files somebody sees: what their list starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileScope {
    /// Those that this person wrote.
    pub author: Option<PersonId>,
    /// Those of these organisations.
    pub organisations: Vec<OrganisationId>,
    /// Those of these caisses, once they were submitted.
    pub caisses: Vec<String>,
    /// All of them, once they were submitted.
    pub all: bool,
}

impl FileScope {
    /// Whether nothing can be in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The files that `actor` sees: the union over their profiles.
#[must_use]
pub fn scope(actor: &Actor) -> FileScope {
    scope_of(actor, Action::ReadOrganisationFiles)
}

/// The files on which `actor` may do this, as far as it is not their state that says so.
///
/// ```
/// use forprev_core::{actor::Actor, policy::{Action, file::{FileScope, scope_of}}};
/// assert_eq!(scope_of(&Actor::Anyone, Action::InstructOrganisationFile), FileScope::default());
/// ```
#[must_use]
pub fn scope_of(actor: &Actor, action: Action) -> FileScope {
    let mut scope = FileScope::default();
    if may_ever(actor, action).is_err() {
        return scope;
    }
    for (profile, reach) in through(actor, action) {
        match reach {
            Reach::All => scope.all = true,
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            Reach::Organisation => scope.organisations.extend(profile.organisation_id),
            Reach::Own => scope.author = actor.person_id(),
            _ => {}
        }
    }
    scope
}

fn carries(profile: &Profile, reach: Reach, me: Option<PersonId>, file: &FileStanding) -> bool {
    match reach {
        Reach::All => file.was_submitted,
        Reach::Caisse => file.was_submitted && profile.caisse.is_some() && profile.caisse == file.caisse,
        Reach::Organisation => {
            profile.organisation_id.is_some() && profile.organisation_id == file.organisation
        }
        Reach::Own => me == Some(file.author),
        _ => false,
    }
}

fn reaches(actor: &Actor, action: Action, file: &FileStanding) -> bool {
    let me = actor.person_id();
    may_ever(actor, action).is_ok()
        && through(actor, action).any(|(profile, reach)| carries(profile, reach, me, file))
}

/// Whether `actor` may know that the file exists.
#[must_use]
pub fn sees(actor: &Actor, file: &FileStanding) -> bool {
    reaches(actor, Action::ReadOrganisationFiles, file)
}

/// On which side `actor` stands: nobody instructs what they wrote.
#[must_use]
pub fn side(actor: &Actor, file: &FileStanding) -> Option<Side> {
    if reaches(actor, Action::DraftOrganisationFile, file) {
        Some(Side::Applicant)
    } else if reaches(actor, Action::InstructOrganisationFile, file) {
        Some(Side::Agent)
    } else {
        None
    }
}

/// Whether `actor` reads what agents write to each other, and who among them has the file.
#[must_use]
pub fn reads_notes(actor: &Actor, file: &FileStanding) -> bool {
    sees(actor, file)
        && side(actor, file) != Some(Side::Applicant)
        && through(actor, Action::ReadOrganisationFiles)
            .any(|(_, reach)| matches!(reach, Reach::All | Reach::Caisse))
}

/// Whether a person of these profiles may be given this file to instruct.
#[must_use]
pub fn instructs(profiles: &[Profile], file: &FileStanding) -> bool {
    profiles.iter().any(|profile| {
        let reach = who(profile).map_or(Reach::Never, |who| Action::InstructOrganisationFile.reach(who));
        carries(profile, reach, None, file)
    })
}

/// Whether `actor` can take this step with the file now: the right first, then the state.
///
/// # Errors
/// `forbidden`, `organisation_file.state`.
pub fn step(actor: &Actor, file: &FileStanding, step: FileStep) -> Decision {
    let theirs = side(actor, file).is_some_and(|side| step.is_for(side));
    if !theirs {
        return Err(Denied::new(Code::Forbidden));
    }
    after(file.state, step).map(drop)
}

/// What `actor` may do with the file now.
#[must_use]
pub fn actions(actor: &Actor, file: &FileStanding) -> FileActions {
    let ask = |one: FileStep| Allowed::from(step(actor, file, one));
    FileActions {
        edit: ask(FileStep::Edit),
        submit: ask(FileStep::Submit),
        abandon: ask(FileStep::Abandon),
        restore: ask(FileStep::Restore),
        assign: ask(FileStep::Assign),
        hand_over: ask(FileStep::HandOver).with_comment(true),
        validate: ask(FileStep::Validate),
        return_: ask(FileStep::Return).with_comment(true),
        refuse: ask(FileStep::Refuse).with_comment(true),
        write: ask(FileStep::Write),
        note: ask(FileStep::Note),
    }
}

/// Whether `actor` keeps the data of this organisation: changes what is not instructed, asks for changes, confirms (O2, H6).
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who sees it and keeps it not.
pub fn keeps(actor: &Actor, organisation: OrganisationId) -> Decision {
    let theirs = may_ever(actor, Action::DraftOrganisationFile).is_ok()
        && through(actor, Action::DraftOrganisationFile).any(|(profile, reach)| {
            reach == Reach::Organisation && profile.organisation_id == Some(organisation)
        });
    if theirs { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}

/// Whether `actor` keeps the data of some organisation: what a menu asks.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who keeps none.
pub fn keeps_one(actor: &Actor) -> Decision {
    may_ever(actor, Action::DraftOrganisationFile)?;
    let kept = through(actor, Action::DraftOrganisationFile)
        .any(|(profile, reach)| reach == Reach::Organisation && profile.organisation_id.is_some());
    if kept { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}

/// Whether `actor` reads the files that a caisse, or INRS, is sent: what a menu asks.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who reads only their own.
pub fn has_desk(actor: &Actor) -> Decision {
    may_ever(actor, Action::ReadOrganisationFiles)?;
    let scope = scope(actor);
    if scope.all || !scope.caisses.is_empty() { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}
