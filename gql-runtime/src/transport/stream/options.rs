//! The options that the streaming transports over HTTP share.

use std::time::Duration;

use http::HeaderValue;

use crate::transport::Backoff;

/// The options that every streaming transport over HTTP has.
#[derive(Debug, Clone)]
pub(in crate::transport) struct StreamOptions {
    pub(in crate::transport) accept: HeaderValue,
    pub(in crate::transport) compression: bool,
    pub(in crate::transport) timeout: Option<Duration>,
    pub(in crate::transport) read_timeout: Option<Duration>,
    pub(in crate::transport) max_event_size: usize,
    pub(in crate::transport) max_response_size: usize,
    pub(in crate::transport) retry: Option<Backoff>,
    pub(in crate::transport) reconnect: Option<Backoff>,
}

impl StreamOptions {
    pub(in crate::transport) fn new(accept: &'static str) -> Self {
        Self {
            accept: HeaderValue::from_static(accept),
            compression: false,
            timeout: Some(Duration::from_secs(30)),
            read_timeout: None,
            max_event_size: 64 << 20,
            max_response_size: 64 << 20,
            retry: None,
            reconnect: Some(Backoff::default()),
        }
    }
}

/// Defines the options that every streaming transport over HTTP has, as methods of a type that contains a
/// [`Streaming`](super::Streaming).
macro_rules! stream_options {
    () => {
        /// Sends this `Accept` header instead of the default, for servers that expect another one.
        #[must_use]
        pub fn accept(mut self, accept: http::HeaderValue) -> Self {
            self.0.options.accept = accept;
            self
        }

        /// Allows the server to compress the stream, if the feature `compression` is on. The default is false, as many
        /// servers and proxies delay compressed events.
        #[must_use]
        pub fn compression(mut self, compressed: bool) -> Self {
            self.0.options.compression = compressed;
            self
        }

        /// Limits the time of a query or mutation, retries included. `None` is without limit. The default is 30 seconds. A subscription
        /// has [its own](crate::Subscription::timeout), until its first result, and none by default; if the server answers it by a response
        /// that is not a stream, all of that response has this limit.
        #[must_use]
        pub fn timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.timeout = limit.into();
            self
        }

        /// Limits the time in which nothing is heard from the server, not even a heartbeat: until the response begins, and between two
        /// pieces of it. `None`, the default, is without limit. It should be more than twice the interval of the server's heartbeats.
        #[must_use]
        pub fn read_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.read_timeout = limit.into();
            self
        }

        /// Sends a query again after a failure that [is transient](crate::Error::is_transient), within the [time limit](Self::timeout) of
        /// the whole request. A mutation is never sent again. `None`, the default, turns it off.
        #[must_use]
        pub fn retry(mut self, backoff: impl Into<Option<crate::transport::Backoff>>) -> Self {
            self.0.options.retry = backoff.into();
            self
        }

        /// Starts a subscription again when its connection is lost, or cannot be made, after the delay of this backoff:
        /// [`Event::Reconnected`](crate::subscription::Event::Reconnected) reports it. `None` turns it off: the first failure ends the
        /// subscription. The default is [`Backoff::new`](crate::transport::Backoff::new).
        ///
        /// A `Retry-After` header of the server is honored. Where the server only requests that the subscription is opened again, as
        /// Apollo Router does after a reload, the first attempt has no delay.
        #[must_use]
        pub fn reconnect(mut self, backoff: impl Into<Option<crate::transport::Backoff>>) -> Self {
            self.0.options.reconnect = backoff.into();
            self
        }

        /// Limits the size of one event, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_event_size(mut self, bytes: usize) -> Self {
            self.0.options.max_event_size = bytes;
            self
        }

        /// Limits the size of a response that is not a stream, decompressed, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_response_size(mut self, bytes: usize) -> Self {
            self.0.options.max_response_size = bytes;
            self
        }
    };
}
pub(in crate::transport) use stream_options;
