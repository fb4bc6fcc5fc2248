//! Where a witness is reached: its submission prefix.

use hyper::Uri;

/// `https://witness.example/prefix`, or `http://` on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    host: String,
    port: u16,
    private: bool,
    authority: String,
    prefix: String,
}

impl Place {
    /// Reads the address; the sentence says what is wrong with it.
    pub fn parse(url: &str) -> Result<Self, String> {
        let wrong = || format!("{url:?} is no address like \"https://witness.example/prefix\"");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let host = uri.host().ok_or_else(wrong)?.trim_matches(['[', ']']).to_owned();
        let private = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if is_this_machine(&host) => false,
            Some("http") => return Err(format!("{url:?}: plain http is for this machine only; use https")),
            _ => return Err(wrong()),
        };
        if uri.query().is_some() || uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
            return Err(wrong());
        }
        let port = uri.port_u16().unwrap_or(if private { 443 } else { 80 });
        let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
        Ok(Self { host, port, private, authority, prefix: uri.path().trim_end_matches('/').to_owned() })
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether TLS keeps the conversation private.
    pub fn is_private(&self) -> bool {
        self.private
    }

    /// The address once more.
    pub fn url(&self) -> String {
        format!("{}://{}{}", if self.private { "https" } else { "http" }, self.authority, self.prefix)
    }

    /// Host and port as they stand in the address.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// A path below the prefix.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.prefix)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_and_plain_http_is_for_this_machine() {
        let place = Place::parse("https://witness.example/goodstanding/").unwrap();
        assert_eq!((place.host(), place.port(), place.is_private()), ("witness.example", 443, true));
        assert_eq!(place.path("add-checkpoint"), "/goodstanding/add-checkpoint");
        let here = Place::parse("http://127.0.0.1:8700").unwrap();
        assert_eq!((here.authority(), here.port(), here.is_private()), ("127.0.0.1:8700", 8700, false));
        assert_eq!(here.path("add-checkpoint"), "/add-checkpoint");
        assert!(Place::parse("http://[::1]:8700/x").is_ok());
        for bad in
            ["", "witness.example", "http://witness.example", "ftp://x", "https://", "https://a@b/", "https://a/?q"]
        {
            assert!(Place::parse(bad).is_err(), "{bad}");
        }
    }
}
