//! What waits: the order of the list, last days, and what each state asks for.

use crate::day;
use forprev_core::{
    id::{OrganisationId, SessionId},
    parameters::Parameters,
    session::State,
    task::{
        Task, TaskKind, TaskOrganisation, TaskSession, asked_of_address, asked_of_declarer, asked_of_lead,
        due_on, review_due_on,
    },
    user::UserRole,
};
use uuid::Uuid;

#[test]
fn kinds_are_read_by_name() {
    for kind in TaskKind::ALL {
        assert_eq!(TaskKind::of(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    assert_eq!(TaskKind::of("file_request"), None);
    let newer: Task = serde_json::from_str(r#"{ "kind": "file_request", "count": 2 }"#).unwrap();
    assert_eq!(newer, Task { count: 2, ..Task::of(TaskKind::Unknown) });
}

#[test]
fn the_first_last_day_comes_first_and_hints_last() {
    let session = |number| TaskSession {
        id: SessionId::new(Uuid::from_u128(number)),
        dispositif: "SST".into(),
        level: 1,
        ends_on: None,
        city: None,
    };
    let of = |number| TaskOrganisation {
        id: OrganisationId::new(Uuid::from_u128(number)),
        name: "Organisme".into(),
    };
    let due = |kind, day: &str| Task { due_on: day.parse().ok(), ..Task::of(kind) };
    let expected = [
        due(TaskKind::GenerateCertificates, "2026-11-30"),
        due(TaskKind::ConfirmAddress, "2026-12-01"),
        Task { session: Some(session(1)), ..due(TaskKind::VerifySession, "2026-12-01") },
        Task { session: Some(session(2)), ..due(TaskKind::VerifySession, "2026-12-01") },
        Task::of(TaskKind::MendAddress),
        Task::of(TaskKind::LookIntoJobs),
        Task { session: Some(session(3)), ..Task::of(TaskKind::SubmitSession) },
        Task { organisation: Some(of(1)), ..Task::of(TaskKind::MendInvitations) },
        Task { organisation: Some(of(2)), ..Task::of(TaskKind::MendInvitations) },
        Task::of(TaskKind::CheckData),
        Task::of(TaskKind::NameSecondGestionnaire),
    ];
    let mut list = expected.to_vec();
    list.reverse();
    list.sort_by_key(Task::urgency);
    assert_eq!(list, expected);
    let mut keys: Vec<_> = list.iter().map(Task::urgency).collect();
    keys.dedup();
    assert_eq!(keys.len(), list.len(), "a cursor is one task's");
}

#[test]
fn several_things_are_one_task_and_nothing_is_none() {
    assert_eq!(Task::of_several(TaskKind::LookIntoMails, 0), None);
    let several = Task::of_several(TaskKind::LookIntoMails, 3);
    assert_eq!(several, Some(Task { count: 3, ..Task::of(TaskKind::LookIntoMails) }));
}

#[test]
fn e11_an_access_is_due_when_the_first_delegataire_is_suspended() {
    use UserRole::{Delegataire, Gestionnaire};
    let parameters = Parameters::starting();
    for (asked, expected) in [
        (vec![], None),
        (vec![(Gestionnaire, "2027-01-31")], None),
        (vec![(Delegataire, "2027-01-31")], Some("2027-03-02")),
        (vec![(Delegataire, "2027-02-02"), (Delegataire, "2027-01-31")], Some("2027-03-02")),
        (vec![(Delegataire, "2027-02-02"), (Gestionnaire, "2027-01-31")], Some("2027-03-04")),
    ] {
        let asked: Vec<_> = asked.into_iter().map(|(role, told)| (role, day(told))).collect();
        assert_eq!(review_due_on(&asked, &parameters), expected.map(day), "{asked:?}");
    }
}

#[test]
fn i9_an_address() {
    for (returned, another_waits, expected) in [
        (false, false, None),
        (true, false, Some(TaskKind::MendAddress)),
        (false, true, Some(TaskKind::ConfirmAddress)),
        (true, true, Some(TaskKind::ConfirmAddress)),
    ] {
        assert_eq!(asked_of_address(returned, another_waits), expected);
    }
}

#[test]
fn each_state_of_a_session_waits_for_one_of_two() {
    let parameters = Parameters::starting();
    let due = |state| due_on(state, Some(day("2026-08-31")), day("2026-12-15"), &parameters);
    for (state, declarer, lead, last) in [
        (State::Draft, Some(TaskKind::SubmitSession), None, Some("2026-09-30")),
        (State::Submitted, None, Some(TaskKind::VerifySession), Some("2026-11-30")),
        (State::Returned, Some(TaskKind::CorrectSession), None, Some("2026-11-30")),
        (State::Verified, Some(TaskKind::GenerateCertificates), None, Some("2026-11-30")),
        (State::Certified, Some(TaskKind::DownloadCertificates), None, Some("2026-12-15")),
        (State::Unknown, None, None, None),
    ] {
        assert_eq!((asked_of_declarer(state), asked_of_lead(state)), (declarer, lead), "{state:?}");
        assert_eq!(due(state), last.map(day), "{state:?}");
    }
}
