//! The JSON text of one execution result, as a slice of the message that it arrived in.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
///
/// It shares memory with the message that it arrived in, and keeps all of that alive. Copy [`as_bytes`](Self::as_bytes) where a
/// few of many payloads are kept for long.
///
/// Readers do not look into a payload, as its decoder does. Where a message has its usual form, the end of the payload is inferred
/// from the end of the message and not searched for, and the payload is [speculative](Self::speculative).
#[derive(Clone)]
pub struct Payload {
    message: Bytes,
    range: Range<usize>,
    /// Finds the exact range in the message; `None` where `range` is exact.
    rescan: Option<Rescan>,
}

/// Finds the exact range of a payload in its message.
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

    /// Creates a payload at `range` of a message; one out of bounds is empty.
    #[cfg(feature = "websocket")]
    #[inline]
    pub(crate) fn slice(message: Bytes, range: Range<usize>) -> Self {
        Self {
            message,
            range,
            rescan: None,
        }
    }

    /// Creates a payload that is presumably at `range` of a message. If this is not one JSON value, `rescan` finds the exact range.
    #[cfg(any(feature = "multipart", feature = "websocket"))]
    #[inline]
    pub(crate) fn speculate(message: Bytes, range: Range<usize>, rescan: Rescan) -> Self {
        Self {
            message,
            range,
            rescan: Some(rescan),
        }
    }

    /// Returns the exact bytes. Takes a pass over the message if the payload is [speculative](Self::speculative); empty if the
    /// message turns out not to be JSON.
    pub fn as_bytes(&self) -> &[u8] {
        let range = match self.rescan {
            Some(rescan) => rescan(&self.message),
            None => self.range.clone(),
        };
        self.message.get(range).unwrap_or_default()
    }

    /// Returns the bytes that are presumably the payload, or `None` if the range is exact.
    ///
    /// They are the payload if they are one JSON value. Decode them first; only if that fails, decode
    /// [`as_bytes`](Self::as_bytes), which may end elsewhere.
    #[inline]
    pub fn speculative(&self) -> Option<&[u8]> {
        self.rescan.and_then(|_| self.message.get(self.range.clone()))
    }

    /// Returns how many bytes it keeps alive: those of the whole message.
    pub fn held(&self) -> usize {
        self.message.len()
    }

    /// Returns the exact text, at the cost of [`as_bytes`](Self::as_bytes); `None` if it is not UTF-8.
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
