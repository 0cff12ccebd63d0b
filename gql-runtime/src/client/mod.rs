//! Runs typed operations over any transport.

mod builder;
mod call;
#[cfg(feature = "graphql-client")]
mod foreign;
mod incremental;

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::operation::{NotMutation, NotQuery, NotSubscription, OperationVariables};
use crate::transport::Transport;
use crate::{Error, Operation, OperationKind, Request, Response, Subscription, response};

pub use builder::ClientBuilder;
pub use call::{Call, ResponseFuture};
#[cfg(feature = "graphql-client")]
pub use foreign::Foreign;
pub use incremental::{Incremental, Snapshot};

/// Runs typed operations over a [`Transport`]. Cheap to clone: the clones share it.
///
/// ```no_run
/// # use gql_runtime::{Client, Error, Operation, OperationVariables, Query};
/// # #[allow(non_snake_case)]
/// # async fn run<V>(client: Client, Viewer: V) -> Result<(), Error>
/// # where V: OperationVariables<Operation: Operation<Kind = Query>> + Copy {
/// let response = client.query(Viewer).await?; // data, errors, extensions
/// let viewer = client.query(Viewer).data().await?; // the data, or the server's errors as `Err`
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client over this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self {
            transport: Arc::new(transport),
        }
    }

    /// Puts a client together from one transport for queries and mutations and another for subscriptions.
    ///
    /// ```
    /// # #[cfg(all(feature = "http", feature = "multipart"))]
    /// # fn run() -> Result<(), gql_runtime::Error> {
    /// use gql_runtime::Client;
    /// use gql_runtime::transport::{Endpoint, Http, Multipart};
    /// let endpoint = Endpoint::builder("https://example.com/graphql").bearer_auth("secret").build()?;
    /// let client = Client::builder()
    ///     .queries(Http::new(&endpoint))
    ///     .subscriptions(Multipart::new(&endpoint))
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client over [HTTP](crate::transport::Http) to this URL, or endpoint.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    #[cfg(feature = "http")]
    pub fn http(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Http::new(&endpoint)))
    }

    /// A client over [HTTP multipart](crate::transport::Multipart) to this URL, or endpoint.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    #[cfg(feature = "multipart")]
    pub fn multipart(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Multipart::new(&endpoint)))
    }

    /// A client over [server-sent events](crate::transport::Sse) to this URL, or endpoint.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    #[cfg(feature = "sse")]
    pub fn sse(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Sse::new(&endpoint)))
    }

    /// A client over a [WebSocket](crate::transport::WebSocket) to this URL, or endpoint. It connects with the first operation.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    #[cfg(feature = "websocket")]
    pub fn websocket(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::WebSocket::new(&endpoint)))
    }

    /// Prepares a query: await the [`Call`], after [settings of its own](Call::header) where it has any.
    ///
    /// # Errors
    /// The call fails when no response came or when it does not decode. GraphQL errors are in the [`Response`].
    pub fn query<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotMutation<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        Call::new(self.transport.clone(), V::Operation::request(variables))
    }

    /// Prepares a mutation, which is never sent twice: await the [`Call`].
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn mutate<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotQuery<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        let request = V::Operation::request(variables).map(|mut request| {
            request.kind = Some(OperationKind::Mutation);
            request
        });
        Call::new(self.transport.clone(), request)
    }

    /// Prepares a subscription: a stream of typed events, with [settings of its own](Subscription::header) where it has any.
    /// The operation starts when the stream is polled. Dropping the stream ends it at the server.
    pub fn subscribe<V>(&self, variables: V) -> Subscription<<V::Operation as Operation>::Data>
    where
        V: OperationVariables<Operation: Operation<Kind: NotQuery<V::Operation> + NotMutation<V::Operation>>>,
    {
        self.prepare(V::Operation::request(variables))
    }

    /// Runs a request that is not of a typed operation, and decodes its result.
    ///
    /// # Errors
    /// As for [`query`](Self::query); also if it is a subscription ([`Error::is_builder`]):
    /// [`subscribe_raw`](Self::subscribe_raw) runs it.
    pub async fn execute_raw<D: DeserializeOwned>(&self, request: Request) -> Result<Response<D>, Error> {
        response::decode(call::run(&self.transport, request).await?)
    }

    /// Prepares a subscription that is not of a typed operation.
    ///
    /// The stream fails for a mutation ([`Error::is_builder`]): a stream starts again when its connection is lost, and a mutation
    /// is never sent twice. A query is run as a stream where the transport can: some servers keep its result up to date.
    pub fn subscribe_raw<D: DeserializeOwned>(&self, request: Request) -> Subscription<D> {
        self.prepare(Ok(request))
    }

    fn prepare<D>(&self, request: Result<Request, Error>) -> Subscription<D> {
        Subscription::new(self.transport.clone(), request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
