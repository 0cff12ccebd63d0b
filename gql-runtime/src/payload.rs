//! The text of one execution result as it arrived, not yet decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
///
/// It shares memory with the message that it arrived in, and keeps all of that alive: copy its [bytes](Self::as_bytes) to keep a
/// few of many payloads for long. Decoded values share nothing with it.
#[derive(Debug, Clone)]
pub struct Payload {
    text: gql_protocol::Payload,
    head: Option<Box<Head>>,
}

/// Status and headers of an HTTP response.
#[derive(Clone, PartialEq)]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl Payload {
    /// Creates a payload of these bytes. They should be UTF-8; the decoder checks that.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::from(gql_protocol::Payload::from_bytes(bytes))
    }

    /// Adds the head of the HTTP response that it arrived in.
    #[must_use]
    pub fn with_head(mut self, head: Head) -> Self {
        self.head = Some(Box::new(head));
        self
    }

    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Returns how many bytes it keeps alive: those of the message that it arrived in.
    pub(crate) fn held(&self) -> usize {
        self.text.held()
    }

    /// Returns the text that is presumed to be the payload. If it is not one JSON value, [`as_bytes`](Self::as_bytes) is the
    /// payload, at the cost of a pass over the message.
    pub(crate) fn speculative(&self) -> Option<&str> {
        self.text
            .speculative()
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// Returns the head of the HTTP response that it arrived in, where there was one for it alone.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_deref()
    }

    /// Converts the payload into the head of its HTTP response, and drops the text.
    pub fn into_head(self) -> Option<Box<Head>> {
        self.head
    }

    pub(crate) fn into_parts(self) -> (gql_protocol::Payload, Option<Box<Head>>) {
        (self.text, self.head)
    }
}

impl From<gql_protocol::Payload> for Payload {
    #[inline]
    fn from(text: gql_protocol::Payload) -> Self {
        Self { text, head: None }
    }
}

/// Shows the names of the headers alone: their values may be secret.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status.as_u16())
            .field(
                "headers",
                &self
                    .headers
                    .keys()
                    .map(http::HeaderName::as_str)
                    .collect::<Vec<_>>(),
            )
            .finish()
    }
}
