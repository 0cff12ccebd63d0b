//! Any service of tower.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};

use http::{Request, Response};
use tower_service::Service;

use super::{Body, HttpService, failure};
use crate::Error;
use crate::transport::{BoxFuture, MaybeSend};

/// A `tower::Service` as an [`HttpService`]: a stack of layers, a client of hyper, another version of reqwest, a router of axum.
///
/// Each request is sent by a clone of its own, once that is ready. A service that follows redirects, decompresses or sends again has to keep
/// to what an [`HttpService`] keeps to; so leave out layers that do, as the endpoint does it.
///
/// An [`Error`] that the service or a body fails with stays as it is. Of every other error the innermost source is reported, and the error
/// kept as the source, except where they show a URL; a refused or unreachable address is an [`is_connect()`](Error::is_connect), and all else an
/// [`is_closed()`](Error::is_closed), after which the server may have processed the request.
pub struct Tower<S> {
    /// Locked only to be cloned, so that the service need not be `Sync`.
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

    /// Notes that the service runs in any executor, as a router of axum does whose handlers need no tokio: see
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
            let failed = |source: S::Error| failure::of_call(source.into());
            poll_fn(|context| service.poll_ready(context))
                .await
                // Nothing was sent to it.
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
