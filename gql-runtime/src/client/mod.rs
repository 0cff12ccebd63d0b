//! A client that runs typed operations over any transport.

mod builder;
mod call;
#[cfg(feature = "graphql-client")]
mod foreign;
mod incremental;
mod pages;

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::operation::{NotMutation, NotQuery, NotSubscription, OperationVariables};
use crate::response::FieldErrors;
use crate::transport::Transport;
use crate::{Error, Operation, Request, Response, Subscription, response};

pub use builder::ClientBuilder;
pub use call::{Call, ResponseFuture};
#[cfg(feature = "graphql-client")]
pub use foreign::Foreign;
pub use incremental::{Incremental, Snapshot};
pub use pages::{Nodes, Pages};

/// A client that runs typed operations over a [`Transport`]. Clones are cheap, and share the transport.
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
    /// Creates a client with this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self {
            transport: Arc::new(transport),
        }
    }

    /// Returns a builder for a client with separate transports for queries and mutations, and for subscriptions.
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
    ///     .build();
    /// # Ok(()) }
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client over [HTTP](crate::transport::Http) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    #[cfg(feature = "http")]
    pub fn http(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Http::new(&endpoint)))
    }

    /// Creates a client over [HTTP multipart](crate::transport::Multipart) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    #[cfg(feature = "multipart")]
    pub fn multipart(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Multipart::new(&endpoint)))
    }

    /// Creates a client over [server-sent events](crate::transport::Sse) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    #[cfg(feature = "sse")]
    pub fn sse(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::Sse::new(&endpoint)))
    }

    /// Creates a client over a [WebSocket](crate::transport::WebSocket) for a URL or an endpoint. It connects with the
    /// first operation.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    #[cfg(feature = "websocket")]
    pub fn websocket(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.try_into().map_err(Into::into)?;
        Ok(Self::new(crate::transport::WebSocket::new(&endpoint)))
    }

    /// Prepares a query, which runs when the [`Call`] is awaited. Use its [methods](Call::header) to change settings of
    /// this call.
    ///
    /// # Errors
    /// The call returns an error if there is no response, or if it cannot be decoded. GraphQL errors are in the
    /// [`Response`].
    pub fn query<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotMutation<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        Call::new(self.transport.clone(), variables)
    }

    /// Prepares a mutation, which runs when the [`Call`] is awaited, and is never sent twice.
    ///
    /// # Errors
    /// Returns the errors of [`query`](Self::query).
    pub fn mutate<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotQuery<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        Call::new(self.transport.clone(), variables).mutation()
    }

    /// Prepares a subscription, a stream of typed events with [its own settings](Subscription::header). The operation
    /// starts when the stream is polled. Dropping the stream ends it at the server.
    pub fn subscribe<V>(&self, variables: V) -> Subscription<<V::Operation as Operation>::Data>
    where
        V: OperationVariables<Operation: Operation<Kind: NotQuery<V::Operation> + NotMutation<V::Operation>>>,
    {
        self.prepare(V::Operation::request(&variables), V::Operation::FIELD_ERRORS)
    }

    /// Runs an untyped request, and decodes its result.
    ///
    /// # Errors
    /// Returns the errors of [`query`](Self::query), and an error for a subscription ([`Error::is_builder`]), which
    /// [`subscribe_raw`](Self::subscribe_raw) runs.
    pub async fn execute_raw<D: DeserializeOwned>(&self, request: Request) -> Result<Response<D>, Error> {
        response::decode(call::run(&self.transport, request).await?, None)
    }

    /// Prepares an untyped subscription.
    ///
    /// The stream fails for a mutation ([`Error::is_builder`]), as it restarts after a lost connection, and a mutation
    /// must not be sent twice. A query is run as a stream if the transport supports it, as some servers keep its result up
    /// to date.
    pub fn subscribe_raw<D: DeserializeOwned>(&self, request: Request) -> Subscription<D> {
        self.prepare(Ok(request), None)
    }

    fn prepare<D>(
        &self,
        request: Result<Request, Error>,
        field_errors: Option<FieldErrors<D>>,
    ) -> Subscription<D> {
        Subscription::new(self.transport.clone(), request, field_errors)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
