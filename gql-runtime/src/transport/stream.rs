//! Drives a subscription whose events are one HTTP response: opens it, reads it, ends it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::HeaderValue;
use http_body::Body as _;
use reqwest::Body;
use tokio::time::{Instant, Sleep};

use super::endpoint::{self, Endpoint, Message as Sent, interpret, read_body};
use super::{BoxFuture, Event, Payload};
use crate::protocol::media_type::MediaType;
use crate::protocol::message::{Message, Reader};
use crate::{Error, Request};

/// The options that every streaming transport over HTTP has.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) accept: HeaderValue,
    pub(super) accept_encoding: Option<HeaderValue>,
    pub(super) timeout: Option<Duration>,
    pub(super) response_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_event: usize,
    pub(super) max_response: usize,
}

impl Options {
    pub(super) fn new(accept: &'static str) -> Self {
        Self {
            accept: HeaderValue::from_static(accept),
            accept_encoding: Some(HeaderValue::from_static("identity")),
            timeout: Some(Duration::from_secs(30)),
            response_timeout: Some(Duration::from_secs(30)),
            idle_timeout: None,
            max_event: 16 * 1024 * 1024,
            max_response: 64 * 1024 * 1024,
        }
    }
}

/// Chooses the reader for a streamed body of this media type; `None` where it is no stream.
pub(super) type Choose = fn(&MediaType, &Options) -> Option<Box<dyn Reader>>;

/// The events of one response.
pub(super) struct EventStream {
    state: State,
    idle: Option<Idle>,
}

enum State {
    Opening(BoxFuture<Result<Opened, Error>>),
    Reading(Body, Box<dyn Reader>),
    Failed(Error),
    Over,
}

enum Opened {
    Stream(Body, Box<dyn Reader>),
    /// The server answered with one result, not with a stream.
    Single(Payload),
}

impl EventStream {
    pub(super) fn open(endpoint: Endpoint, options: Options, choose: Choose, request: Request) -> Self {
        let idle = options.idle_timeout.map(|limit| Idle { limit, sleep: None });
        Self {
            state: State::Opening(Box::pin(open(endpoint, options, choose, request))),
            idle,
        }
    }
}

/// The first result alone.
///
/// # Errors
/// Those of the stream; also when it is complete without a result.
pub(super) async fn first(mut stream: EventStream, limit: Option<Duration>) -> Result<Payload, Error> {
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

async fn open(
    endpoint: Endpoint,
    options: Options,
    choose: Choose,
    request: Request,
) -> Result<Opened, Error> {
    let message = Sent {
        url: None,
        accept: options.accept.clone(),
        accept_encoding: options.accept_encoding.clone(),
        content_type: HeaderValue::from_static("application/json"),
        headers: request.headers.clone(),
        body: Some(serde_json::to_vec(&request).map_err(Error::encode)?.into()),
    };
    let sent = endpoint.send(&message);
    let response = match options.response_timeout {
        None => sent.await?,
        Some(limit) => tokio::time::timeout(limit, sent)
            .await
            .map_err(|_| Error::timeout("the server did not begin to answer", limit))??,
    };
    let (head, body) = response.into_parts();
    if head.status.is_success()
        && let Some(reader) = choose(&endpoint::media_type(&head.headers), &options)
    {
        return Ok(Opened::Stream(body, reader));
    }
    let body = read_body(body, options.max_response, options.response_timeout).await?;
    interpret(head.status, head.headers, body).map(Opened::Single)
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(Opened::Stream(body, reader)) => this.state = State::Reading(body, reader),
                    Ok(Opened::Single(payload)) => return this.end_with(Some(Ok(Event::Next(payload)))),
                    Err(error) => return this.end_with(Some(Err(error))),
                },
                State::Reading(body, reader) => match reader.poll_message() {
                    Some(Message::Heartbeat) => {}
                    Some(Message::Next(payload)) => return Poll::Ready(Some(Ok(Event::Next(payload)))),
                    Some(Message::Last(payload, error)) => {
                        this.state = State::Failed(error);
                        return Poll::Ready(Some(Ok(Event::Next(payload))));
                    }
                    Some(Message::Fatal(error)) => return this.end_with(Some(Err(error))),
                    Some(Message::Complete) => return this.end_with(None),
                    None => match Pin::new(body).poll_frame(context) {
                        Poll::Ready(Some(Ok(frame))) => {
                            if let Ok(bytes) = frame.into_data() {
                                reader.handle_bytes(&bytes);
                            }
                            if let Some(idle) = &mut this.idle {
                                idle.reset();
                            }
                        }
                        Poll::Ready(end) => {
                            let missing = reader.missing();
                            let error = Error::closed(format!("the stream ended before {missing}"));
                            let error = match end {
                                Some(Err(source)) => error.with_source(source),
                                _ => error,
                            };
                            return this.end_with(Some(Err(error)));
                        }
                        Poll::Pending => {
                            let Some(idle) = &mut this.idle else {
                                return Poll::Pending;
                            };
                            ready!(idle.poll(context));
                            let error = Error::timeout("the server sent nothing", idle.limit);
                            return this.end_with(Some(Err(error)));
                        }
                    },
                },
                State::Failed(error) => {
                    let error = error.clone();
                    return this.end_with(Some(Err(error)));
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl EventStream {
    /// Drops the response: the server is told, by the connection's end or a reset of its stream.
    fn end_with(&mut self, item: Option<Result<Event, Error>>) -> Poll<Option<Result<Event, Error>>> {
        self.state = State::Over;
        Poll::Ready(item)
    }
}

/// Wakes when the server was silent for too long.
struct Idle {
    limit: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Idle {
    fn reset(&mut self) {
        let limit = self.limit;
        if let Some(sleep) = &mut self.sleep {
            sleep.as_mut().reset(Instant::now() + limit);
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let limit = self.limit;
        self.sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)))
            .as_mut()
            .poll(context)
    }
}

/// The options that every streaming transport over HTTP has, as methods.
macro_rules! stream_options {
    () => {
        /// Sends this `Accept` header, not the default: for a server that wants another.
        #[must_use]
        pub fn accept(mut self, accept: http::HeaderValue) -> Self {
            self.options.accept = accept;
            self
        }

        /// Lets the server compress the stream, where the feature `compression` is on. Not the default: many servers and
        /// proxies hold compressed events back.
        #[must_use]
        pub fn compression(mut self, compressed: bool) -> Self {
            let encoding = http::HeaderValue::from_static("identity");
            self.options.accept_encoding = (!compressed).then_some(encoding);
            self
        }

        /// How long a query or mutation may take in all; `None` for any time. The default is 30 seconds. Subscriptions have
        /// no such limit.
        #[must_use]
        pub fn timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.options.timeout = limit.into();
            self
        }

        /// How long the server may take to begin its answer; `None` for any time. The default is 30 seconds.
        #[must_use]
        pub fn response_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.options.response_timeout = limit.into();
            self
        }

        /// How long the server may send nothing, no heartbeat either; `None`, the default, for any time. It should be more
        /// than twice the server's interval.
        #[must_use]
        pub fn idle_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.options.idle_timeout = limit.into();
            self
        }

        /// How large one event may be, in bytes. The default is 16 MiB.
        #[must_use]
        pub fn max_event_size(mut self, bytes: usize) -> Self {
            self.options.max_event = bytes;
            self
        }

        /// How large a response may be that is no stream, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_response_size(mut self, bytes: usize) -> Self {
            self.options.max_response = bytes;
            self
        }
    };
}
pub(super) use stream_options;
