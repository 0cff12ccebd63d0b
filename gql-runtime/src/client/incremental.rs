//! Results that are delivered in parts, as a stream of typed snapshots.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use gql_protocol::incremental::Merger;
use serde::de::DeserializeOwned;

use crate::response::FieldErrors;
use crate::transport::{BoxStream, Event, Head, Payload, Transport};
use crate::{Error, Request, Response, response};

/// A stream of snapshots of a result in parts (`@defer`, `@stream`). See [`Call::incremental`](crate::Call::incremental).
///
/// Each item is the whole result so far. The stream ends with `None` only after the server completed the result, and
/// otherwise with an `Err` that [is terminal](Error::is_terminal). Dropping it ends the operation, if the transport
/// supports it.
#[must_use = "nothing is sent until it is polled, and the operation ends when it is dropped"]
pub struct Incremental<D> {
    parts: Parts,
    field_errors: Option<FieldErrors<D>>,
}

/// A snapshot of a result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Snapshot<D> {
    /// The merged parts. A deferred fragment that has not arrived is `None`.
    pub response: Response<D>,
    /// Whether the server announced further parts. If it turns out that there are none, the stream ends without another
    /// item.
    pub has_next: bool,
}

impl<D> Snapshot<D> {
    /// Returns whether the result is complete.
    pub fn is_last(&self) -> bool {
        !self.has_next
    }
}

impl<D> Incremental<D> {
    pub(super) fn new(
        transport: Arc<dyn Transport>,
        request: Result<Request, Error>,
        field_errors: Option<FieldErrors<D>>,
    ) -> Self {
        Self {
            parts: Parts::new(transport, request),
            field_errors,
        }
    }
}

impl<D: DeserializeOwned> Incremental<D> {
    /// Returns the next snapshot, or `None` if the result is complete. It is equivalent to `StreamExt::next`.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Snapshot<D>, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }
}

impl<D: DeserializeOwned> Stream for Incremental<D> {
    type Item = Result<Snapshot<D>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let field_errors = self.field_errors;
        let parts = &mut self.parts;
        let grown = ready!(parts.poll_growth(context));
        let has_next = parts.merger.has_next();
        Poll::Ready(grown.map(|grown| {
            let payload = grown.map(|()| parts.result())?;
            let response = response::decode(payload, field_errors)?;
            Ok(Snapshot { response, has_next })
        }))
    }
}

impl<D: DeserializeOwned> FusedStream for Incremental<D> {
    fn is_terminated(&self) -> bool {
        matches!(self.parts.state, PartsState::Over)
    }
}

impl<D> fmt::Debug for Incremental<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incremental")
            .field("has_next", &self.parts.merger.has_next())
            .finish_non_exhaustive()
    }
}

/// Returns the merged result.
///
/// # Errors
/// Returns an error if the server did not complete the result.
pub(super) async fn whole(transport: Arc<dyn Transport>, request: Request) -> Result<Payload, Error> {
    let mut parts = Parts::new(transport, Ok(request));
    while let Some(grown) = poll_fn(|context| parts.poll_growth(context)).await {
        grown?;
    }
    Ok(parts.result())
}

/// The payloads of one operation.
struct Parts {
    state: PartsState,
    merger: Merger,
    /// The head of the HTTP response of the result.
    head: Option<Box<Head>>,
}

enum PartsState {
    Idle(Arc<dyn Transport>, Box<Request>),
    Running(BoxStream<Result<Event, Error>>),
    Failed(Error),
    Over,
}

impl Parts {
    fn new(transport: Arc<dyn Transport>, request: Result<Request, Error>) -> Self {
        let request = request.and_then(|request| request.check_single_result().map(|()| request));
        let limit = request.as_ref().ok().and_then(|request| request.max_parts_size);
        Self {
            state: match request {
                Ok(request) => PartsState::Idle(
                    transport,
                    Box::new(Request {
                        incremental: true,
                        ..request
                    }),
                ),
                Err(error) => PartsState::Failed(error),
            },
            merger: Merger::new(limit),
            head: None,
        }
    }

    /// Completes when the result has changed. There are no items after an error.
    fn poll_growth(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        loop {
            let item = match std::mem::replace(&mut self.state, PartsState::Over) {
                PartsState::Idle(transport, request) => {
                    self.state = PartsState::Running(transport.incremental(*request));
                    continue;
                }
                PartsState::Running(mut payloads) => match payloads.as_mut().poll_next(context) {
                    Poll::Pending => {
                        self.state = PartsState::Running(payloads);
                        return Poll::Pending;
                    }
                    Poll::Ready(item) => {
                        self.state = PartsState::Running(payloads);
                        item
                    }
                },
                PartsState::Failed(error) => return Poll::Ready(Some(Err(error))),
                PartsState::Over => return Poll::Ready(None),
            };
            match item {
                Some(Ok(Event::Next(payload))) => match self.take(payload) {
                    Ok(changed) => {
                        if self.is_complete() {
                            // The server has completed the result, so errors at the end of the connection are ignored.
                            self.state = PartsState::Over;
                        }
                        if changed {
                            return Poll::Ready(Some(Ok(())));
                        }
                    }
                    Err(error) => return self.fail(error),
                },
                // The operation was restarted.
                Some(Ok(Event::Reconnected)) => self.merger.reset(),
                Some(Ok(Event::Head(head))) => self.head = Some(Box::new(Head::clone(&head))),
                Some(Err(error)) => return self.fail(error),
                None => {
                    return self.fail(Error::protocol(if self.merger.is_started() {
                        "the response ended, but the server had announced further parts"
                    } else {
                        "the response is complete without a result"
                    }));
                }
            }
        }
    }

    /// Merges a payload, and returns whether the result changed.
    fn take(&mut self, payload: Payload) -> Result<bool, Error> {
        let (text, head) = payload.into_parts();
        self.head = head.or(self.head.take());
        self.merger
            .handle_payload(text)
            .map_err(|error| Error::from_protocol(&error))
    }

    /// Returns the current result.
    fn result(&self) -> Payload {
        let payload = Payload::from(self.merger.result());
        match &self.head {
            Some(head) => payload.with_head((**head).clone()),
            None => payload,
        }
    }

    fn is_complete(&self) -> bool {
        self.merger.is_started() && !self.merger.has_next()
    }

    /// A missing part cannot be recovered, so every error is the last item.
    fn fail(&mut self, error: Error) -> Poll<Option<Result<(), Error>>> {
        self.state = PartsState::Over;
        Poll::Ready(Some(Err(error.with_terminal(true))))
    }
}
