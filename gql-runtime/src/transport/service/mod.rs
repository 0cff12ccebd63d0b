//! The seam below the transports over HTTP: one request to one response.

mod body;
mod failure;
#[cfg_attr(all(target_family = "wasm", target_os = "unknown"), path = "fetch.rs")]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    path = "native/mod.rs"
)]
mod platform;
#[cfg(feature = "tower")]
mod tower;

use std::sync::Arc;

use http::{Request, Response};

use super::{BoxFuture, MaybeSend, MaybeSync};
use crate::Error;

pub use body::Body;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) use platform::Connections;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use platform::{CredentialsMode, Fetch};
#[cfg(feature = "tower")]
pub use tower::Tower;

/// Sends one HTTP request and returns its response. An [`Endpoint`](super::Endpoint) sends its requests with a service.
///
/// Transports, retries, redirects, credentials, decompression, timeouts and size limits are above the service. Connections
/// and their pool, TLS, proxies, cookies and HTTP versions are below it.
/// [`EndpointBuilder::service`](super::EndpointBuilder::service) sets the service. The default is reqwest, in a
/// browser `fetch`, and with the
/// feature `tower`, `Tower` wraps any tower service.
///
/// An implementation must follow these rules:
///
/// * A call sends the request once and unchanged. It may only send it again if the server certainly has not processed it,
///   as a mutation must never run twice. <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
/// * A response is returned as soon as its head has arrived, whatever its status. The endpoint follows redirects itself,
///   and keeps headers within the origin. The body is not decompressed, unless `Content-Encoding` is removed.
/// * The body of a response is read as the program consumes it, and not buffered without a limit. The endpoint limits its
///   size.
/// * If the body ends before it is complete, its last item is an error.
/// * Dropping the future or the body of the response ends the request at the server, by closing the connection or
///   resetting the HTTP/2 stream.
/// * There is no timeout for the whole response, as that of a subscription stays open while it runs.
///
/// # Errors
///
/// Errors determine the next steps. They must not contain secrets: no query of a URL, no headers and no bodies.
///
/// | Error | Meaning |
/// | --- | --- |
/// | [`Error::connect`] | no connection was made; the request certainly was not sent |
/// | [`Error::timeout`] | a timeout elapsed; with [`Error::unsent`] if this was before the request was sent |
/// | [`Error::closed`] | the connection was lost, and the server may have processed the request |
///
/// A query is sent again after the first and the last error, if the transport retries.
///
/// ```
/// use gql_runtime::Error;
/// use gql_runtime::http::{Request, Response};
/// use gql_runtime::transport::BoxFuture;
/// use gql_runtime::transport::service::{Body, HttpService};
///
/// /// Adds the name of the program to every request.
/// struct Named<S>(S);
///
/// impl<S: HttpService> HttpService for Named<S> {
///     fn call(&self, mut request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
///         let name = gql_runtime::http::HeaderValue::from_static("bookshop");
///         request.headers_mut().insert("x-client-name", name);
///         self.0.call(request)
///     }
/// }
/// ```
pub trait HttpService: MaybeSend + MaybeSync + 'static {
    /// Sends a request and waits for the head of its response.
    ///
    /// The URI is absolute and does not contain credentials: those of the endpoint's URL are in `Authorization`. The
    /// extensions contain [`Streamed`] if the response may stay open.
    ///
    /// # Errors
    /// Returns an error if there is no response. See the [trait](Self).
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>>;

    /// Returns whether calls need a tokio runtime. The default is true. If not, operations run in any executor, unless
    /// they need a timer or a task: a timeout, retries, reconnecting, batches, uploads or a provider of headers.
    fn needs_tokio(&self) -> bool {
        true
    }
}

impl<S: HttpService + ?Sized> HttpService for Arc<S> {
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        (**self).call(request)
    }

    fn needs_tokio(&self) -> bool {
        (**self).needs_tokio()
    }
}

impl<S: HttpService + ?Sized> HttpService for Box<S> {
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        (**self).call(request)
    }

    fn needs_tokio(&self) -> bool {
        (**self).needs_tokio()
    }
}

/// An extension of requests whose response may stay open and is read as the program consumes it, such as that of a
/// subscription. A service may use a separate connection for it, so that no other request has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Streamed;

impl Streamed {
    /// Adds the extension to a request.
    pub(super) fn mark<B>(request: &mut Request<B>) {
        request.extensions_mut().insert(Self);
    }
}
