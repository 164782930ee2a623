//! Audits and visits of organisations.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, visits};
use forprev_core::{
    id::{OrganisationId, VisitActionId, VisitId},
    organisation::file::Assignment,
    visit::{FollowUp, NewVisit, Visit, VisitComment, VisitPatch, VisitQuery, VisitReport},
};

fn of(visit: Visit) -> Answer<Visit> {
    Answer { version: Some(visit.version), ..Answer::ok(visit) }
}

pub(crate) async fn list_visits(request: Request) -> Answered {
    let query: VisitQuery = request.query()?;
    ok(request.read(move |tx| visits::list_visits(tx, &query)).await?)
}

pub(crate) async fn plan_visit(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewVisit = json(&body)?;
    let id: OrganisationId = request.path("id")?;
    let planned = |one| Answer { status: 201, ..of(one) };
    request.write(&body, move |tx| visits::plan_visit(tx, id, &input).map(planned)).await
}

pub(crate) async fn get_visit(request: Request) -> Answered {
    let id: VisitId = request.path("id")?;
    let found = request.read(move |tx| visits::get_visit(tx, id)).await?;
    ok_version(found.version, found)
}

pub(crate) async fn update_visit(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: VisitPatch = json(&body)?;
    let (id, version): (VisitId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| visits::update_visit(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn assign_visit(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: Assignment = json(&body)?;
    let (id, version): (VisitId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| visits::assign_visit(tx, id, version, &input).map(of)).await
}

pub(crate) async fn notify_visit(request: Request) -> Answered {
    let (id, version): (VisitId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| visits::notify_visit(tx, id, version).map(of)).await
}

pub(crate) async fn report_visit(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: VisitReport = json(&body)?;
    let (id, version): (VisitId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| visits::report_visit(tx, id, version, &input).map(of)).await
}

pub(crate) async fn follow_visit_action(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: FollowUp = json(&body)?;
    let (id, action): (VisitId, VisitActionId) = (request.path("id")?, request.path("action_id")?);
    let version = request.version();
    request.write(&body, move |tx| visits::follow_visit_action(tx, id, action, version, &input).map(of)).await
}

pub(crate) async fn answer_visit_action(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: VisitComment = json(&body)?;
    let (id, action): (VisitId, VisitActionId) = (request.path("id")?, request.path("action_id")?);
    let version = request.version();
    request.write(&body, move |tx| visits::answer_visit_action(tx, id, action, version, &input).map(of)).await
}

pub(crate) async fn close_visit(request: Request) -> Answered {
    let (id, version): (VisitId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| visits::close_visit(tx, id, version).map(of)).await
}

pub(crate) async fn cancel_visit(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: VisitComment = json(&body)?;
    let (id, version): (VisitId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| visits::cancel_visit(tx, id, version, &input).map(of)).await
}
