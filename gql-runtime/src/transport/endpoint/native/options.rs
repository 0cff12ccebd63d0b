//! The options of connections: cookies, TLS, proxies, Unix sockets and redirects.

#[cfg(any(unix, all(feature = "cookies", feature = "__endpoint")))]
use std::sync::Arc;

use http::header::COOKIE;

#[cfg(feature = "__tls")]
use super::tls::TlsOptions;
use crate::Error;
use crate::transport::endpoint::EndpointBuilder;
use crate::transport::proxy::{Proxies, Proxy};

/// The default of the maximum number of redirects.
const MAX_REDIRECTS: usize = 5;

/// The options of connections.
#[derive(Default)]
pub(in crate::transport::endpoint) struct ConnectionOptions {
    pub(super) proxies: Proxies,
    pub(super) no_proxy: bool,
    #[cfg(unix)]
    pub(super) unix_socket: Option<Arc<std::path::Path>>,
    max_redirects: Option<usize>,
    #[cfg(feature = "__tls")]
    pub(super) tls: Option<crate::Tls>,
    #[cfg(all(feature = "cookies", feature = "__endpoint"))]
    pub(super) cookies: Option<Arc<reqwest::cookie::Jar>>,
}

/// Everything needed to connect to the address of a server.
pub(in crate::transport) struct Route {
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) proxies: Proxies,
    /// Whether the proxies are set by the program, and not by the environment.
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) has_own_proxies: bool,
    #[cfg(unix)]
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) unix_socket: Option<Arc<std::path::Path>>,
    pub(in crate::transport) max_redirects: usize,
    #[cfg(feature = "__tls")]
    pub(super) tls: TlsOptions,
    #[cfg(all(feature = "cookies", feature = "__endpoint"))]
    pub(super) cookies: Option<Arc<reqwest::cookie::Jar>>,
}

/// Options of connections.
impl EndpointBuilder {
    /// Adds a cookie to every request.
    pub fn cookie(self, name: &str, value: &str) -> Self {
        let cookies = match self.headers.get(COOKIE).and_then(|value| value.to_str().ok()) {
            Some(others) => format!("{others}; {name}={value}"),
            None => format!("{name}={value}"),
        };
        self.header(COOKIE, cookies)
    }

    /// Stores the cookies that the server sets, and sends them with requests and with the upgrade of a WebSocket. The
    /// default is false.
    #[cfg(all(feature = "cookies", feature = "__endpoint"))]
    pub fn cookie_store(mut self, keep: bool) -> Self {
        self.connections.cookies = keep.then(Arc::default);
        self
    }

    /// Stores cookies like [`cookie_store`](Self::cookie_store), in this jar, which may contain cookies and be shared with
    /// other endpoints.
    #[cfg(all(feature = "cookies", feature = "reqwest", feature = "__endpoint"))]
    pub fn cookie_jar(mut self, jar: Arc<reqwest::cookie::Jar>) -> Self {
        self.connections.cookies = Some(jar);
        self
    }

    /// Sets the options of TLS connections.
    #[cfg(feature = "__tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.connections.tls = Some(tls);
        self
    }

    /// Adds a proxy. The first proxy that applies to a connection is used. Without any, the proxies are those of the
    /// environment variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case, also for
    /// WebSockets.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.connections.proxies.push(proxy);
        self
    }

    /// Uses no proxy, and ignores the environment.
    pub fn no_proxy(mut self) -> Self {
        self.connections.no_proxy = true;
        self
    }

    /// Connects to this Unix socket instead of the host of the URL, which is still sent as `Host`. No proxy is used.
    #[cfg(unix)]
    pub fn unix_socket(mut self, path: impl AsRef<std::path::Path>) -> Self {
        self.connections.unix_socket = Some(path.as_ref().into());
        self
    }

    /// Sets the maximum number of redirects. They are only followed within the origin, with the same method and body, and
    /// headers are never sent to another origin. The status 303, which requests another resource, is not followed for a
    /// POST. The default is 5.
    pub fn max_redirects(mut self, max: usize) -> Self {
        self.connections.max_redirects = Some(max);
        self
    }

    /// Rejects options that exclude each other, for a server with or without TLS.
    ///
    /// # Errors
    /// Returns an error if there are any ([`Error::is_builder`]).
    pub(in crate::transport::endpoint) fn check(&self, tls: bool) -> Result<(), Error> {
        if tls && !cfg!(feature = "__tls") && self.makes_connections() {
            return Err(Error::builder(
                "https and wss need the feature `tls`, `tls-ring` or `rustls` of gql-runtime",
            ));
        }
        let options = &self.connections;
        if options.no_proxy && !options.proxies.is_empty() {
            return Err(Error::builder("`proxy` and `no_proxy` exclude each other"));
        }
        #[cfg(unix)]
        if options.unix_socket.is_some() && !options.proxies.is_empty() {
            return Err(Error::builder(
                "`unix_socket` and `proxy` exclude each other: a proxy is reached over the network",
            ));
        }
        #[cfg(feature = "__endpoint")]
        self.check_client()?;
        Ok(())
    }

    /// Converts the options into the route to the server.
    ///
    /// # Errors
    /// Returns an error if the proxies of the environment are invalid ([`Error::is_builder`]).
    pub(in crate::transport::endpoint) fn take_route(&mut self) -> Result<Route, Error> {
        let makes_connections = self.makes_connections();
        let options = std::mem::take(&mut self.connections);
        let has_own_proxies = !options.proxies.is_empty();
        let proxies = match has_own_proxies || options.no_proxy || !makes_connections {
            true => options.proxies,
            false => Proxies::from_environment(|name| std::env::var(name).ok())?,
        };
        Ok(Route {
            proxies,
            has_own_proxies,
            #[cfg(unix)]
            unix_socket: options.unix_socket,
            max_redirects: options.max_redirects.unwrap_or(MAX_REDIRECTS),
            #[cfg(feature = "__tls")]
            tls: TlsOptions::new(options.tls),
            #[cfg(all(feature = "cookies", feature = "__endpoint"))]
            cookies: options.cookies,
        })
    }

    /// Returns true, as only the transports over HTTP can have another client.
    #[cfg(not(feature = "__endpoint"))]
    fn makes_connections(&self) -> bool {
        true
    }

    /// Returns `None`, as only the transports over HTTP have options that a WebSocket cannot honor.
    #[cfg(not(feature = "__endpoint"))]
    pub(in crate::transport::endpoint) fn websocket_error(&self) -> Option<Error> {
        None
    }
}
