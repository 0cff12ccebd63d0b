//! The parts of a URL: the address to connect to, and the path to request.

use http::{HeaderValue, Uri};

use super::platform::{Url, credentials_in, take_credentials};
use crate::Error;

/// The address of a server and a path, from an `http`, `https`, `ws` or `wss` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::transport) struct Address {
    pub(in crate::transport) tls: bool,
    /// The host, without the brackets of an IPv6 address.
    pub(in crate::transport) host: String,
    pub(in crate::transport) port: u16,
    /// The value of `Host`, without the default port of the scheme.
    pub(in crate::transport) authority: String,
    /// The path and the query.
    pub(in crate::transport) path: String,
    /// The credentials in the URL, as the value of `Authorization`.
    pub(in crate::transport) credentials: Option<HeaderValue>,
}

impl Address {
    /// Parses a URL. `ws` is equivalent to `http`, and `wss` to `https`.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]). The error does not contain the URL, which may have
    /// a password or a key.
    #[cfg(any(test, feature = "websocket"))]
    pub(in crate::transport) fn parse(url: &str) -> Result<Self, Error> {
        Ok(Self::with_url(url)?.0)
    }

    /// Parses a URL, and also returns it with an HTTP scheme and without credentials.
    ///
    /// # Errors
    /// Returns the errors of [`parse`](Self::parse).
    pub(super) fn with_url(url: &str) -> Result<(Self, Url), Error> {
        let mut url = Url::parse(&http_scheme(url.trim()))
            .map_err(|source| Error::builder(format!("not a URL: {source}")).with_source(source))?;
        let credentials = take_credentials(&mut url);
        let address = Self::of_text(url.as_str(), credentials)?;
        Ok((address, url))
    }

    fn of_text(url: &str, credentials: Option<HeaderValue>) -> Result<Self, Error> {
        let uri = Uri::try_from(url).map_err(|source| {
            Error::builder(format!("the request could not be made: not a URL: {source}")).with_source(source)
        })?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            Some(other) => {
                return Err(Error::builder(format!(
                    "the scheme of the URL is {other}, not http, https, ws or wss"
                )));
            }
            None => {
                return Err(Error::builder(
                    "a URL must begin with http://, https://, ws:// or wss://",
                ));
            }
        };
        let authority = uri
            .authority()
            .ok_or_else(|| Error::builder("the URL has no host"))?;
        let own_port = if tls { 443 } else { 80 };
        let port = authority.port_u16().unwrap_or(own_port);
        let name = authority.host();
        if name.is_empty() {
            return Err(Error::builder("the URL has no host"));
        }
        let credentials = credentials.or_else(|| credentials_in(authority));
        Ok(Self {
            tls,
            host: name.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port,
            authority: if port == own_port {
                name.to_owned()
            } else {
                format!("{name}:{port}")
            },
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            credentials,
        })
    }

    /// Returns the URL with this scheme, to which an `s` is appended for TLS.
    pub(in crate::transport) fn url(&self, scheme: &str) -> String {
        self.url_of(scheme, &self.path)
    }

    fn url_of(&self, scheme: &str, path: &str) -> String {
        let secure = if self.tls { "s" } else { "" };
        format!("{scheme}{secure}://{}{path}", self.authority)
    }

    /// Returns the address with another path of the server.
    ///
    /// # Errors
    /// Returns an error if it is invalid or does not begin with `/` ([`Error::is_builder`]).
    #[cfg(feature = "websocket")]
    pub(in crate::transport) fn with_path(&self, path: &str) -> Result<Self, Error> {
        if !path.starts_with('/') {
            return Err(Error::builder("a path must begin with `/`"));
        }
        let credentials = self.credentials.clone();
        Ok(Self {
            credentials,
            ..Self::parse(&self.url_of("http", path))?
        })
    }
}

/// Returns the URL with an HTTP scheme in place of a WebSocket scheme.
fn http_scheme(url: &str) -> String {
    let scheme = |name: &str| {
        let (found, rest) = url.split_at_checked(name.len())?;
        (found.eq_ignore_ascii_case(name) && rest.starts_with("://")).then_some(rest)
    };
    match (scheme("ws"), scheme("wss")) {
        (Some(rest), _) => format!("http{rest}"),
        (_, Some(rest)) => format!("https{rest}"),
        (None, None) => url.to_owned(),
    }
}

#[cfg(all(test, feature = "websocket"))]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let address = |url| {
            let it = Address::parse(url).unwrap();
            (it.tls, it.host, it.port, it.authority, it.path)
        };
        let own = |tls, host: &str, port, authority: &str, path: &str| {
            (tls, host.to_owned(), port, authority.to_owned(), path.to_owned())
        };
        assert_eq!(
            address("ws://a/graphql?x=1#f"),
            own(false, "a", 80, "a", "/graphql?x=1")
        );
        assert_eq!(address("wss://a"), own(true, "a", 443, "a", "/"));
        assert_eq!(address("HTTPS://a:443/b"), own(true, "a", 443, "a", "/b"));
        assert_eq!(
            address("http://[::1]:8080/"),
            own(false, "::1", 8080, "[::1]:8080", "/")
        );
        for url in ["", "a/b", "ftp://a", "ws://", "ws://a b"] {
            assert!(Address::parse(url).unwrap_err().is_builder(), "{url}");
        }
    }

    #[test]
    fn credentials_in_a_url_are_a_header() {
        let address = Address::parse("wss://Aladdin:open%20sesame@a:444/b").unwrap();
        assert_eq!(address.credentials.unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!((&*address.authority, &*address.host), ("a:444", "a"));
    }

    #[test]
    fn another_path_of_the_server() {
        let address = Address::parse("https://a:1/graphql/?x=1").unwrap();
        assert_eq!(
            address.with_path("/ws?y=2").unwrap().url("ws"),
            "wss://a:1/ws?y=2"
        );
        assert!(address.with_path("ws").unwrap_err().is_builder());
        let root = Address::parse("http://a/").unwrap();
        assert_eq!(root.with_path("/ws").unwrap().url("ws"), "ws://a/ws");
    }

    #[test]
    fn redirects_stay_within_the_origin() {
        let address = Address::parse("wss://a/graphql").unwrap();
        for (location, path) in [("/b?c", "/b?c"), ("https://a/d", "/d"), ("wss://a:443/e", "/e")] {
            assert_eq!(address.redirected(location).unwrap().path, path);
        }
        for location in ["http://a/", "https://b/", "//b/c", "https://a:444/", "d", ""] {
            assert_eq!(address.redirected(location), None, "{location}");
        }
    }
}
