//! The seam below the transports over HTTP: one request to one response.

mod body;
mod client;
mod connections;
mod failure;
#[cfg(feature = "tower")]
mod tower;

use std::sync::Arc;

use http::{Request, Response};

use super::{BoxFuture, MaybeSend, MaybeSync};
use crate::Error;

pub use body::Body;
pub(super) use connections::Connections;
#[cfg(feature = "tower")]
pub use tower::Tower;

/// Sends one HTTP request and returns its response: what an [`Endpoint`](super::Endpoint) sends its requests with.
///
/// The transports, their retries, redirects, credentials, decompression, time limits and size limits are above it. Connections, their
/// pool, TLS, proxies, cookies and the version of HTTP are below it. [`EndpointBuilder::service`](super::EndpointBuilder::service) takes
/// one; the default is reqwest, and with the feature `tower` any service of tower is one, in a `Tower`.
///
/// An implementation keeps to this:
///
/// * A call sends the request once, as it is. It may send it again only where the server certainly has not processed it, as a mutation
///   must never run twice. <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
/// * A response is returned whatever its status, as soon as its head has come. A redirect is not followed: the endpoint does that, and
///   keeps headers within the origin. Nor is the body decompressed, unless `Content-Encoding` is removed with it.
/// * The body of the response is read at the pace of the program: it is not collected ahead without a limit. The endpoint limits its
///   size.
/// * Where the body ends before it is complete, its last item is an error and not the end.
/// * Dropping the future or the body of the response ends the request at the server: the connection is closed, or the stream of HTTP/2 is
///   reset.
/// * It has no time limit for the whole: a subscription's response stays open for as long as the subscription runs.
///
/// # Errors
///
/// They decide what happens next, and hold no secret: no URL with its query, no header, no body.
///
/// | Error | Meaning |
/// | --- | --- |
/// | [`Error::connect`] | no connection was made; the request certainly was not sent |
/// | [`Error::timeout`] | a time limit was reached; with [`Error::unsent`] where that was before the request was sent |
/// | [`Error::closed`] | the connection was lost, and the server may have processed the request |
///
/// A query is sent again after the first and the last, where the transport has a policy for that.
///
/// ```
/// use gql_runtime::Error;
/// use gql_runtime::http::{Request, Response};
/// use gql_runtime::transport::BoxFuture;
/// use gql_runtime::transport::service::{Body, HttpService};
///
/// /// Names the program in every request.
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
    /// The URI is absolute and holds no credentials: those of the endpoint's URL are in `Authorization`. The extensions have a
    /// [`Streamed`] where the response may stay open.
    ///
    /// # Errors
    /// If there is no response: see the [trait](Self).
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>>;

    /// Returns whether a call has to run in a runtime of tokio, which is the default. Where it has not, operations run in any executor, as
    /// long as nothing else asks for a timer: no time limit, no retry, no reconnecting, no batch, no file to upload and no provider of headers.
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

/// Marks, in the extensions of a request, that its response may stay open and is read at the pace of the program, as a subscription's is.
/// A service may use a connection of its own for it, so that no other request waits behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Streamed;

impl Streamed {
    /// Marks a request.
    pub(super) fn mark<B>(request: &mut Request<B>) {
        request.extensions_mut().insert(Self);
    }
}
