//! From settings to an application that can be used.

use crate::config::Config;
use anyhow::{Context, Result, anyhow};
use forprev_app::{App, Clock, Settings, keys, mail::Smtp, oidc::Provider};
use forprev_store::{self as store, Pool, PoolOptions};
use std::sync::Arc;

fn clock(config: &Config) -> Clock {
    config.now.map_or(Clock::System, Clock::starting_at)
}

fn pool(config: &Config) -> Result<Pool> {
    let options = PoolOptions { connections: config.connections, ..PoolOptions::default() };
    Pool::open(&config.database_url, options).context("opening the base")
}

/// Brings the base to the tables and the reference data of this program.
pub fn migrate(config: &Config) -> Result<()> {
    store::migrate(&config.database_url).context("migrating the base")?;
    store::reference::load(&pool(config)?).context("loading the reference data")?;
    Ok(())
}

/// The application over a base that has its tables.
pub fn app(config: &Config) -> Result<App> {
    let clock = clock(config);
    let secret = keys::SecretKey::open_or_create(&config.secret_key_file).context("the secret key")?;
    let signing = keys::SigningKeys::open_or_create(&config.signing_keys_dir, clock.now())
        .context("the signing keys")?;
    let settings = Settings {
        public_url: config.public_url.clone(),
        demo: config.demo,
        second_factor: config.second_factor.clone(),
    };
    let shelf = config.attachments.open().map_err(|why| anyhow!("the place of attachments: {why}"))?;
    let app = App::new(pool(config)?, clock, signing, secret, settings).with_attachments(Arc::new(shelf));
    let app = match &config.oidc {
        Some(settings) => app.with_oidc(Provider::new(settings.clone())),
        None => app,
    };
    let Some(url) = &config.smtp_url else { return Ok(app) };
    let smtp =
        Smtp::new(url, &config.mail_from).map_err(|expected| anyhow!("the mail server: {expected}"))?;
    Ok(app.with_post(Arc::new(smtp)))
}
