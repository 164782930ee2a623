//! The rules of a habilitation request, one table each: H2 to H9, O1, C14, C22, C28, with the days of "Times that are easily
//! missed", and what holds for every day.

use crate::day;
use chrono::NaiveDate;
use forprev_core::{
    calendar::{day_after, day_before},
    catalogue::{Catalogue, Dated, Dispositif, DispositifLevel, Level, OrganisationKind},
    habilitation::{Suspension, Validity, renewal},
    id::{HabilitationId, PersonId, PlatformId},
    parameters::Parameters,
    problem::{Code, Fault},
    request::{
        NewDecision, NewPlatform, NewRequest, NewRequestFormateur, RequestForm, RequestKind,
        decision::{Term, decided, proposed, stated},
        grid::{GridEntry, grid},
        instruction::{Correction, GridAnswers, NewAnswer, NewOpinion, NewReturn},
        offer::{Held, Offer, Reason, Situation, offer, offered},
        rules::{Confirmation, Document, Facts, violations},
    },
};
use uuid::Uuid;

fn validity(from: &str, until: &str) -> Validity {
    Validity { valid_from: day(from), valid_until: day(until), suspensions: vec![], withdrawn_from: None }
}

const BOTH: [OrganisationKind; 2] = [OrganisationKind::OrganismeDeFormation, OrganisationKind::Entreprise];

fn level(number: u8, requires: &[(&str, u8)]) -> Level {
    Level {
        number,
        open_to: if number == 1 { BOTH.to_vec() } else { vec![BOTH[0]] },
        requires_platform: false,
        animated_by: vec![],
        required_documents: vec!["programme_pedagogique".into(), "lettre_engagement".into()],
        certificates: vec![],
        requires: requires
            .iter()
            .map(|(dispositif, level)| DispositifLevel { dispositif: (*dispositif).into(), level: *level })
            .collect(),
    }
}

fn with_platforms() -> Level {
    let mut level = level(1, &[]);
    level.requires_platform = true;
    level.required_documents.push("lettre_engagement_plateforme".into());
    level
}

fn me() -> PersonId {
    PersonId::new(Uuid::from_u128(1))
}

fn platform_id(number: u128) -> PlatformId {
    PlatformId::new(Uuid::from_u128(number))
}

#[test]
fn h2_when_a_renewal_can_be_submitted() {
    for (until, opens) in [
        ("2027-03-15", "2026-03-15"),
        ("2028-02-29", "2027-02-28"),
        ("2027-02-28", "2026-02-28"),
        ("2027-12-31", "2026-12-31"),
    ] {
        let (until, opens) = (day(until), day(opens));
        assert_eq!(renewal::window(until, &Parameters::starting()), (opens, until));
        let code = |on: NaiveDate| {
            renewal::submission(on, until, &Parameters::starting()).err().map(|fault| fault.code)
        };
        assert_eq!(code(day_before(opens)), Some(Code::RenewalTooEarly), "{until}");
        assert_eq!(code(opens), None, "{until}");
        assert_eq!(code(until), None, "{until}");
        assert_eq!(code(day_after(until)), Some(Code::RenewalTooLate), "{until}");
    }
    let eighteen = Parameters { renewal_opens_months: 18, ..Parameters::starting() };
    assert_eq!(renewal::window(day("2028-08-31"), &eighteen).0, day("2027-02-28"));
}

#[test]
fn h3_h4_which_days_a_decision_makes() {
    let before = validity("2024-03-16", "2027-03-15");
    let leap = validity("2025-03-01", "2028-02-29");
    let withdrawn = Validity { withdrawn_from: Some(day("2026-12-01")), ..before.clone() };
    for (decided_on, kind, renewed, from, until) in [
        ("2026-03-15", RequestKind::Initial, None, "2026-03-15", "2029-03-14"),
        ("2028-02-29", RequestKind::Additional, None, "2028-02-29", "2031-02-28"),
        ("2026-08-31", RequestKind::Additional, None, "2026-08-31", "2029-08-30"),
        // In time, early or on the last day: the day after.
        ("2026-04-01", RequestKind::Renewal, Some(&before), "2027-03-16", "2032-03-15"),
        ("2027-03-15", RequestKind::Renewal, Some(&before), "2027-03-16", "2032-03-15"),
        ("2027-06-01", RequestKind::Renewal, Some(&leap), "2028-03-01", "2033-02-28"),
        // Late: from the decision on, for as long as any renewal.
        ("2027-03-16", RequestKind::Renewal, Some(&before), "2027-03-16", "2032-03-15"),
        ("2027-05-02", RequestKind::Renewal, Some(&before), "2027-05-02", "2032-05-01"),
        ("2028-02-29", RequestKind::Renewal, Some(&before), "2028-02-29", "2033-02-28"),
        // Of what was withdrawn meanwhile: as if for the first time.
        ("2027-01-10", RequestKind::Renewal, Some(&withdrawn), "2027-01-10", "2030-01-09"),
    ] {
        let term = proposed(day(decided_on), kind, renewed, &Parameters::starting());
        assert_eq!(term, Term { valid_from: day(from), valid_until: day(until) }, "{kind:?} on {decided_on}");
    }
}

#[test]
fn h4_the_decision_states_another_end() {
    let proposed = Term { valid_from: day("2027-03-16"), valid_until: day("2032-03-15") };
    let until = |text: &str| stated(proposed, Some(day(text))).map(|term| term.valid_until);
    assert_eq!(stated(proposed, None).unwrap(), proposed);
    assert_eq!(until("2028-03-15").unwrap(), day("2028-03-15"));
    assert_eq!(until("2027-03-16").unwrap(), day("2027-03-16"));
    assert_eq!(until("2027-03-15").unwrap_err().code, Code::BadOrder);
}

#[test]
fn h3_a_decision_lies_between_its_arrival_and_today() {
    let code = |on: &str| {
        let fault = decided(day(on), day("2026-11-02"), day("2026-11-23")).err()?;
        Some((fault.code, fault.pointer))
    };
    let refused = Some((Code::RequestDecisionDay, "/decided_on".to_owned()));
    assert_eq!(code("2026-11-01"), refused);
    assert_eq!(code("2026-11-02"), None);
    assert_eq!(code("2026-11-23"), None);
    assert_eq!(code("2026-11-24"), refused);
}

#[test]
fn a_refusal_and_an_adjournment_say_why() {
    let told = |outcome: &str, reason: &str| {
        let decision = NewDecision { outcome: outcome.into(), reason: reason.into(), ..Default::default() };
        decision.check().iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect::<Vec<_>>()
    };
    assert!(told("granted", "").is_empty());
    assert!(told("refused", "Moyens insuffisants").is_empty());
    assert_eq!(told("refused", " "), ["field.required /reason"]);
    assert_eq!(told("adjourned", ""), ["field.required /reason"]);
    assert_eq!(told("postponed", ""), ["field.choice /outcome"]);
}

/// What one test changes of a situation.
struct Given {
    today: &'static str,
    organisation: OrganisationKind,
    held: Vec<(&'static str, u8, Validity)>,
    open: Vec<(&'static str, u8)>,
}

fn given() -> Given {
    Given { today: "2026-11-23", organisation: BOTH[0], held: vec![], open: vec![] }
}

impl Given {
    fn asked<T>(&self, f: impl FnOnce(&Situation<'_>) -> T) -> T {
        let held: Vec<_> = (1..)
            .zip(&self.held)
            .map(|(number, (dispositif, level, validity))| Held {
                id: HabilitationId::new(Uuid::from_u128(number)),
                dispositif,
                level: *level,
                validity,
            })
            .collect();
        let open: Vec<_> = self
            .open
            .iter()
            .map(|(dispositif, level)| DispositifLevel { dispositif: (*dispositif).into(), level: *level })
            .collect();
        f(&Situation {
            today: day(self.today),
            organisation: self.organisation,
            held: &held,
            open: &open,
            parameters: &Parameters::starting(),
        })
    }

    fn of(&self, dispositif: &str, level: &Level) -> Offer {
        self.asked(|situation| offer(dispositif, level, situation))
    }
}

#[test]
fn h7_what_can_be_requested_and_why_not_the_rest() {
    use RequestKind::{Additional, Initial, Renewal};
    let suspended = |until: &str| Validity {
        suspensions: vec![Suspension { from: day("2026-11-01"), until: None }],
        ..validity("2024-01-01", until)
    };
    let withdrawn =
        |from: &str| Validity { withdrawn_from: Some(day(from)), ..validity("2024-01-01", "2027-06-30") };
    for (held, kind, reason) in [
        (vec![], Initial, None),
        (vec![("PRAP", 1, validity("2026-01-01", "2028-12-31"))], Additional, None),
        (vec![("SST", 2, validity("2026-01-01", "2028-12-31"))], Additional, None),
        // Valid, suspended, upcoming: renewed, from twelve months before its end.
        (vec![("SST", 1, validity("2026-01-01", "2027-11-23"))], Renewal, None),
        (vec![("SST", 1, validity("2026-01-01", "2027-11-24"))], Renewal, Some(Reason::TooEarly)),
        (vec![("SST", 1, validity("2026-01-01", "2026-11-23"))], Renewal, None),
        (vec![("SST", 1, suspended("2027-06-30"))], Renewal, None),
        (vec![("SST", 1, validity("2026-12-01", "2029-11-30"))], Renewal, Some(Reason::TooEarly)),
        // Renewed already: the next one counts.
        (
            vec![
                ("SST", 1, validity("2024-01-01", "2026-12-31")),
                ("SST", 1, validity("2027-01-01", "2031-12-31")),
            ],
            Renewal,
            Some(Reason::TooEarly),
        ),
        // Expired or withdrawn: asked for again, also where its suspension never ended.
        (vec![("SST", 1, validity("2023-01-01", "2026-11-22"))], Additional, None),
        (vec![("SST", 1, suspended("2026-11-22"))], Additional, None),
        (vec![("SST", 1, withdrawn("2026-11-23"))], Additional, None),
        (vec![("SST", 1, withdrawn("2026-11-24"))], Renewal, Some(Reason::Withdrawn)),
    ] {
        let told = format!("{held:?}");
        let offer = Given { held, ..given() }.of("SST", &level(1, &[]));
        assert_eq!((offer.kind, offer.reason), (kind, reason), "{told}");
        assert_eq!(offer.fault().is_some(), reason.is_some());
        assert_eq!(offer.renews.is_some(), kind == Renewal);
    }
}

#[test]
fn h7_open_requests_kinds_and_prerequisites() {
    let second = level(2, &[("SST", 1)]);
    let holds = |until: &str| vec![("SST", 1, validity("2026-01-01", until))];
    let open = Given { open: vec![("SST", 1)], ..given() };
    assert_eq!(open.of("SST", &level(1, &[])).reason, Some(Reason::Open));
    assert_eq!(
        open.of("SST", &level(1, &[])).fault().map(|fault| fault.code),
        Some(Code::RequestAlreadyOpen)
    );
    assert_eq!(open.of("PRAP", &level(1, &[])).reason, None);
    let company = Given { organisation: BOTH[1], ..given() };
    assert_eq!(company.of("SST", &level(1, &[])).reason, None);
    assert_eq!(company.of("SST", &level(2, &[])).reason, Some(Reason::Kind));
    let without = given().of("SST", &second);
    assert_eq!(without.reason, Some(Reason::Requires));
    assert_eq!(without.missing, second.requires);
    assert_eq!(without.fault().map(|fault| fault.code), Some(Code::RequestNotOffered));
    assert_eq!(Given { held: holds("2028-12-31"), ..given() }.of("SST", &second).reason, None);
    assert_eq!(
        Given { held: holds("2026-11-22"), ..given() }.of("SST", &second).reason,
        Some(Reason::Requires)
    );
    // What is held is renewed, whatever it required.
    let mut held = vec![("SST", 2, validity("2024-01-01", "2027-06-30"))];
    held.extend(holds("2026-11-22"));
    assert_eq!(Given { held, ..given() }.of("SST", &second).reason, None);
}

#[test]
fn h7_the_whole_catalogue_in_its_order() {
    let dispositif = |code: &str, levels: Vec<Level>| Dispositif {
        code: code.into(),
        label: code.into(),
        family: String::new(),
        levels,
    };
    let catalogue = Catalogue {
        dispositifs: vec![
            dispositif("SST", vec![level(1, &[]), level(2, &[("SST", 1)])]),
            dispositif("CATEC", vec![with_platforms()]),
        ],
        certificates_delivered_by_inrs: vec![],
    };
    let list = given().asked(|situation| offered(&catalogue, situation));
    let told: Vec<_> = list.iter().map(|one| (one.dispositif.as_str(), one.level, one.reason)).collect();
    assert_eq!(told, [("SST", 1, None), ("SST", 2, Some(Reason::Requires)), ("CATEC", 1, None)]);
}

fn form(platforms: &[u128]) -> RequestForm {
    RequestForm {
        formateurs: vec![NewRequestFormateur { forprev_number: "JKA37899".into() }],
        programme: "Deux jours".into(),
        schedule: String::new(),
        platforms: platforms
            .iter()
            .map(|number| NewPlatform {
                id: Some(platform_id(*number).to_string()),
                name: "Plateau".into(),
                kind: "Échafaudage de pied".into(),
                address: "1 rue de la Paix".into(),
                postal_code: "44000".into(),
                insee_code: Some("44109".into()),
            })
            .collect(),
    }
}

fn document(purpose: &str, platform: Option<u128>) -> Document {
    Document { purpose: purpose.into(), platform_id: platform.map(platform_id) }
}

/// What one test changes of the facts.
struct Submitted {
    today: NaiveDate,
    confirmed: Option<Confirmation>,
    change_pending: bool,
    submitted_on: Option<NaiveDate>,
    kind: RequestKind,
    renewed_until: Option<NaiveDate>,
    offer: Offer,
    level: Level,
    places: Vec<Result<(), Code>>,
    documents: Vec<Document>,
}

fn submitted() -> Submitted {
    Submitted {
        today: day("2026-11-23"),
        confirmed: Some(Confirmation { by: me(), on: day("2026-11-23") }),
        change_pending: false,
        submitted_on: None,
        kind: RequestKind::Initial,
        renewed_until: None,
        offer: given().of("SST", &level(1, &[])),
        level: level(1, &[]),
        places: vec![],
        documents: vec![document("programme_pedagogique", None), document("lettre_engagement", None)],
    }
}

impl Submitted {
    fn told(&self, form: &RequestForm) -> Vec<String> {
        let (content, shape) = form.read();
        assert_eq!(shape, vec![], "the shape of the example is right");
        let facts = Facts {
            today: self.today,
            author: Some(me()),
            confirmed: self.confirmed,
            change_pending: self.change_pending,
            submitted_on: self.submitted_on,
            kind: self.kind,
            renewed_until: self.renewed_until,
            offer: &self.offer,
            level: &self.level,
            parameters: &Parameters::starting(),
            formateurs: &["JKA37899".parse().unwrap()],
            places: &self.places,
            documents: &self.documents,
        };
        violations(&content, &facts).iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
    }
}

#[test]
fn a_complete_request_breaks_no_rule() {
    assert_eq!(submitted().told(&form(&[])), Vec::<String>::new());
}

#[test]
fn h6_its_author_confirms_on_the_day_and_no_change_is_pending() {
    let not_confirmed = ["request.admin_data_not_confirmed /admin_data"];
    let colleague = PersonId::new(Uuid::from_u128(2));
    for confirmed in [
        None,
        Some(Confirmation { by: me(), on: day("2026-11-22") }),
        Some(Confirmation { by: colleague, on: day("2026-11-23") }),
    ] {
        assert_eq!(Submitted { confirmed, ..submitted() }.told(&form(&[])), not_confirmed, "{confirmed:?}");
    }
    let pending = Submitted { change_pending: true, ..submitted() };
    assert_eq!(pending.told(&form(&[])), ["request.admin_change_pending "]);
}

#[test]
fn h2_a_renewal_that_was_sent_back_is_in_time_when_it_was_at_first() {
    let level = level(1, &[]);
    let held = |today, until: &str| Given {
        today,
        held: vec![("SST", 1, validity("2024-01-01", until))],
        ..given()
    };
    let renewal = |today: &'static str, submitted_on: Option<&str>, until: &str| Submitted {
        today: day(today),
        confirmed: Some(Confirmation { by: me(), on: day(today) }),
        submitted_on: submitted_on.map(day),
        kind: RequestKind::Renewal,
        renewed_until: Some(day(until)),
        offer: held(today, until).of("SST", &level),
        ..submitted()
    };
    assert_eq!(renewal("2026-11-23", None, "2026-11-23").told(&form(&[])), Vec::<String>::new());
    assert_eq!(renewal("2026-11-24", None, "2026-11-23").told(&form(&[])), ["renewal.too_late "]);
    assert_eq!(renewal("2026-11-23", None, "2027-11-24").told(&form(&[])), ["renewal.too_early "]);
    let sent_back = renewal("2026-12-05", Some("2026-11-20"), "2026-11-23");
    assert_eq!(sent_back.told(&form(&[])), Vec::<String>::new());
    // What was held when the draft was begun has begun again by another way: it is renewed, not asked for anew.
    let other = Submitted { kind: RequestKind::Additional, ..renewal("2026-11-23", None, "2026-11-23") };
    assert_eq!(other.told(&form(&[])), ["request.not_offered "]);
}

#[test]
fn h8_h9_o1_everything_missing_is_told_at_once() {
    let level = with_platforms();
    let technical = |documents, places| Submitted { level: level.clone(), documents, places, ..submitted() };
    let all = vec![
        document("programme_pedagogique", None),
        document("lettre_engagement", None),
        document("lettre_engagement_plateforme", Some(7)),
        document("lettre_engagement_plateforme", Some(8)),
    ];
    assert_eq!(technical(all.clone(), vec![]).told(&form(&[7, 8])), Vec::<String>::new());
    assert_eq!(technical(all.clone(), vec![]).told(&form(&[])), ["request.platform_missing /platforms"]);
    assert_eq!(submitted().told(&form(&[7])), ["request.platform_not_needed /platforms"]);
    // The letter of another platform, or of the request, is not this one's.
    assert_eq!(
        technical(all.clone(), vec![]).told(&form(&[7, 9])),
        ["request.document_missing /platforms/1/documents/lettre_engagement_plateforme"]
    );
    let ambiguous = vec![Ok(()), Err(Code::AddressCommuneAmbiguous)];
    assert_eq!(
        technical(all.clone(), ambiguous).told(&form(&[7, 8])),
        ["address.commune_ambiguous /platforms/1/insee_code"]
    );
    assert_eq!(
        technical(all, vec![Err(Code::AddressUnknownCommune)]).told(&form(&[7])),
        ["address.unknown_commune /platforms/0/postal_code"]
    );
    let blank = RequestForm { platforms: vec![NewPlatform::default()], ..RequestForm::default() };
    assert_eq!(
        Submitted { confirmed: None, ..technical(vec![], vec![]) }.told(&blank),
        [
            "request.admin_data_not_confirmed /admin_data",
            "request.document_missing /documents/lettre_engagement",
            "request.document_missing /documents/programme_pedagogique",
            "field.required /formateurs",
            "field.required /platforms/0/address",
            "request.document_missing /platforms/0/documents/lettre_engagement_plateforme",
            "field.required /platforms/0/kind",
            "field.required /platforms/0/name",
            "field.required /platforms/0/postal_code",
        ]
    );
    let unknown = RequestForm {
        formateurs: vec![NewRequestFormateur { forprev_number: "ABC00001".into() }],
        ..form(&[])
    };
    assert_eq!(submitted().told(&unknown), ["formateur.unknown /formateurs/0"]);
}

#[test]
fn the_shape_of_a_request_is_told_with_its_place() {
    let request = NewRequest {
        dispositif: " ".into(),
        level: 3,
        content: RequestForm {
            formateurs: vec![NewRequestFormateur { forprev_number: "12".into() }],
            programme: "a".repeat(2_001),
            platforms: vec![NewPlatform { postal_code: "4400".into(), ..NewPlatform::default() }],
            ..RequestForm::default()
        },
    };
    let told: Vec<_> =
        request.read().1.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect();
    assert_eq!(
        told,
        [
            "field.format /content/formateurs/0/forprev_number",
            "field.format /content/platforms/0/postal_code",
            "field.too_long /content/programme",
            "field.required /dispositif",
            "field.choice /level",
        ]
    );
}

#[test]
fn what_the_caisse_writes_has_its_shape() {
    let told = |faults: Vec<Fault>| {
        faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect::<Vec<_>>()
    };
    let returned = NewReturn {
        comment: "Il manque le déroulé".into(),
        corrections: vec![Correction { pointer: "/documents/deroule".into(), comment: String::new() }],
        due_on: Some("2026-11-22".into()),
    };
    assert_eq!(
        told(returned.check(day("2026-11-23"))),
        ["field.required /corrections/0/comment", "field.past /due_on"]
    );
    let opinion = |subject: &str, opinion: &str, comment: &str| NewOpinion {
        subject: subject.into(),
        opinion: opinion.into(),
        comment: comment.into(),
        confidential: false,
    };
    assert!(opinion("technical", "favourable", "").check().is_empty());
    assert_eq!(told(opinion("technical", "unfavourable", "").check()), ["field.required /comment"]);
    assert_eq!(
        told(opinion("inrs", "maybe", "").check()),
        ["field.choice /opinion", "field.choice /subject"]
    );
}

#[test]
fn c28_the_grid_of_a_level_on_a_day() {
    let entry = |from: &str, code: &str, position, change: fn(&mut GridEntry)| {
        let mut entry = GridEntry {
            code: code.into(),
            section: "Pédagogie".into(),
            label: format!("{code} {from}"),
            position,
            dispositif: None,
            level: None,
            of_platforms: false,
        };
        change(&mut entry);
        Dated { holds_from: day(from), entry }
    };
    let entries = [
        entry("2020-01-01", "P2", 2, |_| {}),
        entry("2020-01-01", "P1", 1, |_| {}),
        entry("2027-01-01", "P1", 1, |_| {}),
        entry("2020-01-01", "T1", 3, |one| one.of_platforms = true),
        entry("2020-01-01", "S1", 4, |one| one.dispositif = Some("SST".into())),
        entry("2020-01-01", "N2", 5, |one| one.level = Some(2)),
    ];
    let labels = |dispositif: &str, level: &Level, on: &str| {
        let items = grid(&entries, dispositif, level, day(on));
        items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    let one = level(1, &[]);
    assert_eq!(labels("SST", &one, "2026-11-23"), ["P1 2020-01-01", "P2 2020-01-01", "S1 2020-01-01"]);
    assert_eq!(labels("SST", &one, "2027-01-01")[0], "P1 2027-01-01");
    assert_eq!(
        labels("PRAP", &level(2, &[]), "2026-11-23"),
        ["P1 2020-01-01", "P2 2020-01-01", "N2 2020-01-01"]
    );
    assert_eq!(labels("CATEC", &with_platforms(), "2026-11-23")[2], "T1 2020-01-01");
    let answers = GridAnswers {
        answers: [("P1", "conforme", ""), ("P2", "non_conforme", ""), ("T1", "perhaps", "")]
            .map(|(item, answer, comment)| NewAnswer {
                item: item.into(),
                answer: answer.into(),
                comment: comment.into(),
            })
            .to_vec(),
    };
    let faults = answers.check(&grid(&entries, "SST", &one, day("2026-11-23")));
    let told: Vec<_> = faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect();
    assert_eq!(
        told,
        [
            "field.required /answers/1/comment",
            "field.choice /answers/2/answer",
            "field.reference /answers/2/item"
        ]
    );
}
