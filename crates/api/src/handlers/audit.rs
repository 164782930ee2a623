//! The log, and who looked at one's data.

use crate::{
    headers::wants_csv,
    request::{Answered, Request},
    write::{ok, private},
};
use actix_web::http::{StatusCode, header::CONTENT_DISPOSITION};
use forprev_app::{audit, looks};
use forprev_core::{audit::AuditQuery, query::PageQuery};

pub(crate) async fn list_audit(request: Request) -> Answered {
    let query: AuditQuery = request.query()?;
    if !wants_csv(&request.http) {
        return ok(request.read(move |tx| audit::list_audit(tx, &query)).await?);
    }
    let bytes = request.read(move |tx| audit::audit_csv(tx, &query)).await?;
    Ok(private(StatusCode::OK)
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"journal.csv\""))
        .body(bytes))
}

pub(crate) async fn list_looks(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| looks::list_looks(tx, &query)).await?)
}
