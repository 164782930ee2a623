//! Whether the server runs, whether it can work, and how it does.

use crate::{
    metrics,
    request::{Answered, Request, blocking},
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
    // The base answers, and has its tables; attachments can be put down.
    let app = request.api.app.clone();
    let ready = match request.read(|tx| forprev_app::parameters::on(tx, tx.today)).await {
        Ok(_) => blocking(move || app.attachments.as_ref().map_or(Ok(()), |shelf| shelf.check())).await,
        Err(failure) => Err(failure),
    };
    match ready {
        Ok(()) => ok(json!({ "status": "ready" })),
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
