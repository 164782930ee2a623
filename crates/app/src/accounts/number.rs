//! Forprev numbers: drawn, one for a person's life.

use crate::{Failure, Tx};
use forprev_core::forprev_number::ForprevNumber;
use forprev_store as store;

/// How often a number is drawn again when it is taken.
const TRIES: usize = 20;

/// A number that nobody has.
///
/// # Errors
/// The system gives no random bytes, or hardly a number is left.
pub(crate) fn free_number(tx: &mut Tx<'_>) -> Result<ForprevNumber, Failure> {
    for _ in 0..TRIES {
        let mut random = [0; 8];
        tx.random(&mut random)?;
        let number = ForprevNumber::from_random(random);
        if !store::person::number_taken(tx.conn, &number)? {
            return Ok(number);
        }
    }
    Err(Failure::internal("no free Forprev number was drawn"))
}
