//! Transports: the trait, and the implementations of this crate.

#[cfg(any(feature = "__endpoint", feature = "websocket"))]
mod backoff;
mod bounds;
mod channel;
mod deduplicate;
#[cfg(all(
    feature = "websocket",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
mod dial;
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
mod endpoint;
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
mod header;
#[cfg(feature = "http")]
mod http;
mod limited;
mod mock;
#[cfg(feature = "multipart")]
mod multipart;
#[cfg(all(
    any(feature = "__endpoint", feature = "websocket"),
    not(all(target_family = "wasm", target_os = "unknown"))
))]
mod proxy;
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
mod retry;
mod runtime;
#[cfg(feature = "__endpoint")]
pub mod service;
mod split;
#[cfg(feature = "sse")]
mod sse;
#[cfg(feature = "__stream")]
mod stream;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "untraced.rs"]
mod trace;
#[cfg(feature = "websocket")]
pub mod websocket;

use std::sync::Arc;

use crate::error::Error;
pub use crate::payload::{Head, Payload};
use crate::request::Request;

#[cfg(feature = "http")]
pub use self::http::{Http, Persisted};
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
pub use backoff::Backoff;
pub(crate) use bounds::sendable;
pub use bounds::{BoxFuture, BoxStream, MaybeSend, MaybeSync};
pub use channel::Overflow;
pub use deduplicate::Deduplicate;
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
pub use endpoint::{Endpoint, EndpointBuilder};
pub use mock::{Mock, MockOperation, MockSubscription};
#[cfg(feature = "multipart")]
pub use multipart::Multipart;
#[cfg(all(
    any(feature = "__endpoint", feature = "websocket"),
    not(all(target_family = "wasm", target_os = "unknown"))
))]
pub use proxy::Proxy;
#[cfg(all(
    feature = "cookies",
    feature = "reqwest",
    feature = "__endpoint",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
pub use reqwest::cookie::Jar as CookieJar;
pub use split::Split;
#[cfg(feature = "sse")]
pub use sse::Sse;
#[cfg(feature = "websocket")]
pub use websocket::WebSocket;

/// An event of a subscription's transport.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// An execution result.
    Next(Payload),
    /// The connection was lost and restored, and the operation was restarted. Events that the server sent in between are
    /// missing.
    Reconnected,
    /// The head of the HTTP response of the results, before the first result. Where each result has its own response, the
    /// head is [in its payload](Payload::head).
    Head(Arc<Head>),
}

/// Sends untyped requests. Their payloads are decoded by the [`Client`](crate::Client).
///
/// A request may have [headers](Request::headers), a [timeout](Request::timeout) and [extensions](Request::extensions) of its own. A
/// transport that cannot honor one of them fails with [`Error::builder`] before anything is sent; it never ignores it.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Runs an operation with a single result.
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>>;

    /// Runs an operation with a stream of results. The request's [timeout](Request::timeout) applies to the first result.
    ///
    /// The stream ends with `None` only after the server completed the operation. Everything else is an `Err` item, and no items
    /// follow an `Err` that [ends the stream](Error::is_terminal).
    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>>;

    /// Runs a query or mutation whose result may be delivered in parts. Each item is a payload as the server sent it: the first one,
    /// and those that add to it. As for [`subscribe`](Self::subscribe), the stream ends with `None` only after the server completed
    /// the result. A first payload follows [`Event::Reconnected`].
    ///
    /// The default implementation calls [`execute`](Self::execute): a server that is not asked for parts sends the whole result.
    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let payload = self.execute(request);
        Box::pin(futures_util::stream::once(async {
            payload.await.map(Event::Next)
        }))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        (**self).execute(request)
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        (**self).subscribe(request)
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        (**self).incremental(request)
    }
}
