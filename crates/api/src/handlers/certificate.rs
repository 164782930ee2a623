//! Certificates: generated, listed, downloaded, revoked.

use crate::{
    body::json,
    request::{Answered, Request, blocking},
    write::{ok, private},
};
use actix_web::http::{
    StatusCode,
    header::{CONTENT_DISPOSITION, ContentEncoding},
};
use forprev_app::{Answer, Failure, Tx, certificates};
use forprev_core::{certificate::Revocation, id::SessionId};

pub(crate) async fn generate_certificates(request: Request) -> Answered {
    let id: SessionId = request.path("id")?;
    request.write(&[], move |tx| certificates::generate_certificates(tx, id)).await
}

pub(crate) async fn list_certificates(request: Request) -> Answered {
    let id: SessionId = request.path("id")?;
    ok(request.read(move |tx| certificates::list_certificates(tx, id)).await?)
}

pub(crate) async fn get_certificates_zip(request: Request) -> Answered {
    let id: SessionId = request.path("id")?;
    file(&request, move |tx| certificates::get_certificates_zip(tx, id)).await
}

pub(crate) async fn get_certificates_pdf(request: Request) -> Answered {
    let id: SessionId = request.path("id")?;
    file(&request, move |tx| certificates::get_certificates_pdf(tx, id)).await
}

pub(crate) async fn get_certificate_pdf(request: Request) -> Answered {
    let number: String = request.path("number")?;
    file(&request, move |tx| certificates::get_certificate_pdf(tx, &number)).await
}

/// A file, drawn after the transaction that recorded its download.
async fn file(
    request: &Request,
    f: impl FnMut(&mut Tx<'_>) -> Result<certificates::File, Failure> + Send + 'static,
) -> Answered {
    let file = request.take(f).await?;
    let (name, media_type) = (file.name.clone(), file.media_type());
    let bytes = blocking(move || file.draw()).await?;
    Ok(private(StatusCode::OK)
        .content_type(media_type)
        // Packed already: compressing it again would take time and no byte less.
        .insert_header(ContentEncoding::Identity)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}

pub(crate) async fn revoke_certificate(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let revocation: Revocation = json(&body)?;
    let number: String = request.path("number")?;
    let revoke =
        move |tx: &mut Tx<'_>| certificates::revoke_certificate(tx, &number, &revocation).map(Answer::ok);
    request.write(&body, revoke).await
}
