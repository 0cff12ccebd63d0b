//! The options of an endpoint that only apply to HTTP, and the client that is built from them.

use std::fmt;
use std::sync::Arc;

use http::Uri;
use reqwest::Url;
use reqwest::redirect::Policy;

use crate::Error;
use crate::transport::endpoint::requests::uri;
use crate::transport::endpoint::{EndpointBuilder, Target};
use crate::transport::service::{Connections, HttpService};

/// The options that only apply to HTTP.
#[derive(Default)]
pub(in crate::transport::endpoint) struct HttpOptions {
    client: ClientSource,
    http1_only: bool,
    #[cfg(feature = "http2")]
    http2_prior_knowledge: bool,
}

/// The source of the HTTP client.
#[derive(Default)]
enum ClientSource {
    #[default]
    Here,
    #[cfg(feature = "reqwest")]
    By(Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>),
    Service(Arc<dyn HttpService>),
}

/// The part of an endpoint that the transports over HTTP use.
pub(in crate::transport::endpoint) struct HttpEndpoint {
    pub(in crate::transport::endpoint) service: Arc<dyn HttpService>,
    /// The URL without credentials, which are among the headers.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    pub(in crate::transport::endpoint) url: Url,
    pub(in crate::transport::endpoint) uri: Uri,
}

/// Options for the transports over HTTP.
impl EndpointBuilder {
    /// Only uses HTTP/1.1, even if the server supports HTTP/2. A WebSocket always does.
    pub fn http1_only(mut self) -> Self {
        self.http.http1_only = true;
        self
    }

    /// Uses HTTP/2 without negotiation, also over plain TCP. WebSockets cannot be opened to such an endpoint.
    #[cfg(feature = "http2")]
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http.http2_prior_knowledge = true;
        self
    }

    /// Builds the HTTP client with this function, for example to set a DNS resolver, an interface or a minimum TLS
    /// version. TLS, proxy, Unix socket, connect timeout, cookie jar and HTTP version must be set on the builder: the
    /// endpoint's options for them are errors of [`build`](Self::build). The endpoint still controls redirects and HTTP/2
    /// flow control, so that headers stay within their origin and unread streams do not block others. The function is
    /// called once for requests, and once for every 100 concurrent subscriptions. WebSockets cannot be opened to such an
    /// endpoint, as the client would not make their connections.
    #[cfg(feature = "reqwest")]
    pub fn reqwest_builder(self, make: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static) -> Self {
        self.set_client(ClientSource::By(Box::new(make)))
    }

    /// Sends every request with this service, such as a `reqwest::Client` that other parts of the program use, a stack of
    /// tower layers in a `Tower` (feature `tower`), or a type of the program. TLS, proxy, Unix socket, connect timeout,
    /// cookie jar and HTTP version must be configured on the service: the endpoint's options for them are errors of
    /// [`build`](Self::build). All other options apply. WebSockets cannot be opened to such an endpoint, as the service
    /// would not make their connections.
    pub fn service(self, service: impl HttpService) -> Self {
        self.set_client(ClientSource::Service(Arc::new(service)))
    }

    fn set_client(mut self, made: ClientSource) -> Self {
        if self.http.client.name().is_some() {
            self.mistake.get_or_insert_with(|| {
                Error::builder(
                    "an endpoint has one HTTP client: `service` and `reqwest_builder` exclude each other",
                )
            });
        }
        self.http.client = made;
        self
    }

    /// Returns whether the endpoint makes its connections itself.
    pub(in crate::transport::endpoint) fn makes_connections(&self) -> bool {
        self.http.client.name().is_none()
    }

    /// Rejects connection options if the endpoint does not make its connections.
    pub(in crate::transport::endpoint) fn check_client(&self) -> Result<(), Error> {
        let Some(given) = self.http.client.name() else {
            return Ok(());
        };
        let options = [
            #[cfg(feature = "__tls")]
            ("tls", self.connections.tls.is_some()),
            ("proxy", !self.connections.proxies.is_empty()),
            ("no_proxy", self.connections.no_proxy),
            #[cfg(unix)]
            ("unix_socket", self.connections.unix_socket.is_some()),
            #[cfg(feature = "cookies")]
            ("cookie_jar", self.connections.cookies.is_some()),
            ("connect_timeout", self.connect_timeout.is_some()),
            ("http1_only", self.http.http1_only),
            #[cfg(feature = "http2")]
            ("http2_prior_knowledge", self.http.http2_prior_knowledge),
        ];
        let set: Vec<_> = options
            .iter()
            .filter(|(_, is_set)| *is_set)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if set.is_empty() {
            return Ok(());
        }
        Err(Error::builder(format!(
            "the HTTP client given by `{given}` makes the connections, so the endpoint cannot honor {}: set that at the client",
            set.join(", ")
        )))
    }

    /// Returns the error for a WebSocket to this endpoint, if it has an option that a WebSocket cannot honor.
    #[cfg(feature = "websocket")]
    pub(in crate::transport::endpoint) fn websocket_error(&self) -> Option<Error> {
        #[cfg(feature = "http2")]
        if self.http.http2_prior_knowledge {
            return Some(Error::builder(
                "a WebSocket requires HTTP/1.1, but its endpoint has `http2_prior_knowledge`: use another endpoint",
            ));
        }
        let given = self.http.client.name()?;
        Some(Error::builder(format!(
            "a WebSocket makes its own connection, and not by the HTTP client that its endpoint was given by `{given}`: give it an \
             endpoint without one, or make its sockets by `socket_with`",
        )))
    }
}

impl ClientSource {
    /// Returns the option that sets it.
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Here => None,
            #[cfg(feature = "reqwest")]
            Self::By(_) => Some("reqwest_builder"),
            Self::Service(_) => Some("service"),
        }
    }
}

impl HttpOptions {
    /// Builds the client.
    ///
    /// # Errors
    /// Returns an error if the options are invalid ([`Error::is_builder`]).
    pub(in crate::transport::endpoint) fn into_endpoint(
        self,
        target: &Target,
        url: Url,
    ) -> Result<HttpEndpoint, Error> {
        Ok(HttpEndpoint {
            uri: uri(&url)?,
            url,
            service: match self.client {
                ClientSource::Service(service) => service,
                #[cfg(feature = "reqwest")]
                ClientSource::By(make) => {
                    let connections = Connections::new(Box::new(move || Ok(make().redirect(Policy::none()))));
                    connections.check()?;
                    Arc::new(connections)
                }
                ClientSource::Here => Arc::new(self.connections(target)?),
            },
        })
    }

    /// Returns the clients, which are built with the first request, as a program that only opens WebSockets does not need
    /// one.
    fn connections(&self, target: &Target) -> Result<Connections, Error> {
        let mut proxies = Vec::new();
        for proxy in target.route.proxies.iter() {
            proxies.push(proxy.for_client()?);
        }
        #[cfg(feature = "__tls")]
        let alpn: &[&[u8]] = if cfg!(feature = "http2") && !self.http1_only {
            &[b"h2", b"http/1.1"]
        } else {
            &[b"http/1.1"]
        };
        #[cfg(feature = "__tls")]
        let tls = match target.needs_tls() {
            true => Some(target.route.tls.config(alpn)?),
            false => None,
        };
        let http1_only = self.http1_only;
        #[cfg(feature = "http2")]
        let http2_prior_knowledge = self.http2_prior_knowledge;
        let connect_timeout = target.connect_timeout;
        #[cfg(unix)]
        let unix_socket = target.route.unix_socket.clone();
        #[cfg(feature = "cookies")]
        let cookies = target.route.cookies.clone();
        Ok(Connections::new(Box::new(move || {
            let mut builder = reqwest::Client::builder()
                .tcp_nodelay(true)
                .redirect(Policy::none())
                // The proxies of the environment are among the others.
                .no_proxy();
            if let Some(limit) = connect_timeout {
                builder = builder.connect_timeout(limit);
            }
            if http1_only {
                builder = builder.http1_only();
            }
            #[cfg(feature = "http2")]
            if http2_prior_knowledge {
                builder = builder.http2_prior_knowledge();
            }
            for proxy in &proxies {
                builder = builder.proxy(proxy.clone());
            }
            #[cfg(unix)]
            if let Some(path) = &unix_socket {
                builder = builder.unix_socket(&**path);
            }
            #[cfg(feature = "cookies")]
            if let Some(jar) = &cookies {
                builder = builder.cookie_provider(jar.clone());
            }
            #[cfg(feature = "__tls")]
            {
                builder = builder.tls_backend_preconfigured(match &tls {
                    Some(tls) => tls.clone(),
                    // reqwest always gets a configuration. Otherwise it would use the process's default provider, and
                    // panic if there is none. The system's certificates are only loaded for TLS, as this takes time.
                    None => rustls::ClientConfig::clone(&*crate::Tls::new().bundled_roots().config(alpn)?),
                });
            }
            Ok(builder)
        })))
    }
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions").finish_non_exhaustive()
    }
}
