//! Runs a subscription whose events are the body of one HTTP response: opens it, reads it, opens it again, ends it.

mod attempts;
mod idle;
mod open;
mod options;
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
use idle::Idle;

pub(super) use open::{Opened, Opener};
pub(super) use options::{Options, stream_options};
pub(super) use transport::{Format, Streaming};

/// The events of a response, and of the responses that replace it when the connection is lost.
pub(super) struct EventStream {
    /// Opens the response again; `None` for a request that is sent once.
    again: Option<Opener>,
    state: State,
    idle: Option<Idle>,
    attempts: Attempts,
    /// Whether an earlier response was lost.
    lost: bool,
    /// The head of the response that is being read.
    head: Option<Arc<Head>>,
}

enum State {
    Opening(BoxFuture<Result<Opened, Error>>),
    /// The response has begun, and its head is the next item.
    Opened(Arc<Head>, ResponseBody, Box<dyn Reader>),
    Reading(ResponseBody, Box<dyn Reader>),
    /// The delay before the response is opened again.
    Waiting(Sleep, Box<Opener>),
    Failed(Error),
    /// A result is the next item, and the last one.
    Last(Payload),
    Over,
}

impl EventStream {
    /// Opens a subscription.
    pub(super) fn open(opener: Opener) -> Self {
        let idle = opener.options.idle_timeout;
        Self {
            again: Some(opener.clone()),
            ..Self::once(opener.open(), idle)
        }
    }

    /// Returns the events of one response, which is not opened again. `idle` is the time in which the server has to send something.
    pub(super) fn once(
        opening: impl Future<Output = Result<Opened, Error>> + MaybeSend + 'static,
        idle: Option<Duration>,
    ) -> Self {
        Self {
            again: None,
            state: State::Opening(Box::pin(opening)),
            idle: idle.map(Idle::new),
            attempts: Attempts::default(),
            lost: false,
            head: None,
        }
    }

    /// Returns the first result of a request that is sent once.
    ///
    /// # Errors
    /// Returns the errors of the stream, or an error if it is complete without a result.
    pub(super) async fn first(opener: Opener, limit: Option<Duration>) -> Result<Payload, Error> {
        let idle = opener.options.idle_timeout;
        let mut stream = Self::once(opener.open(), idle);
        let first = async {
            loop {
                let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
                match item {
                    Some(Ok(Event::Next(payload))) => return Ok(payload),
                    Some(Ok(Event::Head(_) | Event::Gap)) => {}
                    Some(Err(error)) => return Err(error),
                    None => return Err(Error::protocol("the response is complete without a result")),
                }
            }
        };
        let payload = match limit {
            None => first.await,
            Some(limit) => runtime::timeout(limit, first)
                .await
                .unwrap_or_else(|_| Err(Error::timeout("the server did not answer", limit))),
        };
        let head = stream.head.take();
        match (payload, head) {
            (Ok(payload), Some(head)) => Ok(payload.with_head(Arc::unwrap_or_clone(head))),
            (Err(error), Some(head)) => Err(received_with(error, &head)),
            (payload, None) => payload,
        }
    }

    /// Drops the response, which notifies the server by the end of the connection or a reset of its stream.
    fn end(&mut self, item: Option<Result<Event, Error>>) -> Poll<Option<Result<Event, Error>>> {
        self.state = State::Over;
        Poll::Ready(item)
    }

    /// Opens the response again after this error, or returns the error if the stream ends with it.
    fn fail(&mut self, error: Error) -> Option<Error> {
        let error = match self.head.take() {
            Some(head) => received_with(error, &head),
            None => error,
        };
        let next = self.again.as_ref().and_then(|opener| {
            let (attempt, pause) = self.attempts.next(&opener.options.reconnect, &error)?;
            Some((attempt, pause, Box::new(opener.clone())))
        });
        let Some((attempt, pause, mut opener)) = next else {
            self.state = State::Over;
            return Some(error);
        };
        trace::reconnecting(&error, attempt, pause);
        // The provider of headers gets the error that refused the headers it returned.
        opener.refusal = error.is_auth().then_some(error);
        self.state = State::Waiting(runtime::sleep(pause), opener);
        None
    }
}

/// Adds the head of the response to its error.
fn received_with(error: Error, head: &Head) -> Error {
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
    idle: &mut Option<Idle>,
    context: &mut Context<'_>,
) -> Poll<Result<(), Error>> {
    match body.poll_data(context) {
        Poll::Ready(Some(Ok(bytes))) => {
            reader.handle_bytes(bytes);
            if let Some(idle) = idle {
                idle.reset();
            }
            Poll::Ready(Ok(()))
        }
        Poll::Ready(end) => {
            let lost = format!("the stream ended before {}", reader.missing());
            Poll::Ready(Err(match end {
                Some(Err(broken)) => broken.into_error(lost),
                _ => Error::closed(lost),
            }))
        }
        Poll::Pending => {
            let Some(idle) = idle else {
                return Poll::Pending;
            };
            ready!(idle.poll(context));
            Poll::Ready(Err(Error::timeout("the server sent nothing", idle.limit)))
        }
    }
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(Opened::Stream(head, body, reader)) => {
                        this.attempts.opened();
                        this.head = Some(head.clone());
                        this.state = State::Opened(head, body, reader);
                        this.idle = this.idle.take().map(|idle| Idle::new(idle.limit));
                        if std::mem::replace(&mut this.lost, true) {
                            return Poll::Ready(Some(Ok(Event::Gap)));
                        }
                    }
                    Ok(Opened::Single(payload)) => {
                        this.state = State::Last(payload);
                        if this.lost {
                            return Poll::Ready(Some(Ok(Event::Gap)));
                        }
                    }
                    Err(error) => {
                        if let Some(error) = this.fail(error) {
                            return this.end(Some(Err(error)));
                        }
                    }
                },
                State::Opened(..) => {
                    if let State::Opened(head, body, reader) = std::mem::replace(&mut this.state, State::Over)
                    {
                        this.state = State::Reading(body, reader);
                        return Poll::Ready(Some(Ok(Event::Head(head))));
                    }
                }
                State::Reading(body, reader) => {
                    let error = match reader.poll_message() {
                        None => match ready!(poll_body(body, &mut **reader, &mut this.idle, context)) {
                            Ok(()) => continue,
                            Err(error) => error,
                        },
                        Some(Message::Heartbeat) => continue,
                        Some(Message::Next(payload)) => {
                            this.attempts.succeeded();
                            return Poll::Ready(Some(Ok(Event::Next(payload.into()))));
                        }
                        Some(Message::Last(payload, errors)) => {
                            this.state = State::Failed(Error::graphql(errors_from_text(&errors)));
                            return Poll::Ready(Some(Ok(Event::Next(payload.into()))));
                        }
                        Some(Message::Failed(errors)) => Error::graphql(errors_from_text(&errors)),
                        Some(Message::Complete) => return this.end(None),
                        Some(Message::Fatal(error)) => Error::broken(&error),
                    };
                    if let Some(error) = this.fail(error) {
                        return this.end(Some(Err(error)));
                    }
                }
                State::Failed(error) => {
                    let error = error.clone();
                    if let Some(error) = this.fail(error) {
                        return this.end(Some(Err(error)));
                    }
                }
                State::Waiting(sleep, opener) => {
                    ready!(Pin::new(sleep).poll(context));
                    this.state = State::Opening(Box::pin(opener.clone().open()));
                }
                State::Last(..) => {
                    if let State::Last(payload) = std::mem::replace(&mut this.state, State::Over) {
                        return Poll::Ready(Some(Ok(Event::Next(payload))));
                    }
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}
