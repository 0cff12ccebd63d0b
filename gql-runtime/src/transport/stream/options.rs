//! The options that the streaming transports over HTTP share.

use std::time::Duration;

use http::HeaderValue;

use crate::transport::Reconnect;

/// The options that every streaming transport over HTTP has.
#[derive(Debug, Clone)]
pub(in crate::transport) struct Options {
    pub(in crate::transport) accept: HeaderValue,
    pub(in crate::transport) accept_encoding: Option<HeaderValue>,
    pub(in crate::transport) timeout: Option<Duration>,
    pub(in crate::transport) response_timeout: Option<Duration>,
    pub(in crate::transport) idle_timeout: Option<Duration>,
    pub(in crate::transport) max_event: usize,
    pub(in crate::transport) max_response: usize,
    pub(in crate::transport) reconnect: Reconnect,
}

impl Options {
    pub(in crate::transport) fn new(accept: &'static str) -> Self {
        Self {
            accept: HeaderValue::from_static(accept),
            accept_encoding: Some(HeaderValue::from_static("identity")),
            timeout: Some(Duration::from_secs(30)),
            response_timeout: Some(Duration::from_secs(30)),
            idle_timeout: None,
            max_event: 16 * 1024 * 1024,
            max_response: 64 * 1024 * 1024,
            reconnect: Reconnect::off(),
        }
    }
}

/// The options that every streaming transport over HTTP has, as methods of a type around a [`Streaming`](super::Streaming).
macro_rules! stream_options {
    () => {
        /// Sends this `Accept` header, not the default: for a server that wants another.
        #[must_use]
        pub fn accept(mut self, accept: http::HeaderValue) -> Self {
            self.0.options.accept = accept;
            self
        }

        /// Lets the server compress the stream, where the feature `compression` is on. Not the default: many servers and
        /// proxies hold compressed events back.
        #[must_use]
        pub fn compression(mut self, compressed: bool) -> Self {
            let encoding = http::HeaderValue::from_static("identity");
            self.0.options.accept_encoding = (!compressed).then_some(encoding);
            self
        }

        /// How long a query or mutation may take in all; `None` for any time. The default is 30 seconds. Subscriptions have
        /// no such limit.
        #[must_use]
        pub fn timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.timeout = limit.into();
            self
        }

        /// How long the server may take to begin its answer, and then to send all of one that is not a stream; `None` for any time. The
        /// default is 30 seconds.
        #[must_use]
        pub fn response_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.response_timeout = limit.into();
            self
        }

        /// How long the server may send nothing, no heartbeat either; `None`, the default, for any time. It should be more
        /// than twice the server's interval.
        #[must_use]
        pub fn idle_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.idle_timeout = limit.into();
            self
        }

        /// Starts a subscription anew when its connection is lost: [`Event::Gap`](crate::subscription::Event::Gap) tells of it.
        /// Attempts count from the last event; a response that lasted for 30 seconds starts the count anew, too. Where the server only
        /// asks to be asked again, as Apollo Router does after a reload, the first attempt has no pause. The default is [`Reconnect::off`](crate::transport::Reconnect::off).
        #[must_use]
        pub fn reconnect(mut self, policy: crate::transport::Reconnect) -> Self {
            self.0.options.reconnect = policy;
            self
        }

        /// How large one event may be, in bytes. The default is 16 MiB.
        #[must_use]
        pub fn max_event_size(mut self, bytes: usize) -> Self {
            self.0.options.max_event = bytes;
            self
        }

        /// How large a response may be that is no stream, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_response_size(mut self, bytes: usize) -> Self {
            self.0.options.max_response = bytes;
            self
        }
    };
}
pub(in crate::transport) use stream_options;
