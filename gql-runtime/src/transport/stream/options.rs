//! The options that the streaming transports over HTTP share.

use std::time::Duration;

use http::HeaderValue;

use crate::transport::Backoff;
use crate::transport::retry::RetryPolicy;

/// The options that every streaming transport over HTTP has.
#[derive(Debug, Clone)]
pub(in crate::transport) struct StreamOptions {
    pub(in crate::transport) accept: HeaderValue,
    pub(in crate::transport) compression: bool,
    pub(in crate::transport) timeout: Option<Duration>,
    pub(in crate::transport) read_timeout: Option<Duration>,
    pub(in crate::transport) max_event_size: usize,
    pub(in crate::transport) max_response_size: usize,
    pub(in crate::transport) retry: Option<RetryPolicy>,
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

        /// Sets the timeout for a query or mutation, including retries. `None` means no timeout. The default is 30
        /// seconds. A subscription has [its own timeout](crate::Subscription::timeout) for its first result, and none by
        /// default. If the server answers it with a response that is not a stream, this timeout applies to the whole
        /// response.
        #[must_use]
        pub fn timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.timeout = limit.into();
            self
        }

        /// Sets the maximum time without any data from the server, including heartbeats, before and within a response.
        /// `None`, the default, means no timeout. It should be more than twice the interval of the server's heartbeats.
        #[must_use]
        pub fn read_timeout(mut self, limit: impl Into<Option<std::time::Duration>>) -> Self {
            self.0.options.read_timeout = limit.into();
            self
        }

        /// Sets the backoff with which a query is sent again after a [transient](crate::Error::is_transient) failure,
        /// within the [timeout](Self::timeout) of the request. A mutation is never sent again. `None`, the default, turns
        /// it off.
        #[must_use]
        pub fn retry(mut self, backoff: impl Into<Option<crate::transport::Backoff>>) -> Self {
            self.0.options.retry = backoff.into().map(Into::into);
            self
        }

        /// Sets the backoff with which a subscription is restarted after its connection was lost or could not be made,
        /// which [`Event::Reconnected`](crate::subscription::Event::Reconnected) reports. `None` turns it off: the first
        /// failure ends the subscription. The default is [`Backoff::new`](crate::transport::Backoff::new).
        ///
        /// A `Retry-After` header of the server is honored. If the server only requests that the subscription is opened
        /// again, as Apollo Router does after a reload, the first attempt has no delay.
        #[must_use]
        pub fn reconnect(mut self, backoff: impl Into<Option<crate::transport::Backoff>>) -> Self {
            self.0.options.reconnect = backoff.into();
            self
        }

        /// Sets the maximum size of an event, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_event_size(mut self, bytes: usize) -> Self {
            self.0.options.max_event_size = bytes;
            self
        }

        /// Sets the maximum size of a response that is not a stream, decompressed, in bytes. The default is 64 MiB.
        #[must_use]
        pub fn max_response_size(mut self, bytes: usize) -> Self {
            self.0.options.max_response_size = bytes;
            self
        }
    };
}
pub(in crate::transport) use stream_options;
