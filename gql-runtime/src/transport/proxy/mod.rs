//! Proxies: the connections that use one, and their credentials.

#[cfg(feature = "__endpoint")]
mod client;
mod list;
mod no_proxy;
mod server;

use std::fmt;

use http::HeaderValue;

use crate::Error;
use crate::transport::header;
use no_proxy::NoProxy;
use server::Server;

pub(super) use list::Proxies;
#[cfg(feature = "websocket")]
pub(super) use server::{Authentication, Names, Protocol, Server as ProxyServer};

/// An HTTP, HTTPS or SOCKS5 proxy, optionally with credentials.
///
/// Its URL is `http://`, `https://` (TLS to the proxy itself), `socks5://` (host names are resolved by the client) or
/// `socks5h://` (host names are resolved by the proxy). Without a scheme, it is `http`. The default ports are 80, 443 and
/// 1080. A username and a password in the URL are percent-encoded, and only sent to the proxy.
///
/// An HTTP proxy forwards requests to `http` URLs. All other connections, including WebSockets without TLS, use a tunnel
/// by `CONNECT`. <https://www.rfc-editor.org/rfc/rfc9110#name-connect>
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
    no_proxy: NoProxy,
}

/// The connections that a proxy applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    All,
    Plain,
    Tls,
}

impl Proxy {
    /// Creates a proxy for every connection.
    ///
    /// # Errors
    /// Returns an error if the text is not the URL of a proxy ([`Error::is_builder`]). The error does not contain the
    /// text, which may have a password.
    pub fn all(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::All, url.as_ref())
    }

    /// Creates a proxy for connections to `http` and `ws` URLs.
    ///
    /// # Errors
    /// Returns the errors of [`all`](Self::all).
    pub fn http(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::Plain, url.as_ref())
    }

    /// Creates a proxy for connections to `https` and `wss` URLs.
    ///
    /// # Errors
    /// Returns the errors of [`all`](Self::all).
    pub fn https(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(Scope::Tls, url.as_ref())
    }

    fn new(scope: Scope, url: &str) -> Result<Self, Error> {
        Ok(Self {
            scope,
            server: Server::parse(url)?,
            no_proxy: NoProxy::default(),
        })
    }

    /// Sets the username and the password for the proxy, which replace those in its URL. They are sent as
    /// `Proxy-Authorization: Basic …`, or by SOCKS5. <https://www.rfc-editor.org/rfc/rfc7617>,
    /// <https://www.rfc-editor.org/rfc/rfc1929>
    #[must_use]
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.server.set_credentials(user.into(), password.into());
        self
    }

    /// Sets the value of `Proxy-Authorization` for an HTTP or HTTPS proxy, such as `Bearer …`.
    ///
    /// # Errors
    /// Returns an error if it is not a valid header value, or for a SOCKS5 proxy, which does not have headers
    /// ([`Error::is_builder`]).
    pub fn authorization<V>(mut self, value: V) -> Result<Self, Error>
    where
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let (_, value) = header::parse(http::header::PROXY_AUTHORIZATION, value)?;
        self.server.set_authorization(value)?;
        Ok(self)
    }

    /// Excludes these hosts, to which connections are made directly. The list is comma-separated, like the environment
    /// variable `NO_PROXY`. An entry is a domain, which includes its subdomains, an IP address, a network such as
    /// `10.0.0.0/8`, or `*`.
    #[must_use]
    pub fn no_proxy(mut self, list: impl AsRef<str>) -> Self {
        self.no_proxy = NoProxy::parse(list.as_ref());
        self
    }

    /// Returns whether the proxy applies to a connection to this host.
    fn is_for(&self, tls: bool, host: &str) -> bool {
        let is_in_scope = match self.scope {
            Scope::All => true,
            Scope::Plain => !tls,
            Scope::Tls => tls,
        };
        is_in_scope && !self.no_proxy.contains(host)
    }
}

/// Omits the address and the credentials, which may be confidential.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("protocol", &self.server.protocol)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
