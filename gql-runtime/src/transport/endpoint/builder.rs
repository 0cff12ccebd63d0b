//! The options of an endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use reqwest::redirect::Policy;

use super::{Endpoint, HeaderProvider, Inner, merge};
use crate::Error;
use crate::transport::header;

/// The options of an [`Endpoint`].
#[must_use = "call `build`"]
pub struct EndpointBuilder {
    url: String,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
    client: Option<reqwest::Client>,
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

impl EndpointBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            headers: HeaderMap::new(),
            provider: None,
            client: None,
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
    /// error, and the request is sent again: the place to renew a token.
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

    /// How many redirects to follow, to the same origin only: headers never travel to another one. The default is 5.
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

    /// Uses a client made elsewhere. What concerns connections is then its matter: TLS, proxy, connect timeout, redirects,
    /// cookie jar, HTTP version. Set no total timeout on one that runs subscriptions.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.client = Some(client);
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
        let url = Url::parse(&self.url).map_err(|source| {
            Error::builder(format!("not a URL: {source}: {}", self.url)).with_source(source)
        })?;
        match url.scheme() {
            "http" => {}
            "https" if cfg!(feature = "tls") || self.client.is_some() => {}
            "https" => return Err(Error::builder("https needs the feature `tls` of gql-runtime")),
            other => {
                return Err(Error::builder(format!(
                    "not a URL of http or https, but of {other}"
                )));
            }
        }
        let client = match self.client.take() {
            Some(client) => client,
            None => self.build_client(url.scheme() == "https")?,
        };
        let mut headers = self.headers;
        let agent = HeaderValue::from_static(concat!("gql-runtime/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(agent);
        Ok(Endpoint {
            inner: Arc::new(Inner {
                client,
                url,
                headers,
                provider: self.provider,
            }),
        })
    }

    fn build_client(&self, https: bool) -> Result<reqwest::Client, Error> {
        let unusable = |source: reqwest::Error| {
            Error::builder(format!("the options of the endpoint do not work: {source}")).with_source(source)
        };
        let mut builder = reqwest::Client::builder()
            .tcp_nodelay(true)
            .redirect(same_origin(self.redirects));
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
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(unusable)?);
        }
        #[cfg(feature = "cookies")]
        if let Some(jar) = &self.cookies {
            builder = builder.cookie_provider(jar.clone());
        }
        #[cfg(feature = "tls")]
        {
            // Reading the system's certificates takes time, and an endpoint without TLS needs none.
            let tls = if https {
                self.tls.clone()
            } else {
                crate::Tls::new().bundled_roots()
            };
            let alpn: &[&[u8]] = if cfg!(feature = "http2") && !self.http1_only {
                &[b"h2", b"http/1.1"]
            } else {
                &[b"http/1.1"]
            };
            let config = tls.rustls_config(alpn)?;
            builder = builder.tls_backend_preconfigured(Arc::unwrap_or_clone(config));
        }
        let _ = https;
        builder.build().map_err(unusable)
    }
}

/// Follows redirects within the origin of the first request; hands out the others as the responses that they are.
fn same_origin(most: usize) -> Policy {
    Policy::custom(move |attempt| {
        let same = attempt
            .previous()
            .first()
            .is_some_and(|first| first.origin() == attempt.url().origin());
        if same && attempt.previous().len() <= most {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

/// The origin alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for EndpointBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointBuilder").finish_non_exhaustive()
    }
}
