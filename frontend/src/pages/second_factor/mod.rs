//! Second factors: the second step of the sign-in, and the page where one sets up one's own.

mod adding;
mod codes;
mod confirm;
mod confirmed;
mod mine;
mod page;
mod step;

pub use confirm::{Confirm, ConfirmDialog};
pub use confirmed::Confirmed;
pub use page::SecondFactorsPage;
pub use step::{Begun, SecondStepCard};

use crate::{i18n::t, webauthn::Refused};

/// Why a browser gave no passkey, in a sentence.
fn told(refused: Refused) -> &'static str {
    match refused {
        Refused::Unknown => t().second_factor.passkey_unknown,
        Refused::Ended => t().second_factor.passkey_ended,
    }
}
