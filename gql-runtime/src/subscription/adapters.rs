//! Adapters of subscriptions: a stream of only the data, and a stream that includes reconnections.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{AbortHandle, Event, Subscription};
use crate::Error;
use crate::transport::Head;

/// A stream of the data of a subscription's events. See [`Subscription::data`].
#[must_use = "a subscription ends when it is dropped"]
pub struct Data<D> {
    inner: Subscription<D>,
}

impl<D> Data<D> {
    pub(super) fn new(inner: Subscription<D>) -> Self {
        Self { inner }
    }

    /// Returns the status and headers of the HTTP response of the events. See [`Subscription::http`].
    pub fn http(&self) -> Option<&Head> {
        self.inner.http()
    }

    /// Returns a handle that ends the subscription from another task. See [`Subscription::abort_handle`].
    pub fn abort_handle(&self) -> AbortHandle {
        self.inner.abort_handle()
    }

    /// Converts back into the subscription.
    pub fn into_inner(self) -> Subscription<D> {
        self.inner
    }
}

impl<D: DeserializeOwned> Data<D> {
    /// Returns the next data, or `None` if the server completed the operation. It is equivalent to `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<D, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }
}

impl<D: DeserializeOwned> Stream for Data<D> {
    type Item = Result<D, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.inner)
            .poll_next(context)
            .map(|item| item.map(|response| response?.into_result()))
    }
}

/// A stream of the events and reconnections of a subscription. See [`Subscription::events`].
#[must_use = "a subscription ends when it is dropped"]
pub struct Events<D> {
    inner: Subscription<D>,
}

impl<D> Events<D> {
    pub(super) fn new(inner: Subscription<D>) -> Self {
        Self { inner }
    }

    /// Returns the status and headers of the HTTP response of the events. See [`Subscription::http`].
    pub fn http(&self) -> Option<&Head> {
        self.inner.http()
    }

    /// Returns a handle that ends the subscription from another task. See [`Subscription::abort_handle`].
    pub fn abort_handle(&self) -> AbortHandle {
        self.inner.abort_handle()
    }

    /// Converts back into the subscription.
    pub fn into_inner(self) -> Subscription<D> {
        self.inner
    }
}

impl<D: DeserializeOwned> Events<D> {
    /// Returns the next event or reconnection, or `None` if the server completed the operation. It is equivalent to
    /// `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Event<D>, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }
}

impl<D: DeserializeOwned> Stream for Events<D> {
    type Item = Result<Event<D>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.poll_event(context)
    }
}

impl<D> fmt::Debug for Data<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("subscription", &self.inner).finish()
    }
}

impl<D> fmt::Debug for Events<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("subscription", &self.inner)
            .finish()
    }
}
