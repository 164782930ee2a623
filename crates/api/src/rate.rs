//! How many requests an address may send, or a person of one kind: generous, so that nobody meets it by working, and
//! bounded, so that one cannot keep the others out.

use forprev_app::accounts::network;
use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(60);

/// A limit for each address, or each person.
#[derive(Debug)]
pub struct RateLimit<K> {
    quota: u32,
    seen: Mutex<Seen<K>>,
}

#[derive(Debug)]
struct Seen<K> {
    windows: HashMap<K, Window>,
    /// When those whose window was over were last forgotten: once a window, since all of them are looked at.
    pruned: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    began: Instant,
    requests: u32,
}

/// What is left to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whether this request is one too many.
    pub exceeded: bool,
    /// Requests allowed in a window.
    pub quota: u32,
    /// Requests left in it.
    pub remaining: u32,
    /// Seconds until it ends.
    pub seconds: u32,
}

impl RateLimit<IpAddr> {
    /// Counts a request: of an IPv6 network, together with those of its other addresses, as signing in does.
    pub fn take(&self, address: IpAddr) -> Left {
        self.take_at(network(address), Instant::now())
    }
}

impl<K: Eq + Hash> RateLimit<K> {
    /// So many requests a minute from one.
    #[must_use]
    pub fn per_minute(quota: u32) -> Self {
        Self { quota, seen: Mutex::new(Seen { windows: HashMap::new(), pruned: Instant::now() }) }
    }

    /// Counts a request of this one.
    pub fn take_of(&self, key: K) -> Left {
        self.take_at(key, Instant::now())
    }

    fn take_at(&self, key: K, now: Instant) -> Left {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(seen.pruned) >= WINDOW {
            seen.windows.retain(|_, window| now.duration_since(window.began) < WINDOW);
            seen.pruned = now;
        }
        let window = seen.windows.entry(key).or_insert(Window { began: now, requests: 0 });
        if now.duration_since(window.began) >= WINDOW {
            *window = Window { began: now, requests: 0 };
        }
        window.requests = window.requests.saturating_add(1);
        let rest = WINDOW.saturating_sub(now.duration_since(window.began));
        Left {
            exceeded: window.requests > self.quota,
            quota: self.quota,
            remaining: self.quota.saturating_sub(window.requests),
            seconds: u32::try_from(rest.as_millis().div_ceil(1000)).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_own_window() {
        let limit = RateLimit::<IpAddr>::per_minute(2);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        let exceeded: Vec<_> = (0..3).map(|_| limit.take_at(one, start).exceeded).collect();
        assert_eq!(exceeded, [false, false, true]);
        assert!(!limit.take_at(other, start).exceeded);
        assert_eq!(limit.take_at(one, start + WINDOW).remaining, 1);
    }

    #[test]
    fn a_network_of_version_6_counts_as_one_address() {
        let limit = RateLimit::<IpAddr>::per_minute(1);
        let start = Instant::now();
        let exceeded = ["2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"]
            .map(|address| limit.take_at(network(address.parse().unwrap()), start).exceeded);
        assert_eq!(exceeded, [false, true, false]);
    }

    #[test]
    fn what_is_over_is_forgotten_once_a_window() {
        let limit = RateLimit::<IpAddr>::per_minute(2);
        let start = limit.seen.lock().unwrap().pruned;
        let remembered = |last: u8, after: Duration| {
            limit.take_at(IpAddr::from([192, 0, 2, last]), start + after);
            limit.seen.lock().unwrap().windows.len()
        };
        assert_eq!(remembered(1, Duration::ZERO), 1);
        assert_eq!(remembered(2, WINDOW / 2), 2);
        assert_eq!(remembered(3, WINDOW), 2);
        assert_eq!(remembered(4, WINDOW * 2 - Duration::from_millis(1)), 3);
        assert_eq!(remembered(5, WINDOW * 2), 2);
    }
}
