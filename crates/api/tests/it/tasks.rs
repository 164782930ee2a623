//! "À traiter" of each role: what the state of things asks for, and that it goes when it is done.

use crate::{opening::token, organisation_files};
use forprev_app::{
    jobs::{self, reviews},
    mail::Refusal,
};
use forprev_client::{Client, Write};
use forprev_core::{
    account::{link::LinkUse, onboarding::OnboardingDone, own::EmailChange},
    actor::InrsRank,
    notification::Kind,
    organisation::file::{Assignment, FileDecision, FileQuery, HandOver},
    query::{NotificationQuery, UserQuery},
    recovery::NewRecovery,
    request::{
        NewRequest,
        instruction::{NewInrsOpinion, NewOpinion, NewReturn},
        sitting::NewSitting,
    },
    task::{Task, TaskKind},
    user::{NewAgent, NewUser, Review, UserState},
};
use forprev_testkit::{Database, Holding, PASSWORD, TestApp, both_databases};

/// What waits, as the API lists it: the name of each, how many it stands for, and its last day.
async fn waits(client: &Client) -> Vec<(&'static str, u32, Option<String>)> {
    let told = |task: &Task| (task.kind.as_str(), task.count, task.due_on.map(|day| day.to_string()));
    let list = client.list_tasks().await.unwrap();
    assert_eq!(usize::try_from(list.total).unwrap(), list.items.len());
    assert_eq!(list.total, client.count_tasks().await.unwrap());
    list.items.iter().map(told).collect()
}

/// What somebody was told last.
async fn last_told(client: &Client) -> Option<Kind> {
    let page = client.list_notifications(&NotificationQuery::default()).await.unwrap();
    page.items.first().and_then(|one| Kind::ALL.iter().copied().find(|kind| kind.as_str() == one.kind))
}

fn no_day(kind: TaskKind, count: u32) -> (&'static str, u32, Option<String>) {
    (kind.as_str(), count, None)
}

fn refused_for_good() -> Option<Refusal> {
    Some(Refusal { for_good: true, words: "SMTP 550".into() })
}

fn invited(email: &str) -> NewUser {
    NewUser {
        last_name: "Petit".into(),
        first_name: "Léa".into(),
        birth_date: "1980-05-17".into(),
        email: email.into(),
        role: "gestionnaire".into(),
        habilitation_ids: Vec::new(),
        until_on: None,
    }
}

both_databases! {
    async fn e14_the_only_gestionnaire_is_told_last_to_name_a_second_one(app) {
        let story = app.declared().await;
        story.draft("2026-11-20").await;
        let list = waits(&story.declarer).await;
        assert_eq!(list.iter().map(|task| task.0).collect::<Vec<_>>(), ["submit_session", "name_second_gestionnaire"]);
        let task = story.declarer.list_tasks().await.unwrap().items.pop().unwrap();
        assert_eq!((task.session, task.organisation.unwrap().name), (None, story.organisation.name.clone()));
        assert!(waits(&story.lead).await.is_empty());
        app.person(&[Holding::Gestionnaire(story.organisation.id)]);
        assert_eq!(waits(&story.declarer).await.len(), 1);
    }

    async fn e11_a8_accesses_and_ones_own_data_once_a_year(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let delegataire = app.person(&[Holding::Delegataire(here, vec![story.habilitation])]);
        let second = app.person(&[Holding::Gestionnaire(here)]);
        app.on("2027-11-22");
        reviews::run(&app.app).unwrap();
        assert!(waits(&app.signed_in(&second).await).await.is_empty());
        app.on("2027-11-23");
        reviews::run(&app.app).unwrap();
        let client = app.signed_in(&second).await;
        let check = no_day(TaskKind::CheckData, 1);
        assert_eq!(waits(&client).await, [("review_accesses", 3, Some("2027-12-23".into())), check.clone()]);
        assert_eq!(waits(&app.signed_in(&delegataire).await).await, std::slice::from_ref(&check));
        // The délégataire is confirmed: of the others nobody is suspended.
        let users = client.list_users(here, &UserQuery::default()).await.unwrap().items;
        let review = |role: &str| Review {
            user_ids: users.iter().filter(|user| user.role.as_str() == role).map(|user| user.id.to_string()).collect(),
        };
        client.review_users(here, &review("delegataire")).await.unwrap();
        assert_eq!(waits(&client).await, [no_day(TaskKind::ReviewAccesses, 2), check]);
        client.review_users(here, &review("gestionnaire")).await.unwrap();
        let done = OnboardingDone { step: "data".into(), caisse: None };
        client.take_onboarding_step(&done, Write::default()).await.unwrap();
        assert!(waits(&client).await.is_empty());
    }

    async fn i9_invitations_that_did_not_arrive_or_that_nobody_answered(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let second = app.person(&[Holding::Gestionnaire(here)]);
        let user = story.declarer.declare_user(here, &invited("lea@test.example"), Write::default()).await.unwrap().user;
        app.post.refuse(refused_for_good());
        drop(app.letters());
        let client = app.signed_in(&second).await;
        assert_eq!(waits(&client).await, [no_day(TaskKind::MendInvitations, 1)]);
        let query = UserQuery { state: Some("undelivered".into()), ..UserQuery::default() };
        let listed = client.list_users(here, &query).await.unwrap().items;
        assert_eq!(listed.iter().map(|user| (user.id, user.state)).collect::<Vec<_>>(), [(user.id, UserState::Undelivered)]);
        // Sent again, it is on its way; what became of the mail before says nothing any more.
        app.post.refuse(None);
        app.clock.advance(chrono::Duration::seconds(1));
        client.send_invitation_again(here, user.id, Write::default()).await.unwrap();
        assert!(waits(&client).await.is_empty());
        assert_eq!(app.letters().len(), 1);
        assert!(waits(&client).await.is_empty());
        app.clock.advance(chrono::Duration::days(5));
        let client = app.signed_in(&second).await;
        assert_eq!(waits(&client).await, [no_day(TaskKind::RenewInvitations, 1)]);
        client.cancel_invitation(here, user.id).await.unwrap();
        assert!(waits(&client).await.is_empty());
    }

    async fn those_who_look_after_the_system_see_what_failed(app) {
        let [inrs, auditor] = [InrsRank::Administrator, InrsRank::Auditor].map(|rank| app.person(&[Holding::Inrs(rank)]));
        let (inrs, auditor) = (app.signed_in(&inrs).await, app.signed_in(&auditor).await);
        assert!(waits(&inrs).await.is_empty());
        let organisation = app.organisation();
        app.habilitation_between(&organisation, "SST", 1, "2024-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        app.refuse_inserts("alert");
        drop(jobs::run_due(&app.app).unwrap());
        assert_eq!(waits(&inrs).await, [no_day(TaskKind::LookIntoJobs, 1)]);
        assert!(waits(&auditor).await.is_empty(), "whoever changes nothing has nothing to mend");
        app.accept_inserts();
        app.clock.advance(chrono::Duration::minutes(1));
        drop(app.letters());
        assert!(waits(&inrs).await.is_empty());

        let agent = NewAgent {
            last_name: "Petit".into(),
            first_name: "Léa".into(),
            birth_date: "1980-05-17".into(),
            email: "lea@test.example".into(),
            kind: "cnh".into(),
            ..NewAgent::default()
        };
        inrs.declare_agent(&agent, Write::default()).await.unwrap();
        app.post.refuse(refused_for_good());
        app.clock.advance(chrono::Duration::seconds(10));
        drop(app.letters());
        assert_eq!(waits(&inrs).await, [no_day(TaskKind::MendInvitations, 1)]);
        assert!(waits(&auditor).await.is_empty());
    }

    async fn i9_an_address_that_takes_no_mails_is_told_to_its_person_and_to_inrs_until_it_is_mended(app) {
        let story = app.declared().await;
        let inrs = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await;
        story.submitted("2026-11-19").await;
        app.post.refuse(refused_for_good());
        drop(app.letters());
        let kinds = async |client: &Client| -> Vec<&str> {
            waits(client).await.into_iter().map(|task| task.0).filter(|kind| *kind != "verify_session").collect()
        };
        assert_eq!(kinds(&story.lead).await, ["mend_address"]);
        assert!(story.lead.get_me().await.unwrap().email_returned);
        assert_eq!(waits(&inrs).await, [no_day(TaskKind::LookIntoMails, 1)]);
        // Another address waits to be confirmed.
        app.post.refuse(None);
        let change = EmailChange { email: "new@test.example".into(), password: PASSWORD.into() };
        story.lead.change_my_email(&change).await.unwrap();
        assert!(waits(&story.lead).await.contains(&("confirm_address", 1, Some("2026-11-25".into()))));
        assert_eq!(waits(&inrs).await, [no_day(TaskKind::LookIntoMails, 1)], "not before it is confirmed");
        let link = LinkUse { token: token(&app, story.formateur.id, "email.confirm"), password: String::new() };
        app.client().use_link(&link).await.unwrap();
        assert!(kinds(&story.lead).await.is_empty() && !story.lead.get_me().await.unwrap().email_returned);
        assert!(waits(&inrs).await.is_empty());
    }

    async fn a_later_mail_that_arrives_mends_an_address(app) {
        let story = app.declared().await;
        story.submitted("2026-11-19").await;
        app.post.refuse(refused_for_good());
        drop(app.letters());
        assert!(story.lead.get_me().await.unwrap().email_returned);
        app.post.refuse(None);
        story.submitted("2026-11-20").await;
        app.clock.advance(chrono::Duration::seconds(10));
        assert_eq!(app.letters().len(), 1);
        assert!(!story.lead.get_me().await.unwrap().email_returned);
    }

    async fn a15_a_second_agent_finds_the_recoveries_that_wait(app) {
        let story = app.declared().await;
        let agent = || app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
        let (opener, other) = (app.signed_in(&agent()).await, app.signed_in(&agent()).await);
        let new = NewRecovery {
            email: "nouvelle@test.example".into(),
            reason: "Carte vue au guichet".into(),
            without_second_factors: false,
        };
        let recovery = opener.open_recovery(story.gestionnaire.id, &new, Write::default()).await.unwrap();
        assert!(waits(&opener).await.is_empty());
        let expected = (TaskKind::ConfirmRecoveries.as_str(), 1, Some("2026-11-30".to_owned()));
        assert_eq!(waits(&other).await, [expected]);
        other.confirm_recovery(&recovery.id, Write::default()).await.unwrap();
        assert!(waits(&other).await.is_empty());
    }

    async fn s2_what_nobody_can_do_any_more_waits_for_nobody(app) {
        let story = app.declared().await;
        story.submitted("2026-11-20").await;
        assert_eq!(waits(&story.lead).await.len(), 1);
        app.on("2027-02-21");
        let lead = app.signed_in(&story.formateur).await;
        assert!(waits(&lead).await.iter().all(|(kind, ..)| *kind != TaskKind::VerifySession.as_str()));
    }

    async fn of_a_file_each_side_finds_what_is_theirs(app) {
        // Nantes, and not Rennes; a file of a caisse is none for INRS to take.
        let there = app.person(&[Holding::Instructeur("NANTES".into())]);
        let agent = app.signed_in(&there).await;
        let elsewhere = app.signed_in(&app.person(&[Holding::Instructeur("RENNES".into())])).await;
        let inrs = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await;
        let (person, _, file) = organisation_files::submitted(&app, &organisation_files::whole()).await;
        let applicant = app.signed_in(&person).await;
        assert!(waits(&applicant).await.is_empty());
        assert_eq!(waits(&agent).await, [no_day(TaskKind::TakeFiles, 1)]);
        assert_eq!(last_told(&agent).await, Some(Kind::FileSubmitted));
        assert_eq!(last_told(&elsewhere).await, None);
        assert!(waits(&elsewhere).await.is_empty() && waits(&inrs).await.is_empty());

        let id = file["id"].as_str().unwrap().parse().unwrap();
        let taken = Assignment { person_id: None };
        agent.assign_organisation_file(id, &taken, Write::default()).await.unwrap();
        assert_eq!(waits(&agent).await, [no_day(TaskKind::InstructFiles, 1)]);
        let back = FileDecision { comment: "Une pièce est illisible.".into(), ..FileDecision::default() };
        agent.return_organisation_file(id, &back, Write::default()).await.unwrap();
        assert!(waits(&agent).await.is_empty());
        assert_eq!(waits(&applicant).await, [no_day(TaskKind::CompleteFiles, 1)]);
        applicant.submit_organisation_file(id, Write::default()).await.unwrap();
        assert_eq!(waits(&agent).await, [no_day(TaskKind::InstructFiles, 1)]);

        // Handed to INRS, it is for INRS to take, and for nobody at Nantes.
        let over = HandOver { caisse: String::new(), comment: "Hors de tout territoire.".into() };
        agent.hand_over_organisation_file(id, &over, Write::default()).await.unwrap();
        assert!(waits(&agent).await.is_empty());
        assert_eq!(waits(&inrs).await, [no_day(TaskKind::TakeFiles, 1)]);
        assert_eq!(last_told(&inrs).await, Some(Kind::FileSubmitted));
        let query = FileQuery { caisse: Some("inrs".into()), assigned: Some("nobody".into()), ..FileQuery::default() };
        assert_eq!(inrs.list_organisation_files(&query).await.unwrap().total, 1);
    }

    async fn what_an_agent_had_who_left_is_for_the_others(app) {
        let leaver = app.person(&[Holding::Instructeur("NANTES".into())]);
        let left = app.signed_in(&leaver).await;
        let colleague = app.signed_in(&app.person(&[Holding::Instructeur("NANTES".into())])).await;
        let inrs = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await;
        let (person, _, file) = organisation_files::submitted(&app, &organisation_files::whole()).await;
        let applicant = app.signed_in(&person).await;
        let id = file["id"].as_str().unwrap().parse().unwrap();
        left.assign_organisation_file(id, &Assignment { person_id: None }, Write::default()).await.unwrap();
        let back = FileDecision { comment: "Une pièce est illisible.".into(), ..FileDecision::default() };
        left.return_organisation_file(id, &back, Write::default()).await.unwrap();
        let post = app.read(|tx| Ok(forprev_store::profile::of_person(tx.conn, leaver.id)?)).remove(0);
        inrs.remove_agent(post.id.parse().unwrap(), post.version).await.unwrap();
        let before = app.rows()["outbox"].len();
        applicant.submit_organisation_file(id, Write::default()).await.unwrap();
        assert_eq!(waits(&colleague).await, [no_day(TaskKind::TakeFiles, 1)]);
        assert_eq!(last_told(&colleague).await, Some(Kind::FileSubmitted));
        let rows = app.rows();
        assert!(rows["outbox"].len() > before);
        let to_who_left = rows["outbox"].iter().filter(|row| row.contains("organisation_file.") && row.contains(&leaver.id.to_string()));
        assert_eq!(to_who_left.filter(|row| row.contains("resubmitted")).count(), 0);
    }

    async fn of_two_organisations_each_has_its_own(app) {
        let (one, other) = (app.organisation(), app.organisation());
        let person = app.person(&[Holding::Gestionnaire(one.id), Holding::Gestionnaire(other.id)]);
        let client = app.signed_in(&person).await;
        let request = NewRequest { dispositif: "SST".into(), level: 1, ..NewRequest::default() };
        client.create_request(other.id, &request, Write::default()).await.unwrap();
        let items = client.list_tasks().await.unwrap().items;
        let drafts: Vec<_> = items.into_iter().filter(|task| task.kind == TaskKind::FinishRequests).collect();
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].organisation.as_ref().map(|one| one.id), Some(other.id));
    }

    async fn of_a_request_each_side_finds_what_is_theirs(app) {
        let sides = app.requesting().await;
        let others = app.signed_in(&app.person(&[Holding::Instructeur("RENNES".into())])).await;
        let only = async |client: &Client| {
            let hints = [TaskKind::NameSecondGestionnaire.as_str(), TaskKind::CheckData.as_str()];
            let list = waits(client).await.into_iter().filter(|(kind, ..)| !hints.contains(kind));
            list.map(|(kind, count, _)| (kind, count)).collect::<Vec<_>>()
        };
        let request = sides.draft("SST", 1).await;
        assert_eq!(only(&sides.applicant).await, [("finish_requests", 1)]);
        assert!(only(&sides.caisse).await.is_empty());

        app.attach_all(&request);
        sides.confirm().await;
        sides.applicant.submit_request(request.id, Write::default()).await.unwrap();
        assert!(only(&sides.applicant).await.is_empty());
        assert_eq!(only(&sides.caisse).await, [("take_requests", 1)]);
        // It has a caisse: INRS takes none of these, nor does another caisse.
        assert!(only(&sides.inrs).await.is_empty() && only(&others).await.is_empty());

        let taken = Assignment { person_id: Some(sides.agent.id.to_string()) };
        sides.caisse.assign_request(request.id, &taken, Write::default()).await.unwrap();
        assert_eq!(only(&sides.caisse).await, [("instruct_requests", 1)]);
        let back = NewReturn { comment: "Le programme manque.".into(), ..NewReturn::default() };
        sides.caisse.return_request(request.id, &back, Write::default()).await.unwrap();
        assert!(only(&sides.caisse).await.is_empty());
        assert_eq!(only(&sides.applicant).await, [("complete_requests", 1)]);
        sides.applicant.submit_request(request.id, Write::default()).await.unwrap();
        sides.caisse.admit_request(request.id, Write::default()).await.unwrap();
        assert_eq!(only(&sides.caisse).await, [("instruct_requests", 1)]);
        let opinion = NewOpinion { subject: "pedagogical".into(), opinion: "favourable".into(), ..NewOpinion::default() };
        sides.caisse.give_opinion(request.id, &opinion, Write::default()).await.unwrap();
        sides.caisse.forward_request(request.id, Write::default()).await.unwrap();
        assert!(only(&sides.caisse).await.is_empty());
        assert_eq!(only(&sides.inrs).await, [("give_opinions", 1)]);
        assert_eq!(last_told(&sides.inrs).await, Some(Kind::RequestArrived));
        assert!(only(&sides.cnh).await.is_empty());
        let opinion = NewInrsOpinion { opinion: "favourable".into(), ..NewInrsOpinion::default() };
        sides.inrs.give_inrs_opinion(request.id, &opinion, Write::default()).await.unwrap();
        assert!(only(&sides.inrs).await.is_empty());
        assert_eq!(only(&sides.cnh).await, [("decide_requests", 1)]);
        assert_eq!(last_told(&sides.cnh).await, Some(Kind::RequestArrived));

        // A sitting asks for its decisions from its day on.
        let day = app.today();
        let sitting = NewSitting { held_on: day.to_string(), ..NewSitting::default() };
        sides.cnh.create_sitting(&sitting, Write::default()).await.unwrap();
        let list = waits(&sides.cnh).await;
        assert_eq!(list[0], (TaskKind::HoldSittings.as_str(), 1, Some(day.to_string())));
    }

    async fn who_has_nothing_to_do_finds_nothing(app) {
        let caisse = app.organisation().caisse;
        for holding in [Holding::Demandeur, Holding::Cnh, Holding::Instructeur(caisse)] {
            assert!(waits(&app.signed_in(&app.person(&[holding])).await).await.is_empty());
        }
        let both = app.person(&[Holding::Gestionnaire(app.organisation().id), Holding::Gestionnaire(app.organisation().id)]);
        let client = app.signed_in(&both).await;
        assert_eq!(waits(&client).await.len(), 2, "one an organisation");
        let items = client.list_tasks().await.unwrap().items;
        assert_ne!(items[0].organisation, items[1].organisation);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a12_whoever_must_have_a_second_factor_sets_one_up_first() {
    for database in [Database::Sqlite, Database::Postgres] {
        let app = TestApp::with_second_factor(database);
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let client = app.signed_in(&inrs).await;
        app.refuse_inserts("alert");
        let organisation = app.organisation();
        app.habilitation_between(
            &organisation,
            "SST",
            1,
            "2024-01-01".parse().unwrap(),
            "2026-12-31".parse().unwrap(),
        );
        drop(jobs::run_due(&app.app).unwrap());
        assert_eq!(waits(&client).await, [no_day(TaskKind::SetUpSecondFactor, 1)]);
        crate::second_factor::set_up(&app, &client).await;
        assert_eq!(waits(&client).await, [no_day(TaskKind::LookIntoJobs, 1)]);
    }
}
