//! Where this server stands: the address that people know, and the proxy in front of it, if any.

use std::net::{IpAddr, Ipv4Addr};

/// The public address, parsed once. Nothing is ever derived from a request's own `Host`.
#[derive(Clone, Debug)]
pub struct Site {
    https: bool,
    /// Lower case, with the port where it is not the scheme's own.
    host: String,
    trusted_proxy: Option<IpAddr>,
}

impl Site {
    /// Reads a base URL: scheme and host, perhaps a port, no path. The sentence is for the operator.
    pub fn parse(base_url: &str, trusted_proxy: Option<IpAddr>) -> Result<Self, String> {
        let (https, rest) = match base_url.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => return Err(format!("base_url must begin with https:// (or http:// on loopback), not {base_url:?}")),
        };
        let host = normal_host(rest, https).ok_or_else(|| {
            format!("base_url must be a scheme and a host, perhaps a port, without a path: {base_url:?}")
        })?;
        let site = Self { https, host, trusted_proxy };
        if !https && !site.is_loopback() {
            return Err(format!(
                "base_url {base_url:?} is plain http, which is for loopback only; browsers must come by https"
            ));
        }
        Ok(site)
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host without its port.
    pub fn name(&self) -> &str {
        split_port(&self.host).0
    }

    /// Whether a request that names this host is meant for us. On loopback any of its names will do.
    pub fn is_ours(&self, host: &str) -> bool {
        let Some(host) = normal_host(host, self.https) else { return false };
        let port = |text: &str| split_port(text).1.map(str::to_owned);
        host == self.host || (self.is_loopback() && is_loopback(&host) && port(&host) == port(&self.host))
    }

    /// Whether an `Origin` is this site's own.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        let scheme = if self.https { "https://" } else { "http://" };
        origin.strip_prefix(scheme).is_some_and(|host| self.is_ours(host))
    }

    fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whose request it is: the peer's, or, where the peer is the proxy that we were told of, the last address that it
    /// added to `X-Forwarded-For`.
    pub fn client(&self, peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
        if Some(peer.to_canonical()) != self.trusted_proxy.map(|proxy| proxy.to_canonical()) {
            return peer;
        }
        let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
        last.and_then(|address| address.parse().ok()).unwrap_or(peer)
    }

    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxy.is_some_and(|proxy| proxy.to_canonical() == peer.to_canonical())
    }
}

/// Splits `host:port`, leaving the brackets of an IPv6 address alone.
fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rfind(':') {
        Some(colon) if !host.ends_with(']') && (host.starts_with('[') || host.matches(':').count() == 1) => {
            (&host[..colon], Some(&host[colon + 1..]))
        }
        _ => (host, None),
    }
}

/// Lower case, without the scheme's own port; `None` for what is no host.
fn normal_host(text: &str, https: bool) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let (name, port) = split_port(&text);
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let fine = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !name.is_empty()
                && name.len() <= 253
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        }
    };
    let own = if https { "443" } else { "80" };
    match port {
        _ if !fine => None,
        None => Some(name.to_owned()),
        Some(port) if port == own => Some(name.to_owned()),
        Some(port) => (port.parse::<u16>().is_ok_and(|n| n > 0)).then(|| format!("{name}:{port}")),
    }
}

fn is_loopback(host: &str) -> bool {
    let (name, _) = split_port(host);
    name == "localhost" || name == "[::1]" || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_host_is_ours() {
        let site = Site::parse("https://Cert.Example.org", None).unwrap();
        for ours in ["cert.example.org", "CERT.example.org:443", "cert.example.org."] {
            assert!(site.is_ours(ours), "{ours}");
        }
        for foreign in [
            "",
            "example.org",
            "cert.example.org:8443",
            "cert.example.org.evil.example",
            "localhost",
            "a b",
            "cert.example.org:",
        ] {
            assert!(!site.is_ours(foreign), "{foreign}");
        }
        assert!(site.is_own_origin("https://cert.example.org"));
        assert!(!site.is_own_origin("http://cert.example.org"));
        assert!(!site.is_own_origin("null"));
        let demo = Site::parse("http://127.0.0.1:8080", None).unwrap();
        assert!(demo.is_ours("localhost:8080") && demo.is_ours("[::1]:8080") && !demo.is_ours("localhost:81"));
        assert!(!demo.is_ours("cert.example.org:8080"));
    }

    #[test]
    fn base_urls_that_cannot_be_served_are_refused() {
        for bad in
            ["cert.example.org", "ftp://x", "https://x/path", "http://cert.example.org", "https://", "https://a b"]
        {
            assert!(Site::parse(bad, None).is_err(), "{bad}");
        }
    }

    #[test]
    fn forwarded_addresses_are_believed_of_the_named_proxy_only() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let site = Site::parse("https://x.example", Some(address("10.0.0.1"))).unwrap();
        let list = Some("203.0.113.9, 198.51.100.7");
        assert_eq!(site.client(address("10.0.0.1"), list), address("198.51.100.7"));
        assert_eq!(site.client(address("::ffff:10.0.0.1"), list), address("198.51.100.7"));
        assert_eq!(site.client(address("10.0.0.2"), list), address("10.0.0.2"));
        assert_eq!(site.client(address("10.0.0.1"), Some("unknown")), address("10.0.0.1"));
    }
}
