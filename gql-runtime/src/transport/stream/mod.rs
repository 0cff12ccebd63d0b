//! A subscription whose events are the body of an HTTP response: opens, reads and reopens the response.

mod attempts;
mod open;
mod options;
mod silence;
mod transport;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use gql_protocol::{Message, Reader};

use super::endpoint::ResponseBody;
use super::runtime::{self, Sleep};
use super::{BoxFuture, Event, Head, MaybeSend, Payload, trace};
use crate::Error;
use crate::graphql_error::errors_from_text;
use attempts::Attempts;
use silence::Silence;

pub(super) use open::{StreamOpener, StreamResponse};
pub(super) use options::{StreamOptions, stream_options};
pub(super) use transport::{Format, Streaming};

/// The events of a response, and of the responses that replace it when the connection is lost.
pub(super) struct EventStream {
    /// The opener of the next response, or `None` for a request that is sent once.
    again: Option<StreamOpener>,
    state: StreamState,
    silence: Option<Silence>,
    attempts: Attempts,
    /// Whether an earlier response was lost.
    lost: bool,
    /// The head of the response that is being read.
    head: Option<Arc<Head>>,
}

enum StreamState {
    Opening(BoxFuture<Result<StreamResponse, Error>>),
    /// The response has begun, and its head is the next item.
    Opened(Arc<Head>, ResponseBody, Box<dyn Reader>),
    Reading(ResponseBody, Box<dyn Reader>),
    /// The delay before the response is opened again.
    Waiting(Sleep, Box<StreamOpener>),
    Failed(Error),
    /// A result is the next item, and the last one.
    Last(Payload),
    Over,
}

impl EventStream {
    /// Opens a subscription.
    pub(super) fn open(opener: StreamOpener) -> Self {
        let silence = opener.options.read_timeout;
        Self {
            again: Some(opener.clone()),
            ..Self::once(opener.open(), silence)
        }
    }

    /// Returns the events of one response, which is not opened again. `silence` limits the time in which the server sends nothing.
    pub(super) fn once(
        opening: impl Future<Output = Result<StreamResponse, Error>> + MaybeSend + 'static,
        silence: Option<Duration>,
    ) -> Self {
        Self {
            again: None,
            state: StreamState::Opening(Box::pin(opening)),
            silence: silence.map(Silence::new),
            attempts: Attempts::default(),
            lost: false,
            head: None,
        }
    }

    /// Returns the first result of a request that is sent once, and keeps the head of its response in `head`.
    ///
    /// # Errors
    /// Returns the errors of the stream, or an error if it is complete without a result.
    pub(super) async fn first(opener: StreamOpener, head: &mut Option<Arc<Head>>) -> Result<Payload, Error> {
        *head = None;
        let silence = opener.options.read_timeout;
        let mut stream = Self::once(opener.open(), silence);
        loop {
            match poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
                Some(Ok(Event::Next(payload))) => {
                    *head = None;
                    return Ok(match stream.head.take() {
                        Some(head) => payload.with_head(Arc::unwrap_or_clone(head)),
                        None => payload,
                    });
                }
                Some(Ok(Event::Head(begun))) => *head = Some(begun),
                Some(Ok(Event::Reconnected)) => {}
                Some(Err(error)) => return Err(error),
                None => return Err(Error::protocol("the response is complete without a result")),
            }
        }
    }

    /// Drops the response, which notifies the server by the end of the connection or a reset of its stream.
    fn end(&mut self, item: Option<Result<Event, Error>>) -> Poll<Option<Result<Event, Error>>> {
        self.state = StreamState::Over;
        Poll::Ready(item)
    }

    /// Prepares to open the response again after this error, or returns the error if it ends the stream.
    fn fail(&mut self, error: Error) -> Option<Error> {
        let error = match self.head.take() {
            Some(head) => received_with(error, &head),
            None => error,
        };
        let next = self.again.as_ref().and_then(|opener| {
            let reconnect = opener.options.reconnect.as_ref()?;
            let (attempt, delay) = self.attempts.next(reconnect, &error)?;
            Some((attempt, delay, Box::new(opener.clone())))
        });
        let Some((attempt, delay, mut opener)) = next else {
            self.state = StreamState::Over;
            return Some(error);
        };
        trace::reconnecting(&error, attempt, delay);
        // The provider of headers gets the error with which its headers were refused.
        opener.refusal = error.is_auth().then_some(error);
        self.state = StreamState::Waiting(runtime::sleep(delay), opener);
        None
    }
}

/// Adds the head of the response to its error.
pub(super) fn received_with(error: Error, head: &Head) -> Error {
    match error.status() {
        None => error.with_head(head.status, head.headers.clone()),
        Some(_) => error,
    }
}

/// Passes the next bytes of a body to its reader.
///
/// # Errors
/// Returns an error if the body ends, or the server is silent for too long.
fn poll_body(
    body: &mut ResponseBody,
    reader: &mut dyn Reader,
    silence: &mut Option<Silence>,
    context: &mut Context<'_>,
) -> Poll<Result<(), Error>> {
    match body.poll_data(context) {
        Poll::Ready(Some(Ok(bytes))) => {
            reader.handle_bytes(bytes);
            if let Some(silence) = silence {
                silence.reset();
            }
            Poll::Ready(Ok(()))
        }
        Poll::Ready(end) => {
            let lost = format!("the stream ended before {}", reader.missing());
            Poll::Ready(Err(match end {
                Some(Err(failure)) => failure.into_error(lost),
                _ => Error::closed(lost),
            }))
        }
        Poll::Pending => {
            let Some(silence) = silence else {
                return Poll::Pending;
            };
            ready!(silence.poll(context));
            Poll::Ready(Err(Error::timeout("the server sent nothing", silence.limit)))
        }
    }
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                StreamState::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(StreamResponse::Stream(head, body, reader)) => {
                        this.attempts.opened();
                        this.head = Some(head.clone());
                        this.state = StreamState::Opened(head, body, reader);
                        this.silence = this.silence.take().map(|silence| Silence::new(silence.limit));
                        if std::mem::replace(&mut this.lost, true) {
                            return Poll::Ready(Some(Ok(Event::Reconnected)));
                        }
                    }
                    Ok(StreamResponse::Single(payload)) => {
                        this.state = StreamState::Last(payload);
                        if this.lost {
                            return Poll::Ready(Some(Ok(Event::Reconnected)));
                        }
                    }
                    Err(error) => {
                        if let Some(error) = this.fail(error) {
                            return this.end(Some(Err(error)));
                        }
                    }
                },
                StreamState::Opened(..) => {
                    if let StreamState::Opened(head, body, reader) =
                        std::mem::replace(&mut this.state, StreamState::Over)
                    {
                        this.state = StreamState::Reading(body, reader);
                        return Poll::Ready(Some(Ok(Event::Head(head))));
                    }
                }
                StreamState::Reading(body, reader) => {
                    let error = match reader.poll_message() {
                        None => match ready!(poll_body(body, &mut **reader, &mut this.silence, context)) {
                            Ok(()) => continue,
                            Err(error) => error,
                        },
                        Some(Message::Heartbeat) => continue,
                        Some(Message::Next(payload)) => {
                            this.attempts.succeeded();
                            return Poll::Ready(Some(Ok(Event::Next(payload.into()))));
                        }
                        Some(Message::Last(payload, errors)) => {
                            this.state = StreamState::Failed(Error::graphql(errors_from_text(&errors)));
                            return Poll::Ready(Some(Ok(Event::Next(payload.into()))));
                        }
                        Some(Message::Failed(errors)) => Error::graphql(errors_from_text(&errors)),
                        Some(Message::Complete) => return this.end(None),
                        Some(Message::Fatal(error)) => Error::from_protocol(&error),
                    };
                    if let Some(error) = this.fail(error) {
                        return this.end(Some(Err(error)));
                    }
                }
                StreamState::Failed(error) => {
                    let error = error.clone();
                    if let Some(error) = this.fail(error) {
                        return this.end(Some(Err(error)));
                    }
                }
                StreamState::Waiting(sleep, opener) => {
                    ready!(Pin::new(sleep).poll(context));
                    match opener.request.resumed() {
                        Ok(request) => {
                            let opener = StreamOpener {
                                request,
                                ..StreamOpener::clone(opener)
                            };
                            this.state = StreamState::Opening(Box::pin(opener.open()));
                        }
                        Err(error) => return this.end(Some(Err(error))),
                    }
                }
                StreamState::Last(..) => {
                    if let StreamState::Last(payload) = std::mem::replace(&mut this.state, StreamState::Over)
                    {
                        return Poll::Ready(Some(Ok(Event::Next(payload))));
                    }
                }
                StreamState::Over => return Poll::Ready(None),
            }
        }
    }
}
