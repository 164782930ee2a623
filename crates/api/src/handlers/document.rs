//! The document of the API, for machines and for people.

use crate::{
    openapi,
    request::{Answered, Request},
};
use actix_web::{HttpResponse, http::header::CACHE_CONTROL};

pub(crate) async fn get_openapi(_request: Request) -> Answered {
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(openapi::text()))
}

/// `/api/docs`: the same, as a page.
pub(crate) async fn docs() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(openapi::page())
}

/// The page's style sheet: the content policy allows none inside it.
pub(crate) async fn docs_style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(include_str!("../openapi/page.css"))
}
