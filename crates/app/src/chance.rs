//! Where random bytes and identifiers come from: the system; while the demonstration is written, a seed, so that it
//! is the same in every base.

use crate::{Failure, Tx};
use sha2::{Digest, Sha256};
use std::{cell::Cell, rc::Rc};
use uuid::Uuid;

/// A source that gives the same bytes each time it begins.
#[derive(Debug)]
pub(crate) struct Seed {
    name: &'static str,
    drawn: Cell<u64>,
}

impl Seed {
    /// A source of this name.
    pub(crate) fn new(name: &'static str) -> Rc<Self> {
        Rc::new(Self { name, drawn: Cell::new(0) })
    }

    fn block(&self) -> (u64, [u8; 32]) {
        let number = self.drawn.get();
        self.drawn.set(number + 1);
        (number, Sha256::new().chain_update(self.name).chain_update(number.to_be_bytes()).finalize().into())
    }
}

impl Tx<'_> {
    /// Fills with bytes that nobody can guess.
    ///
    /// # Errors
    /// The system gives none.
    pub(crate) fn random(&self, bytes: &mut [u8]) -> Result<(), Failure> {
        match &self.seed {
            None => getrandom::fill(bytes).map_err(|_| Failure::internal("the system gives no random bytes")),
            Some(seed) => {
                for part in bytes.chunks_mut(32) {
                    let (_, block) = seed.block();
                    part.copy_from_slice(block.get(..part.len()).unwrap_or_default());
                }
                Ok(())
            }
        }
    }

    /// A new identifier (UUIDv7, RFC 9562): those of one server sort in the order in which they were made.
    pub(crate) fn new_id(&self) -> Uuid {
        let Some(seed) = &self.seed else { return Uuid::now_v7() };
        let (number, block) = seed.block();
        let mut rest = [0; 10];
        for (to, from) in rest.iter_mut().zip(number.to_be_bytes().into_iter().skip(4).chain(block)) {
            *to = from;
        }
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }
}
