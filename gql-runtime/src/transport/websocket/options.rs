//! The options of a WebSocket, each with its unit and default: setters of the transport.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::WebSocket;
use super::config::{AddressSource, BoxError, Config, Source, Subprotocols};
use super::socket::{Opening, Socket};
use super::state::Observation;
use crate::Error;
use crate::transport::endpoint::Address;
use crate::transport::{Backoff, MaybeSend, MaybeSync, Overflow};

/// The maximum of [`max_message_size`](WebSocket::max_message_size), in bytes.
const LARGEST_MESSAGE: usize = 1 << 30;

/// The options. Each setter returns a transport with its own connection, so set them before the first operation.
impl WebSocket {
    /// Changes the options. Clones keep theirs, and the connection with them.
    pub(super) fn config_mut(&mut self) -> &mut Config {
        self.inner = Arc::default();
        Arc::make_mut(&mut self.config)
    }

    /// Sets the URL of the WebSocket, if it is not the endpoint's: `ws`, `wss`, `http` or `https`. The headers, cookies,
    /// credentials, proxies and TLS options of the endpoint apply.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid ([`Error::is_builder`]).
    pub fn url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.config_mut().address = AddressSource::Address(Address::parse(url.as_ref())?);
        Ok(self)
    }

    /// Sets the path of the WebSocket at the endpoint's server, optionally with a query, such as `/ws`.
    ///
    /// # Errors
    /// Returns an error if it does not begin with `/`, or is not valid in a URL ([`Error::is_builder`]).
    pub fn path(mut self, path: impl AsRef<str>) -> Result<Self, Error> {
        let address = self.config.endpoint.target().address.with_path(path.as_ref())?;
        self.config_mut().address = AddressSource::Address(address);
        Ok(self)
    }

    /// Calls this function for the URL at every attempt to connect.
    #[must_use]
    pub fn url_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<String, BoxError>> + MaybeSend + 'static,
    {
        self.config_mut().address = AddressSource::Provided(Source::provider(provider));
        self
    }

    /// Sets the payload of `connection_init`, a JSON object, which usually has credentials. There is none by default.
    #[must_use]
    pub fn init_payload(mut self, payload: Value) -> Self {
        self.config_mut().payload = Source::Fixed(Some(payload.to_string()));
        self
    }

    /// Calls this function for the payload of `connection_init` at every attempt to connect, for tokens that expire. It is
    /// called before the connection is made. If it fails, every operation fails with [`Error::is_connect`].
    #[must_use]
    pub fn init_payload_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<Value, BoxError>> + MaybeSend + 'static,
    {
        self.config_mut().payload = Source::provider(move || {
            let payload = provider();
            async move { Ok(Some(payload.await?.to_string())) }
        });
        self
    }

    /// Sets the subprotocols to offer. By default these are both, the newer one first.
    #[must_use]
    pub fn subprotocols(mut self, subprotocols: Subprotocols) -> Self {
        self.config_mut().subprotocols = subprotocols;
        self
    }

    /// Opens sockets with this function, which includes framing, such as a pipe within the process, or the socket of a
    /// browser. It gets the URL, the headers and the subprotocols. The endpoint's proxies, TLS, Unix socket and cookies do
    /// not apply, but its connect timeout does. By default, sockets use the stream of [`connector`](Self::connector).
    ///
    /// An error that [is a connection error](Error::is_connect), a timeout or a closed connection is followed by another
    /// attempt. One that [is an authentication error](Error::is_auth) calls the
    /// [hook](crate::transport::EndpointBuilder::on_unauthorized). Any other ends the operations.
    #[must_use]
    pub fn socket_with<F, R, S>(mut self, opener: F) -> Self
    where
        F: Fn(Opening) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<S, Error>> + MaybeSend + 'static,
        S: Socket,
    {
        self.config_mut().sockets = Some(Arc::new(move |opening| {
            let opened = opener(opening);
            Box::pin(async move { Ok(Box::new(opened.await?) as Box<dyn Socket>) })
        }));
        self
    }

    /// Limits the time that the server has to acknowledge the connection, from `connection_init` to `connection_ack`. `None` is without
    /// limit. The default is 10 seconds.
    #[must_use]
    pub fn ack_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ack_timeout = limit.into();
        self
    }

    /// Limits the time of the closing handshake. `None` is a minute. The default is 10 seconds.
    #[must_use]
    pub fn close_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.close_timeout = limit.into();
        self
    }

    /// Limits the time of a query or mutation, connecting and retries included. `None` is without limit. The default is 30 seconds. A
    /// subscription has [its own](crate::Subscription::timeout), until its first result, and none by default.
    #[must_use]
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().timeout = limit.into();
        self
    }

    /// Limits the time in which nothing is heard from the server. Then the connection is dropped without a closing handshake, which a
    /// server that is gone would not answer, and made again. `None` is without limit. The default is 90 seconds.
    ///
    /// Anything that arrives counts, and the server is pinged twice before: after a third of the time by a ping frame, and after another
    /// third by a ping message (a ping frame where the subprotocol has no such message). A TCP connection has the system's keep-alive in
    /// any case.
    #[must_use]
    pub fn read_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.read_timeout = limit.into();
        self
    }

    /// Sends ping messages at this interval (ping frames where the subprotocol has no such message), for servers that drop silent
    /// clients. `None`, the default, turns them off.
    #[must_use]
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ping_interval = interval.into();
        self
    }

    /// Sends ping frames of the WebSocket protocol at this interval, for proxies that drop silent connections. `None`, the default, turns
    /// them off.
    #[must_use]
    pub fn ping_frame_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ping_frame_interval = interval.into();
        self
    }

    /// Limits the time after a ping in which nothing is heard from the server. `None` is without limit. The default is half of the
    /// shorter interval of [ping messages](Self::ping_interval) and [ping frames](Self::ping_frame_interval).
    #[must_use]
    pub fn pong_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.pong_timeout = Some(limit.into().unwrap_or(Duration::ZERO));
        self
    }

    /// Answers the server's ping messages, with their payload. The default is true; with false the program answers them itself, by
    /// [`WebSocket::pong`].
    #[must_use]
    pub fn answer_pings(mut self, answer: bool) -> Self {
        self.config_mut().session.answer_pings = answer;
        self
    }

    /// Ignores messages of unknown types. The default is false: they end the connection with an error.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.config_mut().session.lenient = lenient;
        self
    }

    /// Closes the connection when it has had no operation for this time, unless it was opened by [`connect`](Self::connect). `None` keeps
    /// it open. The default is 3 seconds.
    #[must_use]
    pub fn close_when_idle(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.config_mut().close_when_idle = time.into();
        self
    }

    /// Limits the size of a message, all its frames together, in bytes. The default is 64 MiB. More than 1 GiB is replaced by 1 GiB,
    /// because memory for a frame is allocated at the length that its first ten bytes announce.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-10.4>
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_message_size = bytes.min(LARGEST_MESSAGE);
        self
    }

    /// Sets how many events are buffered for a slow reader, for each subscription. The default is 1024. A reader that has taken events
    /// out of the buffer may hold as many besides.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.config_mut().buffer.events = events;
        self
    }

    /// Limits the size of the events that are buffered for a slow reader, for each subscription, in bytes. The default is 16 MiB.
    ///
    /// A single event is buffered whatever its size, which [`max_message_size`](Self::max_message_size) limits. An event counts with the
    /// whole message that it arrived in, and small ones keep up to 16 KiB of what arrived with them.
    #[must_use]
    pub fn max_buffer_size(mut self, bytes: usize) -> Self {
        self.config_mut().buffer.bytes = bytes;
        self
    }

    /// Sets what happens to an event when the buffer of its subscription is full. The default is [`Overflow::Lag`].
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.config_mut().overflow = overflow;
        self
    }

    /// Limits the requests that wait to be sent, for a connection or for a server that does not read: their size together, in
    /// bytes. The default is 64 MiB. An operation for which there is no room fails at once, with an error that
    /// [is canceled](Error::is_canceled) and [was not sent](Error::may_have_been_sent).
    #[must_use]
    pub fn max_queue_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_queue_size = bytes;
        self
    }

    /// Connects again when the connection is lost, or cannot be made, after the delay of this backoff, and starts the subscriptions
    /// again: [`Event::Reconnected`](crate::subscription::Event::Reconnected) reports it. `None` turns it off: the first failure ends
    /// every operation. The default is [`Backoff::new`].
    ///
    /// A query or mutation that was not sent waits for the new connection; one that may have reached the server fails, and a query is
    /// sent again if [`retry`](Self::retry) is on.
    #[must_use]
    pub fn reconnect(mut self, backoff: impl Into<Option<Backoff>>) -> Self {
        self.config_mut().reconnect = backoff.into();
        self
    }

    /// Sends a query again after a failure that [is transient](Error::is_transient), such as the loss of the connection, within the
    /// [time limit](Self::timeout) of the whole operation. A mutation is never sent again. `None`, the default, turns it off.
    #[must_use]
    pub fn retry(mut self, backoff: impl Into<Option<Backoff>>) -> Self {
        self.config_mut().retry = backoff.into();
        self
    }

    /// Calls this function with every state, frame and ping, in order, on the connection task: it must return quickly. One that panics
    /// ends the connection and all operations. The messages that are sent may have secrets in their variables; the payload of
    /// `connection_init` is left out. None by default.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(Observation<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.config_mut().observer = Some(Arc::new(observer));
        self
    }
}
