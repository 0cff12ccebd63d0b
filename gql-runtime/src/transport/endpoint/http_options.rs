//! The options of an endpoint that are about HTTP alone, and the client that they make.

use std::fmt;
use std::sync::Arc;

use http::Uri;
use reqwest::Url;
use reqwest::redirect::Policy;

use super::requests::uri;
use super::{EndpointBuilder, Target};
use crate::Error;
use crate::transport::service::{Connections, HttpService};

/// The options.
#[derive(Default)]
pub(super) struct HttpOptions {
    client: Made,
    http1_only: bool,
    #[cfg(feature = "http2")]
    http2_prior_knowledge: bool,
}

/// Where the HTTP client comes from.
#[derive(Default)]
enum Made {
    #[default]
    Here,
    By(Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>),
    Service(Arc<dyn HttpService>),
}

/// The side of an endpoint that the transports over HTTP use.
pub(super) struct HttpSide {
    pub(super) service: Arc<dyn HttpService>,
    /// Without credentials: they are among the headers.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    pub(super) url: Url,
    pub(super) uri: Uri,
}

/// Options for the transports over HTTP.
impl EndpointBuilder {
    /// Speaks HTTP/1.1 even where the server could do HTTP/2. A WebSocket does that in any case.
    pub fn http1_only(mut self) -> Self {
        self.http.http1_only = true;
        self
    }

    /// Speaks HTTP/2 without asking, over plain TCP too. No WebSocket can be opened to such an endpoint.
    #[cfg(feature = "http2")]
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http.http2_prior_knowledge = true;
        self
    }

    /// Uses the HTTP client that this function's builder makes: for a DNS resolver of its own, an interface, a minimum TLS version. TLS,
    /// proxy, Unix socket, connect timeout, cookie jar and HTTP version are set there: the options of the endpoint for them fail at
    /// [`build`](Self::build). Redirects and the flow control of HTTP/2 remain the endpoint's, so that headers stay with their origin and
    /// streams that are not read hold nothing back. It is called when a client is needed: once for requests, and once for every 100
    /// subscriptions that run. No WebSocket can be opened to such an endpoint: the client would not make its connection.
    pub fn reqwest_builder(self, make: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static) -> Self {
        self.made(Made::By(Box::new(make)))
    }

    /// Sends every request by this service: a `reqwest::Client` that other parts of the program use, too, a stack of tower's layers in a
    /// `Tower` (feature `tower`), or a type of the program. TLS, proxy, Unix socket, connect timeout, cookie jar and HTTP version are its
    /// matter: the options of the endpoint for them fail at [`build`](Self::build). All others, and those of the transports, are above it.
    /// No WebSocket can be opened to such an endpoint: the service would not make its connection.
    pub fn service(self, service: impl HttpService) -> Self {
        self.made(Made::Service(Arc::new(service)))
    }

    fn made(mut self, made: Made) -> Self {
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

    /// Whether the endpoint makes its connections itself.
    pub(super) fn makes_connections(&self) -> bool {
        self.http.client.name().is_none()
    }

    /// Refuses options of connections where another makes them.
    pub(super) fn check_client(&self) -> Result<(), Error> {
        let Some(given) = self.http.client.name() else {
            return Ok(());
        };
        let options = [
            #[cfg(feature = "__tls")]
            ("tls", self.tls.is_some()),
            ("proxy", !self.proxies.is_empty()),
            ("no_proxy", self.no_proxy),
            #[cfg(unix)]
            ("unix_socket", self.unix_socket.is_some()),
            #[cfg(feature = "cookies")]
            ("cookie_jar", self.cookies.is_some()),
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

    /// The error of a WebSocket to this endpoint, if it has an option that one cannot honor.
    #[cfg(feature = "websocket")]
    pub(super) fn no_sockets(&self) -> Option<Error> {
        #[cfg(feature = "http2")]
        if self.http.http2_prior_knowledge {
            return Some(Error::builder(
                "a WebSocket begins with HTTP/1.1, and its endpoint has `http2_prior_knowledge`: give it an endpoint without that",
            ));
        }
        let given = self.http.client.name()?;
        Some(Error::builder(format!(
            "a WebSocket makes its own connection, and not by the HTTP client that its endpoint was given by `{given}`: give it an \
             endpoint without one, or make its sockets by `socket_with`",
        )))
    }
}

impl Made {
    /// The option that it was given by.
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Here => None,
            Self::By(_) => Some("reqwest_builder"),
            Self::Service(_) => Some("service"),
        }
    }
}

impl HttpOptions {
    /// Makes the client.
    ///
    /// # Errors
    /// If the options do not make one ([`Error::is_builder`]).
    pub(super) fn into_side(self, target: &Target, url: Url) -> Result<HttpSide, Error> {
        Ok(HttpSide {
            uri: uri(&url)?,
            url,
            service: match self.client {
                Made::Service(service) => service,
                Made::By(make) => {
                    let connections = Connections::new(Box::new(move || Ok(make().redirect(Policy::none()))));
                    connections.check()?;
                    Arc::new(connections)
                }
                Made::Here => Arc::new(self.connections(target)?),
            },
        })
    }

    /// The client is made with the first request: a program that opens a WebSocket alone has none.
    fn connections(&self, target: &Target) -> Result<Connections, Error> {
        let mut proxies = Vec::new();
        for proxy in target.proxies.iter() {
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
            true => Some(target.tls.config(alpn)?),
            false => None,
        };
        let http1_only = self.http1_only;
        #[cfg(feature = "http2")]
        let http2_prior_knowledge = self.http2_prior_knowledge;
        let connect_timeout = target.connect_timeout;
        #[cfg(unix)]
        let unix_socket = target.unix_socket.clone();
        #[cfg(feature = "cookies")]
        let cookies = target.cookies.clone();
        Ok(Connections::new(Box::new(move || {
            let mut builder = reqwest::Client::builder()
                .tcp_nodelay(true)
                .redirect(Policy::none())
                // Those of the environment are among the others.
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
                    // reqwest is given a configuration in any case: without one it takes the process's default provider, and panics if
                    // there is none. Reading the system's certificates takes time, and plain HTTP needs none.
                    None => {
                        rustls::ClientConfig::clone(&*crate::Tls::new().bundled_roots().rustls_config(alpn)?)
                    }
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
