//! Proxies: which connections go through one, and what it is given.

#[cfg(feature = "__endpoint")]
mod client;
mod exceptions;
mod list;
mod server;

use std::fmt;

use http::HeaderValue;

use crate::Error;
use crate::transport::header;
use exceptions::Exceptions;
use server::Server;

pub(super) use list::Proxies;
#[cfg(feature = "websocket")]
pub(super) use server::{Authentication, Names, Protocol, Server as ProxyServer};

/// A proxy that connections go through: HTTP, HTTPS or SOCKS5, with credentials where it asks for them.
///
/// Its URL is `http://`, `https://` (TLS to the proxy itself), `socks5://` (host names are resolved here) or `socks5h://` (they are
/// resolved by the proxy); `http` is assumed where there is no scheme. The default ports are 80, 443 and 1080. A name and a password in
/// the URL are percent-encoded, and are sent to the proxy alone.
///
/// A request to an `http` URL is forwarded by an HTTP proxy; everything else, a WebSocket without TLS too, goes through a tunnel that
/// `CONNECT` opens. <https://www.rfc-editor.org/rfc/rfc9110#name-connect>
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::transport::{Endpoint, Proxy};
/// let proxy = Proxy::all("socks5h://user:secret@127.0.0.1:1080")?.no_proxy("localhost, 10.0.0.0/8");
/// let endpoint = Endpoint::builder("https://example.com/graphql").proxy(proxy).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Proxy {
    scope: Scope,
    server: Server,
    exceptions: Exceptions,
}

/// The connections that a proxy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    All,
    Plain,
    Tls,
}

impl Proxy {
    /// Makes a proxy for every connection.
    ///
    /// # Errors
    /// If the text is not the URL of a proxy ([`Error::is_builder`]). The error does not show it: it may hold a password.
    pub fn all(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::All, url.as_ref())
    }

    /// Makes a proxy for connections to `http` and `ws` URLs.
    ///
    /// # Errors
    /// As for [`all`](Self::all).
    pub fn http(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::Plain, url.as_ref())
    }

    /// Makes a proxy for connections to `https` and `wss` URLs.
    ///
    /// # Errors
    /// As for [`all`](Self::all).
    pub fn https(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::Tls, url.as_ref())
    }

    fn new(scope: Scope, url: &str) -> Result<Self, Error> {
        Ok(Self {
            scope,
            server: Server::parse(url)?,
            exceptions: Exceptions::default(),
        })
    }

    /// Sends this name and password to the proxy, in place of those in its URL: as `Proxy-Authorization: Basic …`, or as SOCKS5 has it.
    /// <https://www.rfc-editor.org/rfc/rfc7617>, <https://www.rfc-editor.org/rfc/rfc1929>
    #[must_use]
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.server.set_credentials(user.into(), password.into());
        self
    }

    /// Sends this `Proxy-Authorization` to an HTTP or HTTPS proxy, such as `Bearer …`.
    ///
    /// # Errors
    /// If it is not the value of a header, or the proxy is one of SOCKS5, which has no headers ([`Error::is_builder`]).
    pub fn authorization<V>(mut self, value: V) -> Result<Self, Error>
    where
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let (_, value) = header::of(http::header::PROXY_AUTHORIZATION, value)?;
        self.server.set_authorization(value)?;
        Ok(self)
    }

    /// Leaves these hosts out, to which connections are made directly: a list separated by commas, as in the environment variable
    /// `NO_PROXY`. An entry is a domain, which stands for its subdomains too, an IP address, a network such as `10.0.0.0/8`, or `*`.
    #[must_use]
    pub fn no_proxy(mut self, list: impl AsRef<str>) -> Self {
        self.exceptions = Exceptions::parse(list.as_ref());
        self
    }

    /// Returns whether a connection to this host goes through it.
    fn is_for(&self, tls: bool, host: &str) -> bool {
        let is_in_scope = match self.scope {
            Scope::All => true,
            Scope::Plain => !tls,
            Scope::Tls => tls,
        };
        is_in_scope && !self.exceptions.contains(host)
    }
}

/// Without the address and the credentials: they may be secret.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("protocol", &self.server.protocol)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
