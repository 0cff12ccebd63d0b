//! The options of a WebSocket, each with its unit and default.

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use gql_protocol::websocket::Options;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};

use super::WebSocket;
use super::config::{BoxError, Config, Proxy, Source, Subprotocols};
use super::endpoint::Endpoint;
use super::io::Io;
use super::socket::{Opening, Socket};
use super::state::Observation;
use crate::Error;
use crate::transport::channel::Capacity;
use crate::transport::{MaybeSend, MaybeSync, Overflow, Reconnect, header};

/// The most that [`max_message_size`](WebSocketBuilder::max_message_size) can be, in bytes.
const LARGEST_MESSAGE: usize = 1 << 30;

/// Builds a [`WebSocket`].
#[must_use = "a builder does nothing until it is built"]
pub struct WebSocketBuilder {
    config: Config,
    /// The first option that is not usable.
    error: Option<Error>,
}

impl WebSocketBuilder {
    pub(super) fn new(url: String) -> Self {
        let ten = Some(Duration::from_secs(10));
        let mut session = Options::default();
        session.keep_alive = Some(Duration::from_secs(90));
        let config = Config {
            url: Source::Fixed(url),
            headers: HeaderMap::new(),
            more_headers: Source::Fixed(HeaderMap::new()),
            payload: Source::Fixed(None),
            origin: None,
            subprotocols: Subprotocols::default(),
            connect_timeout: ten,
            session,
            eager: false,
            idle_timeout: ten,
            max_message_size: 64 << 20,
            timeout: Some(Duration::from_secs(30)),
            retry_queries: false,
            max_queue_size: 64 << 20,
            buffer: Capacity::default(),
            overflow: Overflow::default(),
            reconnect: Reconnect::default(),
            unauthorized: None,
            observer: None,
            proxy: None,
            connector: None,
            sockets: None,
            #[cfg(feature = "__tls")]
            tls: crate::Tls::default(),
            #[cfg(feature = "__tls")]
            ready_tls: std::sync::OnceLock::new(),
        };
        Self { config, error: None }
    }

    /// Asks for the URL at every attempt to connect. The URL given to [`WebSocket::builder`] is not used then.
    pub fn url_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, BoxError>> + Send + 'static,
    {
        self.config.url = Source::provider(provider);
        self
    }

    /// Sends this header with the upgrade request. One that is not valid fails at [`build`](Self::build).
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        match header::of(name, value) {
            Ok((name, value)) => {
                self.config.headers.insert(name, value);
            }
            Err(error) => self.reject(error),
        }
        self
    }

    /// Sends these headers with the upgrade request.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.config.headers.extend(headers);
        self
    }

    /// Sends `Authorization: Bearer …` with the upgrade request. <https://www.rfc-editor.org/rfc/rfc6750>
    pub fn bearer_auth(self, token: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::bearer(token))
    }

    /// Sends `Authorization: Basic …` with the upgrade request. <https://www.rfc-editor.org/rfc/rfc7617>
    pub fn basic_auth(self, user: impl fmt::Display, password: impl fmt::Display) -> Self {
        self.header(AUTHORIZATION, header::basic(user, password))
    }

    /// Asks for further headers at every attempt to connect: for tokens that expire. They replace others of the same name.
    pub fn headers_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<HeaderMap, BoxError>> + Send + 'static,
    {
        self.config.more_headers = Source::provider(provider);
        self
    }

    /// The header `Origin` of the upgrade request. None by default.
    pub fn origin(mut self, origin: impl AsRef<str>) -> Self {
        match HeaderValue::try_from(origin.as_ref()) {
            Ok(origin) => self.config.origin = Some(origin),
            Err(source) => {
                self.reject(Error::builder("the origin is not usable as a header").with_source(source))
            }
        }
        self
    }

    /// The payload of `connection_init`, a JSON object: credentials, as a rule. None by default.
    pub fn init_payload(mut self, payload: Value) -> Self {
        self.config.payload = Source::Fixed(Some(payload.to_string()));
        self
    }

    /// Asks for the payload of `connection_init` at every attempt to connect: for tokens that expire. It is asked before the
    /// connection is made; if it fails, none is, and every operation ends with [`Error::is_connect`].
    pub fn init_payload_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Value, BoxError>> + Send + 'static,
    {
        self.config.payload = Source::provider(move || {
            let payload = provider();
            async move { Ok(Some(payload.await?.to_string())) }
        });
        self
    }

    /// Which subprotocols are offered. Default: both, the newer one first.
    pub fn subprotocols(mut self, subprotocols: Subprotocols) -> Self {
        self.config.subprotocols = subprotocols;
        self
    }

    /// How TLS connections are made and checked.
    #[cfg(feature = "__tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.config.tls = tls;
        self
    }

    /// Connects through this HTTP proxy (`http://host:port`), by `CONNECT`. None by default; no environment variable is looked at.
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        match Endpoint::of_url(url.as_ref()) {
            Ok(endpoint) if !endpoint.tls => {
                self.config.proxy = Some(Proxy {
                    endpoint,
                    headers: HeaderMap::new(),
                });
            }
            Ok(_) => self.reject(Error::builder("proxies over TLS are not supported")),
            Err(error) => self.reject(error),
        }
        self
    }

    /// What the proxy gets as `Proxy-Authorization`, such as `Basic …`. To be called after [`proxy`](Self::proxy).
    pub fn proxy_authorization(mut self, value: impl AsRef<str>) -> Self {
        match (HeaderValue::try_from(value.as_ref()), &mut self.config.proxy) {
            (Ok(value), Some(proxy)) => {
                proxy.headers.insert(PROXY_AUTHORIZATION, value);
            }
            _ => self.reject(Error::builder(
                "the proxy's authorization is not usable, or there is no proxy",
            )),
        }
        self
    }

    /// Makes the connections itself, given the host and the port of the URL or of the proxy: over a Unix socket, or within the
    /// process. TLS and the upgrade come on top of it. Default: TCP.
    pub fn connector<F, R, S>(mut self, connector: F) -> Self
    where
        F: Fn(String, u16) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        self.config.connector = Some(Box::new(move |host, port| {
            let connecting = connector(host, port);
            Box::pin(async move { Ok(Box::new(connecting.await?) as Box<dyn Io>) })
        }));
        self
    }

    /// Makes the sockets itself, frames included: a pipe within the process, or the socket of a browser. It gets the URL, the headers
    /// and the subprotocols. Proxy, TLS and connector have no part in it; the time limit of connecting has. Default: a socket over
    /// the stream of [`connector`](Self::connector).
    ///
    /// An error that [is one of connecting](Error::is_connect), a timeout or a closed connection is followed by another attempt; one
    /// that [is of authentication](Error::is_auth) by the [hook](Self::on_unauthorized); any other ends the operations.
    pub fn socket_with<F, R, S>(mut self, opener: F) -> Self
    where
        F: Fn(Opening) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<S, Error>> + MaybeSend + 'static,
        S: Socket,
    {
        self.config.sockets = Some(Box::new(move |opening| {
            let opened = opener(opening);
            Box::pin(async move { Ok(Box::new(opened.await?) as Box<dyn Socket>) })
        }));
        self
    }

    /// Limits how long connecting may take: providers, name, TCP, proxy, TLS and upgrade together; and how long the
    /// [hook](Self::on_unauthorized) may take. Default 10 s; `None` is without limit.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.connect_timeout = limit.into();
        self
    }

    /// How long the server may take to acknowledge the connection. Default 10 s; `None` is without limit.
    pub fn acknowledge_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.session.acknowledge_timeout = limit.into();
        self
    }

    /// How long the closing handshake may take. Default 10 s; `None` is a minute.
    pub fn close_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.session.close_timeout = limit.into();
        self
    }

    /// How long a query or mutation may take, connecting included. Default 30 s; `None` is without limit. Subscriptions have none.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.timeout = limit.into();
        self
    }

    /// Drops a connection after that much silence, without a closing handshake that a server that is gone would not answer, and
    /// connects again. Anything that comes ends the silence. The server is asked twice before: after a third of the time by a ping
    /// frame, and after another third by a ping message (a ping frame where the subprotocol has no such message). Default 90 s;
    /// `None` is off. A TCP connection has the system's keep-alive in any case.
    pub fn keep_alive(mut self, silence: impl Into<Option<Duration>>) -> Self {
        self.config.session.keep_alive = silence.into();
        self
    }

    /// Sends a ping message that often (a ping frame where the subprotocol has no such message): for servers that drop silent
    /// clients. Off by default.
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config.session.ping_interval = interval.into();
        self
    }

    /// Sends a ping frame of the WebSocket protocol that often: for proxies that drop silent connections. Off by default.
    pub fn ping_frame_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config.session.frame_interval = interval.into();
        self
    }

    /// How long after a ping anything may take to come, before the server counts as gone. Default: half of the shorter
    /// interval; `None` is without limit.
    pub fn pong_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.session.pong_timeout = Some(limit.into().unwrap_or(Duration::ZERO));
        self
    }

    /// Whether ping messages are answered, with their payload. Default true; who says false answers by [`WebSocket::pong`].
    pub fn answer_pings(mut self, answer: bool) -> Self {
        self.config.session.answer_pings = answer;
        self
    }

    /// Whether messages of an unknown type are ignored. Default false: they end the connection with an error.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.config.session.lenient = lenient;
        self
    }

    /// Whether to connect at once and stay connected without operations. Default false: the connection is made for the first
    /// operation, and closed after the last. Needs a tokio runtime when built.
    pub fn eager(mut self, eager: bool) -> Self {
        self.config.eager = eager;
        self
    }

    /// How long a connection without operations stays open, unless [eager](Self::eager). Default 10 s; `None` is for ever.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config.idle_timeout = limit.into();
        self
    }

    /// The largest message that is accepted, in bytes. The default is 64 MiB; more than 1 GiB is taken as 1 GiB, because room for a
    /// frame is made at the length that its first ten bytes announce. <https://www.rfc-editor.org/rfc/rfc6455#section-10.4>
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.config.max_message_size = bytes.min(LARGEST_MESSAGE);
        self
    }

    /// How many events wait for a slow reader, for each subscription. Default 1024. A reader that is at work may have as many
    /// in its hands besides.
    pub fn buffer(mut self, events: usize) -> Self {
        self.config.buffer.events = events;
        self
    }

    /// How many bytes the events hold that wait for a slow reader, for each subscription. The default is 16 MiB. One event waits
    /// however large it is: [`max_message_size`](Self::max_message_size) limits it. An event holds the whole message that it came
    /// in, and small ones up to 16 KiB of what came with them.
    pub fn buffer_bytes(mut self, bytes: usize) -> Self {
        self.config.buffer.bytes = bytes;
        self
    }

    /// Limits the requests that wait to be sent, for a connection or for a server that does not read: their size together, in
    /// bytes. Default 64 MiB. An operation for which there is no room fails at once, with an error that
    /// [is canceled](Error::is_canceled) and [was not sent](Error::may_have_been_sent).
    pub fn max_queue_size(mut self, bytes: usize) -> Self {
        self.config.max_queue_size = bytes;
        self
    }

    /// What happens when that many wait. Default: [`Overflow::Lag`].
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.config.overflow = overflow;
        self
    }

    /// When to connect again. Default: five times, see [`Reconnect`].
    pub fn reconnect(mut self, policy: Reconnect) -> Self {
        self.config.reconnect = policy;
        self
    }

    /// Whether a query that may have reached the server is sent again on a new connection. Default false. One that was not sent
    /// waits for the new connection in any case, and mutations are never sent again.
    pub fn retry_queries(mut self, retry: bool) -> Self {
        self.config.retry_queries = retry;
        self
    }

    /// Called when the server refuses the credentials: status 401 or 403, close code 4401, 4403, 3000 or 3003, 1002 with a
    /// reason during the initialisation, or `connection_error`. It may fetch new ones for the providers; `true` connects again at
    /// once. It is not called again until an operation had a result, and has as long as [connecting](Self::connect_timeout).
    /// None by default.
    pub fn on_unauthorized<F, R>(mut self, hook: F) -> Self
    where
        F: Fn(Error) -> R + Send + Sync + 'static,
        R: Future<Output = bool> + Send + 'static,
    {
        self.config.unauthorized = Some(Arc::new(move |error| Box::pin(hook(error))));
        self
    }

    /// Shown every state, frame and ping, in order, by the connection's task: it must be quick. One that panics ends the connection and
    /// all operations. What is sent may hold secrets in
    /// its variables; the payload of `connection_init` is not shown. None by default.
    pub fn observe(mut self, observer: impl Fn(Observation<'_>) + Send + Sync + 'static) -> Self {
        self.config.observer = Some(Arc::new(observer));
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    /// If an option is not usable ([`Error::is_builder`]), also if it is [eager](Self::eager) and there is no tokio runtime.
    pub fn build(mut self) -> Result<WebSocket, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if let Source::Fixed(url) = &self.config.url
            && self.config.sockets.is_none()
        {
            Endpoint::of_url(url)?;
        }
        let options = &mut self.config.session;
        if options.pong_timeout.is_none() {
            let interval = [options.ping_interval, options.frame_interval]
                .into_iter()
                .flatten()
                .min();
            options.pong_timeout = interval.map(|interval| interval / 2);
        }
        WebSocket::of_config(self.config)
    }

    fn reject(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

/// Without what may be secret.
impl fmt::Debug for WebSocketBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocketBuilder")
            .field("subprotocols", &self.config.subprotocols)
            .field("session", &self.config.session)
            .field("reconnect", &self.config.reconnect)
            .finish_non_exhaustive()
    }
}
