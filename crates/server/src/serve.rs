//! `forprev serve`.

use crate::{config::Config, front, open};
use actix_web::{App as Web, HttpServer, middleware::Compress, web};
use anyhow::{Context, Result, bail};
use forprev_api::{Api, Options};
use forprev_app::{
    App, Failure,
    jobs::{self, purge::Purged},
    seed,
};
use std::{sync::Arc, time::Duration};

/// How often what may no longer be kept is erased. Reading never waits for it.
const PURGE_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long requests may take to end when the server is asked to stop.
const STOP_SECONDS: u64 = 15;

/// Serves until it is asked to stop.
pub fn serve(config: Config) -> Result<()> {
    open::migrate(&config)?;
    let app = Arc::new(open::app(&config)?);
    if !config.demo && seed::holds_demo(&app)? {
        bail!(
            "this base holds the accounts of the demonstration, whose password everybody knows: expected another base \
             in FORPREV_DATABASE_URL, or FORPREV_DEMO=1"
        );
    }
    actix_web::rt::System::new().block_on(run(config, app))
}

async fn run(config: Config, app: Arc<App>) -> Result<()> {
    let options = Options {
        trusted_proxies: config.trusted_proxies.clone(),
        requests_per_minute: config.requests_per_minute,
    };
    let api = web::Data::new(Api::new(Arc::clone(&app), options));
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(api.clone())
            .wrap(Compress::default())
            .wrap_fn(forprev_api::guard)
            .configure(forprev_api::configure)
            .default_service(web::to(front::serve))
    })
    // A long answer goes out in several writes: without it the last of them waits 40 ms for the reader's system to
    // acknowledge the others.
    .tcp_nodelay(true)
    .shutdown_timeout(STOP_SECONDS)
    .bind(config.bind)
    .with_context(|| format!("listening on {}", config.bind))?
    .run();
    tracing::info!(bind = %config.bind, public_url = %config.public_url, demo = config.demo, "serving");
    let purging = tokio::spawn(purge_again_and_again(move || jobs::purge::run(&app)));
    let served = server.await;
    purging.abort();
    tracing::info!("stopped");
    Ok(served?)
}

/// Now, and then at each [`PURGE_EVERY`], whatever came of the time before.
async fn purge_again_and_again(purge: impl Fn() -> Result<Purged, Failure> + Clone + Send + 'static) {
    let mut due = tokio::time::interval(PURGE_EVERY);
    loop {
        due.tick().await;
        match tokio::task::spawn_blocking(purge.clone()).await {
            Ok(Ok(purged)) => {
                tracing::info!(sessions = purged.sessions, answers = purged.answers, "purged");
            }
            Ok(Err(failure)) => tracing::error!(cause = %failure, "the purge failed; it runs again"),
            Err(_) => tracing::error!("the purge panicked; it runs again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[tokio::test(start_paused = true)]
    async fn the_purge_runs_at_the_start_and_each_hour_though_it_fails_or_panics() {
        let runs = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&runs);
        let purge = move || match counted.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Failure::internal("the base is locked")),
            1 => panic!("as badly as it can"),
            _ => Ok(Purged::default()),
        };
        let day = PURGE_EVERY * 24 - Duration::from_secs(1);
        tokio::time::timeout(day, purge_again_and_again(purge)).await.unwrap_err();
        assert_eq!(runs.load(Ordering::Relaxed), 24);
    }
}
