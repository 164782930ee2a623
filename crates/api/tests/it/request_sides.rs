//! Who sees and does what to a habilitation request; what happens at once; queues and sittings.

use crate::{
    raw::{Cookies, send},
    refusal::code,
    requests::{granted, refused},
};
use forprev_client::{Client, Write};
use forprev_core::{
    actor::InrsRank,
    id::RequestId,
    organisation::file::{Assignment, HandOver},
    request::{
        NewDecision, Request, RequestPatch, State,
        instruction::NewReturn,
        query::{RequestQuery, SittingQuery},
        sitting::{NewSitting, Sitting, SittingDecision, SittingDecisions, SittingPatch, SittingState},
    },
    session::Comment,
};
use forprev_testkit::{Holding, both_databases};
use futures_util::future::join_all;
use std::collections::BTreeSet;

async fn listed(by: &Client, query: &RequestQuery) -> Vec<RequestId> {
    by.list_requests(query).await.unwrap().items.into_iter().map(|one| one.id).collect()
}

fn sitting(held_on: &str, agenda: &[&Request]) -> NewSitting {
    NewSitting {
        held_on: held_on.into(),
        place: "Paris".into(),
        agenda: agenda.iter().map(|one| one.id.to_string()).collect(),
    }
}

fn decisions(all: Vec<(&Request, NewDecision)>) -> SittingDecisions {
    let one = |(request, decision): (&Request, NewDecision)| SittingDecision {
        request_id: request.id.to_string(),
        decision,
    };
    SittingDecisions { decisions: all.into_iter().map(one).collect() }
}

fn agenda(sitting: &Sitting) -> Vec<RequestId> {
    sitting.agenda.iter().map(|one| one.id).collect()
}

both_databases! {
    async fn somebody_elses_request_is_not_there(app) {
        let story = app.requesting().await;
        let request = story.admitted(&app, "SST", 1).await;
        let elsewhere = app.organisation_in("35000", "35238");
        let outsiders = [
            app.person(&[Holding::Gestionnaire(elsewhere.id)]),
            app.person(&[Holding::Instructeur(elsewhere.caisse.clone())]),
            app.person(&[Holding::Cnh]),
            app.person(&[Holding::Demandeur]),
        ];
        let before = app.rows();
        for outsider in &outsiders {
            let by = app.signed_in(outsider).await;
            let why = NewReturn { comment: "Non.".into(), ..NewReturn::default() };
            assert!(listed(&by, &RequestQuery::default()).await.is_empty());
            assert_eq!(code(by.get_request(request.id).await), "not_found");
            for answer in [
                by.return_request(request.id, &why, Write::default()).await,
                by.submit_request(request.id, Write::default()).await,
                by.decide_request(request.id, &granted(), Write::default()).await,
                by.give_opinion(request.id, &Default::default(), Write::default()).await,
                by.create_request(story.organisation.id, &story.new_request("TMS", 1), Write::default()).await,
            ] {
                let told = code(answer);
                assert!(["not_found", "forbidden", "field.required", "field.choice"].contains(&told.as_str()), "{told}");
            }
        }
        for name in [Holding::Delegataire(story.organisation.id, vec![]), Holding::Formateur(vec![]),
            Holding::Inrs(InrsRank::Editor)]
        {
            let by = app.signed_in(&app.person(&[name])).await;
            assert_eq!(code(by.get_request(request.id).await), "forbidden");
        }
        let auditor = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Auditor)])).await;
        assert_eq!(auditor.get_request(request.id).await.unwrap().state, State::Instruction);
        let why = NewReturn { comment: "Non.".into(), ..NewReturn::default() };
        assert_eq!(code(auditor.return_request(request.id, &why, Write::default()).await), "forbidden");
        let after = app.rows();
        for table in ["habilitation_request", "request_event", "request_opinion", "habilitation", "request_platform"] {
            assert_eq!(before[table], after[table], "{table}");
        }
    }

    async fn nobody_instructs_what_is_theirs(app) {
        let story = app.requesting().await;
        app.give(&story.gestionnaire, &Holding::Inrs(InrsRank::Administrator));
        app.give(&story.gestionnaire, &Holding::Cnh);
        let both = app.signed_in(&story.gestionnaire).await;
        let request = story.submitted(&app, "SST", 1).await;
        assert_eq!(code(both.admit_request(request.id, Write::default()).await), "forbidden");
        let seen = both.get_request(request.id).await.unwrap();
        assert!(seen.grid.is_empty() && seen.actions.abandon.allowed && !seen.actions.admit.allowed);
    }

    async fn of_two_agents_who_decide_at_once_one_does(app) {
        let story = app.requesting().await;
        let other = app.signed_in(&app.person(&[Holding::Cnh])).await;
        let request = story.at_cnh(&app, "SST", 1).await;
        let version = Write::on_version(request.version);
        let (grant, refusal) = (granted(), refused("Non."));
        let (one, two) = tokio::join!(
            story.cnh.decide_request(request.id, &grant, version.clone()),
            other.decide_request(request.id, &refusal, version),
        );
        assert!(one.is_ok() != two.is_ok());
        let lost = if one.is_err() { code(one) } else { code(two) };
        assert!(["request.state", "version.stale"].contains(&lost.as_str()), "{lost}");
        let kept = story.cnh.get_request(request.id).await.unwrap();
        assert_eq!(kept.habilitation_id.is_some(), kept.state == State::Granted);
        assert_eq!(app.rows()["habilitation"].len(), usize::from(kept.state == State::Granted));
    }

    async fn numbers_granted_at_once_are_different(app) {
        let story = app.requesting().await;
        let mut requests = Vec::new();
        for dispositif in ["SST", "TMS", "RPS", "EVRP", "SDC", "HAPASMS"] {
            requests.push(story.at_cnh(&app, dispositif, 1).await.id);
        }
        // One that was taken over with its number: the next ones follow it.
        app.write(|tx| {
            let mut row = forprev_store::habilitation::Row {
                id: forprev_core::id::HabilitationId::new(uuid::Uuid::now_v7()),
                number: "H00041/2026/PRAPIBC-1/O/13".parse().unwrap(),
                organisation_id: story.organisation.id,
                dispositif: "PRAPIBC".into(),
                level: 1,
                valid_from: tx.today,
                valid_until: tx.today,
                withdrawn_from: None,
                withdrawal_reason: None,
                version: 1,
                created_at: tx.now.into(),
                renews_id: None,
            };
            row.version = 1;
            Ok(forprev_store::habilitation::insert(tx.conn, row)?)
        });
        let grant = granted();
        let calls = requests.iter().map(|id| story.cnh.decide_request(*id, &grant, Write::default()));
        for answer in join_all(calls).await {
            answer.unwrap();
        }
        let numbers: BTreeSet<u32> = app.read(|tx| {
            let all = forprev_store::habilitation::of_organisation(tx.conn, story.organisation.id)?;
            Ok(all.into_iter().map(|one| one.row.number.sequence()).collect())
        });
        assert_eq!(numbers.into_iter().collect::<Vec<_>>(), [41, 42, 43, 44, 45, 46, 47]);
    }

    async fn h6_of_two_drafts_at_once_one_is_made(app) {
        let story = app.requesting().await;
        let new = story.new_request("SST", 1);
        let make = || story.applicant.create_request(story.organisation.id, &new, Write::default());
        let answers = join_all((0..6).map(|_| make())).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 1);
        for answer in refused {
            assert_eq!(code(answer), "request.already_open");
        }
    }

    async fn a_draft_is_made_once_for_a_key(app) {
        let story = app.requesting().await;
        let new = story.new_request("SST", 1);
        let make = || story.applicant.create_request(story.organisation.id, &new, Write::once("our-17"));
        let (first, again) = (make().await.unwrap(), make().await.unwrap());
        assert_eq!((first.id, first.version), (again.id, again.version));
        let tried = story.applicant
            .create_request(story.organisation.id, &story.new_request("TMS", 1), Write::dry_run()).await.unwrap();
        assert_eq!(code(story.applicant.get_request(tried.id).await), "not_found");
    }

    async fn versions_are_asked_for(app) {
        let story = app.requesting().await;
        let draft = story.draft("SST", 1).await;
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let path = format!("/api/v1/requests/{}", draft.id);
        let without = send(by.request(&app, "PATCH", &path).json(&RequestPatch::default())).await;
        assert_eq!((without.status, without.code().as_str()), (428, "version.missing"));
        let read = by.get(&app, &path).await;
        assert_eq!(read.header("etag"), "\"1\"");
        let stale = story.applicant.submit_request(draft.id, Write::on_version(7)).await.unwrap_err();
        assert_eq!(stale.status(), Some(412));
    }

    async fn c22_c23_queues_have_the_oldest_first(app) {
        let story = app.requesting().await;
        let first = story.submitted(&app, "SST", 1).await;
        app.on("2026-11-25");
        let (applicant, caisse) = (app.signed_in(&story.gestionnaire).await, app.signed_in(&story.agent).await);
        let draft = story.new_request("TMS", 1);
        let second = applicant.create_request(story.organisation.id, &draft, Write::default()).await.unwrap();
        app.attach_all(&second);
        applicant.confirm_organisation(story.organisation.id, Write::default()).await.unwrap();
        applicant.submit_request(second.id, Write::default()).await.unwrap();
        applicant.create_request(story.organisation.id, &story.new_request("RPS", 1), Write::default()).await.unwrap();
        assert_eq!(listed(&applicant, &RequestQuery::default()).await.len(), 3);
        let page = caisse.list_requests(&RequestQuery { limit: Some(1), ..RequestQuery::default() }).await.unwrap();
        assert_eq!((page.items[0].id, page.items[0].age.days, page.total), (first.id, 2, 2));
        let next = RequestQuery { limit: Some(1), cursor: page.next_cursor, ..RequestQuery::default() };
        assert_eq!(listed(&caisse, &next).await, [second.id]);
        let newest = RequestQuery { sort: Some("-submitted_at".into()), ..RequestQuery::default() };
        assert_eq!(listed(&caisse, &newest).await, [second.id, first.id]);
        // Taken on, given to a colleague, not to somebody of another caisse.
        let asked = |assigned: &str| RequestQuery { assigned_to: Some(assigned.into()), ..RequestQuery::default() };
        caisse.assign_request(first.id, &Assignment::default(), Write::default()).await.unwrap();
        assert_eq!(listed(&caisse, &asked("me")).await, [first.id]);
        assert_eq!(listed(&caisse, &asked("nobody")).await, [second.id]);
        let stranger = app.person(&[Holding::Instructeur("RENNES".into())]);
        let to = Assignment { person_id: Some(stranger.id.to_string()) };
        assert_eq!(code(caisse.assign_request(first.id, &to, Write::default()).await), "field.reference");
        for (query, expected) in [
            (RequestQuery { state: Some("submitted".into()), ..Default::default() }, 2),
            (RequestQuery { held_by: Some("caisse".into()), ..Default::default() }, 2),
            (RequestQuery { held_by: Some("cnh".into()), ..Default::default() }, 0),
            (RequestQuery { dispositif: Some("SST".into()), level: Some(1), ..Default::default() }, 1),
            (RequestQuery { open: Some(false), ..Default::default() }, 0),
            (RequestQuery { kind: Some("renewal".into()), ..Default::default() }, 0),
            (RequestQuery { organisation_id: Some(story.organisation.id.to_string()), ..Default::default() }, 2),
        ] {
            assert_eq!(listed(&caisse, &query).await.len(), expected, "{query:?}");
        }
        let wrong = RequestQuery { state: Some("lost".into()), ..Default::default() };
        assert_eq!(code(caisse.list_requests(&wrong).await), "field.choice");
        let wrong = RequestQuery { cursor: Some("??".into()), ..Default::default() };
        assert_eq!(code(caisse.list_requests(&wrong).await), "request.cursor");
    }

    async fn c26_a_request_is_handed_to_another_caisse(app) {
        let story = app.requesting().await;
        let request = story.submitted(&app, "SST", 1).await;
        let to = |caisse: &str| HandOver { caisse: caisse.into(), comment: "Siège déplacé.".into() };
        for wrong in ["NOWHERE", story.organisation.caisse.as_str()] {
            assert_eq!(code(story.caisse.hand_over_request(request.id, &to(wrong), Write::default()).await), "field.reference");
        }
        let moved = story.caisse.hand_over_request(request.id, &to("RENNES"), Write::default()).await.unwrap();
        assert_eq!(moved.caisse.as_deref(), Some("RENNES"));
        assert_eq!(code(story.caisse.get_request(request.id).await), "not_found");
        let rennes = app.signed_in(&app.person(&[Holding::Instructeur("RENNES".into())])).await;
        rennes.admit_request(request.id, Write::default()).await.unwrap();
        let seen = story.applicant.get_request(request.id).await.unwrap();
        assert!(seen.history.iter().all(|one| one.comment.is_none()), "why is between caisses");
    }

    async fn c21_a_sitting_decides_its_agenda_in_one_go(app) {
        let story = app.requesting().await;
        let (sst, tms, rps) =
            (story.at_cnh(&app, "SST", 1).await, story.at_cnh(&app, "TMS", 1).await, story.at_cnh(&app, "RPS", 1).await);
        let not_yet = story.forwarded(&app, "EVRP", 1).await;
        let cnh = &story.cnh;
        assert_eq!(code(cnh.create_sitting(&sitting("2026-12-10", &[&sst, &not_yet]), Write::default()).await), "field.reference");
        let planned = cnh.create_sitting(&sitting("2026-12-10", &[&tms, &sst]), Write::default()).await.unwrap();
        assert_eq!(agenda(&planned), [tms.id, sst.id]);
        let later = cnh.create_sitting(&sitting("2027-01-14", &[]), Write::default()).await.unwrap();
        let twice = SittingPatch { agenda: Some(vec![sst.id.to_string()]), ..SittingPatch::default() };
        assert_eq!(code(cnh.update_sitting(later.id, later.version, &twice).await), "sitting.on_agenda");
        let all = [&tms, &sst, &rps].map(|one| one.id.to_string()).to_vec();
        let patch = SittingPatch { agenda: Some(all), ..SittingPatch::default() };
        let full = cnh.update_sitting(planned.id, planned.version, &patch).await.unwrap();
        assert_eq!(agenda(&full), [tms.id, sst.id, rps.id]);
        assert_eq!(code(cnh.update_sitting(planned.id, planned.version, &patch).await), "version.stale");
        assert_eq!(code(cnh.cancel_sitting(planned.id, Write::default()).await), "sitting.not_empty");
        let seen = story.applicant.get_request(rps.id).await.unwrap();
        assert_eq!(seen.sitting.map(|one| one.held_on.to_string()).as_deref(), Some("2026-12-10"));

        let adjourned = |to: Option<String>| NewDecision {
            outcome: "adjourned".into(), reason: "Pièces à revoir.".into(), sitting_id: to, ..NewDecision::default()
        };
        let whole = decisions(vec![
            (&sst, granted()), (&tms, refused("Non.")), (&rps, adjourned(Some(later.id.to_string()))),
        ]);
        assert_eq!(code(cnh.decide_sitting(planned.id, &whole, Write::default()).await), "sitting.too_early");
        app.on("2026-12-11");
        let cnh = app.signed_in(&app.person(&[Holding::Cnh])).await;
        let partial = decisions(vec![(&sst, granted())]);
        assert_eq!(code(cnh.decide_sitting(planned.id, &partial, Write::default()).await), "sitting.undecided");
        // All or none: a wrong one undoes the others.
        let before = app.rows()["habilitation"].len();
        let wrong = decisions(vec![
            (&sst, granted()), (&tms, refused("Non.")), (&rps, adjourned(Some(planned.id.to_string()))),
        ]);
        let refusal = cnh.decide_sitting(planned.id, &wrong, Write::default()).await.unwrap_err();
        assert_eq!(refusal.problem().unwrap().errors[0].pointer, "/decisions/2/decision/sitting_id");
        assert_eq!(app.rows()["habilitation"].len(), before);
        let held = cnh.decide_sitting(planned.id, &whole, Write::default()).await.unwrap();
        // What was decided there is told with it, each in the state that it was given.
        assert_eq!((held.state, held.count), (SittingState::Held, 3));
        let told: BTreeSet<_> = held.agenda.iter().map(|one| (one.id, one.state)).collect();
        let expected = [(sst.id, State::Granted), (tms.id, State::Refused), (rps.id, State::Decision)];
        assert_eq!(told, BTreeSet::from(expected));
        let granted_one = cnh.get_request(sst.id).await.unwrap();
        let decision = granted_one.decision.unwrap();
        assert_eq!((decision.decided_on.to_string().as_str(), decision.sitting_id), ("2026-12-10", Some(planned.id)));
        assert_eq!(decision.term.unwrap().valid_from.to_string(), "2026-12-10");
        assert_eq!(cnh.get_request(tms.id).await.unwrap().state, State::Refused);
        assert_eq!(agenda(&cnh.get_sitting(later.id).await.unwrap()), [rps.id]);
        assert_eq!(code(cnh.decide_sitting(planned.id, &whole, Write::default()).await), "sitting.state");
        let query = SittingQuery { state: Some("planned".into()), ..SittingQuery::default() };
        let page = cnh.list_sittings(&query).await.unwrap();
        assert_eq!((page.total, page.items[0].id, page.items[0].count), (1, later.id, 1));
        // What is given up leaves the agenda, and an empty one can be cancelled.
        let applicant = app.signed_in(&story.gestionnaire).await;
        applicant.abandon_request(rps.id, &Comment::default(), Write::default()).await.unwrap();
        assert_eq!(cnh.cancel_sitting(later.id, Write::default()).await.unwrap().state, SittingState::Cancelled);
        // INRS reads sittings, and plans none; a caisse knows of none.
        let inrs = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await;
        assert_eq!(inrs.list_sittings(&SittingQuery::default()).await.unwrap().total, 2);
        assert_eq!(code(inrs.create_sitting(&sitting("2027-03-01", &[]), Write::default()).await), "forbidden");
        let agent = app.signed_in(&story.agent).await;
        assert_eq!(code(agent.list_sittings(&SittingQuery::default()).await), "forbidden");
    }

    async fn documents_are_attached_by_who_writes_the_request(app) {
        let story = app.requesting().await;
        let draft = story.draft("CATEC", 1).await;
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let platform = draft.platforms[0].id;
        let send_to = async |by: &Cookies, path: String| {
            let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec();
            let request = by.request(&app, "POST", &path).header("Content-Type", "application/pdf");
            send(request.header("Content-Disposition", "attachment; filename=\"a.pdf\"").body(pdf)).await
        };
        let of_request = |purpose: &str| format!("/api/v1/requests/{}/attachments?purpose={purpose}", draft.id);
        let of_platform = |purpose: &str| format!("/api/v1/request-platforms/{platform}/attachments?purpose={purpose}");
        for (path, status) in [
            (of_request("deroule"), 201),
            (of_request("supporting_document"), 201),
            (of_platform("lettre_engagement_plateforme"), 201),
            // What is asked for of each platform is not the request's, and the other way round.
            (of_request("lettre_engagement_plateforme"), 422),
            (of_platform("deroule"), 422),
        ] {
            let answer = send_to(&by, path.clone()).await;
            assert_eq!(answer.status, status, "{path} {}", answer.text);
        }
        let attached: Vec<_> = story.applicant.get_request(draft.id).await.unwrap().documents.into_iter()
            .filter(|one| one.attached).map(|one| one.purpose).collect();
        assert_eq!(attached, ["deroule", "lettre_engagement_plateforme"]);
        let other = app.person(&[Holding::Gestionnaire(app.organisation().id)]);
        let other = Cookies::of(&app, &other.email).await;
        assert_eq!(send_to(&other, of_request("deroule")).await.status, 404);
        assert_eq!(other.get(&app, &format!("/api/v1/requests/{}/attachments", draft.id)).await.status, 404);
        // A platform that goes takes its documents with it.
        let patch = RequestPatch { platforms: Some(Vec::new()), ..RequestPatch::default() };
        story.applicant.update_request(draft.id, draft.version, &patch).await.unwrap();
        let rows = app.rows()["attachment"].len();
        assert_eq!(rows, 2);
        // Once submitted, nothing is added.
        let submitted = story.submitted(&app, "SST", 1).await;
        let path = format!("/api/v1/requests/{}/attachments?purpose=deroule", submitted.id);
        assert_eq!(send_to(&by, path).await.status, 409);
    }
}
