//! The JSON text of one execution result, as a slice of the message that it arrived in.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
///
/// A payload shares memory with the message that it arrived in, and keeps that message alive. To keep a few of many
/// payloads for a long time, copy [`as_bytes`](Self::as_bytes).
///
/// Readers do not parse a payload, which is the decoder's task. If a message has the usual form, the end of the payload is
/// inferred from the end of the message, and the payload is [speculative](Self::speculative).
#[derive(Clone)]
pub struct Payload {
    message: Bytes,
    range: Range<usize>,
    /// The function that finds the exact range in the message, or `None` if `range` is exact.
    rescan: Option<Rescan>,
}

/// A function that finds the exact range of a payload in its message.
type Rescan = fn(&[u8]) -> Range<usize>;

impl Payload {
    /// Creates a payload of these bytes. They should be UTF-8 and one JSON object; the decoder checks that.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        let message = bytes.into();
        let range = 0..message.len();
        Self {
            message,
            range,
            rescan: None,
        }
    }

    /// Creates a payload from a range of a message. It is empty if the range is out of bounds.
    #[cfg(feature = "websocket")]
    #[inline]
    pub(crate) fn slice(message: Bytes, range: Range<usize>) -> Self {
        Self {
            message,
            range,
            rescan: None,
        }
    }

    /// Creates a payload from a speculative range of a message. If this is not one JSON value, `rescan` finds the exact
    /// range.
    #[cfg(any(feature = "multipart", feature = "websocket"))]
    #[inline]
    pub(crate) fn speculate(message: Bytes, range: Range<usize>, rescan: Rescan) -> Self {
        Self {
            message,
            range,
            rescan: Some(rescan),
        }
    }

    /// Returns the exact bytes. If the payload is [speculative](Self::speculative), this scans the message. The result is
    /// empty if the message is not JSON.
    pub fn as_bytes(&self) -> &[u8] {
        let range = match self.rescan {
            Some(rescan) => rescan(&self.message),
            None => self.range.clone(),
        };
        self.message.get(range).unwrap_or_default()
    }

    /// Returns the speculative bytes, or `None` if the range is exact.
    ///
    /// The bytes are the payload if they are one JSON value. Decode them first; only if that fails, decode
    /// [`as_bytes`](Self::as_bytes), which may end at another position.
    #[inline]
    pub fn speculative(&self) -> Option<&[u8]> {
        self.rescan.and_then(|_| self.message.get(self.range.clone()))
    }

    /// Returns the number of bytes that the payload keeps alive: the size of the whole message.
    pub fn held(&self) -> usize {
        self.message.len()
    }

    /// Returns the exact text, or `None` if it is not UTF-8. This scans the message like [`as_bytes`](Self::as_bytes).
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.as_bytes()).ok()
    }
}

/// Omits the text, which may be confidential.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload")
            .field("length", &self.range.len())
            .finish_non_exhaustive()
    }
}
