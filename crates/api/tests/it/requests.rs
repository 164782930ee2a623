//! Habilitation requests, from the four sides: a grant, a return, a refusal, renewals in time and late (H2–H9).

use crate::refusal::code;
use forprev_client::Write;
use forprev_core::{
    habilitation::HabilitationStatus,
    organisation::file::NewMessage,
    query::PageQuery,
    request::{
        NewDecision, NewRequest, Request, RequestForm, RequestKind, RequestPatch, State,
        instruction::{Correction, GridAnswers, NewAnswer, NewInrsOpinion, NewOpinion, NewReturn},
        offer::Reason,
        query::RequestQuery,
        state::Side,
    },
    session::Comment,
};
use forprev_testkit::{Requesting, TestApp, both_databases};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

pub fn granted() -> NewDecision {
    NewDecision { outcome: "granted".into(), ..NewDecision::default() }
}

pub fn refused(reason: &str) -> NewDecision {
    NewDecision { outcome: "refused".into(), reason: reason.into(), ..NewDecision::default() }
}

fn faults(request: &Request) -> Vec<String> {
    request.violations.iter().map(|one| format!("{} {}", one.code, one.pointer)).collect()
}

async fn habilitations(
    by: &forprev_client::Client,
    of: &Requesting,
) -> Vec<forprev_core::habilitation::Habilitation> {
    by.list_habilitations(of.organisation.id).await.unwrap().items
}

/// What a person was told since, by kind; but that they signed in once more.
fn told(app: &TestApp, person: &forprev_testkit::Person) -> Vec<String> {
    app.read(|tx| Ok(forprev_store::outbox::of_person(tx.conn, person.id)?))
        .into_iter()
        .map(|row| row.kind)
        .filter(|kind| kind != "device.new")
        .collect()
}

both_databases! {
    async fn a_first_habilitation_from_draft_to_grant(app) {
        let story = app.requesting().await;
        let draft = story.draft("CATEC", 1).await;
        assert_eq!((draft.state, draft.kind, draft.version), (State::Draft, RequestKind::Initial, 1));
        assert_eq!(
            faults(&draft),
            [
                "request.admin_data_not_confirmed /admin_data",
                "request.document_missing /documents/deroule",
                "request.document_missing /documents/lettre_engagement",
                "request.document_missing /documents/programme_pedagogique",
                "request.document_missing /platforms/0/documents/lettre_engagement_plateforme",
            ]
        );
        assert_eq!(draft.platforms[0].city, "Nantes");
        assert!(draft.formateurs[0].qualified);
        // Nobody else knows of a draft.
        assert_eq!(code(story.caisse.get_request(draft.id).await), "not_found");
        let refused = story.applicant.submit_request(draft.id, Write::default()).await.unwrap_err();
        assert_eq!(refused.problem().unwrap().errors.len(), 5);
        let tried = story.applicant.submit_request(draft.id, Write::dry_run()).await.unwrap();
        assert_eq!((tried.version, tried.state, tried.violations.len()), (1, State::Draft, 5));

        app.attach_all(&draft);
        story.confirm().await;
        let submitted = story.applicant.submit_request(draft.id, Write::on_version(1)).await.unwrap();
        assert_eq!((submitted.state, submitted.version), (State::Submitted, 2));
        assert_eq!(submitted.caisse.as_deref(), Some(story.organisation.caisse.as_str()));
        assert_eq!(told(&app, &story.agent), ["request.submitted"]);
        assert_eq!(code(story.cnh.get_request(draft.id).await), "not_found", "it has not come to the CNH");

        let admitted = story.caisse.admit_request(draft.id, Write::default()).await.unwrap();
        assert_eq!(admitted.state, State::Instruction);
        assert_eq!(admitted.assigned_to.as_ref().map(|one| one.forprev_number.clone()),
            Some(story.agent.forprev_number.clone()));
        let grid = story.caisse.get_request(draft.id).await.unwrap().grid;
        assert!(grid.iter().any(|item| item.code == "CATEC_STRUCTURE"));
        let answers = GridAnswers {
            answers: vec![NewAnswer { item: "PED_PROGRAMME".into(), answer: "conforme".into(), ..NewAnswer::default() }],
        };
        let filled = story.caisse.answer_grid(draft.id, admitted.version, &answers).await.unwrap();
        assert!(filled.grid.iter().any(|item| item.code == "PED_PROGRAMME" && item.answer.is_some()));

        // Both opinions are owed, since there are platforms.
        assert_eq!(code(story.caisse.forward_request(draft.id, Write::default()).await), "request.opinion_missing");
        for (subject, confidential) in [("pedagogical", false), ("technical", true)] {
            let opinion = NewOpinion {
                subject: subject.into(),
                opinion: "favourable".into(),
                comment: "Rien à redire.".into(),
                confidential,
            };
            story.caisse.give_opinion(draft.id, &opinion, Write::default()).await.unwrap();
        }
        story.caisse.forward_request(draft.id, Write::default()).await.unwrap();
        let seen = story.applicant.get_request(draft.id).await.unwrap();
        let told_of: Vec<_> = seen.opinions.iter().map(|one| (one.opinion.is_some(), one.by.is_some())).collect();
        assert_eq!(told_of, [(true, false), (false, false)]);
        assert!(seen.grid.is_empty() && seen.assigned_to.is_none());

        let opinion = NewInrsOpinion { opinion: "favourable".into(), ..NewInrsOpinion::default() };
        story.inrs.give_inrs_opinion(draft.id, &opinion, Write::default()).await.unwrap();
        let awaited = story.cnh.get_request(draft.id).await.unwrap();
        let proposed = awaited.proposed.unwrap();
        assert_eq!((proposed.valid_from, proposed.valid_until), (day("2026-11-23"), day("2029-11-22")));
        assert_eq!(habilitations(&story.applicant, &story).await.len(), 0);

        let decided = story.cnh.decide_request(draft.id, &granted(), Write::default()).await.unwrap();
        assert_eq!((decided.state, decided.stages.len()), (State::Granted, 6));
        let held = habilitations(&story.applicant, &story).await;
        assert_eq!(held.len(), 1);
        assert_eq!((Some(held[0].id), held[0].status), (decided.habilitation_id, HabilitationStatus::Valid));
        assert_eq!((held[0].validity.valid_from, held[0].validity.valid_until), (day("2026-11-23"), day("2029-11-22")));
        assert_eq!(held[0].number.as_str(), "H00001/2026/CATEC-1/O/10");
        assert_eq!((held[0].platforms[0].id, held[0].platforms[0].city.as_str()), (draft.platforms[0].id, "Nantes"));
        assert_eq!(
            told(&app, &story.gestionnaire),
            ["request.moved", "request.moved", "request.moved", "request.granted"]
        );
        let history = story.applicant.get_request(draft.id).await.unwrap().history;
        let steps: Vec<_> = history.iter().map(|one| (one.kind.as_str(), one.side)).collect();
        assert_eq!(
            steps,
            [
                ("create_request", Side::Applicant), ("submit_request", Side::Applicant),
                ("admit_request", Side::Caisse), ("give_opinion", Side::Caisse), ("give_opinion", Side::Caisse),
                ("forward_request", Side::Caisse), ("give_inrs_opinion", Side::Inrs), ("decide_request", Side::Cnh),
            ]
        );
        assert!(history.iter().all(|one| one.by.is_some() == (one.side == Side::Applicant)));
    }

    async fn what_is_sent_back_is_completed_and_the_clock_stands_still(app) {
        let story = app.requesting().await;
        let submitted = story.submitted(&app, "SST", 1).await;
        app.on("2026-11-30");
        let caisse = app.signed_in(&story.agent).await;
        let why = NewReturn {
            comment: "Le déroulé est illisible.".into(),
            corrections: vec![Correction { pointer: "/documents/deroule".into(), comment: "À joindre de nouveau.".into() }],
            due_on: Some("2026-12-31".into()),
        };
        let returned = caisse.return_request(submitted.id, &why, Write::on_version(submitted.version)).await.unwrap();
        assert_eq!(returned.state, State::Incomplete);
        let stale = caisse.return_request(submitted.id, &why, Write::default()).await;
        assert_eq!(code(stale), "request.state");
        app.on("2026-12-20");
        let applicant = app.signed_in(&story.gestionnaire).await;
        let seen = applicant.get_request(submitted.id).await.unwrap();
        assert_eq!((seen.age.days, seen.age.paused_days), (7, 20));
        assert_eq!(seen.returned.as_ref().map(|one| one.corrections[0].comment.as_str()), Some("À joindre de nouveau."));
        assert!(told(&app, &story.gestionnaire).contains(&"request.returned".to_owned()));
        // What was confirmed for the first submission was so on that day only.
        assert_eq!(faults(&seen), ["request.admin_data_not_confirmed /admin_data"]);
        applicant.confirm_organisation(story.organisation.id, Write::default()).await.unwrap();
        let patch = RequestPatch { schedule: Some("8 h 30 – 16 h 30".into()), ..RequestPatch::default() };
        let written = applicant.update_request(submitted.id, seen.version, &patch).await.unwrap();
        assert_eq!(code(applicant.update_request(submitted.id, seen.version, &patch).await), "version.stale");
        let again = applicant.submit_request(submitted.id, Write::on_version(written.version)).await.unwrap();
        assert_eq!((again.state, again.returned.is_some()), (State::Submitted, false));
        assert_eq!(again.submitted_on, Some(day("2026-11-23")), "the first one counts");
        let told = told(&app, &story.agent);
        assert_eq!(told, ["request.submitted", "request.completed"]);

        // And once more, from the instruction: it takes up there.
        let caisse = app.signed_in(&story.agent).await;
        caisse.admit_request(submitted.id, Write::default()).await.unwrap();
        let returned = caisse.return_request(submitted.id, &NewReturn { due_on: None, ..why }, Write::default()).await.unwrap();
        assert_eq!(returned.state, State::Returned);
        let again = applicant.submit_request(submitted.id, Write::default()).await.unwrap();
        assert_eq!((again.state, again.stages[2].number), (State::Instruction, 2));
    }

    async fn a_refusal_says_why_and_leaves_the_way_open(app) {
        let story = app.requesting().await;
        let request = story.at_cnh(&app, "SST", 1).await;
        assert_eq!(code(story.cnh.decide_request(request.id, &refused(" "), Write::default()).await), "field.required");
        let decided = story.cnh.decide_request(request.id, &refused("Moyens insuffisants."), Write::default()).await.unwrap();
        assert_eq!((decided.state, decided.habilitation_id), (State::Refused, None));
        let seen = story.applicant.get_request(request.id).await.unwrap();
        assert_eq!(seen.decision.unwrap().reason.as_deref(), Some("Moyens insuffisants."));
        assert!(habilitations(&story.applicant, &story).await.is_empty());
        let mailed: Vec<_> = app.letters().into_iter().filter(|one| one.subject.contains("refusée")).collect();
        assert_eq!(mailed.len(), 1);
        assert_eq!(story.draft("SST", 1).await.kind, RequestKind::Initial);
    }

    async fn h3_a_renewal_in_time_starts_the_day_after(app) {
        let story = app.requesting().await;
        let old = app.habilitation_between(&story.organisation, "SST", 1, day("2024-02-01"), day("2027-01-31"));
        let request = story.at_cnh(&app, "SST", 1).await;
        assert_eq!(request.kind, RequestKind::Renewal);
        let renews = request.renews.as_ref().unwrap();
        assert_eq!((renews.habilitation_id, renews.valid_until, renews.uncovered_from), (old, day("2027-01-31"), day("2027-02-01")));
        app.on("2027-01-31");
        let cnh = app.person(&[forprev_testkit::Holding::Cnh]);
        app.signed_in(&cnh).await.decide_request(request.id, &granted(), Write::default()).await.unwrap();
        let applicant = app.signed_in(&story.gestionnaire).await;
        let held = habilitations(&applicant, &story).await;
        let new = held.iter().find(|one| one.id != old).unwrap();
        assert_eq!((new.validity.valid_from, new.validity.valid_until), (day("2027-02-01"), day("2032-01-31")));
        assert_eq!((new.status, new.renews), (HabilitationStatus::Upcoming, Some(old)));
        assert_eq!(held.iter().find(|one| one.id == old).unwrap().status, HabilitationStatus::Valid);
        // It is renewed: nobody is told of its end, and its renewal opens later.
        let offers = applicant.list_requestable(story.organisation.id, &PageQuery::default()).await.unwrap();
        let sst = offers.items.iter().find(|one| one.dispositif == "SST" && one.level == 1).unwrap();
        assert_eq!((sst.reason, sst.renews), (Some(Reason::TooEarly), Some(new.id)));
    }

    async fn h1_h3_a_late_renewal_leaves_the_gap_uncovered(app) {
        let story = app.requesting().await;
        let old = app.habilitation_between(&story.organisation, "SST", 1, day("2024-01-01"), day("2026-12-31"));
        let request = story.at_cnh(&app, "SST", 1).await;
        // Its request protects nothing: the day after its end it is over.
        app.on("2027-01-01");
        let applicant = app.signed_in(&story.gestionnaire).await;
        assert_eq!(habilitations(&applicant, &story).await[0].status, HabilitationStatus::Expired);
        app.on("2027-02-10");
        let cnh = app.person(&[forprev_testkit::Holding::Cnh]);
        let cnh = app.signed_in(&cnh).await;
        // A decision is of no day before it came to the CNH, and of none to come.
        for on in ["2026-11-22", "2027-02-11"] {
            let wrong = NewDecision { decided_on: Some(on.into()), ..granted() };
            assert_eq!(code(cnh.decide_request(request.id, &wrong, Write::default()).await), "request.decision_day");
        }
        let stated = NewDecision { valid_until: Some("2029-02-09".into()), ..granted() };
        let decided = cnh.decide_request(request.id, &stated, Write::default()).await.unwrap();
        let term = decided.decision.unwrap().term.unwrap();
        assert_eq!((term.valid_from, term.valid_until), (day("2027-02-10"), day("2029-02-09")));
        let applicant = app.signed_in(&story.gestionnaire).await;
        let held = habilitations(&applicant, &story).await;
        for (on, expected) in [("2026-12-31", true), ("2027-01-01", false), ("2027-02-09", false), ("2027-02-10", true)] {
            assert_eq!(held.iter().any(|one| one.validity.on(day(on)).is_ok()), expected, "{on}");
        }
        let new = held.iter().find(|one| one.id != old).unwrap();
        assert_eq!((new.renews, new.number.as_str().get(..11)), (Some(old), Some("H00001/2027")));
    }

    async fn h2_h7_what_can_be_requested(app) {
        let story = app.requesting().await;
        app.habilitation_between(&story.organisation, "PRAPIBC", 1, day("2024-01-01"), day("2027-11-24"));
        app.habilitation_between(&story.organisation, "TMS", 1, day("2023-01-01"), day("2026-11-22"));
        let query = PageQuery { limit: Some(200), cursor: None };
        let offers = story.applicant.list_requestable(story.organisation.id, &query).await.unwrap().items;
        let of = |dispositif: &str| offers.iter().find(|one| one.dispositif == dispositif && one.level == 1).unwrap();
        assert_eq!((of("SST").kind, of("SST").reason), (RequestKind::Additional, None));
        assert_eq!((of("PRAPIBC").kind, of("PRAPIBC").reason), (RequestKind::Renewal, Some(Reason::TooEarly)));
        assert_eq!(of("PRAPIBC").opens_on, Some(day("2026-11-24")));
        assert_eq!((of("TMS").kind, of("TMS").reason), (RequestKind::Additional, None));
        let create = async |dispositif: &str| {
            let new = story.new_request(dispositif, 1);
            story.applicant.create_request(story.organisation.id, &new, Write::default()).await
        };
        assert_eq!(code(create("PRAPIBC").await), "renewal.too_early");
        create("SST").await.unwrap();
        assert_eq!(code(create("SST").await), "request.already_open");
        assert_eq!(code(create("NOTHING").await), "field.choice");
        // Several run at once, for different things.
        create("TMS").await.unwrap();
        let all = story.applicant.list_requests(&RequestQuery::default()).await.unwrap();
        assert_eq!(all.total, 2);
    }

    async fn c25_a_renewal_begins_with_what_was_granted(app) {
        let story = app.requesting().await;
        let first = story.at_cnh(&app, "CATEC", 1).await;
        let short = NewDecision { valid_until: Some("2027-06-30".into()), ..granted() };
        story.cnh.decide_request(first.id, &short, Write::default()).await.unwrap();
        let blank = NewRequest { dispositif: "CATEC".into(), level: 1, content: RequestForm::default() };
        let renewal = story.applicant.create_request(story.organisation.id, &blank, Write::default()).await.unwrap();
        assert_eq!(renewal.kind, RequestKind::Renewal);
        assert_eq!((renewal.programme, renewal.formateurs.len()), (first.programme, 1));
        assert_eq!(renewal.platforms[0].kind, "Espace confiné");
        assert_ne!(renewal.platforms[0].id, first.platforms[0].id, "its documents are its own");
        assert!(renewal.documents.iter().all(|one| !one.attached));
    }

    async fn h6_a_change_of_the_organisation_holds_the_submission_and_the_decision_up(app) {
        use forprev_core::organisation::file::FileContent;
        let story = app.requesting().await;
        let request = story.at_cnh(&app, "SST", 1).await;
        let change = story.applicant.open_organisation_change(story.organisation.id, Write::default()).await.unwrap();
        // One that is only being written holds nothing up.
        assert!(!story.cnh.get_request(request.id).await.unwrap().admin_data.change_pending);
        app.write(|tx| {
            let mut row = forprev_store::organisation_file::touch(tx.conn, change.id)?;
            row.state = forprev_core::organisation::file::FileState::Submitted;
            row.submitted_at = Some(tx.now.into());
            row.content = forprev_store::Json(FileContent::default());
            Ok(forprev_store::organisation_file::save(tx.conn, row)?)
        });
        for decision in [granted(), refused("Non.")] {
            let refused = story.cnh.decide_request(request.id, &decision, Write::default()).await;
            assert_eq!(code(refused), "request.admin_change_pending");
        }
        let other = story.draft("TMS", 1).await;
        assert!(faults(&other).contains(&"request.admin_change_pending ".to_owned()));
        // Put off it can be.
        let later = NewDecision { outcome: "adjourned".into(), reason: "En attente.".into(), ..NewDecision::default() };
        let adjourned = story.cnh.decide_request(request.id, &later, Write::default()).await.unwrap();
        assert_eq!(adjourned.state, State::Decision);
        assert!(told(&app, &story.gestionnaire).contains(&"request.adjourned".to_owned()));
    }

    async fn a_request_is_given_up_until_it_is_decided(app) {
        let story = app.requesting().await;
        let request = story.at_cnh(&app, "SST", 1).await;
        let why = Comment { comment: "Nous cessons cette activité.".into() };
        assert_eq!(code(story.caisse.abandon_request(request.id, &why, Write::default()).await), "forbidden");
        let given_up = story.applicant.abandon_request(request.id, &why, Write::default()).await.unwrap();
        assert_eq!(given_up.state, State::Abandoned);
        assert_eq!(code(story.cnh.decide_request(request.id, &granted(), Write::default()).await), "request.state");
        assert_eq!(code(story.applicant.abandon_request(request.id, &why, Write::default()).await), "request.state");
        // Another takes its place.
        story.draft("SST", 1).await;
    }

    async fn c19_messages_and_notes(app) {
        let story = app.requesting().await;
        let request = story.submitted(&app, "SST", 1).await;
        let write = |text: &str, internal| NewMessage { text: text.into(), internal };
        story.caisse.write_request_message(request.id, &write("Qui est le signataire ?", false), Write::default()).await.unwrap();
        story.caisse.write_request_message(request.id, &write("À suivre de près.", true), Write::default()).await.unwrap();
        let note = story.applicant.write_request_message(request.id, &write("Note", true), Write::default()).await;
        assert_eq!(code(note), "forbidden");
        story.applicant.write_request_message(request.id, &write("La directrice.", false), Write::default()).await.unwrap();
        let read = async |by: &forprev_client::Client| {
            let page = by.list_request_messages(request.id, &PageQuery::default()).await.unwrap();
            page.items.into_iter().map(|one| (one.text, one.who)).collect::<Vec<_>>()
        };
        let (ours, theirs) = (read(&story.applicant).await, read(&story.caisse).await);
        assert_eq!((ours.len(), theirs.len()), (2, 3));
        assert_eq!(ours[0].1, "Carsat Pays de la Loire");
        assert_ne!(theirs[0].1, "Carsat Pays de la Loire");
        assert!(told(&app, &story.gestionnaire).contains(&"request.message".to_owned()));
        let draft = story.draft("TMS", 1).await;
        let early = story.applicant.write_request_message(draft.id, &write("Bonjour", false), Write::default()).await;
        assert_eq!(code(early), "request.state");
    }
}
