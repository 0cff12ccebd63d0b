//! Where to connect to, from a URL.

use http::Uri;
use http::uri::Scheme;

use crate::Error;

/// A URL taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) tls: bool,
    /// Without the brackets of an IPv6 address.
    pub(super) host: String,
    pub(super) port: u16,
    /// The value of `Host`: the port is left out where it is the scheme's own.
    pub(super) authority: String,
    pub(super) path: String,
}

impl Endpoint {
    /// Takes `ws`, `wss`, and `http` and `https` as the same.
    pub(super) fn of_url(url: &str) -> Result<Self, Error> {
        let uri: Uri = url.trim().parse().map_err(|source: http::uri::InvalidUri| {
            Error::builder(format!("not a URL: {source}")).with_source(source)
        })?;
        let tls = match uri.scheme() {
            Some(scheme) if scheme == &Scheme::HTTPS || scheme.as_str() == "wss" => true,
            Some(scheme) if scheme == &Scheme::HTTP || scheme.as_str() == "ws" => false,
            _ => {
                return Err(Error::builder(
                    "the URL of a WebSocket begins with ws://, wss://, http:// or https://",
                ));
            }
        };
        let authority = uri
            .authority()
            .ok_or_else(|| Error::builder("the URL has no host"))?;
        if authority.as_str().contains('@') {
            return Err(Error::builder(
                "credentials in a URL are not sent: set the header `Authorization`",
            ));
        }
        let own_port = if tls { 443 } else { 80 };
        let port = authority.port_u16().unwrap_or(own_port);
        let name = authority.host();
        if name.is_empty() {
            return Err(Error::builder("the URL has no host"));
        }
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
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let endpoint = |url| {
            let it = Endpoint::of_url(url).unwrap();
            (it.tls, it.host, it.port, it.authority, it.path)
        };
        let own = |tls, host: &str, port, authority: &str, path: &str| {
            (tls, host.to_owned(), port, authority.to_owned(), path.to_owned())
        };
        assert_eq!(
            endpoint("ws://a/graphql?x=1#f"),
            own(false, "a", 80, "a", "/graphql?x=1")
        );
        assert_eq!(endpoint("wss://a"), own(true, "a", 443, "a", "/"));
        assert_eq!(endpoint("HTTPS://a:443/b"), own(true, "a", 443, "a", "/b"));
        assert_eq!(
            endpoint("http://[::1]:8080/"),
            own(false, "::1", 8080, "[::1]:8080", "/")
        );
        for url in ["", "a/b", "ftp://a", "ws://", "ws://u:p@a", "ws://a b"] {
            assert!(Endpoint::of_url(url).unwrap_err().is_builder(), "{url}");
        }
    }
}
