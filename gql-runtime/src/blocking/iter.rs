//! Iterators over streams.

use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::runtime::Runtime;
use crate::client::{Nodes, Pages};
use crate::error::Error;
use crate::operation::Operation;
use crate::pagination::PaginatedNodes;
use crate::request::OnError;
use crate::subscription::{AbortHandle, Data, Events};
use crate::transport::Head;

/// An iterator that blocks until each item of a stream. Dropping it ends the operation at the server.
///
/// It ends with `None`, like the stream. On a thread of a tokio runtime, its only item is an error
/// ([`Error::is_builder`]).
#[derive(Debug)]
#[must_use = "iterators do nothing unless consumed"]
pub struct Iter<S> {
    stream: Option<S>,
    runtime: Runtime,
}

/// A subscription, which is an iterator over [`Response`](crate::Response)s.
pub type Subscription<D> = Iter<crate::Subscription<D>>;

impl<S> Iter<S> {
    pub(super) fn new(stream: S, runtime: Runtime) -> Self {
        Self {
            stream: Some(stream),
            runtime,
        }
    }

    fn map<T>(self, map: impl FnOnce(S) -> T) -> Iter<T> {
        Iter {
            stream: self.stream.map(map),
            runtime: self.runtime,
        }
    }
}

impl<D> Iter<crate::Subscription<D>> {
    /// Sets a header of this request. See [`Subscription::header`](crate::Subscription::header).
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.map(|subscription| subscription.header(name, value))
    }

    /// Sets the timeout for the first result. See [`Subscription::timeout`](crate::Subscription::timeout).
    pub fn timeout(self, limit: Duration) -> Self {
        self.map(|subscription| subscription.timeout(limit))
    }

    /// Sets the `extensions` of the request. See [`Subscription::extensions`](crate::Subscription::extensions).
    pub fn extensions(self, extensions: impl Serialize) -> Self {
        self.map(|subscription| subscription.extensions(extensions))
    }

    /// Asks the server for an error behavior. See [`Subscription::on_error`](crate::Subscription::on_error).
    pub fn on_error(self, behavior: OnError) -> Self {
        self.map(|subscription| subscription.on_error(behavior))
    }

    /// Continues the subscription after a lost connection instead of starting it again. See
    /// [`Subscription::resume`](crate::Subscription::resume).
    pub fn resume<V: Serialize>(self, variables: impl FnMut(&D) -> V + Send + 'static) -> Self {
        self.map(|subscription| subscription.resume(variables))
    }

    /// Starts the operation now instead of with the first item. See [`Subscription::start`](crate::Subscription::start).
    /// On a thread of a tokio runtime, this does nothing, and the first item is the error.
    pub fn start(self) -> Self {
        let Self { stream, runtime } = self;
        let Some(stream) = stream else {
            return Self { stream, runtime };
        };
        let mut waiting = Some(stream);
        // A transport may open a connection immediately, which requires the runtime.
        let started = runtime.block_on(async { waiting.take().map(crate::Subscription::start) });
        Self {
            stream: started.ok().flatten().or(waiting),
            runtime,
        }
    }

    /// Returns an iterator over the data. See [`Subscription::data`](crate::Subscription::data).
    pub fn data(self) -> Iter<Data<D>> {
        self.map(crate::Subscription::data)
    }

    /// Returns an iterator over events and reconnections. See [`Subscription::events`](crate::Subscription::events).
    pub fn events(self) -> Iter<Events<D>> {
        self.map(crate::Subscription::events)
    }

    /// Returns the status and headers of the HTTP response of the events. See
    /// [`Subscription::http`](crate::Subscription::http).
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }

    /// Returns a handle that ends the subscription from another thread. See
    /// [`Subscription::abort_handle`](crate::Subscription::abort_handle).
    pub fn abort_handle(&self) -> AbortHandle {
        match &self.stream {
            Some(stream) => stream.abort_handle(),
            None => AbortHandle::ended(),
        }
    }
}

impl<D> Iter<Data<D>> {
    /// Returns the status and headers of the HTTP response of the events. See
    /// [`Subscription::http`](crate::Subscription::http).
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }
}

impl<D> Iter<Events<D>> {
    /// Returns the status and headers of the HTTP response of the events. See
    /// [`Subscription::http`](crate::Subscription::http).
    pub fn http(&self) -> Option<&Head> {
        self.stream.as_ref()?.http()
    }
}

impl<O: Operation> Iter<Pages<O>> {
    /// Sets whether the next page is requested as soon as a page arrives. See [`Pages::look_ahead`].
    pub fn look_ahead(self, look_ahead: bool) -> Self {
        self.map(|pages| pages.look_ahead(look_ahead))
    }

    /// Returns an iterator over the nodes of all pages. See [`Pages::nodes`].
    pub fn nodes(self) -> Iter<Nodes<O>>
    where
        O::Variables: PaginatedNodes<Operation = O>,
    {
        self.map(Pages::nodes)
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let item = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        match self.runtime.block_on(item) {
            Ok(Some(item)) => Some(item),
            Ok(None) => {
                self.stream = None;
                None
            }
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> FusedIterator for Iter<S> {}
