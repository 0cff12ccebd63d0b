//! The hosts that are reached without a proxy, by curl's rules for `NO_PROXY`.
//! <https://everything.curl.dev/usingcurl/proxies/env.html>

use std::net::IpAddr;

/// A list of hosts.
#[derive(Debug, Clone, Default)]
pub(super) struct NoProxy {
    all: bool,
    /// The domains in lowercase, without a leading dot.
    domains: Vec<String>,
    networks: Vec<Network>,
}

#[derive(Debug, Clone, Copy)]
struct Network {
    address: IpAddr,
    /// The number of bits of the prefix.
    length: u32,
}

impl NoProxy {
    /// Parses a comma-separated list. An invalid entry becomes a domain that does not exist.
    pub(super) fn parse(list: &str) -> Self {
        let mut no_proxy = Self::default();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            if entry == "*" {
                no_proxy.all = true;
            } else if let Some(network) = Network::parse(entry) {
                no_proxy.networks.push(network);
            } else {
                let domain = entry.strip_prefix('.').unwrap_or(entry);
                no_proxy.domains.push(domain.to_ascii_lowercase());
            }
        }
        no_proxy
    }

    /// Returns whether the list contains a host, a parent domain or a network of it.
    pub(super) fn contains(&self, host: &str) -> bool {
        if self.all {
            return true;
        }
        let host = without_brackets(host);
        if let Ok(address) = host.parse() {
            return self.networks.iter().any(|network| network.contains(address));
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.domains.iter().any(|domain| {
            host.strip_suffix(domain.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

impl Network {
    fn parse(entry: &str) -> Option<Self> {
        let (address, length) = match entry.split_once('/') {
            None => (entry, None),
            Some((address, length)) => (address, Some(length.parse().ok()?)),
        };
        let address: IpAddr = without_brackets(address).parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let length = length.unwrap_or(longest);
        (length <= longest).then_some(Self { address, length })
    }

    fn contains(self, other: IpAddr) -> bool {
        let (own, other, longest) = match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (u128::from(own.to_bits()), u128::from(other.to_bits()), 32)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        let differing = own ^ other;
        differing.checked_shr(longest - self.length).unwrap_or(0) == 0
    }
}

/// Returns a host without the brackets of an IPv6 address.
fn without_brackets(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_in_and_out_of_the_list() {
        let no_proxy =
            NoProxy::parse("Example.com, .dotted.org,10.1.0.0/16 ,192.168.0.7,fd00::/8,[::1],,1.2.3.4/99");
        for host in [
            "example.com",
            "EXAMPLE.com",
            "a.b.example.com",
            "example.com.",
            "dotted.org",
            "a.dotted.org",
            "10.1.255.1",
            "192.168.0.7",
            "fd12::1",
            "[fd12::1]",
            "::1",
        ] {
            assert!(no_proxy.contains(host), "{host}");
        }
        for host in [
            "notexample.com",
            "com",
            "example.com.org",
            "10.2.0.1",
            "192.168.0.8",
            "fe00::1",
            "1.2.3.4",
            "::2",
            "",
        ] {
            assert!(!no_proxy.contains(host), "{host}");
        }
        assert!(
            NoProxy::parse("a,*").contains("anything") && NoProxy::parse("0.0.0.0/0").contains("1.2.3.4")
        );
        assert!(!NoProxy::parse("").contains("anything") && !NoProxy::parse("0.0.0.0/0").contains("::1"));
    }
}
