//! Attachments: what they belong to has two operations, which lead here with its kind; each attachment has two of its own.

use crate::{
    headers::text,
    request::{Answered, Request},
    write::ok,
};
use actix_web::{
    HttpResponse,
    http::header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, ContentEncoding, ETAG, HeaderValue,
        IF_NONE_MATCH,
    },
};
use forprev_app::{Answer, Failure, attachments};
use forprev_core::{
    attachment::{AttachmentOwner, AttachmentQuery, OwnerKind, UploadQuery, disposition},
    id::AttachmentId,
};
use uuid::Uuid;

/// A file of somebody else's is not ours: nothing of it runs, wherever it is shown.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

pub(crate) async fn list_organisation_file_attachments(request: Request) -> Answered {
    list(request, OwnerKind::OrganisationFile).await
}

pub(crate) async fn upload_organisation_file_attachment(request: Request) -> Answered {
    upload(request, OwnerKind::OrganisationFile).await
}

pub(crate) async fn list_request_attachments(request: Request) -> Answered {
    list(request, OwnerKind::Request).await
}

pub(crate) async fn upload_request_attachment(request: Request) -> Answered {
    upload(request, OwnerKind::Request).await
}

pub(crate) async fn list_platform_attachments(request: Request) -> Answered {
    list(request, OwnerKind::Platform).await
}

pub(crate) async fn upload_platform_attachment(request: Request) -> Answered {
    upload(request, OwnerKind::Platform).await
}

pub(crate) async fn list_visit_attachments(request: Request) -> Answered {
    list(request, OwnerKind::Visit).await
}

pub(crate) async fn upload_visit_attachment(request: Request) -> Answered {
    upload(request, OwnerKind::Visit).await
}

pub(crate) async fn get_attachment(request: Request) -> Answered {
    let id: AttachmentId = request.path("id")?;
    let file = request.read(move |tx| attachments::get_attachment(tx, id)).await?;
    let etag = format!("\"{}\"", file.sha256);
    let known = text(&request.http, IF_NONE_MATCH.as_str())
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    // Whoever keeps it asks each time whether it is still theirs to see.
    answer
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((ETAG, etag))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY));
    if known {
        return Ok(answer.finish());
    }
    let bytes = file.bytes(request.api.app.shelf()?).await?;
    Ok(answer
        .content_type(file.media_type.as_str())
        .insert_header((CONTENT_DISPOSITION, disposition(&file.name)))
        // Packed already: compressing it again would take time and no byte less.
        .insert_header(ContentEncoding::Identity)
        .no_chunking(file.size)
        .streaming(bytes))
}

pub(crate) async fn remove_attachment(request: Request) -> Answered {
    let id: AttachmentId = request.path("id")?;
    request.erase(move |tx| attachments::remove_attachment(tx, id)).await
}

async fn list(request: Request, kind: OwnerKind) -> Answered {
    let query: AttachmentQuery = request.query()?;
    let owner = owner(&request, kind)?;
    ok(request.read(move |tx| attachments::list_attachments(tx, owner, &query)).await?)
}

async fn upload(mut request: Request, kind: OwnerKind) -> Answered {
    let query: UploadQuery = request.query()?;
    let owner = owner(&request, kind)?;
    // Before anything of the body is read.
    request.brings_a_file()?;
    let asked = query.clone();
    let key = request.read(move |tx| attachments::may_upload_attachment(tx, owner, &asked)).await?;
    let uploaded = request.receive(key).await?;
    // The digest stands for the bytes.
    let (name, received) = (uploaded.name, uploaded.received);
    let digest = format!("{}\n{name}", received.sha256);
    let dry_run = query.dry_run.unwrap_or_default();
    request
        .write_received(dry_run, digest.as_bytes(), received, move |tx, received| {
            attachments::upload_attachment(tx, owner, &query, &name, received).map(Answer::created)
        })
        .await
}

fn owner(request: &Request, kind: OwnerKind) -> Result<AttachmentOwner, Failure> {
    Ok(AttachmentOwner { kind, id: request.path::<Uuid>("id")? })
}
