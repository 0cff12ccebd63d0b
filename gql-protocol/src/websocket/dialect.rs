//! The dialects of the protocol: how messages are parsed and written.

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

    /// Parses a message of the server, which is the text of one frame.
    ///
    /// # Errors
    /// Returns an error if the text is not a message of this subprotocol.
    fn read(&self, text: &[u8]) -> Result<ServerMessage, Malformed>;

    /// Returns the text of a message of the client, or `None` if the subprotocol has no such message.
    fn write(&self, message: ClientMessage<'_>) -> Option<String>;

    /// Returns whether every `error` must name its operation. If so, an `error` without an id ends the connection, unless
    /// only one operation is running. Otherwise, it is a [notice](super::Event::Notice).
    fn addresses_errors(&self) -> bool {
        false
    }
}

impl dyn Dialect {
    /// Returns the dialect of this crate with this name in `Sec-WebSocket-Protocol`.
    pub fn by_subprotocol(name: &str) -> Option<&'static dyn Dialect> {
        let dialects: [&'static dyn Dialect; 2] = [&GraphqlTransportWs, &GraphqlWs];
        dialects.into_iter().find(|dialect| dialect.subprotocol() == name)
    }
}
