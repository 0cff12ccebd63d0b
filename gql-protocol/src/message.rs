//! Readers of streamed HTTP bodies, and the messages that they read.

use bytes::Bytes;

use crate::{Error, Payload};

/// A message of a streamed response: a part, or an event.
#[derive(Debug)]
pub enum Message {
    /// A sign of life.
    Heartbeat,
    /// One execution result.
    Next(Payload),
    /// The server broke the protocol. The stream is over.
    Fatal(Error),
    /// The operation failed with these GraphQL errors: JSON text, as a rule a list. The stream is over.
    Failed(Bytes),
    /// One execution result, the last: the operation failed with these GraphQL errors beside it.
    Last(Payload, Bytes),
    /// The operation is complete.
    Complete,
}

/// Reads a streamed body: bytes in by [`handle_bytes`](Self::handle_bytes), messages out by [`poll_message`](Self::poll_message).
pub trait Reader: Send {
    /// Takes the next bytes of the body. Payloads are slices of them where nothing is cut.
    fn handle_bytes(&mut self, bytes: Bytes);

    /// Returns the next message; `None` when more bytes are needed. There is none after [`Message::Complete`],
    /// [`Message::Fatal`] and [`Message::Failed`].
    fn poll_message(&mut self) -> Option<Message>;

    /// Names what is missing if the body ends now, such as "the event `complete`".
    fn missing(&self) -> &'static str;
}
