//! Whether the server runs, and whether it can work.

use crate::{
    request::{Answered, Request},
    write::ok,
};
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
