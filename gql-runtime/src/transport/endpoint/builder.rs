//! The options of an endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use http::header::{COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::address::Address;
#[cfg(feature = "__endpoint")]
use super::http_options::HttpOptions;
#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
use super::target::TlsOptions;
use super::target::{HeaderProvider, OnUnauthorized};
use super::{Endpoint, EndpointInner, Target};
use crate::Error;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::transport::proxy::{Proxies, Proxy};
use crate::transport::{MaybeSend, MaybeSync, header};

/// The default of the connect timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The options of an [`Endpoint`].
#[must_use = "call `build`"]
pub struct EndpointBuilder {
    url: String,
    headers: HeaderMap,
    provider: Option<HeaderProvider>,
    on_unauthorized: Option<OnUnauthorized>,
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub(super) proxies: Proxies,
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub(super) no_proxy: bool,
    /// The connect timeout, or the default if it is not set.
    pub(super) connect_timeout: Option<Option<Duration>>,
    #[cfg(unix)]
    pub(super) unix_socket: Option<Arc<std::path::Path>>,
    max_redirects: usize,
    #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
    pub(super) tls: Option<crate::Tls>,
    #[cfg(all(
        feature = "cookies",
        feature = "__endpoint",
        not(all(target_family = "wasm", target_os = "unknown"))
    ))]
    pub(super) cookies: Option<Arc<reqwest::cookie::Jar>>,
    #[cfg(feature = "__endpoint")]
    pub(super) http: HttpOptions,
    pub(super) mistake: Option<Error>,
}

impl EndpointBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            headers: HeaderMap::new(),
            provider: None,
            on_unauthorized: None,
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            proxies: Proxies::default(),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            no_proxy: false,
            connect_timeout: None,
            #[cfg(unix)]
            unix_socket: None,
            max_redirects: 5,
            #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
            tls: None,
            #[cfg(all(
                feature = "cookies",
                feature = "__endpoint",
                not(all(target_family = "wasm", target_os = "unknown"))
            ))]
            cookies: None,
            #[cfg(feature = "__endpoint")]
            http: HttpOptions::default(),
            mistake: None,
        }
    }

    /// Adds a header to every request. An invalid header is an error of [`build`](Self::build).
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        match header::parse(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(mistake) => {
                self.mistake.get_or_insert(mistake);
            }
        }
        self
    }

    /// Adds these headers to every request.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Adds `Authorization: Bearer …`. <https://www.rfc-editor.org/rfc/rfc6750>
    pub fn bearer_auth(self, token: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::bearer(token))
    }

    /// Adds `Authorization: Basic …`. <https://www.rfc-editor.org/rfc/rfc7617>
    pub fn basic_auth(self, user: impl fmt::Display, password: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::basic(user, password))
    }

    /// Calls this function for headers before every request and every connection. They replace other headers with the same
    /// name. If the server refuses them, the function is called once more with that error, for example to refresh a token,
    /// and the request is sent or the connection made again. A refusal is defined as for
    /// [`on_unauthorized`](Self::on_unauthorized), which is called first, if it is set.
    ///
    /// The timeout of the function is that of the request. For a request without a timeout, a subscription and a
    /// WebSocket, it is the [connect timeout](Self::connect_timeout).
    pub fn headers_with<F, R, E>(mut self, provider: F) -> Self
    where
        F: Fn(Option<Error>) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<HeaderMap, E>> + MaybeSend + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.provider = Some(Arc::new(move |refusal| {
            let headers = provider(refusal);
            Box::pin(async move {
                headers.await.map_err(|source| {
                    let source = source.into();
                    Error::auth(format!("the provider of headers failed: {source}")).with_source(source)
                })
            })
        }));
        self
    }

    /// Calls this function when the server refuses the credentials, to refresh those of
    /// [`headers_with`](Self::headers_with), of the cookie jar, or of a WebSocket's `init_payload_with`, which are called
    /// again afterwards. If it returns `true`, the request is sent or the connection made once more; with `false`, the
    /// operation fails with the refusal. There is none by default.
    ///
    /// A refusal is the status 401 for a request, and for a multipart or SSE subscription. For a WebSocket, it is the
    /// status 401 or 403 of the upgrade, the close code 4401, 4403, 3000 or 3003, 1002 with a reason during the
    /// initialization, or `connection_error`. The function is called once for each request, and for a WebSocket once until
    /// an operation has a result. Its timeout is that of `headers_with`.
    pub fn on_unauthorized<F, R>(mut self, hook: F) -> Self
    where
        F: Fn(Error) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = bool> + MaybeSend + 'static,
    {
        self.on_unauthorized = Some(Arc::new(move |error| Box::pin(hook(error))));
        self
    }

    /// Adds a cookie to every request.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn cookie(self, name: &str, value: &str) -> Self {
        let cookies = match self.headers.get(COOKIE).and_then(|value| value.to_str().ok()) {
            Some(others) => format!("{others}; {name}={value}"),
            None => format!("{name}={value}"),
        };
        self.header(COOKIE, cookies)
    }

    /// Stores the cookies that the server sets, and sends them with requests and with the upgrade of a WebSocket. The
    /// default is false.
    #[cfg(all(
        feature = "cookies",
        feature = "__endpoint",
        not(all(target_family = "wasm", target_os = "unknown"))
    ))]
    pub fn cookie_store(mut self, keep: bool) -> Self {
        self.cookies = keep.then(Arc::default);
        self
    }

    /// Stores cookies like [`cookie_store`](Self::cookie_store), in this jar, which may contain cookies and be shared with
    /// other endpoints.
    #[cfg(all(
        feature = "cookies",
        feature = "reqwest",
        feature = "__endpoint",
        not(all(target_family = "wasm", target_os = "unknown"))
    ))]
    pub fn cookie_jar(mut self, jar: Arc<reqwest::cookie::Jar>) -> Self {
        self.cookies = Some(jar);
        self
    }

    /// Sets the options of TLS connections.
    #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Adds a proxy. The first proxy that applies to a connection is used. Without any, the proxies are those of the
    /// environment variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case, also for
    /// WebSockets.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// Uses no proxy, and ignores the environment.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn no_proxy(mut self) -> Self {
        self.no_proxy = true;
        self
    }

    /// Connects to this Unix socket instead of the host of the URL, which is still sent as `Host`. No proxy is used.
    #[cfg(unix)]
    pub fn unix_socket(mut self, path: impl AsRef<std::path::Path>) -> Self {
        self.unix_socket = Some(path.as_ref().into());
        self
    }

    /// Sets the timeout of making a connection, including TLS. For a WebSocket, this includes the provider of headers, the
    /// proxy and the upgrade. `None` means no timeout. The default is 10 seconds.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = Some(limit.into());
        self
    }

    /// Sets the maximum number of redirects. They are only followed within the origin, with the same method and body, and
    /// headers are never sent to another origin. The status 303, which requests another resource, is not followed for a
    /// POST. The default is 5.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn max_redirects(mut self, max: usize) -> Self {
        self.max_redirects = max;
        self
    }

    /// Creates the endpoint, without connecting.
    ///
    /// # Errors
    /// Returns an error if an option is invalid ([`Error::is_builder`]).
    pub fn build(mut self) -> Result<Endpoint, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        #[cfg(feature = "websocket")]
        let websocket_error = self.websocket_error();
        #[cfg(feature = "__endpoint")]
        let (mut address, parsed) = Address::with_url(&self.url)?;
        #[cfg(not(feature = "__endpoint"))]
        let mut address = Address::parse(&self.url)?;
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        self.check(address.tls)?;
        #[cfg(all(target_family = "wasm", target_os = "unknown"))]
        self.check()?;
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        let has_own_proxies = !self.proxies.is_empty();
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        if !has_own_proxies && !self.no_proxy && self.makes_connections() {
            self.proxies = Proxies::from_environment(|name| std::env::var(name).ok())?;
        }
        let mut headers = self.headers;
        if let Some(credentials) = address.credentials.take() {
            headers.entry(AUTHORIZATION).or_insert(credentials);
        }
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        {
            let agent = HeaderValue::from_static(concat!("gql-runtime/", env!("CARGO_PKG_VERSION")));
            headers.entry(USER_AGENT).or_insert(agent);
        }
        let target = Target {
            address,
            headers,
            provider: self.provider,
            on_unauthorized: self.on_unauthorized,
            connect_timeout: self.connect_timeout.unwrap_or(Some(CONNECT_TIMEOUT)),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            proxies: self.proxies,
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            has_own_proxies,
            #[cfg(unix)]
            unix_socket: self.unix_socket,
            max_redirects: self.max_redirects,
            #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
            tls: TlsOptions::new(self.tls),
            #[cfg(all(
                feature = "cookies",
                feature = "__endpoint",
                not(all(target_family = "wasm", target_os = "unknown"))
            ))]
            cookies: self.cookies,
        };
        #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
        target.check_tls()?;
        Ok(Endpoint {
            inner: Arc::new(EndpointInner {
                #[cfg(feature = "__endpoint")]
                url: parsed.to_string(),
                #[cfg(not(feature = "__endpoint"))]
                url: target.address.url("http"),
                #[cfg(feature = "__endpoint")]
                http: self.http.into_endpoint(&target, parsed)?,
                #[cfg(feature = "websocket")]
                websocket_error,
                target,
            }),
        })
    }

    /// Rejects options that exclude each other.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn check(&self, tls: bool) -> Result<(), Error> {
        if tls && !cfg!(feature = "__tls") && self.makes_connections() {
            return Err(Error::builder(
                "https and wss need the feature `tls`, `tls-ring` or `rustls` of gql-runtime",
            ));
        }
        if self.no_proxy && !self.proxies.is_empty() {
            return Err(Error::builder("`proxy` and `no_proxy` exclude each other"));
        }
        #[cfg(unix)]
        if self.unix_socket.is_some() && !self.proxies.is_empty() {
            return Err(Error::builder(
                "`unix_socket` and `proxy` exclude each other: a proxy is reached over the network",
            ));
        }
        #[cfg(feature = "__endpoint")]
        self.check_client()?;
        Ok(())
    }

    #[cfg(not(feature = "__endpoint"))]
    fn makes_connections(&self) -> bool {
        true
    }

    #[cfg(not(feature = "__endpoint"))]
    fn websocket_error(&self) -> Option<Error> {
        None
    }
}

/// The origin alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for EndpointBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointBuilder").finish_non_exhaustive()
    }
}
