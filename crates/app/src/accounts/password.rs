//! Passwords: Argon2id, two at once, so that a flood of sign-ins takes neither the memory nor the processors.

use crate::Failure;
use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, PasswordHasher, Version,
    password_hash::{self, Output, Salt, SaltString},
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

/// What a password is hashed in: 19 MiB, used again while others wait. Made anew for each, on whatever thread, it would
/// stay with each of these threads: hundreds of megabytes.
type Room = Vec<Block>;

/// Whether this is the password of that hash; without a hash it takes the same time to say no.
fn matches(password: &str, stored: Option<&str>, room: &mut Room) -> bool {
    let right = matches_hash(password, stored.unwrap_or(NOBODY), room).unwrap_or(false);
    right && stored.is_some()
}

fn matches_hash(password: &str, stored: &str, room: &mut Room) -> Result<bool, password_hash::Error> {
    let hash = PasswordHash::new(stored)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return Ok(false) };
    let params = Params::try_from(&hash)?;
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    room.resize(params.block_count(), Block::default());
    let mut salted = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut salted)?;
    let argon2 = Argon2::new(Algorithm::try_from(hash.algorithm)?, version, params);
    let output = Output::init_with(expected.len(), |output| {
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, room.as_mut_slice())?)
    })?;
    // In a time that does not tell how much is right.
    Ok(output == expected)
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
    /// Of those who are done, for those who wait.
    rooms: Vec<Room>,
}

impl Hashing {
    /// Checks a password, when its turn comes.
    ///
    /// # Errors
    /// `request.too_many` where too many wait, or the wait was too long.
    pub fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Failure> {
        let mut room = self.enter().inspect_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
        })?;
        let right = matches(password, stored, &mut room);
        let mut queue = self.lock();
        queue.running -= 1;
        if queue.waiting > 0 {
            queue.rooms.push(room);
        } else {
            // When the rush is over the memory is given back.
            queue.rooms.clear();
        }
        drop(queue);
        self.freed.notify_one();
        Ok(right)
    }

    /// How many were sent away since the program began.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> Result<Room, Failure> {
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
        Ok(queue.rooms.pop().unwrap_or_default())
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
        let mut room = Room::new();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("correct horse", Some(&stored), &mut room));
        assert!(!matches("correct horsf", Some(&stored), &mut room));
        assert!(!matches("", None, &mut room));
        assert!(!matches("correct horse", Some("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA"), &mut room));
        assert!(!matches("correct horse", Some("no hash"), &mut room));
        // What the library itself says of it.
        let parsed = PasswordHash::new(&stored).unwrap();
        assert!(argon2::PasswordVerifier::verify_password(&argon2(), b"correct horse", &parsed).is_ok());
        assert_ne!(stored, hash("correct horse").unwrap(), "each has its own salt");
    }

    #[test]
    fn no_account_takes_the_same_work() {
        let stored = hash("correct horse").unwrap();
        let mut room = Room::new();
        let mut time = |stored: Option<&str>| {
            let start = Instant::now();
            assert!(!matches("wrong", stored, &mut room));
            start.elapsed()
        };
        let (there, absent) = (time(Some(&stored)), time(None));
        assert!(absent * 5 > there, "{absent:?} and {there:?}");
    }

    #[test]
    fn beyond_those_who_wait_one_is_sent_away_at_once() {
        let gate = Hashing::default();
        *gate.lock() = Queue { running: AT_ONCE, waiting: WAITING, rooms: Vec::new() };
        let start = Instant::now();
        assert_eq!(gate.verify("x", None).unwrap_err().code(), Code::TooMany);
        assert!(start.elapsed() < PATIENCE);
        assert_eq!(gate.refused(), 1);
    }
}
