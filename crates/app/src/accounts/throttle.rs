//! What slows down whoever guesses passwords or codes: by account from one address, by address, and by account from anywhere.
//!
//! The last two of these could keep the owner of an account out for as long as somebody else keeps guessing, or for as
//! long as others behind the same address mistype. They do not hold for an address from which the owner signed in
//! before; what is counted by address fades, half of it each hour; and by account from anywhere nobody waits long.

use super::{digest_hex, request};
use crate::{Failure, Tx};
use chrono::{DateTime, Duration, Utc};
use forprev_core::{
    email::Email,
    id::PersonId,
    problem::{Code, Fault},
};
use forprev_store::{self as store, sign_in_attempt as attempt};
use std::net::{IpAddr, Ipv6Addr};

/// A limit: so many failures are free, then each one doubles the wait.
#[derive(Clone, Copy)]
struct Limit {
    free: i32,
    longest: Duration,
    forgotten_after: Duration,
    /// In what time half of the failures are forgotten, where they fade.
    half_life: Option<Duration>,
}

const ACCOUNT_HERE: Limit =
    Limit { free: 4, longest: Duration::minutes(15), forgotten_after: Duration::hours(24), half_life: None };
const ADDRESS: Limit = Limit {
    free: 19,
    longest: Duration::minutes(15),
    forgotten_after: Duration::hours(24),
    half_life: Some(Duration::hours(1)),
};
const ACCOUNT: Limit =
    Limit { free: 9, longest: Duration::seconds(30), forgotten_after: Duration::hours(24), half_life: None };

/// Requests for one address or number, and from one network (A2, A3).
const ASKED_FOR: Limit = Limit {
    free: 4,
    longest: Duration::minutes(15),
    forgotten_after: Duration::hours(24),
    half_life: Some(Duration::hours(1)),
};
const ASKED_HERE: Limit = Limit { free: 19, ..ASKED_FOR };

/// How long it is remembered from where an account signs in: longer than any failure counts.
pub(super) const REMEMBERED: Duration = Duration::days(90);

impl Limit {
    /// How long the next try has to wait after so many failures.
    fn wait(&self, failures: i32) -> Option<Duration> {
        let over = u32::try_from(failures - self.free).ok().filter(|over| *over > 0)?;
        let seconds = 2_i64.checked_pow(over).unwrap_or(i64::MAX).min(self.longest.num_seconds());
        Some(Duration::seconds(seconds))
    }

    /// Whether the last of so many failures is the first that has to wait the longest.
    fn is_first_longest(&self, failures: i32) -> bool {
        self.wait(failures) == Some(self.longest) && self.wait(failures - 1) != Some(self.longest)
    }
}

/// Under which keys the tries of one account from one address are counted.
pub(super) struct Keys {
    account_here: String,
    address: String,
    account: String,
    known_here: String,
    /// How long one waits by account from anywhere.
    anywhere: Limit,
}

impl Keys {
    /// `account` is what was typed, or names the account of who is signed in.
    pub(super) fn of(tx: &Tx<'_>, account: &str) -> Self {
        let secret = tx.app.secret.derive("sign-in attempts");
        let network = tx.address.map(|address| network(address).to_string()).unwrap_or_default();
        let key = |what: &str| digest_hex(&secret, what.as_bytes());
        Self {
            account_here: key(&format!("here\n{account}\n{network}")),
            address: key(&format!("address\n{network}")),
            account: key(&format!("account\n{account}")),
            known_here: key(&format!("known\n{account}\n{network}")),
            anywhere: ACCOUNT,
        }
    }

    /// All under which tries at this person's account are counted: what they sign in by, each for itself, and the password
    /// that is asked for again. Counted as one, the wait at an address after failures at a number would tell that the two
    /// are one person's.
    pub(super) fn all_of(tx: &Tx<'_>, person: &store::person::Row) -> Vec<Self> {
        let email = person.email.as_ref().map(Email::key);
        let typed = [Some(person.id.to_string()), email, Some(person.forprev_number.to_string())];
        typed.into_iter().flatten().map(|one| Self::of(tx, &one)).collect()
    }

    /// Of the codes of a second factor. Only who has the password guesses them, and six digits are few: by account they
    /// are as slow from anywhere as from one address.
    pub(super) fn of_codes(tx: &Tx<'_>, person: PersonId) -> Self {
        Self { anywhere: ACCOUNT_HERE, ..Self::of(tx, &format!("codes of {person}")) }
    }

    /// Refuses a try that comes too soon. It is not counted.
    pub(super) fn refuse_if_blocked(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let keys = [&self.account_here, &self.address, &self.account, &self.known_here].map(Clone::clone);
        let rows = attempt::find_all(tx.conn, &keys)?;
        let known = rows.iter().any(|row| row.key == self.known_here);
        refuse_until(tx, rows.iter().filter(|row| !known || row.key == self.account_here))
    }

    /// Counts a failure, and says until when the next try is refused. Where the account, from anywhere, has just come to
    /// its longest wait, its owner is told: once, until its failures are forgotten (A11). `whose` it is, where there is one.
    pub(super) fn failed(&self, tx: &mut Tx<'_>, whose: Option<PersonId>) -> Result<(), Failure> {
        count(tx, &self.account_here, &ACCOUNT_HERE)?;
        count(tx, &self.address, &ADDRESS)?;
        let failures = count(tx, &self.account, &self.anywhere)?;
        if self.anywhere.is_first_longest(failures) { request::guessed(tx, whose) } else { Ok(()) }
    }

    /// Forgets the account's failures: its owner has shown who they are by other means (A11).
    pub(super) fn forgiven(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        attempt::forget(tx.conn, &self.account_here)?;
        attempt::forget(tx.conn, &self.account)?;
        Ok(())
    }

    /// Forgets the account's failures, and remembers that its owner signs in from here. Those of the address stay:
    /// an account of one's own must not buy further guesses at others.
    pub(super) fn succeeded(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        self.forgiven(tx)?;
        attempt::fail(tx.conn, &self.known_here, tx.now.into(), tx.now.into())?;
        Ok(())
    }
}

/// The key of all that fails from the network of the request, whoever is meant.
fn network_key(tx: &Tx<'_>) -> String {
    Keys::of(tx, "").address
}

/// Refuses a try from a network from which much has failed, where nobody is named.
pub(super) fn refuse_if_network_blocked(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let rows = attempt::find_all(tx.conn, &[network_key(tx)])?;
    refuse_until(tx, rows.iter())
}

/// Counts a failure from a network, where nobody is named.
pub(super) fn network_failed(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let key = network_key(tx);
    count(tx, &key, &ADDRESS).map(drop)
}

fn count(tx: &mut Tx<'_>, key: &str, limit: &Limit) -> Result<i32, Failure> {
    if let Some(half_life) = limit.half_life {
        attempt::fade(tx.conn, key, tx.now.into(), half_life)?;
    }
    let failures = attempt::fail(tx.conn, key, tx.now.into(), (tx.now - limit.forgotten_after).into())?;
    if let Some(wait) = limit.wait(failures) {
        attempt::block(tx.conn, key, (tx.now + wait).into())?;
    }
    Ok(failures)
}

fn refuse_until<'a>(tx: &Tx<'_>, rows: impl Iterator<Item = &'a attempt::Row>) -> Result<(), Failure> {
    let blocked = rows.filter_map(|row| row.blocked_until).map(DateTime::<Utc>::from);
    match blocked.filter(|until| *until > tx.now).max() {
        None => Ok(()),
        Some(until) => {
            let millis = (until - tx.now).num_milliseconds();
            let seconds = u32::try_from(millis.max(0).div_euclid(1000) + 1).unwrap_or(u32::MAX);
            Err(Fault::new(Code::TooMany).with("seconds", seconds).into())
        }
    }
}

/// Counts a request of somebody who need not be signed in, for whatever was typed: whether that is anybody's makes no
/// difference.
pub(super) fn ask(tx: &mut Tx<'_>, typed: &str) -> Result<(), Failure> {
    let secret = tx.app.secret.derive("requests");
    let network = tx.address.map(|address| network(address).to_string()).unwrap_or_default();
    let key = |what: String| digest_hex(&secret, what.as_bytes());
    // By what was typed and from where: nobody else keeps the owner of an account from asking.
    let of_typed = key(format!("for\n{}\n{network}", typed.to_lowercase()));
    let here = key(format!("here\n{network}"));
    let rows = attempt::find_all(tx.conn, &[of_typed.clone(), here.clone()])?;
    refuse_until(tx, rows.iter())?;
    count(tx, &of_typed, &ASKED_FOR)?;
    count(tx, &here, &ASKED_HERE).map(drop)
}

/// The network that counts as one address: of IPv6 the first 64 bits, since a household has all the others.
///
/// ```
/// use forprev_app::accounts::network;
/// let of = |text: &str| text.parse().map(network);
/// assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
/// assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
/// ```
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_has_an_end() {
        let seconds = |failures| ACCOUNT_HERE.wait(failures).map(|wait| wait.num_seconds());
        assert_eq!(
            [4, 5, 6, 7, 20, i32::MAX].map(seconds),
            [None, Some(2), Some(4), Some(8), Some(900), Some(900)]
        );
        assert_eq!(ACCOUNT.wait(1000), Some(Duration::seconds(30)));
    }

    #[test]
    fn addresses_of_one_household_count_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
