//! The trainees of a session: a change to one is a change to the session.

use super::session::{created, of};
use crate::{
    body::json,
    form,
    headers::content_type,
    request::{Answered, Request, blocking},
    write::ok,
};
use forprev_app::{Answer, looks::What, sessions};
use forprev_core::{
    id::{SessionId, TraineeId},
    query::ImportQuery,
    session::{NewTrainee, TraineePatch, import::FILE_MAX},
};

/// What browsers and programs call a CSV or an XLSX file. What it is, its bytes say.
const TABLES: [&str; 6] = [
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
];

pub(crate) async fn add_trainee(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let trainee: NewTrainee = json(&body)?;
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| sessions::add_trainee(tx, id, version, &trainee).map(created)).await
}

pub(crate) async fn update_trainee(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: TraineePatch = json(&body)?;
    let (id, trainee): (SessionId, TraineeId) = (request.path("id")?, request.path("trainee_id")?);
    let version = request.seen_version();
    request.write(&body, move |tx| sessions::update_trainee(tx, id, trainee, version, &patch).map(of)).await
}

pub(crate) async fn remove_trainee(request: Request) -> Answered {
    let (id, trainee): (SessionId, TraineeId) = (request.path("id")?, request.path("trainee_id")?);
    let version = request.seen_version();
    request.write(&[], move |tx| sessions::remove_trainee(tx, id, trainee, version).map(of)).await
}

pub(crate) async fn import_trainees(mut request: Request) -> Answered {
    let query: ImportQuery = request.query()?;
    let body = if content_type(&request.http) == form::MEDIA_TYPE {
        form::file(&request.http.clone(), request.payload()?, FILE_MAX).await?
    } else {
        request.bytes(&TABLES, FILE_MAX).await?
    };
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    // The bytes belong to what an idempotency key stands for.
    let (file, body) = blocking(move || Ok((sessions::TraineeFile::read(&body)?, body))).await?;
    request
        .write_or_try(query.dry_run.unwrap_or_default(), &body, move |tx| {
            let report = sessions::import_trainees(tx, id, version, &file, query.mode)?;
            let version = report.session.version;
            Ok(Answer::ok(report).of_session(id, version))
        })
        .await
}

pub(crate) async fn list_trainee_candidates(request: Request) -> Answered {
    let (id, trainee): (SessionId, TraineeId) = (request.path("id")?, request.path("trainee_id")?);
    let (page, shown) = request.read(move |tx| sessions::find_trainee_candidates(tx, id, trainee)).await?;
    request.note_looks(shown, What::Candidate).await?;
    ok(page)
}
