//! Decision letters, and their models.

use crate::{
    body::json,
    request::{Answered, Request, blocking},
    write::{ok, private},
};
use actix_web::http::{
    StatusCode,
    header::{CONTENT_DISPOSITION, ContentEncoding},
};
use forprev_app::{Answer, Failure, letters};
use forprev_core::{
    id::{LetterId, OrganisationId},
    letter::NewLetterModel,
    query::PageQuery,
};

pub(crate) async fn list_letters(request: Request) -> Answered {
    let (id, query): (OrganisationId, PageQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| letters::list_letters(tx, id, &query)).await?)
}

pub(crate) async fn get_letter(request: Request) -> Answered {
    let id: LetterId = request.path("id")?;
    ok(request.read(move |tx| letters::get_letter(tx, id)).await?)
}

pub(crate) async fn get_letter_pdf(request: Request) -> Answered {
    let id: LetterId = request.path("id")?;
    let file = request.read(move |tx| letters::get_letter_pdf(tx, id)).await?;
    document(file, "lettre-de-decision.pdf").await
}

pub(crate) async fn list_letter_models(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| letters::list_letter_models(tx, &query)).await?)
}

pub(crate) async fn create_letter_model(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewLetterModel = json(&body)?;
    request.write(&body, move |tx| letters::create_letter_model(tx, &input).map(Answer::created)).await
}

pub(crate) async fn preview_letter(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewLetterModel = json(&body)?;
    ok(request.read(move |tx| letters::preview_letter(tx, &input)).await?)
}

pub(crate) async fn preview_letter_pdf(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewLetterModel = json(&body)?;
    let file = request.read(move |tx| letters::preview_letter_pdf(tx, &input)).await?;
    document(file, "apercu.pdf").await
}

/// A document, drawn once the transaction is over.
async fn document(file: letters::Unlaid, name: &str) -> Answered {
    let bytes: Result<Vec<u8>, Failure> = blocking(move || file.lay_out()).await;
    Ok(private(StatusCode::OK)
        .content_type("application/pdf")
        // Packed already.
        .insert_header(ContentEncoding::Identity)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes?))
}
