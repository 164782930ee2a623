//! The rules of a session, one table each: S1–S15 and C1, with the days of "Times that are easily missed", and what
//! holds for every day.

use crate::{any_day, day};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::{CertificateType, Holder, Level},
    habilitation::{Suspension, Validity},
    parameters::Parameters,
    problem::{Code, Fault},
    session::{
        NewFormateur, NewPlace, NewSession, NewTrainee, SessionContent,
        eligibility::{Facts, FormateurFacts, Moment, Qualification, qualified, violations},
        trainee::{DRAFT_MAX, birth_date, duplicates, key},
        window,
    },
};
use proptest::prelude::*;

/// A level that trains acteurs, with one certificate for 4 to 10 trainees.
fn acteurs() -> Level {
    Level {
        number: 1,
        open_to: vec![],
        requires_platform: false,
        animated_by: vec!["FORM_SST".into(), "FF_SST".into()],
        required_documents: vec![],
        certificates: vec![CertificateType {
            code: "SST".into(),
            label: "Sauveteur secouriste du travail".into(),
            holder: Holder::Acteur,
            validity_months: Some(24),
            initial_hours: Some(14),
            mac_hours: Some(7),
            trainees_min: Some(4),
            trainees_max: Some(10),
            formateurs_min: 1,
        }],
        requires: vec![],
    }
}

/// A level that trains formateurs, and needs two to do so.
fn formateurs() -> Level {
    let mut level = acteurs();
    level.number = 2;
    level.animated_by = vec!["FF_SST".into()];
    let certificate = &mut level.certificates[0];
    certificate.code = "FORM_SST".into();
    certificate.holder = Holder::Formateur;
    certificate.formateurs_min = 2;
    certificate.trainees_min = None;
    level
}

fn valid() -> Validity {
    Validity {
        valid_from: day("2026-01-01"),
        valid_until: day("2028-12-31"),
        suspensions: vec![],
        withdrawn_from: None,
    }
}

fn qualification(code: &str, from: &str, until: Option<&str>) -> Qualification {
    Qualification { certificate_code: code.into(), obtained_on: day(from), valid_until: until.map(day) }
}

fn lead() -> FormateurFacts {
    FormateurFacts {
        forprev_number: "JKA37899".parse().unwrap(),
        identity: Some(key("Lebrun", "Jeanne", day("1980-05-01"))),
        qualifications: vec![qualification("FORM_SST", "2025-01-01", Some("2027-12-31"))],
    }
}

fn trainee(last_name: &str, first_name: &str, born: &str) -> NewTrainee {
    NewTrainee {
        last_name: last_name.into(),
        first_name: first_name.into(),
        birth_date: born.into(),
        ..NewTrainee::default()
    }
}

/// A session that breaks no rule when it is submitted on the day it ends.
fn session() -> NewSession {
    NewSession {
        habilitation_id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
        certificate_code: Some("SST".into()),
        kind: Some("initial".into()),
        starts_on: Some("2026-08-30".into()),
        ends_on: Some("2026-08-31".into()),
        place: Some(NewPlace {
            name: "Salle des fêtes".into(),
            address: "1 rue de la Paix".into(),
            postal_code: "35000".into(),
            city: "Rennes".into(),
            ..NewPlace::default()
        }),
        formateurs: vec![NewFormateur { forprev_number: "JKA37899".into(), lead: true }],
        trainees: ["Arnaud", "Bernard", "Collet", "Dupuis"]
            .iter()
            .map(|name| trainee(name, "Camille", "1990-04-02"))
            .collect(),
        external_ref: None,
    }
}

/// What one test changes of the facts.
struct Given {
    today: NaiveDate,
    declared: Option<NaiveDate>,
    habilitation: Validity,
    level: Level,
    known: Vec<FormateurFacts>,
    place: Result<(), Code>,
}

fn given() -> Given {
    Given {
        today: day("2026-08-31"),
        declared: None,
        habilitation: valid(),
        level: acteurs(),
        known: vec![lead()],
        place: Ok(()),
    }
}

impl Given {
    fn faults(&self, session: &NewSession, moment: Moment) -> Vec<Fault> {
        let (content, shape) = session.read();
        assert_eq!(shape, vec![], "the shape of the example is right");
        self.of(&content, moment)
    }

    fn of(&self, content: &SessionContent, moment: Moment) -> Vec<Fault> {
        let parameters = Parameters::starting();
        violations(
            content,
            moment,
            &Facts {
                today: self.today,
                declared: self.declared,
                parameters: &parameters,
                habilitation: &self.habilitation,
                level: &self.level,
                formateurs: &self.known,
                place: self.place,
            },
        )
    }

    /// Each as `code pointer`.
    fn told(&self, session: &NewSession) -> Vec<String> {
        let faults = self.faults(session, Moment::Submission);
        faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
    }
}

#[test]
fn a_complete_session_breaks_no_rule_at_any_moment() {
    for moment in [Moment::Submission, Moment::Verification, Moment::Generation] {
        assert_eq!(given().faults(&session(), moment), vec![], "{moment:?}");
    }
}

#[test]
fn s1_when_a_session_can_be_declared() {
    for (end, from, until) in [
        ("2026-08-31", "2026-05-31", "2026-09-30"),
        ("2027-02-28", "2026-11-28", "2027-03-28"),
        ("2028-02-29", "2027-11-29", "2028-03-29"),
        ("2026-05-31", "2026-02-28", "2026-06-30"),
        ("2026-01-31", "2025-10-31", "2026-02-28"),
        ("2026-03-01", "2025-12-01", "2026-04-01"),
    ] {
        let (end, from, until) = (day(end), day(from), day(until));
        assert_eq!(window::declaration_days(end, &Parameters::starting()), (from, until), "{end}");
        let code = |on: NaiveDate| {
            window::declaration(on, end, &Parameters::starting()).err().map(|fault| fault.code)
        };
        assert_eq!(code(from.pred_opt().unwrap()), Some(Code::SessionWindowTooEarly), "{end}");
        assert_eq!(code(from), None, "{end}");
        assert_eq!(code(until), None, "{end}");
        assert_eq!(code(until.succ_opt().unwrap()), Some(Code::SessionWindowTooLate), "{end}");
    }
}

#[test]
fn s1_a_resubmission_keeps_its_first_day_and_counts_with_the_present_end() {
    let kept = Given { declared: Some(day("2026-09-15")), today: day("2026-11-20"), ..given() };
    assert_eq!(kept.told(&session()), Vec::<String>::new());
    // Anew, it would be too late.
    assert_eq!(Given { declared: None, ..kept }.told(&session()), ["session.window.too_late /ends_on"]);
    // An end moved away from the kept day is out of its window.
    let moved = NewSession { starts_on: None, ends_on: Some("2026-12-31".into()), ..session() };
    let kept = Given { declared: Some(day("2026-09-15")), today: day("2026-11-20"), ..given() };
    assert_eq!(kept.told(&moved), ["session.window.too_early /ends_on"]);
}

#[test]
fn s2_closing_results_and_generation() {
    for (end, closes) in [
        ("2026-08-31", "2026-11-30"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-05-15", "2026-08-15"),
    ] {
        let (end, closes) = (day(end), day(closes));
        assert_eq!(window::closing_day(end, &Parameters::starting()), closes);
        for (on, submission, results, generation) in [
            (end.pred_opt().unwrap(), None, Some(Code::ResultsTooEarly), Some(Code::CertificatesTooEarly)),
            (end, None, None, None),
            (closes, None, None, None),
            (
                closes.succ_opt().unwrap(),
                Some(Code::SessionClosed),
                Some(Code::SessionClosed),
                Some(Code::SessionClosed),
            ),
        ] {
            let code = |found: Result<(), Fault>| found.err().map(|fault| fault.code);
            assert_eq!(code(window::open(on, end, &Parameters::starting())), submission, "{end} on {on}");
            assert_eq!(code(window::results(on, end, &Parameters::starting())), results, "{end} on {on}");
            assert_eq!(
                code(window::certificates(on, end, &Parameters::starting())),
                generation,
                "{end} on {on}"
            );
        }
    }
}

#[test]
fn s3_the_habilitation_is_valid_on_the_end_at_each_moment() {
    let until = |text: &str| Validity { valid_until: day(text), ..valid() };
    let suspended = Validity {
        suspensions: vec![Suspension { from: day("2026-08-01"), until: Some(day("2026-08-31")) }],
        ..valid()
    };
    let lifted = Validity {
        suspensions: vec![Suspension { from: day("2026-08-01"), until: Some(day("2026-08-30")) }],
        ..valid()
    };
    let withdrawn = Validity { withdrawn_from: Some(day("2026-08-31")), ..suspended.clone() };
    let withdrawn_after = Validity { withdrawn_from: Some(day("2026-09-01")), ..valid() };
    for (habilitation, expected) in [
        (until("2026-08-31"), None),
        (until("2026-08-30"), Some(Code::HabilitationNotValid)),
        (Validity { valid_from: day("2026-09-01"), ..valid() }, Some(Code::HabilitationNotValid)),
        (suspended, Some(Code::HabilitationSuspended)),
        (lifted, None),
        (withdrawn, Some(Code::HabilitationWithdrawn)),
        (withdrawn_after, None),
    ] {
        for moment in [Moment::Submission, Moment::Verification, Moment::Generation] {
            let given = Given { habilitation: habilitation.clone(), ..given() };
            let found: Vec<_> = given.faults(&session(), moment).iter().map(|fault| fault.code).collect();
            assert_eq!(found, Vec::from_iter(expected), "{habilitation:?} {moment:?}");
        }
    }
}

#[test]
fn s4_the_formateur_is_qualified_on_the_end() {
    use Code::{FormateurNotQualified as No, FormateurQualificationExpired as Ended};
    for (held, expected) in [
        (vec![], Some(No)),
        (vec![qualification("FORM_SST", "2026-08-31", Some("2029-08-30"))], None),
        (vec![qualification("FORM_SST", "2026-09-01", Some("2029-08-31"))], Some(No)),
        (vec![qualification("FORM_SST", "2023-09-01", Some("2026-08-31"))], None),
        (vec![qualification("FORM_SST", "2023-08-31", Some("2026-08-30"))], Some(Ended)),
        (vec![qualification("FORM_PRAP", "2025-01-01", None)], Some(No)),
        (vec![qualification("FF_SST", "2025-01-01", None)], None),
        (
            vec![
                qualification("FORM_SST", "2020-01-01", Some("2022-12-31")),
                qualification("FORM_SST", "2026-01-01", Some("2028-12-31")),
            ],
            None,
        ),
    ] {
        let found = qualified(&held, &acteurs().animated_by, day("2026-08-31"));
        assert_eq!(found.err().map(|fault| fault.code), expected, "{held:?}");
        let mut formateur = lead();
        formateur.qualifications = held;
        for moment in [Moment::Submission, Moment::Verification, Moment::Generation] {
            let given = Given { known: vec![formateur.clone()], ..given() };
            let found: Vec<_> = given.faults(&session(), moment).iter().map(|fault| fault.code).collect();
            assert_eq!(found, Vec::from_iter(expected), "{moment:?}");
        }
    }
    assert_eq!(Given { known: vec![], ..given() }.told(&session()), ["formateur.unknown /formateurs/0"]);
}

#[test]
fn s5_formateurs_different_enough_and_one_lead() {
    let named = |list: &[(&str, bool)]| NewSession {
        formateurs: list
            .iter()
            .map(|(number, lead)| NewFormateur { forprev_number: (*number).into(), lead: *lead })
            .collect(),
        ..session()
    };
    let second = FormateurFacts { forprev_number: "ABC00001".parse().unwrap(), identity: None, ..lead() };
    let given = Given { known: vec![lead(), second], ..given() };
    for (list, fine) in [
        (vec![("JKA37899", true)], true),
        (vec![("JKA37899", true), ("ABC00001", false)], true),
        (vec![], false),
        (vec![("JKA37899", false)], false),
        (vec![("JKA37899", true), ("ABC00001", true)], false),
        (vec![("JKA37899", true), ("jka37899", false)], false),
    ] {
        let found = given.told(&named(&list));
        let expected: &[&str] = if fine { &[] } else { &["session.formateurs_missing /formateurs"] };
        assert_eq!(found, expected, "{list:?}");
    }
    let two = Given { level: formateurs(), known: given.known, ..self::given() };
    let one = NewSession { certificate_code: Some("FORM_SST".into()), ..named(&[("JKA37899", true)]) };
    let found = two.told(&one);
    assert!(found.contains(&"session.formateurs_missing /formateurs".to_owned()), "{found:?}");
}

#[test]
fn s6_as_many_trainees_as_the_certificate_says() {
    let with = |count: u32| NewSession {
        trainees: (0..count)
            .map(|place| {
                let letter = |n: u32| char::from_u32(u32::from('a') + n).unwrap();
                trainee(&format!("N{}{}", letter(place / 26), letter(place % 26)), "Camille", "1990-04-02")
            })
            .collect(),
        ..session()
    };
    for (count, expected) in [
        (0, Some("session.too_few_trainees /trainees")),
        (3, Some("session.too_few_trainees /trainees")),
        (4, None),
        (10, None),
        (11, Some("session.too_many_trainees /trainees")),
        (100, Some("session.too_many_trainees /trainees")),
    ] {
        assert_eq!(given().told(&with(count)), Vec::from_iter(expected), "{count}");
    }
    let unlimited = {
        let mut level = acteurs();
        level.certificates[0].trainees_min = None;
        level.certificates[0].trainees_max = None;
        Given { level, ..given() }
    };
    assert_eq!(unlimited.told(&with(0)), ["session.too_few_trainees /trainees"]);
    assert_eq!(unlimited.told(&with(1)), Vec::<String>::new());
    let (_, faults) = with(u32::try_from(DRAFT_MAX).unwrap() + 1).read();
    let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(found, [(Code::SessionTooManyTrainees, "/trainees")]);
}

#[test]
fn s7_nobody_stands_twice() {
    let list = |trainees: Vec<NewTrainee>| NewSession { trainees, ..session() }.read().0.trainees;
    let same = [
        trainee("Le Goff", "Jean-Noël", "1990-04-02"),
        trainee("Martin", "Anne", "1991-01-01"),
        trainee("LEGOFF", "jean noel", "1990-04-02"),
        trainee("Le Goff", "Jean-Noël", "1990-04-03"),
        trainee("le goff", "Jean Noël", "1990-04-02"),
    ];
    let found: Vec<_> = duplicates(&list(same.to_vec()))
        .iter()
        .map(|fault| (fault.pointer.clone(), fault.message.contains("ligne 1")))
        .collect();
    assert_eq!(found, [("/trainees/2".to_owned(), true), ("/trainees/4".to_owned(), true)]);
    // One whose identity is not whole is nobody's double yet.
    let unfinished = [trainee("Martin", "Anne", ""), trainee("Martin", "Anne", "")];
    assert_eq!(duplicates(&list(unfinished.to_vec())), vec![]);
}

#[test]
fn s8_birth_dates() {
    let end = Some(day("2026-08-31"));
    for (born, end, today, acteurs, fine) in [
        ("2012-08-31", end, "2026-08-31", true, true),
        ("2012-09-01", end, "2026-08-31", true, false),
        ("2008-08-31", end, "2026-08-31", false, true),
        ("2008-09-01", end, "2026-08-31", false, false),
        ("1905-09-01", end, "2026-08-31", true, true),
        ("1905-08-31", end, "2026-08-31", true, false),
        ("2026-08-31", None, "2026-08-31", true, false),
        ("2026-08-30", None, "2026-08-31", true, true),
        // Born on a leap day: fourteen on the last day of February.
        ("2012-02-29", Some(day("2026-02-28")), "2026-02-28", true, true),
        ("2012-02-29", Some(day("2026-02-27")), "2026-02-28", true, false),
    ] {
        let found = birth_date(day(born), end, day(today), acteurs, &Parameters::starting());
        assert_eq!(found.is_ok(), fine, "born {born}, end {end:?}");
    }
    let mut young = session();
    young.trainees[1].birth_date = "2012-09-01".into();
    assert_eq!(given().told(&young), ["trainee.birth_date /trainees/1/birth_date"]);
}

#[test]
fn s8_a_formateur_is_not_among_the_trainees() {
    let mut their_own = session();
    their_own.trainees[2] = trainee("LEBRUN", "jeanne", "1980-05-01");
    assert_eq!(given().told(&their_own), ["trainee.is_formateur /trainees/2"]);
    // The same identity is no fault of a session in which that formateur is not named.
    their_own.formateurs[0].forprev_number = "ABC00001".into();
    let other = FormateurFacts { forprev_number: "ABC00001".parse().unwrap(), identity: None, ..lead() };
    let both = Given { known: vec![lead(), other], ..given() };
    assert_eq!(both.told(&their_own), Vec::<String>::new());
}

#[test]
fn s15_of_an_acteur_names_and_birth_date_only() {
    let mut too_much = session();
    too_much.trainees[0].email = Some("a@example.fr".into());
    too_much.trainees[1].forprev_number = Some("ABC00001".into());
    too_much.trainees[2].person_id = Some("01890a5d-ac96-774b-bcce-b302099a8057".into());
    assert_eq!(
        given().told(&too_much),
        [
            "trainee.field_not_allowed /trainees/0/email",
            "trainee.field_not_allowed /trainees/1/forprev_number",
            "trainee.field_not_allowed /trainees/2/person_id",
        ]
    );
}

#[test]
fn s15_a_formateur_trainee_can_be_found_again() {
    let mut level = formateurs();
    level.certificates[0].formateurs_min = 1;
    let mut known = lead();
    known.qualifications[0].certificate_code = "FF_SST".into();
    let level_2 = Given { level, known: vec![known], ..given() };
    let mut session = NewSession { certificate_code: Some("FORM_SST".into()), ..session() };
    session.trainees.truncate(4);
    session.trainees[0].email = Some("a@example.fr".into());
    session.trainees[1].forprev_number = Some("ABC00001".into());
    session.trainees[2].person_id = Some("01890a5d-ac96-774b-bcce-b302099a8057".into());
    assert_eq!(level_2.told(&session), ["trainee.identity_incomplete /trainees/3/email"]);
    session.trainees[1].forprev_number = Some("JKA37899".into());
    session.trainees[3].email = Some("b@example.fr".into());
    assert_eq!(level_2.told(&session), ["trainee.is_formateur /trainees/1"]);
}

#[test]
fn o1_the_place_is_somewhere() {
    for (place, expected) in [
        (Err(Code::AddressUnknownCommune), "address.unknown_commune /place/postal_code"),
        (Err(Code::AddressCommuneAmbiguous), "address.commune_ambiguous /place/insee_code"),
    ] {
        assert_eq!(Given { place, ..given() }.told(&session()), [expected]);
    }
}

#[test]
fn a_submission_tells_all_that_is_missing_at_once() {
    let bare = NewSession { habilitation_id: session().habilitation_id, ..NewSession::default() };
    assert_eq!(
        given().told(&bare),
        [
            "field.required /certificate_code",
            "field.required /ends_on",
            "session.formateurs_missing /formateurs",
            "field.required /kind",
            "field.required /place/address",
            "field.required /place/city",
            "field.required /place/name",
            "field.required /place/postal_code",
            "session.too_few_trainees /trainees",
        ]
    );
    let other = NewSession { certificate_code: Some("PRAP_IBC".into()), ..session() };
    let found = given().told(&other);
    assert!(found.contains(&"field.choice /certificate_code".to_owned()), "{found:?}");
}

#[test]
fn s14_fifteen_days_and_not_one_more() {
    let last = window::last_day_readable(day("2026-11-23"), 15);
    assert_eq!((last, window::erased_from(last)), (day("2026-12-08"), day("2026-12-09")));
    let uncertified = |end: Option<&str>, created: &str| {
        window::last_day_readable_uncertified(end.map(day), day(created), &Parameters::starting())
    };
    // 31/08/2026 closes on 30/11/2026.
    assert_eq!(uncertified(Some("2026-08-31"), "2026-01-01"), day("2026-12-15"));
    assert_eq!(uncertified(None, "2026-08-31"), day("2026-12-15"));
}

#[test]
fn c1_certificates_run_without_gap_or_overlap() {
    for (end, months, until) in [
        ("2026-06-16", Some(24), Some("2028-06-15")),
        ("2028-02-29", Some(24), Some("2030-02-28")),
        ("2026-08-31", Some(6), Some("2027-02-28")),
        ("2026-06-16", None, None),
    ] {
        assert_eq!(window::certificate_until(day(end), months), until.map(day), "{end}");
    }
}

fn any_parameters() -> impl Strategy<Value = Parameters> {
    (0_u32..14, 0_u32..14, 0_u32..14).prop_map(|(before, after, closing)| Parameters {
        declaration_before_months: before,
        declaration_after_months: after,
        closing_after_months: closing,
        ..Parameters::starting()
    })
}

proptest! {
    /// A later end never opens or closes earlier.
    #[test]
    fn s1_s2_windows_are_monotonic(a in any_day(), b in any_day(), parameters in any_parameters()) {
        let (first, second) = (a.min(b), a.max(b));
        let ((from, until), (later_from, later_until)) =
            (window::declaration_days(first, &parameters), window::declaration_days(second, &parameters));
        prop_assert!(from <= first && first <= until);
        prop_assert!(from <= later_from && until <= later_until);
        prop_assert!(window::closing_day(first, &parameters) <= window::closing_day(second, &parameters));
    }

    /// What is refused before and after a window, and within it never: one stretch, with no hole.
    #[test]
    fn s1_a_window_has_no_hole(end in any_day(), offset in -500_i64..500, parameters in any_parameters()) {
        let on = end + chrono::Duration::days(offset);
        let (from, until) = window::declaration_days(end, &parameters);
        let expected = if on < from {
            Some(Code::SessionWindowTooEarly)
        } else if until < on {
            Some(Code::SessionWindowTooLate)
        } else {
            None
        };
        prop_assert_eq!(window::declaration(on, end, &parameters).err().map(|fault| fault.code), expected);
    }

    /// The ends that the form offers are those that a declaration accepts, each of them and no other.
    #[test]
    fn s3_the_ends_on_offer_are_those_declarable(
        today in any_day(),
        offset in -500_i64..500,
        parameters in any_parameters(),
    ) {
        let (first, last) = window::ends_declarable_on(today, &parameters);
        let end = today + chrono::Duration::days(offset);
        prop_assert_eq!(
            first <= end && end <= last,
            window::declaration(today, end, &parameters).is_ok(),
            "today {}, end {}, offered {} to {}", today, end, first, last
        );
        for edge in [first, last] {
            prop_assert!(window::declaration(today, edge, &parameters).is_ok());
        }
    }

    /// S7 finds a double whatever the case, the hyphens and the accents of its second writing.
    #[test]
    fn s7_a_double_is_found_however_it_is_written(
        last in "[A-Za-z]{1,12}([ -][A-Za-z]{1,12})?",
        first in "[A-Za-zéèïôçœ]{1,12}",
    ) {
        let written = [
            trainee(&last, &first, "1990-04-02"),
            trainee(&last.to_uppercase().replace('-', " "), &first.to_uppercase(), "1990-04-02"),
        ];
        let list = NewSession { trainees: written.to_vec(), ..session() }.read().0.trainees;
        prop_assert_eq!(duplicates(&list).len(), 1);
    }
}

/// The edges of every month of four years, leap and not: the days on which month arithmetic goes wrong.
#[test]
fn s3_the_ends_on_offer_at_each_edge_of_a_month() {
    let mut today = day("2026-01-01");
    while today < day("2030-03-01") {
        let (first, last) = window::ends_declarable_on(today, &Parameters::starting());
        let fits = |end: NaiveDate| window::declaration(today, end, &Parameters::starting()).is_ok();
        assert!(fits(first) && fits(last), "{today}");
        assert!(!fits(first.pred_opt().unwrap()) && !fits(last.succ_opt().unwrap()), "{today}");
        today = today.succ_opt().unwrap();
    }
}
