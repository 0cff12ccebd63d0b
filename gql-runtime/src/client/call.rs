//! The builder of one query or mutation.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::incremental::{self, Incremental};
use super::pages::{self, Nodes, Pages};
use crate::document::OperationKind;
use crate::pagination::{Advance, Paginated, PaginatedNodes};
use crate::request::{OnError, Prepared};
use crate::response::FieldErrors;
use crate::transport::{BoxFuture, MaybeSend, Payload, Transport};
use crate::{Error, Operation, Request, Response, response};

/// A query or mutation and its settings.
///
/// Nothing is sent until it is awaited. `.await` returns the [`Response`], and [`data`](Self::data) only the data. A
/// setting that the transport cannot honor is an error ([`Error::is_builder`]), in which case nothing is sent.
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
pub struct Call<O: Operation> {
    transport: Arc<dyn Transport>,
    /// The variables of `request`, from which those of further pages are made.
    variables: O::Variables,
    request: Prepared,
}

impl<O: Operation> Call<O> {
    pub(super) fn new(transport: Arc<dyn Transport>, variables: O::Variables) -> Self {
        Self {
            transport,
            request: Prepared(O::request(&variables)),
            variables,
        }
    }

    /// Marks the operation as a mutation, for one whose kind is not known at compile time.
    pub(super) fn mutation(mut self) -> Self {
        if let Ok(request) = &mut self.request.0 {
            request.kind = Some(OperationKind::Mutation);
        }
        self
    }

    /// Sets a header of this request. A WebSocket does not have headers for single operations: over a WebSocket, the call
    /// fails ([`Error::is_builder`]), and the operation never runs with other credentials.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.request.header(name, value);
        self
    }

    /// Sets the timeout for the whole response, which overrides the timeout of the transport.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.request.timeout(limit);
        self
    }

    /// Sets the `extensions` of the request, which must serialize to a JSON object. `null` removes them.
    /// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
    pub fn extensions(mut self, extensions: impl Serialize) -> Self {
        self.request.extensions(&extensions);
        self
    }

    /// Asks the server for an error behavior, as the request attribute `onError`. Nothing is sent by default. Set it only if the
    /// server is known to support it: others may reject the request.
    /// <https://github.com/graphql/graphql-spec/pull/1163>
    pub fn on_error(mut self, behavior: OnError) -> Self {
        self.request.on_error(behavior);
        self
    }

    /// Limits the total size of the parts of a result after the first one (`@defer`, `@stream`), in bytes. The default is
    /// 64 MiB. The transport limits the size of each part, including the first one.
    pub fn max_parts_size(mut self, bytes: usize) -> Self {
        self.request.max_parts_size(bytes);
        self
    }

    /// Runs the operation and returns its data.
    ///
    /// # Errors
    /// Returns an error if there is no response, if it cannot be decoded, if it has no data, or if it has
    /// [GraphQL errors](Error::is_graphql), with or without data. See [`Response::into_result`].
    pub async fn data(self) -> Result<O::Data, Error> {
        self.await?.into_result()
    }

    /// Returns a stream of snapshots of the result, with an item whenever a part arrives (`@defer`, `@stream`). The
    /// operation starts when the stream is polled. A result that is delivered at once is a single item.
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
        Incremental::new(self.transport, self.request.0, O::FIELD_ERRORS)
    }

    /// Returns a stream of the pages of the operation's list, each a whole response. The first page is requested when the
    /// stream is polled, with the variables of the call.
    ///
    /// The operation must select a connection whose cursor is a variable, or mark one of several with `@paginate`. See
    /// [`Paginated`]. The compiler reports an error for other operations.
    ///
    /// ```
    /// # use gql_runtime::{Client, Error, Operation, OperationVariables, Paginated, Query};
    /// # #[allow(non_snake_case)]
    /// # async fn run<V>(client: Client, Reviews: V) -> Result<(), Error>
    /// # where V: Paginated<Operation: Operation<Kind = Query, Variables = V, Data: std::fmt::Debug>> {
    /// let mut pages = client.query(Reviews).pages();
    /// while let Some(page) = pages.next().await {
    ///     println!("{:?}", page?.data);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn pages(self) -> Pages<O>
    where
        O::Variables: Paginated<Operation = O>,
    {
        Pages::new(
            self.transport,
            self.variables,
            self.request,
            pages::connection::<O>(),
        )
    }

    /// Returns a stream of the nodes of the operation's list, which requests page after page. It is equivalent to
    /// `pages().nodes()`.
    ///
    /// ```
    /// # use gql_runtime::{Client, Error, Operation, PaginatedNodes, Query};
    /// # #[allow(non_snake_case)]
    /// # async fn run<V>(client: Client, Reviews: V) -> Result<(), Error>
    /// # where V: PaginatedNodes<Node: std::fmt::Debug, Operation: Operation<Kind = Query, Variables = V>> {
    /// let mut reviews = client.query(Reviews).nodes();
    /// while let Some(review) = reviews.next().await {
    ///     println!("{:?}", review?);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn nodes(self) -> Nodes<O>
    where
        O::Variables: PaginatedNodes<Operation = O>,
    {
        self.pages().nodes()
    }

    /// Returns a stream of pages for a list that is not a connection, such as one with an offset. The function changes the
    /// variables, with which `data` was requested, to those of the next page, and returns whether there is one.
    ///
    /// ```
    /// # mod shop {
    /// #     use gql_runtime::{Operation, OperationVariables, Query};
    /// #     #[derive(serde::Serialize)]
    /// #     pub struct Tokens { pub skip: i64, pub first: i64 }
    /// #     #[derive(serde::Deserialize)]
    /// #     pub struct Data { pub tokens: Vec<String> }
    /// #     impl OperationVariables for Tokens { type Operation = Self; }
    /// #     impl Operation for Tokens {
    /// #         type Kind = Query;
    /// #         type Variables = Self;
    /// #         type Data = Data;
    /// #         const NAME: &'static str = "Tokens";
    /// #         const DOCUMENT: &'static str = "query Tokens($skip: Int!, $first: Int!) { tokens(skip: $skip, first: $first) }";
    /// #         const HASH: &'static str = "";
    /// #     }
    /// # }
    /// # use shop::Tokens;
    /// # fn run(client: gql_runtime::Client) {
    /// let pages = client.query(Tokens { skip: 0, first: 100 }).pages_by(|variables, data| {
    ///     variables.skip += variables.first;
    ///     data.tokens.len() == 100 // a shorter page is the last one
    /// });
    /// # }
    /// ```
    pub fn pages_by(
        self,
        mut next: impl FnMut(&mut O::Variables, &O::Data) -> bool + MaybeSend + 'static,
    ) -> Pages<O> {
        let advance = move |variables: &mut O::Variables, data: &O::Data| {
            Ok(match next(variables, data) {
                true => Advance::Next,
                false => Advance::Last,
            })
        };
        Pages::new(self.transport, self.variables, self.request, Box::new(advance))
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Data>, Error>;
    type IntoFuture = ResponseFuture<O::Data>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture::new::<O>(&self.transport, self.request.0)
    }
}

/// Runs an operation until its result is complete.
pub(super) fn run(transport: &Arc<dyn Transport>, request: Request) -> BoxFuture<Result<Payload, Error>> {
    match request.incremental {
        true => run_parts(transport, request),
        false => run_once(transport, request),
    }
}

/// Runs an operation whose result may be delivered in parts.
fn run_parts(transport: &Arc<dyn Transport>, request: Request) -> BoxFuture<Result<Payload, Error>> {
    match request.check_single_result() {
        Ok(()) => Box::pin(incremental::whole(transport.clone(), request)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

/// Runs an operation whose result is delivered at once.
fn run_once(transport: &Arc<dyn Transport>, request: Request) -> BoxFuture<Result<Payload, Error>> {
    match request.check_single_result() {
        Ok(()) => transport.execute(request),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

impl<O: Operation> std::fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request.0)
            .finish_non_exhaustive()
    }
}

/// The future of the response to a [`Call`]. Dropping it ends the operation, if the transport supports it.
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<D> {
    payload: BoxFuture<Result<Payload, Error>>,
    field_errors: Option<FieldErrors<D>>,
}

impl<D> ResponseFuture<D> {
    pub(super) fn new<O: Operation<Data = D>>(
        transport: &Arc<dyn Transport>,
        request: Result<Request, Error>,
    ) -> Self {
        let payload: BoxFuture<_> = match request {
            // Known at compile time, so that a program without `@defer` and `@stream` does not contain the code that merges parts.
            Ok(request) if O::INCREMENTAL => run_parts(transport, request),
            Ok(request) => run_once(transport, request),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        Self {
            payload,
            field_errors: O::FIELD_ERRORS,
        }
    }
}

impl<D: DeserializeOwned> Future for ResponseFuture<D> {
    type Output = Result<Response<D>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let payload = ready!(self.payload.as_mut().poll(context));
        Poll::Ready(payload.and_then(|payload| response::decode(payload, self.field_errors)))
    }
}

impl<D> std::fmt::Debug for ResponseFuture<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
