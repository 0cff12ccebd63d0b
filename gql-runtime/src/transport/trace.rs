//! Reports operations and connections to the crate `tracing`.
//!
//! Nothing confidential is reported: no headers, payloads of `connection_init`, variables, documents or URLs. Errors are
//! only reported by kind and codes, as their messages may quote the server. Without the feature, `untraced.rs` replaces
//! this file.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
#[cfg(any(feature = "http", feature = "__stream", feature = "websocket"))]
use std::time::Duration;

use futures_core::Stream;
use tracing::{Instrument, Span, debug, field, info_span, trace, warn};

use super::{BoxFuture, BoxStream, Event, MaybeSend, Payload};
use crate::{Error, OperationKind, Request};

/// The span of an operation.
#[derive(Clone)]
pub(super) struct Trace {
    span: Span,
}

impl Trace {
    pub(super) fn new(transport: &'static str, request: &Request) -> Self {
        let span = info_span!(
            "graphql",
            transport,
            operation = request.operation_name.as_deref(),
            kind = request.kind.map(OperationKind::as_str),
            id = field::Empty,
            status = field::Empty,
            close_code = field::Empty,
            error = field::Empty,
        );
        Self { span }
    }

    /// Records the id of the operation, which gets another one when its connection is lost.
    #[cfg(feature = "websocket")]
    pub(super) fn queued(&self, id: u64) {
        self.span.record("id", id);
        debug!(parent: &self.span, id, "queued");
    }

    pub(super) fn execute(
        self,
        running: impl Future<Output = Result<Payload, Error>> + MaybeSend + 'static,
    ) -> BoxFuture<Result<Payload, Error>> {
        let span = self.span.clone();
        let traced = async move {
            let result = running.await;
            match &result {
                Ok(payload) => {
                    let status = payload.head().map(|head| head.status.as_u16());
                    span.record("status", status);
                    debug!(status, "answered");
                }
                Err(error) => failed(&span, error),
            }
            result
        };
        Box::pin(traced.instrument(self.span))
    }

    pub(super) fn subscribe(
        self,
        events: impl Stream<Item = Result<Event, Error>> + MaybeSend + Unpin + 'static,
    ) -> BoxStream<Result<Event, Error>> {
        Box::pin(Traced {
            span: self.span,
            events,
            over: false,
        })
    }
}

/// A stream that reports its items as they are polled.
struct Traced<S> {
    span: Span,
    events: S,
    /// Whether the end was reported.
    over: bool,
}

impl<S: Stream<Item = Result<Event, Error>> + Unpin> Stream for Traced<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let _entered = this.span.enter();
        let item = ready!(Pin::new(&mut this.events).poll_next(context));
        match &item {
            Some(Ok(Event::Next(_))) => trace!("event"),
            Some(Ok(Event::Reconnected)) => warn!("reconnected"),
            Some(Ok(Event::Head(head))) => {
                let status = head.status.as_u16();
                this.span.record("status", status);
                debug!(status, "answered");
            }
            Some(Err(error)) => {
                this.over = error.is_terminal();
                failed(&this.span, error);
            }
            None if this.over => {}
            None => {
                this.over = true;
                debug!("complete");
            }
        }
        Poll::Ready(item)
    }
}

fn failed(span: &Span, error: &Error) {
    let (status, close_code) = codes(error);
    span.record("status", status);
    span.record("close_code", close_code);
    span.record("error", field::debug(error.kind()));
    warn!(error = ?error.kind(), status, close_code, "failed");
}

fn codes(error: &Error) -> (Option<u16>, Option<u16>) {
    (error.status().map(|status| status.as_u16()), error.close_code())
}

/// Reports a failure of a connection, before the next attempt, which is counted from 1.
#[cfg(any(feature = "__stream", feature = "websocket"))]
pub(super) fn reconnecting(error: &Error, attempt: u32, delay: Duration) {
    let (status, close_code) = codes(error);
    warn!(error = ?error.kind(), status, close_code, attempt, ?delay, "reconnecting");
}

/// Reports that a query failed and is sent again.
#[cfg(any(feature = "http", feature = "__stream", feature = "websocket"))]
pub(super) fn retrying(error: &Error, delay: Duration) {
    let (status, close_code) = codes(error);
    warn!(error = ?error.kind(), status, close_code, ?delay, "retrying");
}

/// Reports that a WebSocket is being opened. It belongs to no operation.
#[cfg(feature = "websocket")]
pub(super) fn connecting(attempt: u32) {
    debug!(attempt, "connecting");
}

/// Reports that a server acknowledged a WebSocket.
#[cfg(feature = "websocket")]
pub(super) fn connected(subprotocol: &str, reconnected: bool) {
    debug!(subprotocol, reconnected, "connected");
}

/// Reports that a WebSocket was closed.
#[cfg(feature = "websocket")]
pub(super) fn closed(close_code: Option<u16>) {
    debug!(close_code, "closed");
}
