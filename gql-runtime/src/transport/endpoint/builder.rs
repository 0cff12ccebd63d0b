//! The options of an endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use reqwest::redirect::Policy;

use super::{Endpoint, HeaderProvider, Inner, credentials, uri};
use crate::Error;
use crate::transport::header;
use crate::transport::service::{Connections, HttpService, unusable};

/// The default for how long making a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The options of an [`Endpoint`].
#[must_use = "call `build`"]
pub struct EndpointBuilder {
    url: String,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
    client: Made,
    proxy: Option<String>,
    no_proxy: bool,
    /// The default where it is not set.
    connect_timeout: Option<Option<Duration>>,
    redirects: usize,
    http1_only: bool,
    #[cfg(feature = "http2")]
    http2_prior_knowledge: bool,
    #[cfg(feature = "__tls")]
    tls: Option<crate::Tls>,
    #[cfg(feature = "cookies")]
    cookies: Option<Arc<reqwest::cookie::Jar>>,
    mistake: Option<Error>,
}

/// Where the HTTP client comes from.
enum Made {
    Here,
    By(Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>),
    Service(Arc<dyn HttpService>),
}

impl EndpointBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            headers: HeaderMap::new(),
            provider: None,
            client: Made::Here,
            proxy: None,
            no_proxy: false,
            connect_timeout: None,
            redirects: 5,
            http1_only: false,
            #[cfg(feature = "http2")]
            http2_prior_knowledge: false,
            #[cfg(feature = "__tls")]
            tls: None,
            #[cfg(feature = "cookies")]
            cookies: None,
            mistake: None,
        }
    }

    /// Sends this header with every request. One that is not valid fails at [`build`](Self::build).
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        match header::of(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(mistake) => {
                self.mistake.get_or_insert(mistake);
            }
        }
        self
    }

    /// Sends these headers with every request.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sends `Authorization: Bearer …`. <https://www.rfc-editor.org/rfc/rfc6750>
    pub fn bearer_auth(self, token: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::bearer(token))
    }

    /// Sends `Authorization: Basic …`. <https://www.rfc-editor.org/rfc/rfc7617>
    pub fn basic_auth(self, user: impl fmt::Display, password: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::basic(user, password))
    }

    /// Asks this function for headers before every request. When the server answers 401 it is asked once more, with that
    /// error, and the request is sent again: the place to renew a token. It has as long as the request; where that has no limit, and for
    /// a subscription, as long as [connecting](Self::connect_timeout).
    pub fn headers_with<F, R, E>(mut self, provider: F) -> Self
    where
        F: Fn(Option<Error>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<HeaderMap, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.provider = Some(Arc::new(move |refusal| {
            let headers = provider(refusal);
            Box::pin(async move {
                headers.await.map_err(|source| {
                    let source = source.into();
                    Error::auth(format!("the headers could not be made: {source}")).with_source(source)
                })
            })
        }));
        self
    }

    /// Sends this cookie with every request.
    pub fn cookie(self, name: &str, value: &str) -> Self {
        let cookies = match self.headers.get(COOKIE).and_then(|value| value.to_str().ok()) {
            Some(others) => format!("{others}; {name}={value}"),
            None => format!("{name}={value}"),
        };
        self.header(COOKIE, cookies)
    }

    /// Keeps the cookies that servers set, and sends them back; the jar may be shared with other endpoints.
    #[cfg(feature = "cookies")]
    pub fn cookie_jar(mut self, jar: Arc<reqwest::cookie::Jar>) -> Self {
        self.cookies = Some(jar);
        self
    }

    /// How TLS connections are made and checked.
    #[cfg(feature = "__tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Goes through this proxy, `http://…` with credentials where it wants them. The default is what the environment says:
    /// `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.no_proxy = true;
        self
    }

    /// How long making a connection may take, TLS included; `None` for any time. The default is 10 seconds.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = Some(limit.into());
        self
    }

    /// How many redirects to follow, to the same origin only, with the same method and body: headers never travel to another one. 303, which
    /// asks for another resource, is not followed for a POST. The default is 5.
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects = most;
        self
    }

    /// Speaks HTTP/1.1 even where the server could do HTTP/2.
    pub fn http1_only(mut self) -> Self {
        self.http1_only = true;
        self
    }

    /// Speaks HTTP/2 without asking, over plain TCP too.
    #[cfg(feature = "http2")]
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http2_prior_knowledge = true;
        self
    }

    /// Uses the HTTP client that this function's builder makes: for a DNS resolver of its own, an interface, a minimum TLS version. TLS,
    /// proxy, connect timeout, cookie jar and HTTP version are set there: the options of the endpoint for them fail at
    /// [`build`](Self::build). Redirects and the flow control of HTTP/2 remain the endpoint's, so that headers stay with their origin and
    /// streams that are not read hold nothing back. It is called when a client is needed: once for requests, and once for every 100
    /// subscriptions that run.
    pub fn reqwest_builder(self, make: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static) -> Self {
        self.made(Made::By(Box::new(make)))
    }

    /// Sends every request by this service: a `reqwest::Client` that other parts of the program use, too, a stack of tower's layers in a
    /// `Tower` (feature `tower`), or a type of the program. TLS, proxy, connect timeout, cookie jar and HTTP version are its matter: the
    /// options of the endpoint for them fail at [`build`](Self::build). All others, and those of the transports, are above it.
    ///
    /// A [`WebSocket`](super::super::websocket::WebSocket) has connections of its own and does not use it.
    pub fn service(self, service: impl HttpService) -> Self {
        self.made(Made::Service(Arc::new(service)))
    }

    fn made(mut self, made: Made) -> Self {
        if !matches!(self.client, Made::Here) {
            self.mistake.get_or_insert_with(|| {
                Error::builder(
                    "an endpoint has one HTTP client: `service` and `reqwest_builder` exclude each other",
                )
            });
        }
        self.client = made;
        self
    }

    /// Makes the endpoint. Nothing is connected yet.
    ///
    /// # Errors
    /// If an option is not usable ([`Error::is_builder`]).
    pub fn build(mut self) -> Result<Endpoint, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        // The text is not shown: it may hold a password or a key.
        let mut url = Url::parse(&self.url)
            .map_err(|source| Error::builder(format!("not a URL: {source}")).with_source(source))?;
        match url.scheme() {
            "http" => {}
            "https" if cfg!(feature = "__tls") || !matches!(self.client, Made::Here) => {}
            "https" => {
                return Err(Error::builder(
                    "https needs the feature `tls`, `tls-ring` or `tls-no-provider` of gql-runtime",
                ));
            }
            other => {
                return Err(Error::builder(format!(
                    "not a URL of http or https, but of {other}"
                )));
            }
        }
        self.check_client()?;
        let (connect_timeout, redirects) = (
            self.connect_timeout.unwrap_or(Some(CONNECT_TIMEOUT)),
            self.redirects,
        );
        let mut headers = std::mem::take(&mut self.headers);
        if let Some(credentials) = credentials::take(&mut url) {
            headers.entry(AUTHORIZATION).or_insert(credentials);
        }
        let uri = uri(&url)?;
        let provider = self.provider.take();
        let service = self.into_service(url.scheme() == "https")?;
        let agent = HeaderValue::from_static(concat!("gql-runtime/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(agent);
        Ok(Endpoint {
            inner: Arc::new(Inner {
                service,
                url,
                uri,
                headers,
                provider,
                connect_timeout,
                redirects,
            }),
        })
    }

    /// Refuses options of connections where another makes them.
    fn check_client(&self) -> Result<(), Error> {
        if matches!(self.client, Made::Here) {
            return Ok(());
        }
        let options = [
            #[cfg(feature = "__tls")]
            ("tls", self.tls.is_some()),
            ("proxy", self.proxy.is_some()),
            ("no_proxy", self.no_proxy),
            #[cfg(feature = "cookies")]
            ("cookie_jar", self.cookies.is_some()),
            ("connect_timeout", self.connect_timeout.is_some()),
            ("http1_only", self.http1_only),
            #[cfg(feature = "http2")]
            ("http2_prior_knowledge", self.http2_prior_knowledge),
        ];
        let set: Vec<_> = options
            .iter()
            .filter(|(_, is_set)| *is_set)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if set.is_empty() {
            return Ok(());
        }
        let given = match self.client {
            Made::By(_) => "reqwest_builder",
            _ => "service",
        };
        Err(Error::builder(format!(
            "the HTTP client given by `{given}` makes the connections, so the endpoint cannot honor {}: set that at the client",
            set.join(", ")
        )))
    }

    fn into_service(self, https: bool) -> Result<Arc<dyn HttpService>, Error> {
        Ok(match self.client {
            Made::Service(service) => service,
            Made::By(make) => Arc::new(Connections::new(Box::new(move || {
                Ok(make().redirect(Policy::none()))
            }))?),
            Made::Here => Arc::new(self.connections_made_here(https)?),
        })
    }

    fn connections_made_here(self, https: bool) -> Result<Connections, Error> {
        let proxy = self
            .proxy
            .map(reqwest::Proxy::all)
            .transpose()
            .map_err(unusable)?;
        #[cfg(feature = "__tls")]
        let tls = {
            let tls = match self.tls {
                // Also where the URL is one of plain HTTP: the proxy's may be one of HTTPS.
                Some(tls) => tls,
                None if https => crate::Tls::new(),
                // reqwest is given a configuration in any case: without one it takes the process's default provider, and
                // panics if there is none. Reading the system's certificates takes time, and plain HTTP needs none.
                None => crate::Tls::new().bundled_roots(),
            };
            let alpn: &[&[u8]] = if cfg!(feature = "http2") && !self.http1_only {
                &[b"h2", b"http/1.1"]
            } else {
                &[b"http/1.1"]
            };
            tls.rustls_config(alpn)?
        };
        let _ = https;
        Connections::new(Box::new(move || {
            let mut builder = reqwest::Client::builder()
                .tcp_nodelay(true)
                .redirect(Policy::none());
            if let Some(limit) = self.connect_timeout.unwrap_or(Some(CONNECT_TIMEOUT)) {
                builder = builder.connect_timeout(limit);
            }
            if self.http1_only {
                builder = builder.http1_only();
            }
            #[cfg(feature = "http2")]
            if self.http2_prior_knowledge {
                builder = builder.http2_prior_knowledge();
            }
            if self.no_proxy {
                builder = builder.no_proxy();
            }
            if let Some(proxy) = &proxy {
                builder = builder.proxy(proxy.clone());
            }
            #[cfg(feature = "cookies")]
            if let Some(jar) = &self.cookies {
                builder = builder.cookie_provider(jar.clone());
            }
            #[cfg(feature = "__tls")]
            {
                builder = builder.tls_backend_preconfigured(rustls::ClientConfig::clone(&tls));
            }
            Ok(builder)
        }))
    }
}

/// The origin alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for EndpointBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointBuilder").finish_non_exhaustive()
    }
}
