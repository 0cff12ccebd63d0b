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
use crate::response::Response;

/// A query or mutation that is about to run: a builder for what belongs to this call alone. Nothing is sent before [`send`](Self::send) or [`data`](Self::data).
#[must_use = "nothing is sent before `send` or `data`"]
pub struct Call<O> {
    call: client::Call<O>,
    runtime: Runtime,
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

impl<O: Operation> Call<O> {
    pub(super) fn new(call: client::Call<O>, runtime: Runtime) -> Self {
        Self { call, runtime }
    }

    /// Sets a header of this request alone, as [`Call::header`](client::Call::header) does.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.map(|call| call.header(name, value))
    }

    /// Sets how long to wait for the response, instead of the transport's own limit.
    pub fn timeout(self, limit: Duration) -> Self {
        self.map(|call| call.timeout(limit))
    }

    /// Sets the request's `extensions`: a value that serializes to a JSON object.
    pub fn extensions(self, extensions: impl Serialize) -> Self {
        self.map(|call| call.extensions(extensions))
    }

    /// Limits the parts of a result (`@defer`, `@stream`), as [`Call::max_parts_size`](client::Call::max_parts_size) does.
    pub fn max_parts_size(self, bytes: usize) -> Self {
        self.map(|call| call.max_parts_size(bytes))
    }

    /// Runs the operation and waits for its response.
    ///
    /// # Errors
    /// If no response came, or it does not decode; on a thread of a tokio runtime ([`Error::is_builder`]). GraphQL errors are in
    /// the [`Response`].
    pub fn send(self) -> Result<Response<O::Data>, Error> {
        let response = self.call.into_future();
        self.runtime.block_on(response)?
    }

    /// Runs the operation and waits for its data.
    ///
    /// # Errors
    /// As for [`send`](Self::send), and if the response has [GraphQL errors](Error::is_graphql) or no data.
    pub fn data(self) -> Result<O::Data, Error> {
        self.send()?.into_result()
    }

    /// Runs the operation and returns the result whenever a part of it has come, as
    /// [`Call::incremental`](client::Call::incremental) does.
    pub fn incremental(self) -> Iter<client::Incremental<O::Data>> {
        Iter::new(self.call.incremental(), self.runtime)
    }

    fn map(self, map: impl FnOnce(client::Call<O>) -> client::Call<O>) -> Self {
        Self {
            call: map(self.call),
            runtime: self.runtime,
        }
    }
}
