//! The messages of `graphql-transport-ws`. <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use super::Dialect;
use super::envelope::Envelope;
use super::fast_path::read_result;
use super::message::{ClientMessage, Id, Malformed, ServerMessage, Span};

/// The current subprotocol, `graphql-transport-ws`. <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a dialect is named by its value")]
pub struct GraphqlTransportWs;

impl Dialect for GraphqlTransportWs {
    fn subprotocol(&self) -> &'static str {
        SUBPROTOCOL
    }

    #[inline]
    fn read(&self, text: &[u8]) -> Result<ServerMessage, Malformed> {
        match read_result(text, b"\"next\"") {
            Some((id, payload)) => Ok(ServerMessage::Next { id, payload }),
            None => read(Envelope::read(text)?, text),
        }
    }

    fn write(&self, message: ClientMessage<'_>) -> Option<String> {
        write(message)
    }

    fn addresses_errors(&self) -> bool {
        true
    }
}

const SUBPROTOCOL: &str = "graphql-transport-ws";

fn read(envelope: Envelope, text: &[u8]) -> Result<ServerMessage, Malformed> {
    let Envelope { kind, id, payload } = envelope;
    Ok(match kind.as_str() {
        "next" => ServerMessage::Next {
            id: required(id, "next")?,
            payload: object(payload, "next", text)?,
        },
        // The protocol requires an id, but some servers omit it if they do not know the operation.
        "error" => ServerMessage::Error { id, payload },
        "complete" => ServerMessage::Complete {
            id: required(id, "complete")?,
        },
        "connection_ack" => ServerMessage::Acknowledge { payload },
        "ping" => ServerMessage::Ping { payload },
        "pong" => ServerMessage::Pong { payload },
        // This message is not part of the protocol, but some servers refuse connections with it.
        "connection_error" => ServerMessage::ConnectionError { payload },
        _ => return Err(Malformed::unknown_type(&kind, SUBPROTOCOL)),
    })
}

fn write(message: ClientMessage<'_>) -> Option<String> {
    Some(match message {
        ClientMessage::Initialize { payload } => with_payload("connection_init", payload),
        ClientMessage::Subscribe { id, payload } => operation("subscribe", id, Some(payload)),
        ClientMessage::Complete { id } => operation("complete", id, None),
        ClientMessage::Ping { payload } => with_payload("ping", payload),
        ClientMessage::Pong { payload } => with_payload("pong", payload),
        ClientMessage::Terminate => return None,
    })
}

pub(super) fn required(id: Option<Id>, kind: &str) -> Result<Id, Malformed> {
    id.ok_or_else(|| Malformed::new(format!("a `{kind}` without `id`")))
}

pub(super) fn object(payload: Option<Span>, kind: &str, text: &[u8]) -> Result<Span, Malformed> {
    payload
        .filter(|span| text.get(span.range.start) == Some(&b'{'))
        .ok_or_else(|| Malformed::new(format!("a `{kind}` whose `payload` is not an object")))
}

pub(super) fn with_payload(kind: &str, payload: Option<&str>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"{kind}","payload":{payload}}}"#),
        None => format!(r#"{{"type":"{kind}"}}"#),
    }
}

pub(super) fn operation(kind: &str, id: Id, payload: Option<&str>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"id":"{id}","type":"{kind}","payload":{payload}}}"#),
        None => format!(r#"{{"id":"{id}","type":"{kind}"}}"#),
    }
}
