//! What a streamed response says, in whichever protocol.

use bytes::Bytes;

use crate::Error;
use crate::transport::Payload;

/// What a part or an event says.
#[derive(Debug)]
pub(crate) enum Message {
    /// Nothing but that the server is there.
    Heartbeat,
    /// One execution result.
    Next(Payload),
    /// The stream failed.
    Fatal(Error),
    /// One execution result, the last: the stream failed with it.
    #[cfg_attr(not(feature = "multipart"), allow(dead_code))]
    Last(Payload, Error),
    /// The operation is complete.
    Complete,
}

/// Reads a streamed body: bytes in by `handle_bytes`, messages out by `poll_message`.
pub(crate) trait Reader: Send {
    /// Takes the next bytes of the body. Payloads are slices of them where nothing is cut.
    fn handle_bytes(&mut self, bytes: Bytes);

    /// The next message; `None` when more bytes are needed. After [`Message::Complete`] and [`Message::Fatal`] there is none.
    fn poll_message(&mut self) -> Option<Message>;

    /// What is missing when the body ends now.
    fn missing(&self) -> &'static str;
}
