//! The implementation of the service for tower services.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};

use http::{Request, Response};
use tower_service::Service;

use super::{Body, HttpService, failure};
use crate::Error;
use crate::transport::{BoxFuture, MaybeSend};

/// A `tower::Service` as an [`HttpService`], such as a stack of layers, a client of hyper, another version of reqwest, or
/// a router of axum.
///
/// Each request is sent by its own clone, once that is ready. The service has to follow the rules of [`HttpService`], so
/// omit layers that follow redirects, decompress or retry, which the endpoint does.
///
/// An [`Error`] of the service or of a body is unchanged. For any other error, the message has the innermost source, and
/// the error is the source, unless they contain a URL. A refused connection or unreachable address is an
/// [`is_connect()`](Error::is_connect) error, and everything else an [`is_closed()`](Error::is_closed) error, after which
/// the server may have processed the request.
pub struct Tower<S> {
    /// The mutex is only locked to clone the service, which does not have to be `Sync`.
    service: Mutex<S>,
    needs_tokio: bool,
}

impl<S> Tower<S> {
    /// Wraps a service.
    pub fn new(service: S) -> Self {
        Self {
            service: Mutex::new(service),
            needs_tokio: true,
        }
    }

    /// Declares that the service runs in any executor, such as a router of axum with handlers that do not need tokio. See
    /// [`HttpService::needs_tokio`].
    #[must_use]
    pub fn without_tokio(mut self) -> Self {
        self.needs_tokio = false;
        self
    }
}

impl<S, B> HttpService for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>, Error: Into<Box<dyn StdError + Send + Sync>>>
        + Clone
        + MaybeSend
        + 'static,
    S::Future: MaybeSend + 'static,
    B: http_body::Body<Error: Into<Box<dyn StdError + Send + Sync>>> + MaybeSend + 'static,
{
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        let mut service = self
            .service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            let failed = |source: S::Error| failure::call_error(source.into());
            poll_fn(|context| service.poll_ready(context))
                .await
                // Nothing was sent to the service.
                .map_err(|source| failed(source).unsent())?;
            let response = service.call(request).await.map_err(failed)?;
            Ok(response.map(Body::wrap))
        })
    }

    fn needs_tokio(&self) -> bool {
        self.needs_tokio
    }
}

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}
