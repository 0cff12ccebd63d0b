//! Results that come in parts: the result so far, typed, whenever it has grown.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use gql_protocol::incremental::Merger;
use serde::de::DeserializeOwned;

use crate::transport::{BoxStream, Event, Head, Payload, Transport};
use crate::{Error, Request, Response, response};

/// A result that comes in parts (`@defer`, `@stream`): see [`Call::incremental`](crate::Call::incremental).
///
/// Each item is the whole result so far. It ends with `None` only after the server said that nothing more is to come, and
/// otherwise with an `Err` that [is terminal](Error::is_terminal). Dropping it ends the operation where the transport can.
#[must_use = "nothing is sent until it is polled, and the operation ends when it is dropped"]
pub struct Incremental<D> {
    parts: Parts,
    data: PhantomData<fn() -> D>,
}

/// The result so far.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Snapshot<D> {
    /// All that came, put together; a fragment that is still to come is `None`.
    pub response: Response<D>,
    /// Whether the server said that more is to come. It may find out later that nothing is: then the stream just ends.
    pub has_next: bool,
}

impl<D> Snapshot<D> {
    /// Whether this is all.
    pub fn is_last(&self) -> bool {
        !self.has_next
    }
}

impl<D> Incremental<D> {
    pub(super) fn new(transport: Arc<dyn Transport>, request: Result<Request, Error>) -> Self {
        Self {
            parts: Parts::new(transport, request),
            data: PhantomData,
        }
    }
}

impl<D: DeserializeOwned> Incremental<D> {
    /// The next snapshot; `None` when nothing more is to come. What `StreamExt::next` gives.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Snapshot<D>, Error>>> {
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }
}

impl<D: DeserializeOwned> Stream for Incremental<D> {
    type Item = Result<Snapshot<D>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let parts = &mut self.parts;
        let grown = ready!(parts.poll_growth(context));
        let has_next = parts.merger.has_next();
        Poll::Ready(grown.map(|grown| {
            let response = response::decode(grown.map(|()| parts.result())?)?;
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

/// All parts put together.
///
/// # Errors
/// If the server did not say that it is all.
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
    /// The head of the HTTP response that the result comes in.
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

    /// Ready when the result has grown. After an error there is nothing more.
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
                            // The server said so: what the transport has to say about its end is of no use.
                            self.state = PartsState::Over;
                        }
                        if changed {
                            return Poll::Ready(Some(Ok(())));
                        }
                    }
                    Err(error) => return self.fail(error),
                },
                // It is started anew.
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

    /// Adds a payload; whether the result changed.
    fn take(&mut self, payload: Payload) -> Result<bool, Error> {
        let (text, head) = payload.into_parts();
        self.head = head.or(self.head.take());
        self.merger
            .handle_payload(text)
            .map_err(|error| Error::from_protocol(&error))
    }

    /// Returns the result so far.
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

    /// A part that is missing cannot be made up for, so every error is the last item.
    fn fail(&mut self, error: Error) -> Poll<Option<Result<(), Error>>> {
        self.state = PartsState::Over;
        Poll::Ready(Some(Err(error.with_terminal(true))))
    }
}
