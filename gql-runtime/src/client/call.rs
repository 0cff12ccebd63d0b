//! The builder of one query or mutation.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::incremental::{self, Incremental};
use crate::request::Prepared;
use crate::transport::{BoxFuture, Payload, Transport};
use crate::{Error, Operation, Request, Response, response};

/// A query or mutation that is about to run: a builder for what belongs to this call alone.
///
/// Nothing is sent until it is awaited. `.await` returns the [`Response`], [`data`](Self::data) the data alone. A setting that the
/// transport cannot honor is an error ([`Error::is_builder`]), and nothing is sent then.
///
/// ```
/// # use std::time::Duration;
/// # use gql_runtime::{Client, Error, Operation, OperationVariables, Query};
/// # #[allow(non_snake_case)]
/// # async fn run<V>(client: Client, Viewer: V) -> Result<(), Error>
/// # where V: OperationVariables<Operation: Operation<Kind = Query>> {
/// let viewer = client
///     .query(Viewer)
///     .header("x-request-id", "42")
///     .timeout(Duration::from_secs(5))
///     .data()
///     .await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<O> {
    transport: Arc<dyn Transport>,
    request: Prepared,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(super) fn new(transport: Arc<dyn Transport>, request: Result<Request, Error>) -> Self {
        Self {
            transport,
            request: Prepared(request),
            operation: PhantomData,
        }
    }

    /// Sets a header of this request alone. A WebSocket has no headers for a single operation: over one the call fails
    /// ([`Error::is_builder`]), and the operation never runs with the credentials of another.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.request.header(name, value);
        self
    }

    /// Limits the time until the whole response has arrived, instead of the transport's own limit.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.request.timeout(limit);
        self
    }

    /// Sets the request's `extensions`: a value that serializes to a JSON object. `null` removes them.
    /// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
    pub fn extensions(mut self, extensions: impl Serialize) -> Self {
        self.request.extensions(&extensions);
        self
    }

    /// Limits the size of the parts of a result that come after the first (`@defer`, `@stream`), together, in bytes. The default
    /// is 64 MiB. The transport limits each of them, the first too.
    pub fn max_parts_size(mut self, bytes: usize) -> Self {
        self.request.max_parts_size(bytes);
        self
    }

    /// Runs the operation and returns its data.
    ///
    /// # Errors
    /// If no response came or it does not decode, and if the response has [GraphQL errors](Error::is_graphql), even beside data,
    /// or no data: [`Response::into_result`].
    pub async fn data(self) -> Result<O::Data, Error> {
        self.await?.into_result()
    }

    /// Returns a stream of the result so far, with an item whenever a part of it has come (`@defer`, `@stream`). The operation runs
    /// when the stream is polled; one whose result comes at once gives one item.
    ///
    /// ```
    /// # use gql_runtime::{Client, Error, Operation, OperationVariables, Query};
    /// # #[allow(non_snake_case)]
    /// # async fn run<V>(client: Client, Profile: V) -> Result<(), Error>
    /// # where V: OperationVariables<Operation: Operation<Kind = Query, Data: std::fmt::Debug>> {
    /// let mut snapshots = client.query(Profile).incremental();
    /// while let Some(snapshot) = snapshots.next().await {
    ///     let snapshot = snapshot?;
    ///     println!("{:?}, last: {}", snapshot.response.data, snapshot.is_last());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn incremental(self) -> Incremental<O::Data> {
        Incremental::new(self.transport, self.request.0)
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Data>, Error>;
    type IntoFuture = ResponseFuture<O::Data>;

    fn into_future(self) -> Self::IntoFuture {
        let payload: BoxFuture<_> = match self.request.0 {
            Ok(request) => run(&self.transport, request),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        ResponseFuture {
            payload,
            data: PhantomData,
        }
    }
}

/// Runs an operation to the end of its result.
pub(super) fn run(transport: &Arc<dyn Transport>, request: Request) -> BoxFuture<Result<Payload, Error>> {
    if let Err(error) = request.check_single_result() {
        return Box::pin(std::future::ready(Err(error)));
    }
    if request.incremental {
        Box::pin(incremental::whole(transport.clone(), request))
    } else {
        transport.execute(request)
    }
}

impl<O> std::fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request.0)
            .finish_non_exhaustive()
    }
}

/// Waits for the response to a [`Call`]. Dropping it ends the operation where the transport can.
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<D> {
    payload: BoxFuture<Result<Payload, Error>>,
    data: PhantomData<fn() -> D>,
}

impl<D: DeserializeOwned> Future for ResponseFuture<D> {
    type Output = Result<Response<D>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(self.payload.as_mut().poll(context)).and_then(response::decode))
    }
}

impl<D> std::fmt::Debug for ResponseFuture<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
