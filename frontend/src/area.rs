//! The areas of the application: one table of label, path and decision, that the menu and the guard both read.
//!
//! A page inside the application has its row here, its route in `app.rs`, and nothing else to do to be shown to
//! those who may see it and refused to others.

use crate::{
    components::outline::{self, Outline},
    i18n::t,
};
use forprev_core::{
    actor::Actor,
    policy::{self, Action},
    problem::Decision,
};

/// An area: where it is, what it is called, who may enter. Of two rows of one path the last decides who may enter: the first
/// is for those who find it in the menu, where others come to its pages from elsewhere.
pub struct Area {
    /// Its path; what lies below it belongs to it, unless another row is nearer.
    pub path: &'static str,
    /// Its name in the menu; none keeps it out of the menu.
    pub label: Option<fn() -> &'static str>,
    /// Its icon in the menu.
    pub icon: Outline,
    /// Who may enter.
    pub decision: fn(&Actor) -> Decision,
}

/// All the areas, in the order of the menu.
pub static AREAS: &[Area] = &[
    Area {
        path: "/",
        label: Some(|| t().shell.home),
        icon: outline::HOUSE,
        decision: |actor| policy::may_ever(actor, Action::ReadOwnAccount),
    },
    Area {
        path: "/a-traiter",
        label: Some(|| t().shell.tasks),
        icon: outline::CIRCLE_CHECK,
        decision: |actor| policy::may_ever(actor, Action::ReadOwnAccount),
    },
    Area {
        path: "/premiers-pas",
        label: None,
        icon: outline::CHECK,
        decision: |actor| policy::may_ever(actor, Action::KeepOwnAccount),
    },
    Area {
        path: "/mon-compte",
        label: None,
        icon: outline::USER,
        decision: |actor| policy::may_ever(actor, Action::KeepOwnAccount),
    },
    Area {
        path: "/devenir-demandeur",
        label: None,
        icon: outline::CHECK,
        decision: |actor| policy::may_ever(actor, Action::BecomeDemandeur),
    },
    Area {
        path: "/sessions",
        label: Some(|| t().shell.sessions),
        icon: outline::USERS,
        decision: |actor| policy::may_ever(actor, Action::ReadSessions),
    },
    Area {
        path: "/sessions/nouvelle",
        label: None,
        icon: outline::PLUS,
        decision: |actor| policy::may_ever(actor, Action::DeclareSession),
    },
    Area {
        path: "/dossiers",
        label: Some(|| t().organisations.files),
        icon: outline::FILE_TEXT,
        decision: |actor| policy::may_ever(actor, Action::DraftOrganisationFile),
    },
    Area {
        path: "/dossiers",
        label: None,
        icon: outline::FILE_TEXT,
        decision: |actor| policy::may_ever(actor, Action::ReadOrganisationFiles),
    },
    Area {
        path: "/instruction",
        label: Some(|| t().organisations.desk),
        icon: outline::FILE_TEXT,
        decision: policy::file::has_desk,
    },
    Area {
        path: "/demandes",
        label: Some(|| t().requests.list),
        icon: outline::AWARD,
        decision: policy::request::sees_some,
    },
    Area {
        path: "/demandes",
        label: None,
        icon: outline::AWARD,
        decision: |actor| policy::may_ever(actor, Action::ReadRequests),
    },
    Area {
        path: "/demandes/nouvelle",
        label: None,
        icon: outline::PLUS,
        decision: |actor| policy::may_ever(actor, Action::DraftRequest),
    },
    Area {
        path: "/mon-organisation",
        label: Some(|| t().organisations.mine),
        icon: outline::BUILDING,
        decision: policy::file::keeps_one,
    },
    Area {
        path: "/organisations",
        label: Some(|| t().organisations.list),
        icon: outline::BUILDING,
        decision: policy::organisation::searches,
    },
    Area {
        path: "/organisations",
        label: None,
        icon: outline::BUILDING,
        decision: |actor| policy::may_ever(actor, Action::ReadOrganisations),
    },
    Area {
        path: "/seances",
        label: Some(|| t().decisions.sittings_menu),
        icon: outline::CALENDAR,
        decision: |actor| policy::may_ever(actor, Action::ReadSittings),
    },
    Area {
        path: "/courriers",
        label: None,
        icon: outline::FILE_TEXT,
        decision: |actor| policy::may_ever(actor, Action::ReadLetters),
    },
    Area {
        path: "/modeles-de-courrier",
        label: Some(|| t().decisions.models),
        icon: outline::PENCIL,
        decision: |actor| policy::may_ever(actor, Action::ReadLetterModels),
    },
    Area {
        path: "/utilisateurs",
        label: Some(|| t().shell.users),
        icon: outline::USER,
        decision: |actor| policy::may_ever(actor, Action::ManageUsers),
    },
    Area {
        path: "/agents",
        label: Some(|| t().shell.agents),
        icon: outline::BUILDING,
        decision: |actor| policy::may_ever(actor, Action::ReadAgents),
    },
    Area {
        path: "/agents/nouveau",
        label: None,
        icon: outline::PLUS,
        decision: |actor| policy::may_ever(actor, Action::ManageAgents),
    },
    Area {
        path: "/organisations/successeur",
        label: Some(|| t().users.successor),
        icon: outline::PLUS,
        decision: |actor| policy::may_ever(actor, Action::NameSuccessor),
    },
    Area {
        path: "/messages",
        label: Some(|| t().shell.messages),
        icon: outline::MESSAGE_SQUARE,
        decision: |actor| policy::may_ever(actor, Action::ReadNotifications),
    },
    Area {
        path: "/mon-compte/messages",
        label: None,
        icon: outline::MESSAGE_SQUARE,
        decision: |actor| policy::may_ever(actor, Action::ReadNotifications),
    },
    Area {
        path: "/travaux",
        label: Some(|| t().shell.jobs),
        icon: outline::CLOCK,
        decision: |actor| policy::may_ever(actor, Action::ReadJobs),
    },
    Area {
        path: "/mes-certificats",
        label: Some(|| t().certificates.mine),
        icon: outline::AWARD,
        decision: |actor| policy::may_ever(actor, Action::ReadOwnCertificates),
    },
    Area {
        path: "/personnes",
        label: Some(|| t().audit.people),
        icon: outline::SEARCH,
        decision: |actor| policy::may_ever(actor, Action::SearchPeople),
    },
    Area {
        path: "/retablissements",
        label: Some(|| t().recovery.list),
        icon: outline::SHIELD_CHECK,
        decision: |actor| policy::may_ever(actor, Action::ReadRecoveries),
    },
    Area {
        path: "/journal",
        label: Some(|| t().audit.journal),
        icon: outline::LIST,
        decision: |actor| policy::may_ever(actor, Action::ReadAudit),
    },
    Area {
        path: "/audits",
        label: Some(|| t().visits.list),
        icon: outline::CALENDAR,
        decision: |actor| policy::may_ever(actor, Action::ReadVisits),
    },
    Area {
        path: "/contacts",
        label: None,
        icon: outline::USERS,
        decision: |actor| policy::may_ever(actor, Action::ReadContacts),
    },
    Area {
        path: "/mon-compte/consultations",
        label: None,
        icon: outline::EYE,
        decision: |actor| policy::may_ever(actor, Action::ReadOwnAccount),
    },
    Area {
        path: "/mon-compte/double-authentification",
        label: None,
        icon: outline::SHIELD_CHECK,
        decision: |actor| policy::may_ever(actor, Action::ManageSecondFactors),
    },
];

/// What decides whether `actor` may see the page at `path`: the row that is nearest above it. A path of no area is
/// allowed: its page says that it does not exist.
///
/// # Errors
/// Why not.
pub fn decide(path: &str, actor: &Actor) -> Decision {
    AREAS
        .iter()
        .filter(|area| is_within(path, area.path))
        .max_by_key(|area| area.path.len())
        .map_or(Ok(()), |area| (area.decision)(actor))
}

/// Whether the page at `path` stands in the application, behind the guard.
#[must_use]
pub fn has(path: &str) -> bool {
    AREAS.iter().any(|area| is_within(path, area.path))
}

fn is_within(path: &str, area: &str) -> bool {
    path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || (area != "/" && rest.starts_with('/')))
}

/// What the menu shows to `actor`.
pub fn menu(actor: &Actor) -> impl Iterator<Item = (&'static Area, &'static str)> {
    AREAS
        .iter()
        .filter_map(|area| Some((area, (area.label?)())))
        .filter(move |(area, _)| (area.decision)(actor).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_area_above_it() {
        assert!(is_within("/sessions", "/sessions"));
        assert!(is_within("/sessions/nouvelle", "/sessions"));
        assert!(!is_within("/sessions-passees", "/sessions"));
        assert!(!is_within("/sessions", "/"));
        assert!(is_within("/", "/"));
        assert!(has("/sessions/nouvelle") && has("/") && !has("/verifier"));
    }
}
