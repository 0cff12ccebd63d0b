//! A running subscription: a stream of typed events.

mod adapters;
mod control;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use serde::de::DeserializeOwned;

use crate::transport::{self, BoxStream, Head, Payload};
use crate::{Error, Response, response};

pub use adapters::{Data, Events};
pub use control::Control;

/// A running subscription: a stream of [`Response`]s. Dropping it ends the operation at the server.
///
/// It ends with `None` only after the server said that the operation is complete, and otherwise with an `Err` that
/// [is terminal](Error::is_terminal). GraphQL errors inside an event do not end it, nor does an event that does not decode.
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription<D> {
    state: State,
    gaps: u64,
    http: Option<Arc<Head>>,
    control: Option<Arc<control::Shared>>,
    data: PhantomData<fn() -> D>,
}

enum State {
    Running(BoxStream<Result<transport::Event, Error>>),
    Failed(Error),
    Over,
}

/// What a subscription tells: see [`Subscription::events`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event<D> {
    /// The server sent an event.
    Response(Response<D>),
    /// The connection was lost and made again, and the operation started anew: what the server sent meanwhile is missing.
    Gap,
}

impl<D> Subscription<D> {
    pub(crate) fn new(events: BoxStream<Result<transport::Event, Error>>) -> Self {
        Self {
            state: State::Running(events),
            gaps: 0,
            http: None,
            control: None,
            data: PhantomData,
        }
    }

    pub(crate) fn failed(error: Error) -> Self {
        Self {
            state: State::Failed(error),
            gaps: 0,
            http: None,
            control: None,
            data: PhantomData,
        }
    }

    /// How many times the connection was lost and made again so far: what the server sent meanwhile is missing.
    pub fn gaps(&self) -> u64 {
        self.gaps
    }

    /// Status and headers of the HTTP response that the events come in, such as the id of a trace; after a [gap](Event::Gap) those of
    /// the new one. `None` before it has begun, and over a WebSocket. An error that ends the subscription [has them](Error::headers), too.
    pub fn http(&self) -> Option<&Head> {
        self.http.as_deref()
    }

    /// The data alone: a stream of `Result<D, Error>`, GraphQL errors being `Err` items that do not end it.
    pub fn data(self) -> Data<D> {
        Data::new(self)
    }

    /// Events and [gaps](Event::Gap), for a reader that fetches again what it missed.
    pub fn events(self) -> Events<D> {
        Events::new(self)
    }

    /// The stream, and a handle that ends it from elsewhere.
    pub fn into_parts(mut self) -> (Self, Control) {
        let shared = self.control.get_or_insert_default().clone();
        (self, Control::new(shared))
    }
}

impl<D> Subscription<D> {
    /// What the transport tells next, not decoded.
    fn poll_transport(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<transport::Event, Error>>> {
        if let Some(control) = &self.control
            && control.is_stopped(context)
        {
            self.state = State::Over;
        }
        loop {
            let item = match &mut self.state {
                State::Running(events) => ready!(events.as_mut().poll_next(context)),
                State::Failed(error) => Some(Err(error.clone())),
                State::Over => None,
            };
            match &item {
                None => self.state = State::Over,
                Some(Ok(transport::Event::Next(payload))) => {
                    if let Some(head) = payload.head() {
                        self.http = Some(Arc::new(head.clone()));
                    }
                }
                Some(Ok(transport::Event::Gap)) => self.gaps += 1,
                Some(Ok(transport::Event::Head(head))) => {
                    self.http = Some(head.clone());
                    continue;
                }
                Some(Err(error)) => self.note(error),
            }
            return Poll::Ready(item);
        }
    }

    fn note(&mut self, error: &Error) {
        if error.is_terminal() {
            self.state = State::Over;
        }
    }
}

impl<D: DeserializeOwned> Subscription<D> {
    /// The next response; `None` when the server said that the operation is complete. What `StreamExt::next` gives.
    #[allow(clippy::should_implement_trait, reason = "the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Response<D>, Error>>> {
        // The future itself, not one of an `async fn` around it, which would move the response once more.
        poll_fn(move |context| Pin::new(&mut *self).poll_next(context))
    }

    /// The item of a payload. The response is large: here it is moved once, from where it is decoded.
    fn decode<T>(
        &mut self,
        payload: Payload,
        told: impl FnOnce(Response<D>) -> T,
    ) -> Poll<Option<Result<T, Error>>> {
        let mut response = Response::empty();
        match response::decode_into(&mut response, payload) {
            Ok(()) => Poll::Ready(Some(Ok(told(response)))),
            Err(error) => {
                self.note(&error);
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<D>, Error>>> {
        match ready!(self.poll_transport(context)) {
            Some(Ok(transport::Event::Next(payload))) => self.decode(payload, Event::Response),
            Some(Ok(_)) => Poll::Ready(Some(Ok(Event::Gap))),
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            None => Poll::Ready(None),
        }
    }
}

impl<D: DeserializeOwned> Stream for Subscription<D> {
    type Item = Result<Response<D>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match ready!(self.poll_transport(context)) {
                Some(Ok(transport::Event::Next(payload))) => self.decode(payload, |response| response),
                Some(Ok(_)) => continue,
                Some(Err(error)) => Poll::Ready(Some(Err(error))),
                None => Poll::Ready(None),
            };
        }
    }
}

impl<D: DeserializeOwned> FusedStream for Subscription<D> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Over)
    }
}

impl<D> fmt::Debug for Subscription<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("gaps", &self.gaps)
            .finish_non_exhaustive()
    }
}
