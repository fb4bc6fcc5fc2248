//! Cookies: which there are, and how they are read and set. Over TLS each bears the `__Host-` prefix, so that neither
//! a sister domain nor plain http can plant one; on loopback http browsers would drop that, so there it is left off.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::web::site::Site;

/// One of the server's cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token.
    Session,
    /// A random word that ties forms of somebody who has not signed in to the browser.
    Visitor,
    /// 大字 mode.
    LargeType,
    /// The word of a sentence to be shown once.
    Notice,
}

impl Cookie {
    fn name(self, site: &Site) -> String {
        let name = match self {
            Self::Session => "goodstanding",
            Self::Visitor => "goodstanding-visitor",
            Self::LargeType => "goodstanding-large",
            Self::Notice => "goodstanding-notice",
        };
        if site.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// Seconds for which the browser keeps it; none: until it is closed.
    fn life(self) -> Option<u32> {
        match self {
            Self::Session | Self::Visitor => None,
            Self::LargeType => Some(365 * 24 * 60 * 60),
            Self::Notice => Some(60),
        }
    }

    /// Its value; none where it is missing or given twice, for then nobody knows which is ours.
    pub fn read(self, headers: &HeaderMap, site: &Site) -> Option<String> {
        let name = self.name(site);
        let lists = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut values = lists
            .flat_map(|list| list.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, _)| *key == name);
        let value = values.next().map(|(_, value)| value.to_owned());
        if values.next().is_some() { None } else { value }
    }

    /// The header that sets it. The value must need no escaping.
    pub fn set(self, value: &str, site: &Site) -> HeaderValue {
        let life = self.life().map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        self.header(value, &life, site)
    }

    /// The header that takes it away.
    pub fn clear(self, site: &Site) -> HeaderValue {
        self.header("", "; Max-Age=0", site)
    }

    fn header(self, value: &str, life: &str, site: &Site) -> HeaderValue {
        let secure = if site.is_https() { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}", self.name(site));
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_by_its_whole_name_and_once() {
        let tls = Site::parse("https://x.example", None).unwrap();
        let plain = Site::parse("http://localhost:1", None).unwrap();
        let read = |list: &str, site| {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(list).unwrap())]);
            Cookie::Session.read(&headers, site)
        };
        assert_eq!(read("a=b; __Host-goodstanding=t1; goodstanding=t2", &tls).as_deref(), Some("t1"));
        assert_eq!(read("a=b; __Host-goodstanding=t1; goodstanding=t2", &plain).as_deref(), Some("t2"));
        assert_eq!(read("__Host-goodstanding=t1; __Host-goodstanding=t2", &tls), None);
        assert_eq!(read("goodstanding=t2", &tls), None);
        let set = Cookie::Session.set("t", &tls);
        assert_eq!(set, "__Host-goodstanding=t; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(Cookie::Session.set("t", &plain), "goodstanding=t; Path=/; HttpOnly; SameSite=Lax");
    }
}
