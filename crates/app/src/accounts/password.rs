//! Passwords: Argon2id, two at once, so that a flood of sign-ins takes neither the memory nor the processors.

use crate::Failure;
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use forprev_core::problem::{Code, Fault};
use std::{
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How many are hashed at once.
const AT_ONCE: usize = 2;
/// How many may wait; further ones are sent away at once, so that waiting takes no threads from other requests.
const WAITING: usize = 16;
/// How long one waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// Against this a password is checked when there is no account: the same work. It is nobody's.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// The hash of a password, as a PHC string, with a salt of its own.
///
/// # Errors
/// The system gives no random bytes.
pub fn hash(password: &str) -> Result<String, Failure> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|_| Failure::internal("no random bytes"))?;
    let failed = |_| Failure::internal("a password could not be hashed");
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    argon2().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string()).map_err(failed)
}

/// Whether this is the password of that hash; without a hash it takes the same time to say no.
fn matches(password: &str, stored: Option<&str>) -> bool {
    let right = PasswordHash::new(stored.unwrap_or(NOBODY))
        .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
    right && stored.is_some()
}

/// The gate before the hashing of passwords.
#[derive(Debug, Default)]
pub struct Hashing {
    queue: Mutex<Queue>,
    freed: Condvar,
    refused: AtomicU64,
}

#[derive(Debug, Default)]
struct Queue {
    running: usize,
    waiting: usize,
}

impl Hashing {
    /// Checks a password, when its turn comes.
    ///
    /// # Errors
    /// `request.too_many` where too many wait, or the wait was too long.
    pub fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Failure> {
        self.in_turn(|| matches(password, stored))
    }

    fn in_turn<T>(&self, work: impl FnOnce() -> T) -> Result<T, Failure> {
        self.enter().inspect_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
        })?;
        let done = work();
        self.lock().running -= 1;
        self.freed.notify_one();
        Ok(done)
    }

    /// The hash of a new password ([`hash`]), when its turn comes.
    ///
    /// # Errors
    /// As [`Hashing::verify`]; the system gives no random bytes.
    pub fn hash(&self, password: &str) -> Result<String, Failure> {
        self.in_turn(|| hash(password))?
    }

    /// How many were sent away since the program began.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> Result<(), Failure> {
        let mut queue = self.lock();
        if queue.running >= AT_ONCE {
            if queue.waiting >= WAITING {
                return Err(busy());
            }
            queue.waiting += 1;
            let (waited, _) = self
                .freed
                .wait_timeout_while(queue, PATIENCE, |queue| queue.running >= AT_ONCE)
                .unwrap_or_else(PoisonError::into_inner);
            queue = waited;
            queue.waiting -= 1;
            if queue.running >= AT_ONCE {
                return Err(busy());
            }
        }
        queue.running += 1;
        Ok(())
    }
}

fn busy() -> Failure {
    Fault::new(Code::TooMany).with("seconds", 2_u32).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_password_matches_its_hash_and_no_other() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("correct horse", Some(&stored)));
        assert!(!matches("correct horsf", Some(&stored)));
        assert!(!matches("", None));
        assert!(!matches("correct horse", Some("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA")));
        assert!(!matches("correct horse", Some("no hash")));
        assert_ne!(stored, hash("correct horse").unwrap(), "each has its own salt");
    }

    #[test]
    fn no_account_takes_the_same_work() {
        let (nobody, stored) = (PasswordHash::new(NOBODY).unwrap(), hash("correct horse").unwrap());
        let someone = PasswordHash::new(&stored).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (someone.algorithm, someone.version));
        assert_eq!(Params::try_from(&nobody).unwrap(), Params::try_from(&someone).unwrap());
        assert_eq!(nobody.hash.unwrap().len(), someone.hash.unwrap().len());
    }

    #[test]
    fn beyond_those_who_wait_one_is_sent_away_at_once() {
        let gate = Hashing::default();
        *gate.lock() = Queue { running: AT_ONCE, waiting: WAITING };
        let start = Instant::now();
        assert_eq!(gate.verify("x", None).unwrap_err().code(), Code::TooMany);
        assert!(start.elapsed() < PATIENCE);
        assert_eq!(gate.refused(), 1);
    }
}
