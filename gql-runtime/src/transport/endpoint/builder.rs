//! The options of an endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use reqwest::redirect::Policy;

use super::connections::{Connections, unusable};
use super::{Endpoint, HeaderProvider, Inner, merge};
use crate::Error;
use crate::transport::header;

/// The options of an [`Endpoint`].
#[must_use = "call `build`"]
pub struct EndpointBuilder {
    url: String,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
    client: Made,
    proxy: Option<String>,
    no_proxy: bool,
    connect_timeout: Option<Duration>,
    redirects: usize,
    http1_only: bool,
    #[cfg(feature = "http2")]
    http2_prior_knowledge: bool,
    #[cfg(feature = "tls")]
    tls: crate::Tls,
    #[cfg(feature = "cookies")]
    cookies: Option<Arc<reqwest::cookie::Jar>>,
    mistake: Option<Error>,
}

/// Where the HTTP client comes from.
enum Made {
    Here,
    By(Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>),
    Elsewhere(reqwest::Client),
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
            connect_timeout: Some(Duration::from_secs(10)),
            redirects: 5,
            http1_only: false,
            #[cfg(feature = "http2")]
            http2_prior_knowledge: false,
            #[cfg(feature = "tls")]
            tls: crate::Tls::new(),
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
        merge(&mut self.headers, headers);
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
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.tls = tls;
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
        self.connect_timeout = limit.into();
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
    /// proxy, connect timeout, cookie jar and HTTP version are then its matter. Redirects and the flow control of HTTP/2 remain the
    /// endpoint's, so that headers stay with their origin and streams that are not read hold nothing back. It is called when a
    /// client is needed: once for requests, and once for every 100 subscriptions that run.
    pub fn reqwest_builder(
        mut self,
        make: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.client = Made::By(Box::new(make));
        self
    }

    /// Uses a client made elsewhere, which it shares with other parts of a program. The options of connections are then its matter, as
    /// for [`reqwest_builder`](Self::reqwest_builder), and so are these:
    ///
    /// * Build it with `redirect::Policy::none()`: the endpoint follows redirects itself. The default policy of reqwest takes headers such
    ///   as `x-api-key` to other origins, though not `Authorization` and `Cookie`, and turns a POST into a GET. A response that it brings
    ///   from there is an [`is_builder()`](Error::is_builder), but the headers have been sent by then.
    /// * Over HTTP/2, subscriptions share its connection with queries: some that are not read stop all the others.
    /// * A total timeout ends subscriptions, too.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.client = Made::Elsewhere(client);
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
        let url = Url::parse(&self.url)
            .map_err(|source| Error::builder(format!("not a URL: {source}")).with_source(source))?;
        match url.scheme() {
            "http" => {}
            "https" if cfg!(feature = "tls") || !matches!(self.client, Made::Here) => {}
            "https" => return Err(Error::builder("https needs the feature `tls` of gql-runtime")),
            other => {
                return Err(Error::builder(format!(
                    "not a URL of http or https, but of {other}"
                )));
            }
        }
        let (connect_timeout, redirects) = (self.connect_timeout, self.redirects);
        let headers = std::mem::take(&mut self.headers);
        let provider = self.provider.take();
        let connections = self.connections(url.scheme() == "https")?;
        let mut headers = headers;
        let agent = HeaderValue::from_static(concat!("gql-runtime/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(agent);
        Ok(Endpoint {
            inner: Arc::new(Inner {
                connections,
                url,
                headers,
                provider,
                connect_timeout,
                redirects,
            }),
        })
    }

    fn connections(self, https: bool) -> Result<Connections, Error> {
        match self.client {
            Made::Elsewhere(client) => Ok(Connections::only(client)),
            Made::By(make) => Connections::new(Box::new(move || Ok(make().redirect(Policy::none())))),
            Made::Here => self.connections_made_here(https),
        }
    }

    fn connections_made_here(self, https: bool) -> Result<Connections, Error> {
        let proxy = self
            .proxy
            .map(reqwest::Proxy::all)
            .transpose()
            .map_err(unusable)?;
        #[cfg(feature = "tls")]
        let tls = {
            // Reading the system's certificates takes time, and an endpoint without TLS needs none.
            let tls = if https {
                self.tls
            } else {
                crate::Tls::new().bundled_roots()
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
            if let Some(limit) = self.connect_timeout {
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
            #[cfg(feature = "tls")]
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
