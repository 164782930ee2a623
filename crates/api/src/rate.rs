//! How many requests an address may send: generous, so that nobody meets it by working, and bounded, so that one
//! address cannot keep the others out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(60);
/// Beyond so many addresses, those whose window is over are forgotten.
const REMEMBERED: usize = 10_000;

/// A limit for each address.
#[derive(Debug)]
pub struct RateLimit {
    quota: u32,
    seen: Mutex<HashMap<IpAddr, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    began: Instant,
    requests: u32,
}

/// What is left to an address.
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

impl RateLimit {
    /// So many requests a minute from one address.
    #[must_use]
    pub fn per_minute(quota: u32) -> Self {
        Self { quota, seen: Mutex::default() }
    }

    /// Counts a request.
    pub fn take(&self, address: IpAddr) -> Left {
        self.take_at(address, Instant::now())
    }

    fn take_at(&self, address: IpAddr, now: Instant) -> Left {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > REMEMBERED {
            seen.retain(|_, window| now.duration_since(window.began) < WINDOW);
        }
        let window = seen.entry(address).or_insert(Window { began: now, requests: 0 });
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
        let limit = RateLimit::per_minute(2);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        let exceeded: Vec<_> = (0..3).map(|_| limit.take_at(one, start).exceeded).collect();
        assert_eq!(exceeded, [false, false, true]);
        assert!(!limit.take_at(other, start).exceeded);
        assert_eq!(limit.take_at(one, start + WINDOW).remaining, 1);
    }
}
