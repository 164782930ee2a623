//! From which address a request comes: behind a proxy, only what the operator named may say so.

use std::{fmt, net::IpAddr, str::FromStr};

/// A network of addresses, `10.0.0.0/8` for example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    fn contains(&self, other: IpAddr) -> bool {
        let same = |a: u128, b: u128, bits: u32, width: u32| bits == 0 || (a ^ b) >> (width - bits) == 0;
        match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(a.to_bits().into(), b.to_bits().into(), self.prefix, 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), self.prefix, 128),
            _ => false,
        }
    }
}

/// The proxies that may say, in `X-Forwarded-For`, from which address a request comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

/// A list of proxies that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct NoNetwork(String);

impl fmt::Display for NoNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected addresses or networks separated by commas, like 127.0.0.1,10.0.0.0/8; got {:?}",
            self.0
        )
    }
}

impl std::error::Error for NoNetwork {}

impl FromStr for TrustedProxies {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| {
                let wrong = || NoNetwork(part.to_owned());
                let (address, prefix) = part.split_once('/').map_or((part, None), |(a, p)| (a, Some(p)));
                let address: IpAddr = address.parse().map_err(|_| wrong())?;
                let width = if address.is_ipv4() { 32 } else { 128 };
                let prefix = prefix.map_or(Ok(width), str::parse).map_err(|_| wrong())?;
                if prefix <= width { Ok(Network { address, prefix }) } else { Err(wrong()) }
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl TrustedProxies {
    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address.to_canonical()))
    }

    /// The address of the client: the peer's own, or what the last proxy that is not trusted was told. `forwarded`
    /// are the values of `X-Forwarded-For`, in their order.
    #[must_use]
    pub fn client<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.trust(client) {
            return client;
        }
        for told in forwarded.rev().flat_map(|value| value.rsplit(',')) {
            let Ok(address) = told.trim().parse::<IpAddr>() else { return client };
            client = address.to_canonical();
            if !self.trust(client) {
                break;
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let proxies: TrustedProxies = trusted.parse().unwrap();
        proxies.client(peer.parse().unwrap(), forwarded.iter().copied()).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        for (trusted, peer, forwarded, expected) in [
            ("", "192.0.2.1", vec!["203.0.113.9"], "192.0.2.1"),
            ("192.0.2.1", "192.0.2.1", vec!["203.0.113.9"], "203.0.113.9"),
            ("192.0.2.0/24", "192.0.2.7", vec!["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            ("192.0.2.0/24,10.0.0.0/8", "192.0.2.7", vec!["203.0.113.9, 10.1.2.3"], "203.0.113.9"),
            ("192.0.2.0/24,10.0.0.0/8", "192.0.2.7", vec!["203.0.113.9", "10.1.2.3"], "203.0.113.9"),
            ("::1", "::1", vec!["2001:db8::1"], "2001:db8::1"),
            ("127.0.0.1", "::ffff:127.0.0.1", vec!["2001:db8::1"], "2001:db8::1"),
            ("127.0.0.1", "127.0.0.1", vec!["nonsense"], "127.0.0.1"),
            ("127.0.0.1", "127.0.0.1", vec![], "127.0.0.1"),
        ] {
            assert_eq!(client(trusted, peer, &forwarded), expected, "{trusted} {peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_is_refused() {
        for wrong in ["localhost", "10.0.0.0/33", "10.0.0.0/x", "::/129"] {
            assert!(wrong.parse::<TrustedProxies>().is_err(), "{wrong}");
        }
        assert_eq!(" ".parse(), Ok(TrustedProxies::default()));
    }
}
