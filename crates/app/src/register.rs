//! The public register of companies, as a form asks it (B19).

pub use forprev_register::{Limits, Settings};

use crate::{App, Failure};
use forprev_core::{
    organisation::{register::RegisterEntry, siret::Siret},
    problem::Code,
};

/// `GET /register/companies/{siret}`: what the register says of this establishment. It asks the register, outside any
/// transaction, and answers within two seconds.
///
/// # Errors
/// `register.unreachable` where it cannot be asked now, or is not set up; `register.unknown_siret` where it knows none.
pub async fn get_company(app: &App, siret: &Siret) -> Result<RegisterEntry, Failure> {
    let register = app.register.as_ref().ok_or_else(|| Failure::of(Code::RegisterUnreachable))?;
    match register.look_up(siret, app.now()).await {
        Ok(Some(entry)) => Ok(entry),
        Ok(None) => Err(Failure::of(Code::RegisterUnknownSiret)),
        Err(forprev_register::Unreachable) => Err(Failure::of(Code::RegisterUnreachable)),
    }
}
