//! The text of one execution result, as it came, not yet decoded.

use bytes::Bytes;

/// The JSON text of an execution result: `{"data": …, "errors": …, "extensions": …}`.
#[derive(Debug, Clone)]
pub struct Payload {
    bytes: Bytes,
}

impl Payload {
    /// A payload of these bytes, which are to be UTF-8; the decoder finds out.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into() }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}
