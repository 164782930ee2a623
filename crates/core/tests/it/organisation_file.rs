//! O1–O6: what a file needs, what its states allow to each side, what a change has instructed.

use crate::day;
use forprev_core::{
    actor::{Actor, InrsRank, Person, Profile, ProfileKind},
    id::{OrganisationId, PersonId},
    organisation::{
        caisse::Commune,
        file::{
            Field, FileContent, FileDecision, FileFacts, FileState, FileStep, Need, Page, Side, after,
            differences, erased_from, instructed, need, urssaf_age,
        },
    },
    policy::{
        file::{FileStanding, has_desk, keeps, keeps_one, reads_notes, sees, side, step},
        organisation::searches,
    },
    problem::Fault,
};
use proptest::prelude::*;
use uuid::Uuid;

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
}

fn communes() -> Vec<Commune> {
    [("33220", "33324", "Pineuilh", "33"), ("33220", "24335", "Port-Sainte-Foy-et-Ponchapt", "24")]
        .map(|(postal_code, insee_code, name, departement)| Commune {
            postal_code: postal_code.parse().unwrap(),
            insee_code: insee_code.parse().unwrap(),
            name: name.into(),
            departement: departement.into(),
        })
        .into()
}

fn facts() -> FileFacts {
    FileFacts { communes: communes(), urssaf_attached: true, siret_taken: false, urssaf_months: 6 }
}

/// A complete file of an organisme de formation.
fn whole() -> FileContent {
    let some = |text: &str| Some(text.to_owned());
    FileContent {
        kind: some("organisme_de_formation"),
        siret: some("732 829 320 00074"),
        raison_sociale: some("Prévention Guyenne"),
        enseigne: None,
        nda: some("75 33 12345 33"),
        regime: some("general"),
        address: some("1 rue de la Paix"),
        postal_code: some("33220"),
        insee_code: some("33324"),
        contact_last_name: some("Petit"),
        contact_first_name: some("Léa"),
        contact_function: None,
        contact_email: some("lea@example.fr"),
        contact_phone: some("05 53 00 00 00"),
        urssaf_issued_on: some("2026-08-31"),
        urssaf_code: some("A1B2C3D4E5F6G7H"),
        publication: some("regional"),
        published_email: None,
        published_phone: None,
        published_website: some("https://example.fr"),
        signatory_last_name: some("Petit"),
        signatory_first_name: some("Léa"),
        signatory_function: some("Gérante"),
        signatory_email: some("lea@example.fr"),
    }
}

/// What is wrong, how it is made so, and what is told.
type Edit = (&'static str, fn(&mut FileContent, &mut FileFacts), &'static [&'static str]);

#[test]
fn o1_o3_o4_o6_what_refuses_a_submission() {
    let edits: [Edit; 17] = [
        ("whole", |_, _| {}, &[]),
        (
            "no name",
            |one, _| one.raison_sociale = Some("  ".into()),
            &["organisation.incomplete /raison_sociale"],
        ),
        ("SIRET of 13 digits", |one, _| one.siret = Some("7328293200007".into()), &["siret.invalid /siret"]),
        ("SIRET of another", |_, facts| facts.siret_taken = true, &["siret.already_registered /siret"]),
        ("an organisme without NDA", |one, _| one.nda = None, &["organisation.incomplete /nda"]),
        (
            "an entreprise without NDA",
            |one, _| {
                one.kind = Some("entreprise".into());
                one.nda = None;
                one.publication = None;
            },
            &[],
        ),
        (
            "an entreprise with an NDA of no shape, which nobody asks",
            |one, _| {
                one.kind = Some("entreprise".into());
                one.nda = Some("12".into());
            },
            &[],
        ),
        ("no publication said", |one, _| one.publication = None, &["organisation.incomplete /publication"]),
        (
            "a commune of another postal code",
            |one, _| one.insee_code = Some("75111".into()),
            &["address.commune_ambiguous /insee_code"],
        ),
        (
            "no commune chosen of two",
            |one, _| one.insee_code = None,
            &["organisation.incomplete /insee_code"],
        ),
        (
            "a CEDEX",
            |one, facts| {
                one.postal_code = Some("33081".into());
                facts.communes.clear();
            },
            &["address.unknown_commune /postal_code"],
        ),
        (
            "no certificate attached",
            |_, facts| facts.urssaf_attached = false,
            &["organisation.incomplete /urssaf_certificate"],
        ),
        (
            "a certificate of six months ago, to the day",
            |one, _| one.urssaf_issued_on = Some("2026-05-23".into()),
            &[],
        ),
        (
            "a day older",
            |one, _| one.urssaf_issued_on = Some("2026-05-22".into()),
            &["urssaf.too_old /urssaf_issued_on"],
        ),
        (
            "a certificate of tomorrow",
            |one, _| one.urssaf_issued_on = Some("2026-11-24".into()),
            &["urssaf.in_future /urssaf_issued_on"],
        ),
        (
            "a script as website",
            |one, _| one.published_website = Some("javascript:alert(1)".into()),
            &["field.format /published_website"],
        ),
        (
            "several at once, in the order of the form",
            |one, facts| {
                one.signatory_email = None;
                one.siret = None;
                one.contact_email = Some("lea@".into());
                facts.urssaf_attached = false;
            },
            &[
                "organisation.incomplete /siret",
                "field.format /contact_email",
                "organisation.incomplete /urssaf_certificate",
                "organisation.incomplete /signatory_email",
            ],
        ),
    ];
    for (name, edit, expected) in edits {
        let (mut content, mut facts) = (whole(), facts());
        edit(&mut content, &mut facts);
        assert_eq!(told(&content.violations(&facts, day("2026-11-23"))), expected, "{name}");
    }
}

#[test]
fn o6_an_empty_draft_is_saved_and_tells_all_that_it_lacks_at_once() {
    let empty = FileContent::default();
    assert!(empty.check().is_empty());
    let required = Field::ALL.iter().filter(|field| need(**field, &empty) == Need::Required).count();
    let faults = empty.violations(
        &FileFacts { urssaf_attached: false, urssaf_months: 6, ..FileFacts::default() },
        day("2026-11-23"),
    );
    assert_eq!(faults.len(), required + 1);
    assert!(faults.iter().all(|fault| fault.rule.as_deref() == Some("O6")));
}

#[test]
fn each_field_stands_on_one_page_and_each_page_asks_for_something() {
    for page in Page::ALL {
        assert_eq!(page.fields().count() == 0, page == Page::Summary, "{page:?}");
        assert_eq!(Page::of(page.as_str()), Some(page));
    }
    assert_eq!(Page::ALL.into_iter().flat_map(Page::fields).count(), Field::ALL.len());
    for field in Field::ALL {
        assert_eq!(Field::of(field.as_str()), Some(*field));
    }
}

#[test]
fn o4_over_the_ends_of_months() {
    for (issued, today, good) in [
        ("2026-08-31", "2027-02-28", true),
        ("2026-08-31", "2027-03-01", false),
        ("2027-08-31", "2028-02-29", true),
        ("2027-08-31", "2028-03-01", false),
        ("2026-11-23", "2026-11-23", true),
    ] {
        assert_eq!(urssaf_age(day(issued), 6, day(today)).is_ok(), good, "{issued} on {today}");
    }
}

#[test]
fn o2_what_is_instructed_and_what_applies_at_once() {
    let instructed: Vec<_> =
        Field::ALL.iter().filter(|field| field.is_instructed()).map(|field| field.as_str()).collect();
    assert_eq!(
        instructed,
        [
            "kind",
            "siret",
            "raison_sociale",
            "regime",
            "address",
            "postal_code",
            "insee_code",
            "urssaf_issued_on",
            "urssaf_code",
        ]
    );
}

#[test]
fn o2_a_change_is_what_differs_of_it() {
    let held = whole();
    let wanted = FileContent { postal_code: Some("33 220".into()), ..whole() };
    assert_eq!(differences(&held, &wanted), []);
    let patch = FileContent {
        address: Some("2 rue Neuve".into()),
        contact_phone: Some("0553111111".into()),
        ..FileContent::default()
    };
    let wanted = held.with(&patch);
    assert_eq!(instructed(&held, &wanted), [Field::Address]);
    let told = differences(&held, &wanted);
    assert_eq!(told.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["address", "contact_phone"]);
    assert_eq!(told[0].before.as_deref(), Some("1 rue de la Paix"));
}

#[test]
fn a_return_names_fields_that_there_are() {
    let decision = |field: &str, text: &str| FileDecision {
        comment: "Voir ci-dessous.".into(),
        corrections: [(field.to_owned(), text.to_owned())].into(),
    };
    assert_eq!(told(&decision("siret", "Celui du siège.").check()), [] as [&str; 0]);
    assert_eq!(told(&decision("urssaf_certificate", "Illisible.").check()), [] as [&str; 0]);
    assert_eq!(told(&decision("siret", " ").check()), ["field.required /corrections/siret"]);
    assert_eq!(told(&decision("a/b", "x").check()), ["field.choice /corrections/a~1b"]);
    assert_eq!(told(&FileDecision::default().check()), ["field.required /comment"]);
}

#[test]
fn b4_given_up_it_stays_for_thirty_days() {
    assert_eq!(erased_from(day("2026-01-30")), day("2026-03-02"));
}

/// Who, in words, and what becomes of a file in each state by each step of theirs.
#[test]
fn the_whole_table_of_each_side() {
    // draft submitted returned validated refused abandoned
    let table = [
        (FileStep::Edit, Side::Applicant, "draft . returned . . ."),
        (FileStep::Submit, Side::Applicant, "submitted . submitted . . ."),
        (FileStep::Abandon, Side::Applicant, "abandoned abandoned abandoned . . ."),
        (FileStep::Restore, Side::Applicant, ". . . . . draft"),
        (FileStep::Assign, Side::Agent, ". submitted returned . . ."),
        (FileStep::HandOver, Side::Agent, ". submitted returned . . ."),
        (FileStep::Validate, Side::Agent, ". validated . . . ."),
        (FileStep::Return, Side::Agent, ". returned . . . ."),
        (FileStep::Refuse, Side::Agent, ". refused . . . ."),
        (FileStep::Write, Side::Applicant, ". submitted returned . . ."),
        (FileStep::Note, Side::Agent, ". submitted returned validated refused ."),
    ];
    assert_eq!(table.len(), FileStep::ALL.len());
    for (one, by, row) in table {
        for (state, expected) in FileState::ALL.into_iter().zip(row.split(' ')) {
            assert_eq!(after(state, one).map_or(".", FileState::as_str), expected, "{one:?} from {state:?}");
            let file = FileStanding { state, was_submitted: true, ..file() };
            for (side, actor) in [(Side::Applicant, author()), (Side::Agent, agent("BORDEAUX"))] {
                let decided = step(&actor, &file, one);
                let theirs = side == by || one == FileStep::Write;
                assert_eq!(decided.is_ok(), theirs && expected != ".", "{side:?} {one:?} from {state:?}");
                if let Err(denied) = decided {
                    let code = if theirs { "organisation_file.state" } else { "forbidden" };
                    assert_eq!(denied.code.as_str(), code, "{side:?} {one:?} from {state:?}");
                }
            }
        }
    }
}

const AUTHOR: u128 = 10;

fn file() -> FileStanding {
    FileStanding {
        author: PersonId::new(Uuid::from_u128(AUTHOR)),
        organisation: None,
        caisse: Some("BORDEAUX".into()),
        state: FileState::Submitted,
        was_submitted: true,
    }
}

fn person(number: u128, profiles: Vec<Profile>) -> Actor {
    Actor::Person(Person {
        id: PersonId::new(Uuid::from_u128(number)),
        forprev_number: "JKA37899".parse().unwrap(),
        last_name: "Martin".into(),
        first_name: "Anne".into(),
        profiles,
        onboarded: true,
        second_factor_missing: false,
    })
}

fn author() -> Actor {
    person(AUTHOR, vec![Profile::alone(ProfileKind::Demandeur)])
}

fn agent(caisse: &str) -> Actor {
    person(20, vec![Profile { caisse: Some(caisse.into()), ..Profile::alone(ProfileKind::Instructeur) }])
}

fn inrs(rank: InrsRank) -> Actor {
    person(30, vec![Profile { rank: Some(rank), ..Profile::alone(ProfileKind::Inrs) }])
}

fn gestionnaire(of: u128) -> Actor {
    let organisation_id = Some(OrganisationId::new(Uuid::from_u128(of)));
    person(40, vec![Profile { organisation_id, ..Profile::alone(ProfileKind::Gestionnaire) }])
}

#[test]
fn who_sees_a_file_and_on_which_side() {
    let ours = OrganisationId::new(Uuid::from_u128(1));
    let change = FileStanding { organisation: Some(ours), ..file() };
    let draft = FileStanding { state: FileState::Draft, was_submitted: false, ..file() };
    let elsewhere = FileStanding { caisse: None, ..file() };
    // Who; of a submitted file, of a draft, of one without a caisse, of a change of organisation 1.
    let table: [(&str, Actor, &str); 9] = [
        ("its author", author(), "applicant applicant applicant applicant"),
        ("another demandeur", person(11, vec![Profile::alone(ProfileKind::Demandeur)]), "- - - -"),
        ("an agent of its caisse", agent("BORDEAUX"), "agent - - agent"),
        ("an agent of another caisse", agent("RENNES"), "- - - -"),
        ("an administrator of INRS", inrs(InrsRank::Administrator), "agent - agent agent"),
        ("an auditor of INRS", inrs(InrsRank::Auditor), "reads - reads reads"),
        ("an editor of INRS", inrs(InrsRank::Editor), "- - - -"),
        ("a gestionnaire of the organisation", gestionnaire(1), "- - - applicant"),
        ("a gestionnaire of another", gestionnaire(2), "- - - -"),
    ];
    for (name, actor, row) in table {
        for (file, expected) in [&file(), &draft, &elsewhere, &change].into_iter().zip(row.split(' ')) {
            let found = match (sees(&actor, file), side(&actor, file)) {
                (true, Some(Side::Applicant)) => "applicant",
                (true, Some(Side::Agent)) => "agent",
                (true, None) => "reads",
                (false, _) => "-",
            };
            assert_eq!(found, expected, "{name}: {file:?}");
            assert_eq!(reads_notes(&actor, file), matches!(expected, "agent" | "reads"), "{name}");
        }
    }
    assert!(keeps(&gestionnaire(1), ours).is_ok() && keeps(&gestionnaire(2), ours).is_err());
    assert!(keeps(&agent("BORDEAUX"), ours).is_err());
}

#[test]
fn who_finds_a_desk_their_organisation_and_all_of_them_in_the_menu() {
    for (name, actor, desk, kept, searched) in [
        ("a demandeur", author(), false, false, false),
        ("a gestionnaire", gestionnaire(1), false, true, false),
        ("an agent", agent("BORDEAUX"), true, false, true),
        ("an administrator of INRS", inrs(InrsRank::Administrator), true, false, true),
        ("an auditor of INRS", inrs(InrsRank::Auditor), true, false, true),
        ("an editor of INRS", inrs(InrsRank::Editor), false, false, false),
        ("the CNH", person(50, vec![Profile::alone(ProfileKind::Cnh)]), false, false, true),
        ("nobody", Actor::Anyone, false, false, false),
    ] {
        let found = (has_desk(&actor).is_ok(), keeps_one(&actor).is_ok(), searches(&actor).is_ok());
        assert_eq!(found, (desk, kept, searched), "{name}");
    }
}

#[test]
fn nobody_instructs_what_they_wrote() {
    let both = person(
        AUTHOR,
        vec![
            Profile::alone(ProfileKind::Demandeur),
            Profile { caisse: Some("BORDEAUX".into()), ..Profile::alone(ProfileKind::Instructeur) },
        ],
    );
    assert_eq!(side(&both, &file()), Some(Side::Applicant));
    assert!(step(&both, &file(), FileStep::Validate).is_err());
    assert!(!reads_notes(&both, &file()));
}

proptest! {
    /// A patch of a patch is the patch of both: saving field by field loses nothing.
    #[test]
    fn saved_field_by_field_or_at_once(texts in proptest::collection::vec(proptest::option::of("[ a-z]{0,3}"), Field::ALL.len())) {
        let mut whole = FileContent::default();
        let mut little_by_little = self::whole();
        for (field, text) in Field::ALL.iter().zip(texts) {
            whole.set(*field, text.clone());
            let mut one = FileContent::default();
            one.set(*field, text);
            little_by_little = little_by_little.with(&one);
        }
        prop_assert_eq!(self::whole().with(&whole), little_by_little);
    }
}
