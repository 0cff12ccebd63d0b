//! Runs typed operations and waits for them.

use serde::de::DeserializeOwned;

use super::runtime::Runtime;
use super::{Call, Iter, Subscription};
use crate::client;
use crate::error::Error;
use crate::operation::{NotMutation, NotQuery, NotSubscription, Operation};
use crate::request::Request;
use crate::response::Response;
use crate::transport::Transport;

/// Runs typed operations and waits for them. Cheap to clone: the clones share transport and thread.
#[derive(Debug, Clone)]
pub struct Client {
    client: client::Client,
    runtime: Runtime,
}

impl Client {
    /// Creates a client over this transport.
    ///
    /// # Errors
    /// If its thread cannot be started ([`Error::is_builder`]).
    pub fn new(transport: impl Transport) -> Result<Self, Error> {
        Self::from_async(client::Client::new(transport))
    }

    /// Creates a blocking client from an async one, as [`Client::builder`](crate::Client::builder) makes it.
    ///
    /// # Errors
    /// If its thread cannot be started ([`Error::is_builder`]).
    pub fn from_async(client: client::Client) -> Result<Self, Error> {
        Ok(Self {
            client,
            runtime: Runtime::new()?,
        })
    }

    /// Creates a client over [HTTP](crate::transport::Http) to this URL, or endpoint.
    ///
    /// # Errors
    /// If the URL is not one, or the client's thread cannot be started ([`Error::is_builder`]).
    #[cfg(feature = "http")]
    pub fn http(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::http(endpoint)?)
    }

    /// Creates a client over a [WebSocket](crate::transport::WebSocket) to this URL, or endpoint.
    ///
    /// # Errors
    /// As for [`http`](Self::http).
    #[cfg(feature = "websocket")]
    pub fn websocket(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::websocket(endpoint)?)
    }

    /// Creates a client over [server-sent events](crate::transport::Sse) to this URL, or endpoint.
    ///
    /// # Errors
    /// As for [`http`](Self::http).
    #[cfg(feature = "sse")]
    pub fn sse(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::sse(endpoint)?)
    }

    /// Creates a client over [HTTP multipart](crate::transport::Multipart) to this URL, or endpoint.
    ///
    /// # Errors
    /// As for [`http`](Self::http).
    #[cfg(feature = "multipart")]
    pub fn multipart(
        endpoint: impl TryInto<crate::transport::Endpoint, Error: Into<Error>>,
    ) -> Result<Self, Error> {
        Self::from_async(client::Client::multipart(endpoint)?)
    }

    /// Prepares a query: run it by [`send`](Call::send) or [`data`](Call::data).
    pub fn query<O>(&self, variables: O::Variables) -> Call<O>
    where
        O: Operation<Kind: NotMutation<O> + NotSubscription<O>>,
    {
        Call::new(self.client.query(variables), self.runtime.clone())
    }

    /// Prepares a mutation, which is never sent twice: run it by [`send`](Call::send) or [`data`](Call::data).
    pub fn mutate<O>(&self, variables: O::Variables) -> Call<O>
    where
        O: Operation<Kind: NotQuery<O> + NotSubscription<O>>,
    {
        Call::new(self.client.mutate(variables), self.runtime.clone())
    }

    /// Prepares a subscription: an iterator of responses, with [settings of its own](Subscription::header) where it has any. The
    /// operation starts with the first item. Dropping the iterator ends it at the server.
    pub fn subscribe<O>(&self, variables: O::Variables) -> Subscription<O::Data>
    where
        O: Operation<Kind: NotQuery<O> + NotMutation<O>>,
    {
        Iter::new(self.client.subscribe::<O>(variables), self.runtime.clone())
    }

    /// Runs a request that is not of a typed operation, and decodes its result.
    ///
    /// # Errors
    /// As for [`Call::send`].
    pub fn execute_raw<D: DeserializeOwned>(&self, request: Request) -> Result<Response<D>, Error> {
        self.runtime.block_on(self.client.execute_raw(request))?
    }

    /// Prepares a subscription that is not of a typed operation.
    pub fn subscribe_raw<D: DeserializeOwned>(&self, request: Request) -> Subscription<D> {
        Iter::new(self.client.subscribe_raw(request), self.runtime.clone())
    }
}
