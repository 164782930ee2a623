//! Who may do what, as a text that somebody who does not program can read and compare with the rules. The text is
//! committed (`snapshots/`): a change of a right shows in a review as a change of a sentence.

use chrono::NaiveDate;
use forprev_core::{
    actor::{Actor, Client, InrsRank, Person, Profile, ProfileKind},
    id::{ClientId, HabilitationId, OrganisationId, PersonId},
    parameters::Parameters,
    policy::{
        MATRIX, Reach, Who,
        organisation::{HabilitationScope, OrganisationStanding, habilitations},
        session::{Standing, View, download, scope, step, view},
    },
    session::state::{State, Step},
};
use std::fmt::Write;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}
pub(crate) fn organisation(number: u128) -> OrganisationId {
    OrganisationId::new(id(number))
}
fn habilitation(number: u128) -> HabilitationId {
    HabilitationId::new(id(number))
}
fn person_id(number: u128) -> PersonId {
    PersonId::new(id(number))
}

pub(crate) const OURS: u128 = 1;
const THEIRS: u128 = 2;
const ME: u128 = 10;
const COLLEAGUE: u128 = 11;
const DELEGATED: u128 = 20;
const NOT_DELEGATED: u128 = 21;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).unwrap()
}

fn in_organisation(kind: ProfileKind, of: u128, delegated: &[u128]) -> Profile {
    Profile {
        organisation_id: Some(organisation(of)),
        habilitations: delegated.iter().map(|one| habilitation(*one)).collect(),
        ..Profile::alone(kind)
    }
}

fn of_caisse(code: &str) -> Profile {
    Profile { caisse: Some(code.into()), ..Profile::alone(ProfileKind::Instructeur) }
}

fn of_inrs(rank: InrsRank) -> Profile {
    Profile { rank: Some(rank), ..Profile::alone(ProfileKind::Inrs) }
}

fn person(profiles: Vec<Profile>) -> Actor {
    Actor::Person(Person {
        id: person_id(ME),
        forprev_number: "JKA37899".parse().unwrap(),
        last_name: "Martin".into(),
        first_name: "Anne".into(),
        profiles,
        onboarded: true,
        second_factor_missing: false,
    })
}

fn not_onboarded(profile: Profile) -> Actor {
    let Actor::Person(one) = person(vec![profile]) else { unreachable!() };
    Actor::Person(Person { onboarded: false, ..one })
}

fn client(of: u128, scopes: &[&str]) -> Actor {
    Actor::Client(Client {
        id: ClientId::new(id(30)),
        organisation_id: organisation(of),
        scopes: scopes.iter().map(|one| (*one).to_owned()).collect(),
    })
}

const ALL_SCOPES: [&str; 4] = ["sessions:read", "sessions:write", "certificates:write", "certificates:read"];

/// A session of our organisation, declared by a colleague, led by somebody else.
fn session(state: State) -> Standing {
    Standing {
        organisation_id: organisation(OURS),
        habilitation_id: habilitation(DELEGATED),
        caisse: Some("RENNES".into()),
        declared_by: Some(person_id(COLLEAGUE)),
        lead: Some(person_id(40)),
        formateurs: vec![person_id(40), person_id(41)],
        state,
        ends_on: Some(today()),
        verified_by: Some(person_id(40)),
    }
}

/// Who, in words; who; and what the session is to them.
pub(crate) type Situation = (&'static str, Actor, fn(Standing) -> Standing);

pub(crate) fn situations() -> Vec<Situation> {
    use ProfileKind::{Cnh, Delegataire, Demandeur, Formateur, Gestionnaire};
    let as_is: fn(Standing) -> Standing = |session| session;
    let mine: fn(Standing) -> Standing = |session| Standing { declared_by: Some(person_id(ME)), ..session };
    let led: fn(Standing) -> Standing = |session| Standing {
        lead: Some(person_id(ME)),
        formateurs: vec![person_id(ME), person_id(41)],
        verified_by: Some(person_id(ME)),
        ..session
    };
    let named: fn(Standing) -> Standing =
        |session| Standing { formateurs: vec![person_id(40), person_id(ME)], ..session };
    vec![
        ("gestionnaire of its organisation", person(vec![in_organisation(Gestionnaire, OURS, &[])]), as_is),
        ("gestionnaire of another", person(vec![in_organisation(Gestionnaire, THEIRS, &[])]), as_is),
        (
            "gestionnaire, first sign-in not done",
            not_onboarded(in_organisation(Gestionnaire, OURS, &[])),
            as_is,
        ),
        ("délégataire who declared it", person(vec![in_organisation(Delegataire, OURS, &[DELEGATED])]), mine),
        ("délégataire, a colleague's", person(vec![in_organisation(Delegataire, OURS, &[DELEGATED])]), as_is),
        (
            "délégataire who declared it, now for other habilitations",
            person(vec![in_organisation(Delegataire, OURS, &[NOT_DELEGATED])]),
            mine,
        ),
        (
            "délégataire of another organisation",
            person(vec![in_organisation(Delegataire, THEIRS, &[DELEGATED])]),
            mine,
        ),
        ("lead formateur", person(vec![Profile::alone(Formateur)]), led),
        ("formateur named, not lead", person(vec![Profile::alone(Formateur)]), named),
        ("formateur not named", person(vec![Profile::alone(Formateur)]), as_is),
        (
            "gestionnaire and lead formateur at once",
            person(vec![in_organisation(Gestionnaire, OURS, &[]), Profile::alone(Formateur)]),
            led,
        ),
        ("instructeur of the caisse", person(vec![of_caisse("RENNES")]), as_is),
        ("instructeur of another caisse", person(vec![of_caisse("NANTES")]), as_is),
        ("INRS administrator", person(vec![of_inrs(InrsRank::Administrator)]), as_is),
        ("INRS editor", person(vec![of_inrs(InrsRank::Editor)]), as_is),
        ("INRS auditor", person(vec![of_inrs(InrsRank::Auditor)]), as_is),
        ("CNH secretary", person(vec![Profile::alone(Cnh)]), as_is),
        ("demandeur", person(vec![Profile::alone(Demandeur)]), as_is),
        ("system of the organisation, all scopes", client(OURS, &ALL_SCOPES), as_is),
        ("system of the organisation, sessions:read", client(OURS, &["sessions:read"]), as_is),
        ("system of another organisation", client(THEIRS, &ALL_SCOPES), as_is),
        ("not signed in", Actor::Anyone, as_is),
    ]
}

fn reach_in_words(reach: Reach) -> String {
    match reach {
        Reach::Never => "–".to_owned(),
        Reach::All => "all".to_owned(),
        Reach::Own => "own".to_owned(),
        Reach::Organisation => "own organisation".to_owned(),
        Reach::Declared => "declared, delegated".to_owned(),
        Reach::Delegated => "delegated".to_owned(),
        Reach::Lead => "lead".to_owned(),
        Reach::Named => "where named".to_owned(),
        Reach::Caisse => "own caisse".to_owned(),
        Reach::AtCnh => "what has come to the CNH".to_owned(),
        Reach::Scope(scope) => format!("scope {scope}"),
    }
}

#[test]
fn the_matrix() {
    let mut text = String::from("Who may do what. Whoever is not named under an action may not.\n");
    for row in MATRIX {
        writeln!(text, "\n{}", row.action.as_str()).unwrap();
        for who in Who::ALL {
            let reach = row.action.reach(who);
            if reach != Reach::Never {
                writeln!(text, "    {:<14}{}", format!("{who:?}"), reach_in_words(reach)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn s9_s10_s13_sessions() {
    const STEPS: [(Step, &str); 7] = [
        (Step::Edit, "edit"),
        (Step::Submit, "submit"),
        (Step::Cancel, "cancel"),
        (Step::Return, "return"),
        (Step::Results, "results"),
        (Step::Reopen, "reopen"),
        (Step::Generate, "generate"),
    ];
    let mut text = String::from(
        "A session that ends today, in each of its states: what each person sees of it, and may do with it.\n\
         A reason in brackets is what the person is told; whoever sees nothing is told that nothing is there.\n",
    );
    for state in State::ALL {
        writeln!(text, "\nThe session is {}", state.as_str()).unwrap();
        for (who, actor, shaped) in situations() {
            let session = shaped(session(state));
            let Some(seen) = view(&actor, &session) else {
                writeln!(text, "    {who:<58}sees nothing").unwrap();
                continue;
            };
            let seen = match seen {
                View::WithoutTrainees => "sees it without trainees",
                View::WithoutBirthDates => "sees it without birth dates",
                View::Whole => "sees all",
            };
            let decisions: Vec<_> = STEPS
                .iter()
                .map(|(one, name)| (*name, step(&actor, &session, *one, today(), &Parameters::starting())))
                .collect();
            let allowed: Vec<_> =
                decisions.iter().filter(|(_, decision)| decision.is_ok()).map(|(name, _)| *name).collect();
            let refused: Vec<_> = decisions
                .iter()
                .filter_map(|(name, decision)| {
                    let code = decision.as_ref().err()?.code.as_str();
                    (!["forbidden", "session.state"].contains(&code)).then(|| format!(" [{name}: {code}]"))
                })
                .collect();
            let may = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
            let downloads = if download(&actor, &session).is_ok() { "; downloads" } else { "" };
            writeln!(text, "    {who:<58}{seen}; may: {may}{downloads}{}", refused.concat()).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn s9_lists_start_from_a_scope() {
    let mut text = String::from("What a list of sessions holds, for each person.\n\n");
    for (who, actor, _) in situations() {
        let scope = scope(&actor);
        let mut parts = Vec::new();
        if !scope.organisations.is_empty() {
            parts.push("all those of the organisation".to_owned());
        }
        if let Some((_, habilitations)) = &scope.declared {
            parts.push(format!("those declared, for {} habilitation(s)", habilitations.len()));
        }
        if scope.formateur.is_some() {
            parts.push("those where named formateur, drafts aside".to_owned());
        }
        if !scope.caisses.is_empty() {
            parts.push(format!("those of the organisations of {}, drafts aside", scope.caisses.join(", ")));
        }
        let held = if parts.is_empty() { "none".to_owned() } else { parts.join("; and ") };
        writeln!(text, "{who:<58}{held}").unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn habilitations_of_an_organisation() {
    let ours = OrganisationStanding { id: organisation(OURS), caisse: Some("RENNES".into()) };
    let mut text = String::from("Which habilitations of an organisation each person sees.\n\n");
    for (who, actor, _) in situations() {
        let seen = match habilitations(&actor, &ours) {
            Ok(HabilitationScope::All) => "all".to_owned(),
            Ok(HabilitationScope::These(these)) => format!("{} attached to them", these.len()),
            Err(denied) => format!("none ({})", denied.code),
        };
        writeln!(text, "{who:<58}{seen}").unwrap();
    }
    insta::assert_snapshot!(text);
}

/// What one sees in a list is what one may open: no session stands in one and not in the other.
#[test]
fn s9_the_scope_of_lists_agrees_with_the_view_of_one() {
    for state in State::ALL {
        for (who, actor, shaped) in situations() {
            let session = shaped(session(state));
            let scope = scope(&actor);
            let shown = state != State::Draft;
            let listed = scope.organisations.contains(&session.organisation_id)
                || scope.declared.as_ref().is_some_and(|(me, habilitations)| {
                    session.declared_by == Some(*me) && habilitations.contains(&session.habilitation_id)
                })
                || scope.formateur.is_some_and(|me| shown && session.formateurs.contains(&me))
                || (shown && session.caisse.as_ref().is_some_and(|caisse| scope.caisses.contains(caisse)));
            let opened = view(&actor, &session).is_some();
            // A délégataire of another organisation who would have declared here: such a session cannot exist, since
            // an habilitation belongs to one organisation.
            if who != "délégataire of another organisation" {
                assert_eq!(listed, opened, "{who}, {state:?}");
            }
        }
    }
}
