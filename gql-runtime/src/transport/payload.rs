//! The text of one execution result, as it came, not yet decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
#[cfg(feature = "websocket")]
use tokio_tungstenite::tungstenite::Utf8Bytes;

#[cfg(feature = "multipart")]
use crate::protocol::multipart::Presumed;
#[cfg(feature = "websocket")]
use crate::protocol::ws::Excerpt;

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
///
/// It shares memory with what came beside it on the connection: who keeps a few of many payloads for long keeps copies of their
/// [bytes](Self::as_bytes). What is decoded shares nothing.
#[derive(Debug, Clone)]
pub struct Payload {
    body: Body,
    head: Option<Box<Head>>,
}

#[derive(Debug, Clone)]
enum Body {
    Bytes(Bytes),
    /// Part of a WebSocket frame, known to be UTF-8.
    #[cfg(feature = "websocket")]
    Excerpt(Excerpt<Utf8Bytes>),
    /// Of a part of a multipart response.
    #[cfg(feature = "multipart")]
    Presumed(Presumed),
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
    /// A payload of these bytes, which are to be UTF-8; the decoder finds out.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self {
            body: Body::Bytes(bytes.into()),
            head: None,
        }
    }

    #[cfg(feature = "websocket")]
    #[inline]
    pub(crate) fn from_excerpt(excerpt: Excerpt<Utf8Bytes>) -> Self {
        Self {
            body: Body::Excerpt(excerpt),
            head: None,
        }
    }

    #[cfg(feature = "multipart")]
    pub(crate) fn from_presumed(part: Presumed) -> Self {
        Self {
            body: Body::Presumed(part),
            head: None,
        }
    }

    /// Adds the head of the HTTP response that it came in.
    #[must_use]
    pub fn with_head(mut self, head: Head) -> Self {
        self.head = Some(Box::new(head));
        self
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.body {
            Body::Bytes(bytes) => bytes,
            #[cfg(feature = "websocket")]
            Body::Excerpt(excerpt) => excerpt.exact().as_bytes(),
            #[cfg(feature = "multipart")]
            Body::Presumed(part) => part.exact(),
        }
    }

    /// The text that is presumed to be the payload. It may have an end too many: if it is not one JSON value, the
    /// [bytes](Self::as_bytes) are to be looked at, which takes a pass over the frame or the part.
    pub(crate) fn presumed_text(&self) -> Option<&str> {
        match &self.body {
            Body::Bytes(_) => None,
            #[cfg(feature = "websocket")]
            Body::Excerpt(excerpt) => Some(excerpt.as_str()),
            #[cfg(feature = "multipart")]
            Body::Presumed(part) => std::str::from_utf8(part.result()).ok(),
        }
    }

    /// The head of the HTTP response that it came in, where it came in one of its own.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_deref()
    }

    /// The same, taken out.
    pub fn into_head(self) -> Option<Box<Head>> {
        self.head
    }
}

/// The names of the headers alone: their values may be secret.
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
