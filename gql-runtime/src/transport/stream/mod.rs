//! Drives a subscription whose events are one HTTP response: opens it, reads it, starts it anew, ends it.

mod idle;
mod open;
mod options;

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http_body::Body as _;
use reqwest::Body;
use tokio::time::Sleep;

use super::endpoint::may_pass;
use super::{BoxFuture, Event, Payload, trace};
use crate::Error;
use crate::protocol::message::{Message, Reader};
use idle::Idle;
use open::Opened;

pub(super) use open::Opener;
pub(super) use options::{Options, stream_options};

/// The events of one response, and of those that take its place when the connection is lost.
pub(super) struct EventStream {
    opener: Opener,
    state: State,
    idle: Option<Idle>,
    /// Attempts that failed since the server last gave a sign of life.
    failed: u32,
    /// Whether there was a stream before the one that is being opened.
    lost: bool,
    /// Whether to start anew at all.
    again: bool,
}

enum State {
    Opening(BoxFuture<Result<Opened, Error>>),
    Reading(Body, Box<dyn Reader>),
    /// Before it is opened again.
    Waiting(Pin<Box<Sleep>>),
    Failed(Error),
    Over,
}

impl EventStream {
    /// A subscription.
    pub(super) fn open(opener: Opener) -> Self {
        Self {
            state: State::Opening(Box::pin(opener.clone().open())),
            idle: opener.options.idle_timeout.map(Idle::new),
            opener,
            failed: 0,
            lost: false,
            again: true,
        }
    }

    /// The first result alone, of a request that is sent once.
    ///
    /// # Errors
    /// Those of the stream; also when it is complete without a result.
    pub(super) async fn first(opener: Opener, limit: Option<Duration>) -> Result<Payload, Error> {
        let mut stream = Self {
            again: false,
            ..Self::open(opener)
        };
        let next = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context));
        let item = match limit {
            None => next.await,
            Some(limit) => tokio::time::timeout(limit, next)
                .await
                .map_err(|_| Error::timeout("the server did not answer", limit))?,
        };
        match item {
            Some(Ok(Event::Next(payload))) => Ok(payload),
            Some(Err(error)) => Err(error),
            Some(Ok(Event::Gap)) | None => Err(Error::protocol("the response is complete without a result")),
        }
    }

    /// Drops the response: the server is told, by the connection's end or a reset of its stream.
    fn end(&mut self, item: Option<Result<Event, Error>>) -> Poll<Option<Result<Event, Error>>> {
        self.state = State::Over;
        Poll::Ready(item)
    }

    /// Starts anew after this error, or ends with it.
    fn fail(&mut self, error: Error) -> Option<Error> {
        let pause = (self.again && is_passing(&error))
            .then(|| self.opener.options.reconnect.pause(self.failed, &error))
            .flatten();
        let Some(pause) = pause else {
            self.state = State::Over;
            return Some(error);
        };
        self.failed += 1;
        trace::reconnecting(&error, self.failed, pause);
        self.state = State::Waiting(Box::pin(tokio::time::sleep(pause)));
        None
    }

    /// What the body that is being read says next.
    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Message> {
        let State::Reading(body, reader) = &mut self.state else {
            return Poll::Ready(Message::Complete);
        };
        loop {
            if let Some(message) = reader.poll_message() {
                return Poll::Ready(message);
            }
            match Pin::new(&mut *body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(bytes) = frame.into_data() {
                        reader.handle_bytes(&bytes);
                    }
                    if let Some(idle) = &mut self.idle {
                        idle.reset();
                    }
                }
                Poll::Ready(end) => {
                    let error = Error::closed(format!("the stream ended before {}", reader.missing()));
                    return Poll::Ready(Message::Fatal(match end {
                        Some(Err(source)) => error.with_source(source),
                        _ => error,
                    }));
                }
                Poll::Pending => {
                    let Some(idle) = &mut self.idle else {
                        return Poll::Pending;
                    };
                    ready!(idle.poll(context));
                    return Poll::Ready(Message::Fatal(Error::timeout(
                        "the server sent nothing",
                        idle.limit,
                    )));
                }
            }
        }
    }
}

/// Whether a new request may do better. Apollo Router says with these codes that it only has to be asked again.
fn is_passing(error: &Error) -> bool {
    let asked_to = |code| {
        matches!(
            code,
            "SUBSCRIPTION_SCHEMA_RELOAD" | "SUBSCRIPTION_CONFIG_RELOAD" | "SUBSCRIPTION_JWT_EXPIRED"
        )
    };
    may_pass(error)
        || error.is_timeout()
        || error
            .graphql_errors()
            .iter()
            .any(|error| error.code().is_some_and(asked_to))
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(Opened::Stream(body, reader)) => {
                        this.state = State::Reading(body, reader);
                        this.idle = this.opener.options.idle_timeout.map(Idle::new);
                        if std::mem::replace(&mut this.lost, true) {
                            return Poll::Ready(Some(Ok(Event::Gap)));
                        }
                    }
                    Ok(Opened::Single(payload)) => return this.end(Some(Ok(Event::Next(payload)))),
                    Err(error) => {
                        if let Some(error) = this.fail(error) {
                            return this.end(Some(Err(error)));
                        }
                    }
                },
                State::Reading(..) => match ready!(this.poll_message(context)) {
                    Message::Heartbeat => this.failed = 0,
                    Message::Next(payload) => {
                        this.failed = 0;
                        return Poll::Ready(Some(Ok(Event::Next(payload))));
                    }
                    Message::Last(payload, error) => {
                        this.state = State::Failed(error);
                        return Poll::Ready(Some(Ok(Event::Next(payload))));
                    }
                    Message::Complete => return this.end(None),
                    Message::Fatal(error) => {
                        if let Some(error) = this.fail(error) {
                            return this.end(Some(Err(error)));
                        }
                    }
                },
                State::Failed(error) => {
                    let error = error.clone();
                    if let Some(error) = this.fail(error) {
                        return this.end(Some(Err(error)));
                    }
                }
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    this.state = State::Opening(Box::pin(this.opener.clone().open()));
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}
