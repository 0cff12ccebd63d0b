//! The messages of `graphql-ws`, the protocol of subscriptions-transport-ws.
//! <https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md>

use super::Dialect;
use super::envelope::Envelope;
use super::fast_path::read_result;
use super::graphql_transport_ws::{object, operation, required, with_payload};
use super::message::{ClientMessage, Malformed, ServerMessage};

/// The legacy subprotocol, `graphql-ws`, of subscriptions-transport-ws.
/// <https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a dialect is named by its value")]
pub struct GraphqlWs;

impl Dialect for GraphqlWs {
    fn subprotocol(&self) -> &'static str {
        SUBPROTOCOL
    }

    #[inline]
    fn read(&self, text: &[u8]) -> Result<ServerMessage, Malformed> {
        match read_result(text, b"\"data\"") {
            Some((id, payload)) => Ok(ServerMessage::Next { id, payload }),
            None => read(Envelope::read(text)?, text),
        }
    }

    fn write(&self, message: ClientMessage<'_>) -> Option<String> {
        write(message)
    }
}

const SUBPROTOCOL: &str = "graphql-ws";

fn read(envelope: Envelope, text: &[u8]) -> Result<ServerMessage, Malformed> {
    let Envelope { kind, id, payload } = envelope;
    Ok(match kind.as_str() {
        "data" => ServerMessage::Next {
            id: required(id, "data")?,
            payload: object(payload, "data", text)?,
        },
        // The reference server omits the id if it does not know the type of a message.
        "error" => ServerMessage::Error { id, payload },
        "complete" => ServerMessage::Complete {
            id: required(id, "complete")?,
        },
        "connection_ack" => ServerMessage::Acknowledge { payload },
        "connection_error" => ServerMessage::ConnectionError { payload },
        "ka" => ServerMessage::KeepAlive,
        _ => return Err(Malformed::unknown_type(&kind, SUBPROTOCOL)),
    })
}

fn write(message: ClientMessage<'_>) -> Option<String> {
    Some(match message {
        // The reference client always sends a payload, and servers access it.
        ClientMessage::Initialize { payload } => {
            with_payload("connection_init", Some(payload.unwrap_or("{}")))
        }
        ClientMessage::Subscribe { id, payload } => operation("start", id, Some(payload)),
        ClientMessage::Complete { id } => operation("stop", id, None),
        ClientMessage::Ping { .. } | ClientMessage::Pong { .. } => return None,
        ClientMessage::Terminate => with_payload("connection_terminate", None),
    })
}
