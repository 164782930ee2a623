//! U2–U4: what is declared, attached, kept; the edges of each.

use crate::day;
use forprev_core::{
    actor::{Actor, Person, Profile, ProfileKind},
    id::{HabilitationId, OrganisationId, PersonId},
    parameters::Parameters,
    policy::user::{can_take_over, keeps_one, manage},
    problem::{Code, Fault},
    user::{NewAgent, NewUser, UserPatch, UserRole, UserState, review_due_on},
};
use uuid::Uuid;

fn habilitation(number: u128) -> HabilitationId {
    HabilitationId::new(Uuid::from_u128(number))
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
}

fn new_user() -> NewUser {
    NewUser {
        last_name: " Petit ".into(),
        first_name: "Léa".into(),
        birth_date: "1980-05-17".into(),
        email: "lea@example.fr".into(),
        role: "delegataire".into(),
        habilitation_ids: vec![habilitation(1).to_string(), habilitation(1).to_string()],
        until_on: None,
    }
}

/// What is wrong, how it is made so, and what is told.
type Edit = (&'static str, fn(&mut NewUser), &'static [&'static str]);

#[test]
fn u2_each_field_of_a_declaration() {
    let edits: [Edit; 9] = [
        ("whole", |_| {}, &[]),
        ("no name", |user| user.last_name = " ".into(), &["field.required /last_name"]),
        ("digits", |user| user.first_name = "L3a".into(), &["field.name /first_name"]),
        ("no such day", |user| user.birth_date = "2026-02-30".into(), &["field.date /birth_date"]),
        ("no address", |user| user.email = String::new(), &["field.required /email"]),
        ("half an address", |user| user.email = "lea@".into(), &["field.format /email"]),
        ("no role", |user| user.role = String::new(), &["field.required /role"]),
        ("another role", |user| user.role = "inrs".into(), &["field.choice /role"]),
        (
            "no identifier",
            |user| user.habilitation_ids.push("x".into()),
            &["field.format /habilitation_ids/2"],
        ),
    ];
    for (name, edit, expected) in edits {
        let mut user = new_user();
        edit(&mut user);
        match user.read() {
            Ok(read) => {
                assert!(expected.is_empty(), "{name}");
                assert_eq!((read.last_name.as_str(), read.habilitations.len()), ("Petit", 1));
            }
            Err(faults) => assert_eq!(told(&faults), expected, "{name}"),
        }
    }
    assert_eq!(format!("{:?}", new_user()), r#"NewUser { role: "delegataire", .. }"#);
}

#[test]
fn u2_u3_what_the_rules_refuse_of_it() {
    let today = day("2026-11-23");
    let edits: [Edit; 7] = [
        ("born today", |user| user.birth_date = "2026-11-23".into(), &["person.birth_date /birth_date"]),
        ("too old", |user| user.birth_date = "1905-12-31".into(), &["person.birth_date /birth_date"]),
        ("none attached", |user| user.habilitation_ids.clear(), &["delegation.missing /habilitation_ids"]),
        ("until yesterday", |user| user.until_on = Some("2026-11-22".into()), &["field.past /until_on"]),
        ("until today", |user| user.until_on = Some("2026-11-23".into()), &[]),
        (
            "a gestionnaire has none",
            |user| user.role = "gestionnaire".into(),
            &["field.choice /habilitation_ids"],
        ),
        (
            "nor a last day",
            |user| {
                *user = NewUser {
                    role: "gestionnaire".into(),
                    habilitation_ids: vec![],
                    until_on: Some("2027-01-01".into()),
                    ..user.clone()
                };
            },
            &["field.choice /until_on"],
        ),
    ];
    for (name, edit, expected) in edits {
        let mut user = new_user();
        edit(&mut user);
        let Ok(read) = user.read() else { panic!("{name}") };
        assert_eq!(told(&read.violations(today)), expected, "{name}");
    }
}

#[test]
fn u3_a_change_keeps_what_it_does_not_name() {
    let (today, past) = (day("2026-11-23"), Some(day("2026-11-01")));
    let applied = |json: &str| {
        let patch: UserPatch = serde_json::from_str(json).unwrap();
        assert!(patch.check().is_empty());
        patch.applied(UserRole::Delegataire, &[habilitation(1)], past, today).map_err(|faults| told(&faults))
    };
    let two = format!(r#"{{"habilitation_ids":["{}","{}"]}}"#, habilitation(2), habilitation(1));
    assert_eq!(applied("{}"), Ok((vec![habilitation(1)], past)));
    assert_eq!(applied(&two), Ok((vec![habilitation(1), habilitation(2)], past)));
    assert_eq!(applied(r#"{"until_on":null}"#), Ok((vec![habilitation(1)], None)));
    assert_eq!(applied(r#"{"until_on":"2026-11-22"}"#), Err(vec!["field.past /until_on".into()]));
    assert_eq!(
        applied(r#"{"habilitation_ids":[]}"#),
        Err(vec!["delegation.missing /habilitation_ids".into()])
    );
    let wrong: UserPatch = serde_json::from_str(r#"{"habilitation_ids":["x"],"until_on":"soon"}"#).unwrap();
    assert_eq!(told(&wrong.check()), ["field.format /habilitation_ids/0", "field.date /until_on"]);
}

#[test]
fn u2_a_gestionnaire_manages_their_own_organisation() {
    let organisation = |number: u128| OrganisationId::new(Uuid::from_u128(number));
    let of = |kind: ProfileKind| {
        Actor::Person(Person {
            id: PersonId::new(Uuid::from_u128(9)),
            forprev_number: "JKA37899".parse().unwrap(),
            last_name: "Martin".into(),
            first_name: "Anne".into(),
            profiles: vec![Profile { organisation_id: Some(organisation(1)), ..Profile::alone(kind) }],
            onboarded: true,
            second_factor_missing: false,
        })
    };
    let code = |actor: &Actor, of: u128| manage(actor, organisation(of)).err().map(|denied| denied.code);
    assert_eq!(code(&of(ProfileKind::Gestionnaire), 1), None);
    assert_eq!(code(&of(ProfileKind::Gestionnaire), 2), Some(Code::NotFound));
    assert_eq!(code(&of(ProfileKind::Delegataire), 1), Some(Code::Forbidden));
    assert_eq!(code(&Actor::Anyone, 1), Some(Code::Unauthenticated));
}

#[test]
fn u4_e10_who_stays_and_who_takes_over() {
    for (role, others, stays) in [
        (UserRole::Gestionnaire, 0, false),
        (UserRole::Gestionnaire, 1, true),
        (UserRole::Delegataire, 0, true),
    ] {
        assert_eq!(keeps_one(role, others).is_ok(), stays, "{role:?} {others}");
    }
    let open = || [habilitation(1), habilitation(2)].into_iter();
    assert!(can_take_over(UserRole::Gestionnaire, &[], open()));
    assert!(can_take_over(UserRole::Delegataire, &[habilitation(2), habilitation(1)], open()));
    assert!(!can_take_over(UserRole::Delegataire, &[habilitation(1)], open()));
}

#[test]
fn e11_a_year_later_by_months() {
    let parameters = Parameters::starting();
    for (confirmed, due) in [("2026-11-23", "2027-11-23"), ("2028-02-29", "2029-02-28")] {
        assert_eq!(review_due_on(day(confirmed), &parameters), day(due));
    }
}

#[test]
fn e12_a_post_has_what_it_needs() {
    for (kind, caisse, rank, expected) in [
        ("instructeur", Some("RENNES"), None, vec![]),
        ("instructeur", None, None, vec!["field.required /caisse"]),
        ("inrs", None, Some("auditor"), vec![]),
        ("inrs", Some("RENNES"), None, vec!["field.choice /caisse", "field.required /rank"]),
        ("cnh", Some(""), Some(" "), vec![]),
    ] {
        let agent = NewAgent {
            last_name: "Petit".into(),
            first_name: "Léa".into(),
            birth_date: "1980-05-17".into(),
            email: "lea@example.fr".into(),
            kind: kind.into(),
            caisse: caisse.map(str::to_owned),
            rank: rank.map(str::to_owned),
        };
        let Ok(read) = agent.read() else { panic!("{kind}") };
        assert_eq!(told(&read.violations(day("2026-11-23"))), expected, "{kind}");
    }
}

#[test]
fn states_and_roles_are_read_by_name() {
    for state in UserState::ALL {
        assert_eq!(UserState::of(state.as_str()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    for role in UserRole::ALL {
        assert_eq!(UserRole::of(role.as_str()), Some(role));
        assert_eq!(UserRole::of_profile(role.profile()), Some(role));
    }
    assert_eq!(UserRole::of_profile(ProfileKind::Cnh), None);
}

#[test]
fn e10_who_names_a_successor() {
    use forprev_core::{
        actor::InrsRank,
        policy::{organisation::OrganisationStanding, user::name_successor_of},
        user::NewSuccessor,
    };
    let actor = |profile: Profile| {
        Actor::Person(Person {
            id: PersonId::new(Uuid::from_u128(10)),
            forprev_number: "JKA37899".parse().unwrap(),
            last_name: "Martin".into(),
            first_name: "Anne".into(),
            profiles: vec![profile],
            onboarded: true,
            second_factor_missing: false,
        })
    };
    let id = OrganisationId::new(Uuid::from_u128(1));
    let at = |caisse: Option<&str>| OrganisationStanding { id, caisse: caisse.map(Into::into) };
    let agent =
        |caisse: &str| Profile { caisse: Some(caisse.into()), ..Profile::alone(ProfileKind::Instructeur) };
    let inrs = |rank| Profile { rank: Some(rank), ..Profile::alone(ProfileKind::Inrs) };
    let manager = Profile { organisation_id: Some(id), ..Profile::alone(ProfileKind::Gestionnaire) };
    for (profile, caisse, refused) in [
        (agent("RENNES"), Some("RENNES"), None),
        (agent("RENNES"), Some("NANTES"), Some(Code::NotFound)),
        // Of a territory without a caisse, INRS answers.
        (agent("RENNES"), None, Some(Code::NotFound)),
        (inrs(InrsRank::Administrator), None, None),
        (inrs(InrsRank::Auditor), None, Some(Code::Forbidden)),
        (manager, Some("RENNES"), Some(Code::Forbidden)),
    ] {
        let decision = name_successor_of(&actor(profile.clone()), &at(caisse));
        assert_eq!(decision.err().map(|denied| denied.code), refused, "{profile:?} {caisse:?}");
    }
    let whole = NewSuccessor {
        siret: "732 829 320 00074".into(),
        last_name: "Petit".into(),
        first_name: "Léa".into(),
        birth_date: "1980-05-17".into(),
        email: "lea@example.fr".into(),
        reason: "Extrait Kbis".into(),
    };
    assert_eq!(whole.read().ok().map(|read| read.user.role), Some(UserRole::Gestionnaire));
    let none = NewSuccessor { siret: "12345678901234".into(), reason: " ".into(), ..whole };
    let mut faults = none.read().err().map(|faults| told(&faults)).unwrap_or_default();
    faults.sort_unstable();
    assert_eq!(faults, ["field.required /reason", "siret.invalid /siret"]);
}
