//! Numbers that nobody can guess and nobody has.

use crate::{Failure, Tx};
use chrono::Datelike;
use forprev_core::certificate::number::CertificateNumber;
use forprev_store as store;

/// How often a number is drawn again when one is taken: of 32⁸ numbers a year, one in half a million at worst.
const TRIES: usize = 5;

/// As many numbers as asked for, none taken, all different.
///
/// # Errors
/// The system gives no random bytes, or the base cannot be read.
pub(super) fn draw(
    tx: &mut Tx<'_>,
    certificate_code: &str,
    count: usize,
) -> Result<Vec<CertificateNumber>, Failure> {
    let mut numbers: Vec<CertificateNumber> = Vec::with_capacity(count);
    for _ in 0..TRIES {
        while numbers.len() < count {
            let number = one(tx, certificate_code)?;
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let taken = store::certificate::taken(tx.conn, &numbers)?;
        if taken.is_empty() {
            return Ok(numbers);
        }
        numbers.retain(|number| !taken.contains(number));
    }
    Err(Failure::internal("no free certificate number was drawn"))
}

fn one(tx: &Tx<'_>, certificate_code: &str) -> Result<CertificateNumber, Failure> {
    let mut random = [0; 8];
    tx.random(&mut random)?;
    CertificateNumber::new(certificate_code, tx.today.year(), random)
        .ok_or_else(|| Failure::internal("the catalogue holds a code of which no number can be made"))
}
