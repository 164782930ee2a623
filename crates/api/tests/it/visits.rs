//! C17: audits and visits, from a plan to the end of their corrective actions, on the two sides.

use forprev_client::{Client, Write};
use forprev_core::{
    attachment::{AttachmentQuery, UploadQuery},
    id::OrganisationId,
    notification::{Kind, Notification},
    problem::Code,
    query::NotificationQuery,
    task::TaskKind,
    visit::{
        ActionOutcome, FollowUp, NewVisit, NewVisitAction, Visit, VisitComment, VisitPatch, VisitQuery,
        VisitReport, VisitState,
    },
};
use forprev_testkit::{Holding, Person, TestApp, both_databases};

fn plan(held_on: &str) -> NewVisit {
    NewVisit {
        kind: "audit".into(),
        held_on: held_on.into(),
        starts_at: "09:30".into(),
        ends_at: "12:00".into(),
        subject: "Suivi de l’habilitation SST".into(),
        ..NewVisit::default()
    }
}

fn report(held_on: &str) -> VisitReport {
    let action = |what: &str| NewVisitAction {
        what: what.into(),
        due_on: "2026-12-31".into(),
        ..NewVisitAction::default()
    };
    VisitReport {
        held_on: held_on.into(),
        summary: "Une session observée.".into(),
        findings: "Le matériel manque.".into(),
        actions: vec![action("Compléter le matériel."), action("Afficher le programme.")],
    }
}

fn comment(text: &str) -> VisitComment {
    VisitComment { comment: text.into() }
}

fn code<T: std::fmt::Debug>(answer: Result<T, forprev_client::Error>) -> Option<Code> {
    answer.unwrap_err().problem().map(|problem| problem.code)
}

struct Story {
    organisation: OrganisationId,
    agent: Client,
    elsewhere: Client,
    gestionnaire: Client,
    day: String,
    people: [Person; 2],
}

impl Story {
    async fn of(app: &TestApp) -> Self {
        let (here, there) = (app.organisation(), app.organisation_in("33000", "33063"));
        let agent = app.person(&[Holding::Instructeur(here.caisse.clone())]);
        let elsewhere = app.person(&[Holding::Instructeur(there.caisse.clone())]);
        let gestionnaire = app.person(&[Holding::Gestionnaire(here.id)]);
        Self {
            organisation: here.id,
            agent: app.signed_in(&agent).await,
            elsewhere: app.signed_in(&elsewhere).await,
            gestionnaire: app.signed_in(&gestionnaire).await,
            day: app.today().to_string(),
            people: [agent, gestionnaire],
        }
    }

    async fn planned(&self) -> Visit {
        self.agent.plan_visit(self.organisation, &plan(&self.day), Write::default()).await.unwrap()
    }
}

async fn told(client: &Client, kind: Kind) -> Vec<Notification> {
    let page = client.list_notifications(&NotificationQuery::default()).await.unwrap();
    page.items.into_iter().filter(|one| one.kind == kind.as_str()).collect()
}

both_databases! {
    async fn an_organisation_sees_it_once_it_was_told(app) {
        let story = Story::of(&app).await;
        let planned = story.planned().await;
        assert_eq!((planned.state, planned.mine), (VisitState::Planned, true));
        assert_eq!(code(story.gestionnaire.get_visit(planned.id).await), Some(Code::NotFound));
        assert_eq!(code(story.elsewhere.get_visit(planned.id).await), Some(Code::NotFound));
        assert!(story.gestionnaire.list_visits(&VisitQuery::default()).await.unwrap().items.is_empty());
        assert_eq!(story.agent.list_visits(&VisitQuery::default()).await.unwrap().total, 1);
        assert!(told(&story.gestionnaire, Kind::VisitNotified).await.is_empty());
        story.agent.notify_visit(planned.id, Write::default()).await.unwrap();
        let seen = story.gestionnaire.get_visit(planned.id).await.unwrap();
        assert_eq!((seen.state, seen.agent.is_none()), (VisitState::Notified, true));
        assert!(!seen.actions.edit.allowed && !seen.actions.cancel.allowed);
        assert_eq!(story.gestionnaire.list_visits(&VisitQuery::default()).await.unwrap().total, 1);
        let news = told(&story.gestionnaire, Kind::VisitNotified).await;
        assert_eq!(news[0].path.as_deref(), Some(format!("/audits/{}", planned.id).as_str()));
        assert!(app.letters().iter().any(|letter| letter.subject.starts_with("Audit de ")));
        assert_eq!(code(story.gestionnaire.notify_visit(planned.id, Write::default()).await), Some(Code::Forbidden));
    }

    async fn a_change_of_an_announced_plan_is_told_and_versions_count(app) {
        let story = Story::of(&app).await;
        let planned = story.planned().await;
        let announced = story.agent.notify_visit(planned.id, Write::default()).await.unwrap();
        let patch = VisitPatch { held_on: Some("2026-12-15".into()), ..VisitPatch::default() };
        assert_eq!(code(story.agent.update_visit(planned.id, planned.version, &patch).await), Some(Code::VersionStale));
        let moved = story.agent.update_visit(planned.id, announced.version, &patch).await.unwrap();
        assert_eq!(moved.held_on.to_string(), "2026-12-15");
        assert_eq!(told(&story.gestionnaire, Kind::VisitNotified).await.len(), 2);
        let past = VisitPatch { held_on: Some("2026-11-01".into()), ..VisitPatch::default() };
        assert_eq!(code(story.agent.update_visit(planned.id, moved.version, &past).await), Some(Code::DayPast));
        let early = story.agent.report_visit(planned.id, &report("2026-12-15"), Write::default()).await;
        assert_eq!(code(early), Some(Code::VisitTooEarly));
        assert_eq!(
            code(story.agent.plan_visit(story.organisation, &plan("2026-11-01"), Write::default()).await),
            Some(Code::DayPast)
        );
        let elsewhere = story.elsewhere.plan_visit(story.organisation, &plan("2026-12-15"), Write::default()).await;
        assert_eq!(code(elsewhere), Some(Code::NotFound));
    }

    async fn what_is_to_be_mended_is_answered_followed_up_and_closed(app) {
        let story = Story::of(&app).await;
        let waits = async |client: &Client| {
            let items = client.list_tasks().await.unwrap().items.into_iter();
            let visits = items.filter(|task| matches!(task.kind, TaskKind::ReportVisits | TaskKind::AnswerVisits));
            visits.map(|task| (task.kind, task.count, task.due_on.unwrap().to_string())).collect::<Vec<_>>()
        };
        let announced = story.planned().await;
        assert!(waits(&story.agent).await.is_empty(), "nothing to report on before the organisation knows");
        story.agent.notify_visit(announced.id, Write::default()).await.unwrap();
        assert_eq!(waits(&story.agent).await, [(TaskKind::ReportVisits, 1, story.day.clone())]);
        assert!(waits(&story.elsewhere).await.is_empty());
        let held = story.agent.report_visit(announced.id, &report(&story.day), Write::default()).await.unwrap();
        assert_eq!((held.state, held.corrective_actions.len()), (VisitState::Held, 2));
        assert!(waits(&story.agent).await.is_empty());
        assert_eq!(waits(&story.gestionnaire).await, [(TaskKind::AnswerVisits, 2, "2026-12-31".into())]);
        assert_eq!(told(&story.gestionnaire, Kind::VisitReported).await.len(), 1);
        let first = held.corrective_actions[0].id;
        let said = comment("Commandé.");
        let answered = story.gestionnaire.answer_visit_action(held.id, first, &said, Write::default());
        let answered = answered.await.unwrap();
        assert_eq!(answered.corrective_actions[0].answer.as_deref(), Some("Commandé."));
        assert_eq!(waits(&story.gestionnaire).await, [(TaskKind::AnswerVisits, 1, "2026-12-31".into())]);
        assert_eq!(told(&story.agent, Kind::VisitAnswered).await.len(), 1);
        let by_agent = story.agent.answer_visit_action(held.id, first, &comment("Non."), Write::default()).await;
        assert_eq!(code(by_agent), Some(Code::Forbidden));
        assert_eq!(code(story.agent.close_visit(held.id, Write::default()).await), Some(Code::VisitActionsOpen));
        // The report written again keeps what was answered of what it names, and drops the rest.
        let mut again = answered.reported();
        again.actions.truncate(1);
        let again = story.agent.report_visit(held.id, &again, Write::default()).await.unwrap();
        assert_eq!(again.corrective_actions.len(), 1);
        assert_eq!(again.corrective_actions[0].answer.as_deref(), Some("Commandé."));
        let mut foreign = again.reported();
        foreign.actions[0].id = held.corrective_actions[1].id.to_string();
        let refused = story.agent.report_visit(held.id, &foreign, Write::default()).await;
        assert_eq!(code(refused), Some(Code::BadReference));
        // Six weeks later, when the sign-ins of before are over.
        app.on("2027-01-04");
        let [agent, gestionnaire] = &story.people;
        let (agent, gestionnaire) = (app.signed_in(agent).await, app.signed_in(gestionnaire).await);
        assert!(gestionnaire.get_visit(held.id).await.unwrap().corrective_actions[0].late);
        let done = FollowUp { outcome: "done".into(), comment: "Vu.".into() };
        let followed = agent.follow_visit_action(held.id, first, &done, Write::default()).await.unwrap();
        let action = &followed.corrective_actions[0];
        assert_eq!((action.outcome, action.late), (ActionOutcome::Done, false));
        assert_eq!(action.followed_on.map(|day| day.to_string()).as_deref(), Some("2027-01-04"));
        let closed = agent.close_visit(held.id, Write::default()).await.unwrap();
        assert_eq!(closed.state, VisitState::Closed);
        let late = gestionnaire.answer_visit_action(held.id, first, &comment("Oui."), Write::default()).await;
        assert_eq!(code(late), Some(Code::VisitState));
        let acts = app.read(|tx| Ok(forprev_store::audit::of_resource(tx.conn, "visit", &held.id.to_string())?));
        let acts: Vec<_> = acts.into_iter().map(|line| line.action).collect();
        assert_eq!(
            acts,
            ["plan_visit", "notify_visit", "report_visit", "answer_visit_action", "report_visit", "follow_visit_action", "close_visit"]
        );
    }

    async fn a_cancelled_one_is_told_where_it_was_announced(app) {
        let story = Story::of(&app).await;
        let (unknown, announced) = (story.planned().await, story.planned().await);
        story.agent.notify_visit(announced.id, Write::default()).await.unwrap();
        for one in [&unknown, &announced] {
            let cancelled = story.agent.cancel_visit(one.id, &comment("Agent absent."), Write::default()).await.unwrap();
            assert_eq!((cancelled.state, cancelled.reason.as_deref()), (VisitState::Cancelled, Some("Agent absent.")));
        }
        assert_eq!(told(&story.gestionnaire, Kind::VisitCancelled).await.len(), 1);
        assert_eq!(code(story.gestionnaire.get_visit(unknown.id).await), Some(Code::NotFound));
        assert_eq!(story.gestionnaire.get_visit(announced.id).await.unwrap().state, VisitState::Cancelled);
        let again = story.agent.cancel_visit(announced.id, &comment("Non."), Write::default()).await;
        assert_eq!(code(again), Some(Code::VisitState));
    }

    async fn its_documents_are_the_caisse_s_to_add_and_the_organisation_s_to_read(app) {
        let story = Story::of(&app).await;
        let planned = story.planned().await;
        let query = UploadQuery { purpose: "supporting_document".into(), ..UploadQuery::default() };
        let sending = || forprev_client::Sending::of_bytes("Rapport.pdf", crate::attachments::pdf(2_000));
        let added = story.agent.upload_attachment(planned.id.into(), &query, sending(), Write::default()).await.unwrap();
        let list = AttachmentQuery::default();
        let unseen = story.gestionnaire.list_attachments(planned.id.into(), &list).await;
        assert_eq!(code(unseen), Some(Code::NotFound));
        assert_eq!(code(story.gestionnaire.get_attachment(added.id).await.map(drop)), Some(Code::NotFound));
        story.agent.notify_visit(planned.id, Write::default()).await.unwrap();
        assert_eq!(story.gestionnaire.list_attachments(planned.id.into(), &list).await.unwrap().total, 1);
        let refused = story.gestionnaire.upload_attachment(planned.id.into(), &query, sending(), Write::default()).await;
        assert_eq!(code(refused), Some(Code::Forbidden));
        assert_eq!(code(story.gestionnaire.remove_attachment(added.id).await), Some(Code::Forbidden));
        assert_eq!(code(story.elsewhere.get_attachment(added.id).await.map(drop)), Some(Code::NotFound));
        story.agent.remove_attachment(added.id).await.unwrap();
    }
}
