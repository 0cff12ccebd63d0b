//! A client that runs typed operations and blocks until they end.

use serde::de::DeserializeOwned;

use super::runtime::Runtime;
use super::{Call, Iter, Subscription};
use crate::client;
use crate::error::Error;
use crate::operation::{NotMutation, NotQuery, NotSubscription, Operation, OperationVariables};
use crate::request::Request;
use crate::response::Response;
use crate::transport::Transport;

/// A client that runs typed operations and blocks until they end. Clones are cheap, and share the transport and the
/// thread.
#[derive(Debug, Clone)]
pub struct Client {
    client: client::Client,
    runtime: Runtime,
}

impl Client {
    /// Creates a client with this transport.
    ///
    /// # Errors
    /// Returns an error if its thread cannot be started ([`Error::is_builder`]).
    pub fn new(transport: impl Transport) -> Result<Self, Error> {
        Self::from_async(client::Client::new(transport))
    }

    /// Creates a blocking client from an async one, such as from [`Client::builder`](crate::Client::builder).
    ///
    /// # Errors
    /// Returns an error if its thread cannot be started ([`Error::is_builder`]).
    pub fn from_async(client: client::Client) -> Result<Self, Error> {
        Ok(Self {
            client,
            runtime: Runtime::new()?,
        })
    }

    /// Creates a client over [HTTP](crate::transport::Http) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid, or if the thread of the client cannot be started ([`Error::is_builder`]).
    #[cfg(feature = "http")]
    pub fn http(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::http(endpoint)?)
    }

    /// Creates a client over a [WebSocket](crate::transport::WebSocket) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns the errors of [`http`](Self::http).
    #[cfg(feature = "websocket")]
    pub fn websocket(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::websocket(endpoint)?)
    }

    /// Creates a client over [server-sent events](crate::transport::Sse) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns the errors of [`http`](Self::http).
    #[cfg(feature = "sse")]
    pub fn sse(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::sse(endpoint)?)
    }

    /// Creates a client over [HTTP multipart](crate::transport::Multipart) for a URL or an endpoint.
    ///
    /// # Errors
    /// Returns the errors of [`http`](Self::http).
    #[cfg(feature = "multipart")]
    pub fn multipart(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::multipart(endpoint)?)
    }

    /// Prepares a query. Run it with [`send`](Call::send) or [`data`](Call::data).
    pub fn query<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotMutation<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        Call::new(self.client.query(variables), self.runtime.clone())
    }

    /// Prepares a mutation, which is never sent twice. Run it with [`send`](Call::send) or [`data`](Call::data).
    pub fn mutate<V>(&self, variables: V) -> Call<V::Operation>
    where
        V: OperationVariables<
            Operation: Operation<Kind: NotQuery<V::Operation> + NotSubscription<V::Operation>>,
        >,
    {
        Call::new(self.client.mutate(variables), self.runtime.clone())
    }

    /// Prepares a subscription, an iterator over responses with [its own settings](Subscription::header). The operation
    /// starts with the first item. Dropping the iterator ends it at the server.
    pub fn subscribe<V>(&self, variables: V) -> Subscription<<V::Operation as Operation>::Data>
    where
        V: OperationVariables<Operation: Operation<Kind: NotQuery<V::Operation> + NotMutation<V::Operation>>>,
    {
        Iter::new(self.client.subscribe(variables), self.runtime.clone())
    }

    /// Runs an untyped request, and decodes its result.
    ///
    /// # Errors
    /// Returns the errors of [`Call::send`].
    pub fn execute_raw<D: DeserializeOwned>(&self, request: Request) -> Result<Response<D>, Error> {
        self.runtime.block_on(self.client.execute_raw(request))?
    }

    /// Prepares an untyped subscription.
    pub fn subscribe_raw<D: DeserializeOwned>(&self, request: Request) -> Subscription<D> {
        Iter::new(self.client.subscribe_raw(request), self.runtime.clone())
    }
}
