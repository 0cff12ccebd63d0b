//! The builder of one query or mutation.

use std::fmt;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::Iter;
use super::runtime::Runtime;
use crate::client;
use crate::error::Error;
use crate::operation::Operation;
use crate::pagination::{Paginated, PaginatedNodes};
use crate::request::OnError;
use crate::response::Response;

/// A query or mutation and its settings. Nothing is sent before [`send`](Self::send) or [`data`](Self::data).
#[must_use = "nothing is sent before `send` or `data`"]
pub struct Call<O: Operation> {
    call: client::Call<O>,
    runtime: Runtime,
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

impl<O: Operation> Call<O> {
    pub(super) fn new(call: client::Call<O>, runtime: Runtime) -> Self {
        Self { call, runtime }
    }

    /// Sets a header of this request. See [`Call::header`](client::Call::header).
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.map(|call| call.header(name, value))
    }

    /// Sets the timeout for the response, which overrides the timeout of the transport.
    pub fn timeout(self, limit: Duration) -> Self {
        self.map(|call| call.timeout(limit))
    }

    /// Sets the `extensions` of the request, which must serialize to a JSON object.
    pub fn extensions(self, extensions: impl Serialize) -> Self {
        self.map(|call| call.extensions(extensions))
    }

    /// Asks the server for an error behavior. See [`Call::on_error`](client::Call::on_error).
    pub fn on_error(self, behavior: OnError) -> Self {
        self.map(|call| call.on_error(behavior))
    }

    /// Limits the size of the parts of a result (`@defer`, `@stream`). See
    /// [`Call::max_parts_size`](client::Call::max_parts_size).
    pub fn max_parts_size(self, bytes: usize) -> Self {
        self.map(|call| call.max_parts_size(bytes))
    }

    /// Runs the operation and blocks until its response.
    ///
    /// # Errors
    /// Returns an error if there is no response, if it cannot be decoded, or on a thread of a tokio runtime
    /// ([`Error::is_builder`]). GraphQL errors are in the [`Response`].
    pub fn send(self) -> Result<Response<O::Data>, Error> {
        let response = self.call.into_future();
        self.runtime.block_on(response)?
    }

    /// Runs the operation and blocks until its data.
    ///
    /// # Errors
    /// Returns the errors of [`send`](Self::send), and an error if the response has [GraphQL errors](Error::is_graphql) or
    /// no data.
    pub fn data(self) -> Result<O::Data, Error> {
        self.send()?.into_result()
    }

    /// Runs the operation and returns an iterator over its result, which has an item whenever a part arrives. See
    /// [`Call::incremental`](client::Call::incremental).
    pub fn incremental(self) -> Iter<client::Incremental<O::Data>> {
        Iter::new(self.call.incremental(), self.runtime)
    }

    /// Returns an iterator over the pages of the operation's list. See [`Call::pages`](client::Call::pages).
    pub fn pages(self) -> Iter<client::Pages<O>>
    where
        O::Variables: Paginated<Operation = O>,
    {
        Iter::new(self.call.pages(), self.runtime)
    }

    /// Returns an iterator over the nodes of the operation's list. See [`Call::nodes`](client::Call::nodes).
    pub fn nodes(self) -> Iter<client::Nodes<O>>
    where
        O::Variables: PaginatedNodes<Operation = O>,
    {
        Iter::new(self.call.nodes(), self.runtime)
    }

    /// Returns an iterator over the pages of a list that is not a connection. See
    /// [`Call::pages_by`](client::Call::pages_by).
    pub fn pages_by(
        self,
        next: impl FnMut(&mut O::Variables, &O::Data) -> bool + Send + 'static,
    ) -> Iter<client::Pages<O>> {
        Iter::new(self.call.pages_by(next), self.runtime)
    }

    fn map(self, map: impl FnOnce(client::Call<O>) -> client::Call<O>) -> Self {
        Self {
            call: map(self.call),
            runtime: self.runtime,
        }
    }
}
