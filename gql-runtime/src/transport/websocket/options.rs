//! The setters of the options of a WebSocket, with their units and defaults.

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
use crate::transport::retry::RetryPolicy;
use crate::transport::{Backoff, MaybeSend, MaybeSync, Overflow};

/// The maximum of [`max_message_size`](WebSocket::max_message_size), in bytes.
const MAX_MESSAGE_SIZE: usize = 1 << 30;

/// The options. Each setter returns a transport with its own connection, so set them before the first operation.
impl WebSocket {
    /// Returns the options for modification. Clones keep the previous ones and their connection.
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

    /// Sets the timeout for the acknowledgment of the connection, from `connection_init` to `connection_ack`. `None` means
    /// no timeout. The default is 10 seconds.
    #[must_use]
    pub fn ack_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ack_timeout = limit.into();
        self
    }

    /// Sets the timeout for the closing handshake. `None` means one minute. The default is 10 seconds.
    #[must_use]
    pub fn close_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.close_timeout = limit.into();
        self
    }

    /// Sets the timeout for a query or mutation, including connecting and retries. `None` means no timeout. The default is
    /// 30 seconds. A subscription has [its own timeout](crate::Subscription::timeout) for its first result, and none by
    /// default.
    #[must_use]
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().timeout = limit.into();
        self
    }

    /// Sets the maximum time without any data from the server. After this time, the connection is dropped without a
    /// closing handshake, which a dead server would not answer, and made again. `None` means no timeout. The default is 90
    /// seconds.
    ///
    /// Any data resets the timeout, and the server is pinged twice before it elapses: after a third of the time by a ping
    /// frame, and after another third by a ping message (a ping frame if the subprotocol has no such message). TCP
    /// connections also use the keep-alive of the system.
    #[must_use]
    pub fn read_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.read_timeout = limit.into();
        self
    }

    /// Sends ping messages at this interval (ping frames if the subprotocol has no such message), for servers that drop
    /// silent clients. `None`, the default, turns them off.
    #[must_use]
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ping_interval = interval.into();
        self
    }

    /// Sends WebSocket ping frames at this interval, for proxies that drop silent connections. `None`, the default, turns
    /// them off.
    #[must_use]
    pub fn ping_frame_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ping_frame_interval = interval.into();
        self
    }

    /// Sets the maximum time without any data from the server after a ping. `None` means no timeout. The default is half
    /// of [`ping_interval`](Self::ping_interval) or of [`ping_frame_interval`](Self::ping_frame_interval), whichever is
    /// shorter.
    #[must_use]
    pub fn pong_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.pong_timeout = Some(limit.into().unwrap_or(Duration::ZERO));
        self
    }

    /// Sets whether the server's ping messages are answered, with their payload. The default is true. If false, the
    /// program answers them with [`WebSocket::pong`].
    #[must_use]
    pub fn answer_pings(mut self, answer: bool) -> Self {
        self.config_mut().session.answer_pings = answer;
        self
    }

    /// Sets whether messages of unknown types are ignored. The default is false: they end the connection with an error.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.config_mut().session.lenient = lenient;
        self
    }

    /// Closes the connection after this time without an operation, unless it was opened by [`connect`](Self::connect).
    /// `None` keeps it open. The default is 3 seconds.
    #[must_use]
    pub fn close_when_idle(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.config_mut().close_when_idle = time.into();
        self
    }

    /// Sets the maximum size of a message, including all of its frames, in bytes. The default is 64 MiB. The maximum is 1
    /// GiB, as memory for a frame is allocated for the length that its first ten bytes declare.
    /// <https://www.rfc-editor.org/rfc/rfc6455#section-10.4>
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_message_size = bytes.min(MAX_MESSAGE_SIZE);
        self
    }

    /// Sets the number of events that are buffered for a slow reader, for each subscription. The default is 1024. A reader
    /// that has taken events out of the buffer may hold as many in addition.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.config_mut().buffer.events = events;
        self
    }

    /// Sets the maximum size of the events that are buffered for a slow reader, for each subscription, in bytes. The
    /// default is 16 MiB.
    ///
    /// A single event of any size is buffered, up to [`max_message_size`](Self::max_message_size). The size of an event is
    /// that of the message it arrived in, and small events keep up to 16 KiB of adjacent data alive.
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

    /// Sets the maximum total size of the requests that wait for a connection, or for a server that does not read, in
    /// bytes. The default is 64 MiB. An operation that would exceed it fails immediately with an error that [is
    /// canceled](Error::is_canceled) and [was not sent](Error::may_have_been_sent).
    #[must_use]
    pub fn max_queue_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_queue_size = bytes;
        self
    }

    /// Sets the backoff with which the transport reconnects after a connection was lost or could not be made.
    /// Subscriptions are restarted, which [`Event::Reconnected`](crate::subscription::Event::Reconnected) reports. `None`
    /// turns it off: the first failure ends every operation. The default is [`Backoff::new`].
    ///
    /// A query or mutation that was not sent waits for the new connection. One that may have been sent fails, but a query
    /// is sent again if [`retry`](Self::retry) is on.
    #[must_use]
    pub fn reconnect(mut self, backoff: impl Into<Option<Backoff>>) -> Self {
        self.config_mut().reconnect = backoff.into();
        self
    }

    /// Sets the backoff with which a query is sent again after a [transient](Error::is_transient) failure, such as a lost
    /// connection, within the [timeout](Self::timeout) of the operation. A mutation is never sent again. `None`, the
    /// default, turns it off.
    #[must_use]
    pub fn retry(mut self, backoff: impl Into<Option<Backoff>>) -> Self {
        self.config_mut().retry = backoff.into().map(RetryPolicy::from);
        self
    }

    /// Calls this function with every state, message and ping, in order, on the connection task, so it must return
    /// quickly. If it panics, the connection and all operations end. Messages that are sent may contain secrets in their
    /// variables, but the payload of `connection_init` is omitted. There is none by default.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(Observation<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.config_mut().observer = Some(Arc::new(observer));
        self
    }
}
