//! Endpoints: the URL of a GraphQL server with all connection options, for every transport.

mod address;
#[cfg(feature = "__endpoint")]
mod body;
mod builder;
#[cfg(feature = "__endpoint")]
#[cfg_attr(
    any(
        not(feature = "compression"),
        all(target_family = "wasm", target_os = "unknown")
    ),
    path = "identity.rs"
)]
mod decompress;
#[cfg_attr(all(target_family = "wasm", target_os = "unknown"), path = "browser/mod.rs")]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    path = "native/mod.rs"
)]
mod platform;
#[cfg(feature = "__endpoint")]
mod receive;
#[cfg(feature = "__endpoint")]
mod requests;
mod target;

use std::fmt;
use std::sync::Arc;

use crate::Error;

#[cfg(feature = "websocket")]
pub(super) use address::Address;
#[cfg(feature = "__endpoint")]
pub(crate) use body::ResponseBody;
pub use builder::EndpointBuilder;
#[cfg(feature = "__endpoint")]
pub(crate) use platform::Url;
#[cfg(feature = "__stream")]
pub(crate) use receive::media_type;
#[cfg(feature = "__endpoint")]
pub(crate) use receive::{Limits, receive};
#[cfg(feature = "http")]
pub(crate) use requests::MakeBody;
#[cfg(feature = "__endpoint")]
pub(crate) use requests::Message;
pub(super) use target::Target;

/// The URL of a GraphQL server with all connection options: headers, credentials, cookies, TLS and proxies.
///
/// Every transport takes an endpoint, and a program needs one for each server: `http` and `ws` URLs are equivalent, as are
/// `https` and `wss`. Clones share connections and cookies.
///
/// ```
/// # #[cfg(all(feature = "http", feature = "websocket"))]
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Endpoint, Http, WebSocket};
/// let endpoint = Endpoint::builder("https://example.com/graphql").bearer_auth("secret").build()?;
/// let client = Client::builder()
///     .queries(Http::new(&endpoint))
///     .subscriptions(WebSocket::new(&endpoint))
///     .build();
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Endpoint {
    inner: Arc<EndpointInner>,
}

struct EndpointInner {
    target: Target,
    /// The URL with an HTTP scheme and without credentials.
    url: String,
    #[cfg(feature = "__endpoint")]
    http: platform::http_options::HttpEndpoint,
    /// The error for WebSockets, if there is an option that they cannot honor.
    #[cfg(feature = "websocket")]
    websocket_error: Option<Error>,
}

impl Endpoint {
    /// Creates an endpoint with the default options. See [`builder`](Self::builder).
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    pub fn new(url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(url).build()
    }

    /// Returns a builder for an `http`, `https`, `ws` or `wss` URL.
    pub fn builder(url: impl Into<String>) -> EndpointBuilder {
        EndpointBuilder::new(url.into())
    }

    /// Returns the URL, with the scheme `http` or `https`, and without its username and password.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    #[cfg(feature = "websocket")]
    pub(super) fn target(&self) -> &Target {
        &self.inner.target
    }

    /// Returns the reason for which a WebSocket cannot be opened to this endpoint.
    #[cfg(feature = "websocket")]
    pub(super) fn websocket_error(&self) -> Option<&Error> {
        self.inner.websocket_error.as_ref()
    }
}

impl TryFrom<&str> for Endpoint {
    type Error = Error;

    fn try_from(url: &str) -> Result<Self, Error> {
        Self::new(url)
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Error;

    fn try_from(url: String) -> Result<Self, Error> {
        Self::new(url)
    }
}

/// Allows [`Client::http`](crate::Client::http) and similar functions to take a URL or an endpoint.
impl From<&Endpoint> for Endpoint {
    fn from(endpoint: &Endpoint) -> Self {
        endpoint.clone()
    }
}

/// Allows functions to take an endpoint where they accept anything that converts into one.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// Shows only the origin and the limits, as the rest of the URL and the headers may be confidential.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = &self.inner.target;
        let address = &target.address;
        let scheme = if address.tls { "https" } else { "http" };
        f.debug_struct("Endpoint")
            .field("origin", &format_args!("{scheme}://{}", address.authority))
            .field("connect_timeout", &target.connect_timeout)
            .field("max_redirects", &target.route.max_redirects)
            .finish_non_exhaustive()
    }
}
