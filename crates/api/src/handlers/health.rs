//! Whether the server runs, whether it can work, and how it does.

use crate::{
    metrics,
    request::{Answered, Request},
    write::{ok, private},
};
use actix_web::http::StatusCode;
use forprev_app::Failure;
use forprev_core::problem::Code;
use serde_json::json;

pub(crate) async fn health_live(_request: Request) -> Answered {
    ok(json!({ "status": "live" }))
}

pub(crate) async fn health_ready(request: Request) -> Answered {
    // The base answers, and has its tables.
    let ready = request.read(|tx| forprev_app::parameters::on(tx, tx.today)).await;
    match ready {
        Ok(_) => ok(json!({ "status": "ready" })),
        Err(failure) => {
            tracing::error!(cause = %failure, "not ready");
            Err(Failure::of(Code::Unavailable))
        }
    }
}

pub(crate) async fn get_metrics(request: Request) -> Answered {
    let text = request.api.metrics.text().map_err(|_| Failure::internal("figures could not be written"))?;
    Ok(private(StatusCode::OK).content_type(metrics::MEDIA_TYPE).body(text))
}
