//! The text of one execution result, before it is decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
///
/// A payload shares memory with the message that it arrived in, and keeps that message alive. To keep a few of many
/// payloads for a long time, copy their [bytes](Self::as_bytes). Decoded values do not share memory with it.
#[derive(Debug, Clone)]
pub struct Payload {
    text: gql_protocol::Payload,
    head: Option<Box<Head>>,
}

/// The status and headers of an HTTP response.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl Head {
    /// Creates the head of a response.
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers }
    }
}

impl Payload {
    /// Creates a payload from bytes. They should be UTF-8, which the decoder checks.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::from(gql_protocol::Payload::from_bytes(bytes))
    }

    /// Adds the head of the HTTP response.
    #[must_use]
    pub fn with_head(mut self, head: Head) -> Self {
        self.head = Some(Box::new(head));
        self
    }

    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Returns the number of bytes that the payload keeps alive: the size of the message that it arrived in.
    pub(crate) fn held(&self) -> usize {
        self.text.held()
    }

    /// Returns the speculative text. If it is not one JSON value, the payload is [`as_bytes`](Self::as_bytes), which scans
    /// the message.
    pub(crate) fn speculative(&self) -> Option<&str> {
        self.text
            .speculative()
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// Returns the head of the HTTP response, if the response is only for this result.
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

/// Shows only the names of headers, as their values may be confidential.
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
