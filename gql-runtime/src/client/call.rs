//! A query or mutation about to run: settings of its own, then `.await`.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::incremental::{self, Incremental};
use crate::transport::{BoxFuture, Payload, Transport};
use crate::{Error, Operation, Request, Response, finite, response};

/// A query or mutation about to run. Nothing is sent until it is awaited.
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<O> {
    transport: Arc<dyn Transport>,
    request: Result<Request, Error>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(super) fn new(transport: Arc<dyn Transport>, request: Result<Request, Error>) -> Self {
        Self {
            transport,
            request,
            operation: PhantomData,
        }
    }

    /// Adds a header to this request alone. A WebSocket has no headers for a single operation: over one the call fails
    /// ([`Error::is_builder`]), and runs with nobody else's.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let header = name
            .try_into()
            .map_err(Into::into)
            .and_then(|name| Ok((name, value.try_into().map_err(Into::into)?)));
        self.change(|request| {
            let (name, value) = header
                .map_err(|source| Error::builder(format!("not a header: {source}")).with_source(source))?;
            request.headers.insert(name, value);
            Ok(())
        })
    }

    /// How long to wait for the response, instead of the transport's own limit.
    pub fn timeout(self, limit: Duration) -> Self {
        self.change(|request| {
            request.timeout = Some(limit);
            Ok(())
        })
    }

    /// The request's `extensions`: something that serialises to a JSON object.
    pub fn extensions(self, extensions: &impl Serialize) -> Self {
        let json = finite::to_raw_value(extensions);
        self.change(|request| {
            request.extensions = Some(json.map_err(Error::encode)?);
            Ok(())
        })
    }

    /// How large the parts of a result may be that come after the first (`@defer`, `@stream`), together, in bytes. The default is
    /// 64 MiB. The transport limits each of them, the first too.
    pub fn max_parts_size(self, bytes: usize) -> Self {
        self.change(|request| {
            request.max_parts_size = Some(bytes);
            Ok(())
        })
    }

    /// Gives the result whenever a part of it has come (`@defer`, `@stream`), not only at its end. The operation runs when the
    /// stream is polled; one whose result comes at once gives one item.
    ///
    /// ```
    /// # async fn run<Profile>(client: gql_runtime::Client) -> Result<(), gql_runtime::Error>
    /// # where Profile: gql_runtime::Operation<Kind = gql_runtime::Query, Variables = (), Data: std::fmt::Debug> {
    /// let mut snapshots = client.query::<Profile>(()).incremental();
    /// while let Some(snapshot) = snapshots.next().await {
    ///     let snapshot = snapshot?;
    ///     println!("{:?}, last: {}", snapshot.response.data, snapshot.is_last());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn incremental(self) -> Incremental<O::Data> {
        Incremental::new(self.transport, self.request)
    }

    fn change(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Data>, Error>;
    type IntoFuture = ResponseFuture<O::Data>;

    fn into_future(self) -> Self::IntoFuture {
        let payload: BoxFuture<_> = match self.request {
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
    if let Err(error) = request.gives_one_result() {
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
            .field("request", &self.request)
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
