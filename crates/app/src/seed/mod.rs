//! Invented data for demonstrations and tests: deterministic, and with dates that follow the clock.

mod accounts;
mod cast;
mod national;
mod organisations;
mod people;
mod sessions;
mod users;

pub use cast::{DEMO_PASSWORD, demo_accounts};
pub use national::{NATIONAL, Size, national, sized};

use crate::{App, Caller, Failure, Tx, chance::Seed};
use chrono::{DateTime, Utc};
use forprev_core::{actor::Actor, calendar::today_in_paris};
use forprev_store as store;

/// The setting that tells that a base holds the demonstration's accounts.
const SETTING: &str = "demo";

/// Whether the base holds the demonstration's accounts, whose password everybody knows.
///
/// # Errors
/// The base cannot be read.
pub fn holds_demo(app: &App) -> Result<bool, Failure> {
    Ok(app.pool.read(|conn| store::setting::get(conn, SETTING))?.is_some())
}

/// Fills the base with the demonstration, in one transaction. Where it is there already nothing changes. Whether
/// anything was written.
///
/// # Errors
/// The base cannot be written.
pub fn demo(app: &App) -> Result<bool, Failure> {
    // Hashing takes its time: not inside the transaction.
    let password = crate::accounts::hash(DEMO_PASSWORD)?;
    app.write(&Caller::anyone(), |tx| {
        if store::setting::get(tx.conn, SETTING)?.is_some() {
            return Ok(false);
        }
        store::setting::set(tx.conn, SETTING, "demo-1")?;
        tx.seed = Some(Seed::new("the demonstration"));
        let held = organisations::write(tx)?;
        people::write(tx)?;
        accounts::write(tx, &held, &password)?;
        sessions::write(tx, &held)?;
        users::write(tx, &held, &password)?;
        Ok(true)
    })
}

/// The same transaction at another instant, of another actor: how something was done days ago.
fn at<T>(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    actor: &Actor,
    act: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut then = Tx {
        conn: &mut *tx.conn,
        app: tx.app,
        actor,
        address: None,
        device: None,
        sign_in: None,
        now,
        today: today_in_paris(now),
        dry_run: false,
        seed: tx.seed.clone(),
    };
    act(&mut then)
}

/// An identifier that is the same in every base: `kind` and `number` say of what.
fn id(kind: u16, number: usize) -> uuid::Uuid {
    // Version 7 and the variant of RFC 9562, on a time long past.
    let value = (u128::from(kind) << 96) | (0x7_u128 << 76) | (0x8_u128 << 60) | number as u128;
    uuid::Uuid::from_u128(value)
}
