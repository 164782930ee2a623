//! One transaction of one caller: what every use case is given.

use crate::{App, Failure, accounts::Device, chance::Seed};
use chrono::{DateTime, NaiveDate, Utc};
use forprev_core::{actor::Actor, calendar::today_in_paris};
use forprev_store as store;
use std::{net::IpAddr, rc::Rc};

/// Whoever asks, and from where.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// The network address of the request, where there is one.
    pub address: Option<IpAddr>,
    /// The browser of a request that may begin a sign-in.
    pub device: Option<Device>,
    /// The sign-in that they act in, where it is one.
    pub sign_in: Option<String>,
}

impl Caller {
    /// Nobody in particular: public reads, jobs, commands.
    #[must_use]
    pub const fn anyone() -> Self {
        Self { actor: Actor::Anyone, address: None, device: None, sign_in: None }
    }

    /// This actor, without an address.
    #[must_use]
    pub const fn of(actor: Actor) -> Self {
        Self { actor, address: None, device: None, sign_in: None }
    }
}

/// A transaction, with who asks and when. Time stands still in it: all that it writes has one instant.
pub struct Tx<'a> {
    /// The base, inside the transaction.
    pub conn: &'a mut store::Connection,
    /// Keys, secret and settings. Not for another transaction.
    pub app: &'a App,
    /// Who asks.
    pub actor: &'a Actor,
    /// From which address.
    pub address: Option<IpAddr>,
    /// With which browser, where a sign-in may begin.
    pub device: Option<&'a Device>,
    /// In which sign-in: its family of refresh tokens.
    pub sign_in: Option<&'a str>,
    /// The instant of all of it, cut to milliseconds.
    pub now: DateTime<Utc>,
    /// The day in Paris.
    pub today: NaiveDate,
    /// Whether everything is undone at the end (`?dry_run=true`).
    pub dry_run: bool,
    /// Where random bytes come from, where it is not the system.
    pub(crate) seed: Option<Rc<Seed>>,
}

impl App {
    /// Runs a use case on one snapshot of the base; it cannot write.
    ///
    /// # Errors
    /// Those of `f`, and of the base.
    pub fn read<T>(
        &self,
        caller: &Caller,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let now = self.now();
        self.pool.read(|conn| f(&mut self.tx(conn, caller, now, false)))
    }

    /// Runs a use case in one transaction, kept when it answers `Ok` and undone otherwise. When other writers are in
    /// its way it runs again: it does nothing outside the base.
    ///
    /// # Errors
    /// Those of `f`, and of the base.
    pub fn write<T>(
        &self,
        caller: &Caller,
        mut f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let now = self.now();
        self.pool.write(|conn| f(&mut self.tx(conn, caller, now, false)))
    }

    /// Runs a use case that writes, and undoes it: what it would have answered (`?dry_run=true`).
    ///
    /// # Errors
    /// Those of `f`, and of the base.
    pub fn dry_run<T>(
        &self,
        caller: &Caller,
        mut f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let now = self.now();
        let undone = self.pool.write(|conn| -> Result<std::convert::Infallible, Undone<T>> {
            Err(match f(&mut self.tx(conn, caller, now, true)) {
                Ok(answer) => Undone::Done(answer),
                Err(failure) => Undone::Failed(failure),
            })
        });
        match undone {
            Err(Undone::Done(answer)) => Ok(answer),
            Err(Undone::Failed(failure)) => Err(failure),
            Ok(never) => match never {},
        }
    }

    fn tx<'a>(
        &'a self,
        conn: &'a mut store::Connection,
        caller: &'a Caller,
        now: DateTime<Utc>,
        dry_run: bool,
    ) -> Tx<'a> {
        Tx {
            conn,
            app: self,
            actor: &caller.actor,
            address: caller.address,
            device: caller.device.as_ref(),
            sign_in: caller.sign_in.as_deref(),
            now,
            today: today_in_paris(now),
            dry_run,
            seed: None,
        }
    }
}

/// A transaction that is undone whatever its answer.
enum Undone<T> {
    Done(T),
    Failed(Failure),
}

impl<T> From<store::Error> for Undone<T> {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
