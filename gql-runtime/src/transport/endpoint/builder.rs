//! The options of an endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::address::Address;
#[cfg(feature = "__endpoint")]
use super::platform::http_options::HttpOptions;
use super::platform::{self, ConnectionOptions};
use super::target::{HeaderProvider, OnUnauthorized};
use super::{Endpoint, EndpointInner, Target};
use crate::Error;
use crate::transport::{MaybeSend, MaybeSync, header};

/// The default of the connect timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The options of an [`Endpoint`].
#[must_use = "call `build`"]
pub struct EndpointBuilder {
    url: String,
    pub(super) headers: HeaderMap,
    provider: Option<HeaderProvider>,
    on_unauthorized: Option<OnUnauthorized>,
    /// The connect timeout, or the default if it is not set.
    pub(super) connect_timeout: Option<Option<Duration>>,
    pub(super) connections: ConnectionOptions,
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
            connect_timeout: None,
            connections: ConnectionOptions::default(),
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

    /// Sets the timeout of making a connection, including TLS. For a WebSocket, this includes the provider of headers, the
    /// proxy and the upgrade. `None` means no timeout. The default is 10 seconds.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = Some(limit.into());
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
        #[cfg_attr(not(feature = "__endpoint"), allow(unused_variables))]
        let (mut address, url) = Address::with_url(&self.url)?;
        self.check(address.tls)?;
        let route = self.take_route()?;
        let mut headers = self.headers;
        if let Some(credentials) = address.credentials.take() {
            headers.entry(AUTHORIZATION).or_insert(credentials);
        }
        platform::add_default_headers(&mut headers);
        let target = Target {
            address,
            headers,
            provider: self.provider,
            on_unauthorized: self.on_unauthorized,
            connect_timeout: self.connect_timeout.unwrap_or(Some(CONNECT_TIMEOUT)),
            route,
        };
        target.check()?;
        Ok(Endpoint {
            inner: Arc::new(EndpointInner {
                url: target.address.url("http"),
                #[cfg(feature = "__endpoint")]
                http: self.http.into_endpoint(&target, url)?,
                #[cfg(feature = "websocket")]
                websocket_error,
                target,
            }),
        })
    }
}

/// The origin alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for EndpointBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointBuilder").finish_non_exhaustive()
    }
}
