//! The one place where a failure becomes an answer: RFC 9457, with the request's id, in the caller's language. What
//! is not the caller's business goes to the log, once.

use crate::{guard::request_id, headers};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_LANGUAGE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use forprev_app::Failure;
use forprev_core::problem::{Code, Language, Param, Problem};

/// The answer that tells this failure.
pub fn refuse(http: &HttpRequest, failure: &Failure) -> HttpResponse {
    let id = request_id(http);
    if failure.is_ours() {
        tracing::error!(request_id = %id, cause = %failure, "the request failed here");
    }
    let mut problem = failure.problem();
    let language = headers::language(http);
    problem.tell(language);
    problem.request_id = id;
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer
        .content_type("application/problem+json")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_LANGUAGE, if language == Language::English { "en" } else { "fr" }));
    match problem.code {
        Code::Unauthenticated | Code::SignInFailed => {
            answer.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        Code::TooMany => {
            answer.insert_header((RETRY_AFTER, seconds(&problem).to_string()));
        }
        Code::Unavailable => {
            answer.insert_header((RETRY_AFTER, "5"));
        }
        _ => {}
    }
    answer.json(problem)
}

fn seconds(problem: &Problem) -> i64 {
    let told = problem.errors.first().and_then(|fault| fault.params.get("seconds"));
    if let Some(Param::Number(seconds)) = told { *seconds } else { 1 }
}
