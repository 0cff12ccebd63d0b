//! A GraphQL server's URL and all that it takes to reach it: one value for every transport.

mod address;
#[cfg(feature = "__endpoint")]
mod answer;
#[cfg(feature = "__endpoint")]
mod body;
mod builder;
mod credentials;
#[cfg(all(feature = "compression", feature = "__endpoint"))]
mod decompress;
#[cfg(feature = "__endpoint")]
mod http_options;
#[cfg(feature = "__endpoint")]
mod redirect;
#[cfg(feature = "__endpoint")]
mod requests;
mod target;

use std::fmt;
use std::sync::Arc;

use crate::Error;

#[cfg(feature = "websocket")]
pub(super) use address::Address;
#[cfg(feature = "__stream")]
pub(crate) use answer::media_type;
#[cfg(feature = "__endpoint")]
pub(crate) use answer::{Limits, receive};
#[cfg(feature = "__endpoint")]
pub(crate) use body::ResponseBody;
pub use builder::EndpointBuilder;
#[cfg(feature = "http")]
pub(crate) use requests::Content;
#[cfg(feature = "__endpoint")]
pub(crate) use requests::Message;
pub(super) use target::Target;

/// A GraphQL server's URL and all that it takes to reach it: headers, credentials, cookies, TLS, proxies.
///
/// Every transport takes one, and a program has one for each server: `http` and `ws` URLs stand for each other, as do `https` and `wss`.
/// Clones share connections and cookies.
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
///     .build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Endpoint {
    inner: Arc<Inner>,
}

struct Inner {
    target: Target,
    /// The URL as it was given, with a scheme of HTTP and without credentials.
    url: String,
    #[cfg(feature = "__endpoint")]
    http: http_options::HttpSide,
    /// The setting that a WebSocket cannot honor.
    #[cfg(feature = "websocket")]
    no_sockets: Option<Error>,
}

impl Endpoint {
    /// Makes an endpoint with the default of every option: see [`builder`](Self::builder).
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    pub fn new(url: impl Into<String>) -> Result<Self, Error> {
        Self::builder(url).build()
    }

    /// Begins with a URL: `http`, `https`, `ws` or `wss`.
    pub fn builder(url: impl Into<String>) -> EndpointBuilder {
        EndpointBuilder::new(url.into())
    }

    /// Returns the URL, with `http` or `https` as its scheme, and without the name and password that it was given with.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    #[cfg(feature = "websocket")]
    pub(super) fn target(&self) -> &Target {
        &self.inner.target
    }

    /// The reason why a WebSocket cannot be opened to this endpoint.
    #[cfg(feature = "websocket")]
    pub(super) fn no_sockets(&self) -> Option<&Error> {
        self.inner.no_sockets.as_ref()
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

/// So that [`Client::http`](crate::Client::http) and its like take a URL and an endpoint.
impl From<&Endpoint> for Endpoint {
    fn from(endpoint: &Endpoint) -> Self {
        endpoint.clone()
    }
}

/// So that whatever becomes an endpoint is taken where one is asked for.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// Shows the origin and the limits alone: the rest of the URL and the headers may be secret.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = &self.inner.target;
        let address = &target.address;
        let scheme = if address.tls { "https" } else { "http" };
        f.debug_struct("Endpoint")
            .field("origin", &format_args!("{scheme}://{}", address.authority))
            .field("connect_timeout", &target.connect_timeout)
            .field("max_redirects", &target.max_redirects)
            .finish_non_exhaustive()
    }
}
