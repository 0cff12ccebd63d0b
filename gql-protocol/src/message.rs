//! Readers of streamed HTTP bodies, and the messages that they read.

use bytes::Bytes;

use crate::{Error, Payload};

/// A message of a streamed response: a part, or an event.
#[derive(Debug)]
#[allow(clippy::exhaustive_enums, reason = "a reader of messages has to handle each")]
pub enum Message {
    /// A heartbeat, which shows that the connection is alive.
    Heartbeat,
    /// One execution result.
    Next(Payload),
    /// The server violated the protocol. The stream has ended.
    Fatal(Error),
    /// The operation failed with these GraphQL errors, JSON text that is usually a list. The stream has ended.
    Failed(Bytes),
    /// The last execution result, and the GraphQL errors with which the operation failed.
    Last(Payload, Bytes),
    /// The operation is complete.
    Complete,
}

/// A reader of a streamed body. [`handle_bytes`](Self::handle_bytes) takes bytes, and [`poll_message`](Self::poll_message)
/// returns messages.
pub trait Reader: Send {
    /// Handles the next bytes of the body. A payload within these bytes is a slice of them.
    fn handle_bytes(&mut self, bytes: Bytes);

    /// Returns the next message, or `None` if more bytes are needed. No message follows [`Message::Complete`],
    /// [`Message::Fatal`] and [`Message::Failed`].
    fn poll_message(&mut self) -> Option<Message>;

    /// Returns the name of the missing part if the body ends now, such as "the event `complete`".
    fn missing(&self) -> &'static str;
}
