//! The two subprotocols behind one face.

use super::envelope::Envelope;
use super::message::{ClientMessage, Malformed, ServerMessage};
use super::scan::scan;
use super::{graphql_transport_ws, graphql_ws};

/// A WebSocket subprotocol for GraphQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The current one. <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>
    GraphqlTransportWs,
    /// The older one. <https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md>
    GraphqlWs,
}

impl Dialect {
    /// The name in `Sec-WebSocket-Protocol`.
    pub fn subprotocol(self) -> &'static str {
        match self {
            Self::GraphqlTransportWs => graphql_transport_ws::SUBPROTOCOL,
            Self::GraphqlWs => graphql_ws::SUBPROTOCOL,
        }
    }

    /// The dialect of that name.
    pub fn of_subprotocol(name: &str) -> Option<Self> {
        [Self::GraphqlTransportWs, Self::GraphqlWs]
            .into_iter()
            .find(|dialect| dialect.subprotocol() == name)
    }

    /// Reads a server's message.
    ///
    /// # Errors
    /// If it is not one of this subprotocol.
    #[inline]
    pub fn read(self, text: &str) -> Result<ServerMessage, Malformed> {
        let result = match self {
            Self::GraphqlTransportWs => b"\"next\"",
            Self::GraphqlWs => b"\"data\"",
        };
        if let Some((id, payload)) = scan(text, result) {
            return Ok(ServerMessage::Next { id, payload });
        }
        let envelope = Envelope::read(text)?;
        match self {
            Self::GraphqlTransportWs => graphql_transport_ws::read(envelope, text),
            Self::GraphqlWs => graphql_ws::read(envelope, text),
        }
    }

    /// Writes a client's message; `None` where the subprotocol has no such message.
    pub fn write(self, message: ClientMessage<'_>) -> Option<String> {
        match self {
            Self::GraphqlTransportWs => graphql_transport_ws::write(message),
            Self::GraphqlWs => graphql_ws::write(message),
        }
    }
}
