//! The protocol, address and credentials of a proxy, parsed from its URL.

use http::{HeaderValue, Uri};
use percent_encoding::percent_decode_str;

use crate::Error;
use crate::transport::header;

/// The parts of a proxy's URL.
#[derive(Clone)]
pub(in crate::transport) struct Server {
    pub(in crate::transport) protocol: Protocol,
    /// The host, without the brackets of an IPv6 address.
    pub(in crate::transport) host: String,
    pub(in crate::transport) port: u16,
    pub(in crate::transport) authentication: Authentication,
}

/// The protocol of the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::transport) enum Protocol {
    Http,
    Https,
    /// SOCKS5. <https://www.rfc-editor.org/rfc/rfc1928>
    Socks5(Names),
}

/// The side that resolves host names, for SOCKS5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::transport) enum Names {
    Client,
    Proxy,
}

/// The credentials for the proxy, which are never shown.
#[derive(Clone)]
pub(in crate::transport) enum Authentication {
    None,
    /// A username and a password.
    Basic(String, String),
    /// The value of `Proxy-Authorization`.
    Header(HeaderValue),
}

impl Server {
    /// Parses a URL. The default scheme is HTTP.
    ///
    /// # Errors
    /// Returns an error if it is not the URL of a proxy ([`Error::is_builder`]).
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        // The text is not shown, as it may contain a password.
        let invalid = |reason: &str| Error::builder(format!("not the URL of a proxy: {reason}"));
        let url = url.trim();
        let with_scheme = match url.contains("://") {
            true => url.to_owned(),
            false => format!("http://{url}"),
        };
        let uri: Uri = with_scheme
            .parse()
            .map_err(|source: http::uri::InvalidUri| invalid(&source.to_string()).with_source(source))?;
        let (protocol, own_port) = match uri.scheme_str().map(str::to_ascii_lowercase).as_deref() {
            Some("http") => (Protocol::Http, 80),
            Some("https") if cfg!(feature = "__tls") => (Protocol::Https, 443),
            Some("https") => {
                return Err(invalid(
                    "https needs the feature `tls`, `tls-ring` or `rustls` of gql-runtime",
                ));
            }
            Some("socks5") => (Protocol::Socks5(Names::Client), 1080),
            Some("socks5h") => (Protocol::Socks5(Names::Proxy), 1080),
            _ => return Err(invalid("its scheme is http, https, socks5 or socks5h")),
        };
        let authority = uri.authority().ok_or_else(|| invalid("it has no host"))?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(invalid("it has no host"));
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let authentication = match authority.as_str().rsplit_once('@') {
            None => Authentication::None,
            Some((credentials, _)) => {
                let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
                Authentication::Basic(decoded(user), decoded(password))
            }
        };
        Ok(Self {
            protocol,
            host: host.to_owned(),
            port: authority.port_u16().unwrap_or(own_port),
            authentication,
        })
    }

    pub(super) fn set_credentials(&mut self, user: String, password: String) {
        self.authentication = Authentication::Basic(user, password);
    }

    /// Sets the value of `Proxy-Authorization`.
    ///
    /// # Errors
    /// Returns an error if the proxy does not have headers ([`Error::is_builder`]).
    pub(super) fn set_authorization(&mut self, value: HeaderValue) -> Result<(), Error> {
        if matches!(self.protocol, Protocol::Socks5(_)) {
            return Err(Error::builder(
                "a SOCKS5 proxy takes no `Proxy-Authorization`: give it a name and a password by `basic_auth`",
            ));
        }
        self.authentication = Authentication::Header(value);
        Ok(())
    }

    /// Returns the value of `Proxy-Authorization`, if the proxy has credentials.
    pub(in crate::transport) fn authorization(&self) -> Option<HeaderValue> {
        match &self.authentication {
            Authentication::None => None,
            Authentication::Basic(user, password) => {
                HeaderValue::try_from(header::basic(user, password)).ok()
            }
            Authentication::Header(value) => Some(value.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> (Protocol, String, u16, Option<(String, String)>) {
        let server = Server::parse(url).unwrap();
        let credentials = match server.authentication {
            Authentication::Basic(user, password) => Some((user, password)),
            _ => None,
        };
        (server.protocol, server.host, server.port, credentials)
    }

    #[test]
    fn urls_of_proxies() {
        let named = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        for (url, protocol, host, port, credentials) in [
            ("http://a", Protocol::Http, "a", 80, None),
            ("a:3128", Protocol::Http, "a", 3128, None),
            (" u:p@a:1/ ", Protocol::Http, "a", 1, named("u", "p")),
            (
                "HTTP://u%40d:p%3a%2f@[::1]:8080",
                Protocol::Http,
                "::1",
                8080,
                named("u@d", "p:/"),
            ),
            (
                "socks5://u@a",
                Protocol::Socks5(Names::Client),
                "a",
                1080,
                named("u", ""),
            ),
            (
                "socks5h://a:9050",
                Protocol::Socks5(Names::Proxy),
                "a",
                9050,
                None,
            ),
            #[cfg(feature = "__tls")]
            ("https://a", Protocol::Https, "a", 443, None),
        ] {
            assert_eq!(
                parsed(url),
                (protocol, host.to_owned(), port, credentials),
                "{url}"
            );
        }
    }

    #[test]
    fn invalid_proxy_urls_are_errors_that_do_not_show_them() {
        for url in [
            "",
            "socks4://u:secret@a",
            "ftp://u:secret@a",
            "http://u:sec ret@a",
            "http://",
            "u:secret@",
        ] {
            let error = Server::parse(url).err().unwrap();
            assert!(
                error.is_builder() && !format!("{error:?}").contains("secret"),
                "{error:?}"
            );
        }
    }
}
