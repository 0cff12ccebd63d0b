//! The items of `trace.rs` without the feature `tracing`, which do nothing.

#[cfg(any(feature = "http", feature = "__stream", feature = "websocket"))]
use std::time::Duration;

use futures_core::Stream;

use super::{BoxFuture, BoxStream, Event, MaybeSend, Payload};
use crate::{Error, Request};

#[derive(Clone)]
pub(super) struct Trace;

impl Trace {
    pub(super) fn new(_: &'static str, _: &Request) -> Self {
        Self
    }

    #[cfg(feature = "websocket")]
    pub(super) fn queued(&self, _: u64) {}

    pub(super) fn execute(
        self,
        running: impl Future<Output = Result<Payload, Error>> + MaybeSend + 'static,
    ) -> BoxFuture<Result<Payload, Error>> {
        Box::pin(running)
    }

    pub(super) fn subscribe(
        self,
        events: impl Stream<Item = Result<Event, Error>> + MaybeSend + Unpin + 'static,
    ) -> BoxStream<Result<Event, Error>> {
        Box::pin(events)
    }
}

#[cfg(any(feature = "__stream", feature = "websocket"))]
pub(super) fn reconnecting(_: &Error, _: u32, _: Duration) {}

#[cfg(any(feature = "http", feature = "__stream", feature = "websocket"))]
pub(super) fn retrying(_: &Error, _: Duration) {}

#[cfg(feature = "websocket")]
pub(super) fn connecting(_: u32) {}

#[cfg(feature = "websocket")]
pub(super) fn connected(_: &str, _: bool) {}

#[cfg(feature = "websocket")]
pub(super) fn closed(_: Option<u16>) {}
