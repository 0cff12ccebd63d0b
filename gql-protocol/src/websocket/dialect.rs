//! A subprotocol: how messages are read and written.

use std::fmt;

use super::message::{ClientMessage, Malformed, ServerMessage};
use super::{GraphqlTransportWs, GraphqlWs};

/// A WebSocket subprotocol for GraphQL, as a [`Session`](super::Session) speaks it.
///
/// Implement it for a protocol that has the same flow under other names: initialization, acknowledgment, operations by id.
/// [`Envelope`](super::Envelope) reads messages of the form `{"type": …, "id": …, "payload": …}`.
pub trait Dialect: fmt::Debug + Send + Sync {
    /// Returns the name in `Sec-WebSocket-Protocol`.
    fn subprotocol(&self) -> &'static str;

    /// Reads a server's message, the text of one frame.
    ///
    /// # Errors
    /// If it is not a message of this subprotocol.
    fn read(&self, text: &[u8]) -> Result<ServerMessage, Malformed>;

    /// Writes a client's message; `None` where the subprotocol has no such message.
    fn write(&self, message: ClientMessage<'_>) -> Option<String>;

    /// Returns whether every `error` has to name its operation. One that does not then ends the connection, unless it can mean only
    /// one operation; otherwise, it is a [notice](super::Event::Notice).
    fn addresses_errors(&self) -> bool {
        false
    }
}

impl dyn Dialect {
    /// Returns the dialect of this crate with that name in `Sec-WebSocket-Protocol`.
    pub fn by_subprotocol(name: &str) -> Option<&'static dyn Dialect> {
        let dialects: [&'static dyn Dialect; 2] = [&GraphqlTransportWs, &GraphqlWs];
        dialects.into_iter().find(|dialect| dialect.subprotocol() == name)
    }
}
