//! `forprev serve`.

use crate::{
    config::Config,
    front::{self, Front},
    open,
};
use actix_web::{App as Web, HttpServer, middleware::Compress, web};
use anyhow::{Context, Result, bail};
use forprev_api::{Api, Options};
use forprev_app::{
    App, Failure,
    jobs::{self, Ran},
    seed,
};
use std::{sync::Arc, time::Duration};

/// How often it is looked whether some work is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);
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
    let front = web::Data::new(Front { look: config.look.clone(), redirects: config.redirects.clone() });
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(api.clone())
            .app_data(front.clone())
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
    let working = tokio::spawn(work_again_and_again(move || jobs::run_due(&app)));
    let served = server.await;
    working.abort();
    tracing::info!("stopped");
    Ok(served?)
}

/// Now, and then at each [`LOOK_EVERY`], whatever came of the time before.
async fn work_again_and_again(work: impl Fn() -> Result<Vec<Ran>, Failure> + Clone + Send + 'static) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        match tokio::task::spawn_blocking(work.clone()).await {
            Ok(Ok(ran)) => ran.iter().for_each(tell),
            Ok(Err(failure)) => {
                tracing::error!(cause = %failure, "scheduled work cannot be looked up; it is tried again")
            }
            Err(_) => tracing::error!("scheduled work panicked; it is tried again"),
        }
    }
}

fn tell(ran: &Ran) {
    match &ran.outcome {
        Ok(0) => tracing::debug!(job = ran.name, "nothing to do"),
        Ok(done) => tracing::info!(job = ran.name, done, "done"),
        Err(failure) => tracing::error!(job = ran.name, cause = %failure, "failed; it is tried again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    #[tokio::test(start_paused = true)]
    async fn work_is_looked_for_at_the_start_and_ever_after_though_it_fails_or_panics() {
        let looks = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&looks);
        let work = move || match counted.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Failure::internal("the base is locked")),
            1 => panic!("as badly as it can"),
            _ => Ok(Vec::new()),
        };
        let some = LOOK_EVERY * 24 - Duration::from_secs(1);
        tokio::time::timeout(some, work_again_and_again(work)).await.unwrap_err();
        assert_eq!(looks.load(Ordering::Relaxed), 24);
    }
}
