//! The failures of connections, and whether to connect again.

use gql_protocol::websocket::close::{self, Disposition};
use gql_protocol::websocket::{CloseReason, Options};

use crate::error::excerpt;
use crate::graphql_error::errors_from;
use crate::{Error, GraphQLError};

/// The hint for a server that closes the connection before the acknowledgment, without a reason.
const OTHER_DIALECT: &str =
    "it may only support the other GraphQL WebSocket protocol: set one with `subprotocols` of the WebSocket";

/// An error, and its consequence for the operations.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) disposition: Disposition,
}

impl Failure {
    pub(super) fn fatal(error: Error) -> Self {
        Self {
            error,
            disposition: Disposition::Fatal,
        }
    }

    pub(super) fn retryable(error: Error) -> Self {
        Self {
            error,
            disposition: Disposition::Retryable,
        }
    }

    /// Creates the failure of a socket that could not be opened.
    pub(super) fn from_opening(error: Error) -> Self {
        let disposition = if error.is_auth() {
            Disposition::Unauthorized
        } else if error.is_connect() || error.is_timeout() || error.is_closed() {
            Disposition::Retryable
        } else {
            Disposition::Fatal
        };
        Self { error, disposition }
    }

    /// Creates the failure of a connection that was closed. `last_error` is the payload of the server's last message, if that was an
    /// error message.
    pub(super) fn from_close_reason(
        reason: CloseReason,
        acknowledged: bool,
        options: &Options,
        last_error: Option<&str>,
    ) -> Self {
        let disposition = reason.disposition(acknowledged);
        let last_error = match reason {
            CloseReason::Lost | CloseReason::Peer { .. } | CloseReason::Protocol { .. } => {
                last_error.and_then(error_text)
            }
            _ => None,
        };
        let error = match reason {
            CloseReason::AcknowledgeTimeout => {
                let limit = options.ack_timeout.unwrap_or_default();
                Error::timeout("the server did not acknowledge the connection", limit)
            }
            CloseReason::Dead { silence } => {
                Error::timeout("the connection is dead: nothing was received", silence)
            }
            CloseReason::Local => Error::canceled("the client closed the connection"),
            CloseReason::Lost => Error::closed("the connection was lost"),
            CloseReason::Peer { code, reason } => {
                let mute = code == Some(close::PROTOCOL_ERROR) && reason.is_empty();
                let error = from_close_code(code.unwrap_or(close::NO_STATUS), reason, disposition);
                if mute && !acknowledged {
                    error.with_hint(OTHER_DIALECT)
                } else {
                    error
                }
            }
            CloseReason::Protocol { message, .. } => {
                Error::protocol(format!("the server violated the WebSocket protocol: {message}"))
            }
            CloseReason::Rejected { payload } => rejected(payload.as_deref().unwrap_or_default()),
            _ => Error::closed("the connection was closed"),
        };
        let error = match last_error {
            Some(text) => error.with_hint(&format!("the server reported: {text}")),
            None => error,
        };
        Self { error, disposition }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from_opening(error)
    }
}

fn from_close_code(code: u16, reason: String, disposition: Disposition) -> Error {
    let mut message = format!("the server closed the connection with code {code}");
    for part in [close::name(code), &reason] {
        if !part.is_empty() {
            message.push_str(": ");
            message.push_str(part);
        }
    }
    let error = match disposition {
        Disposition::Unauthorized => Error::auth(message),
        Disposition::Fatal | Disposition::Retryable => Error::closed(message),
    };
    error.with_close(code, reason)
}

/// Returns the errors in a payload, or `None` if it is not JSON.
fn errors_of(payload: &str) -> Option<Vec<GraphQLError>> {
    let tree = gql_json::from_str::<gql_json::Tree>(payload).ok()?;
    Some(errors_from(tree.into_value()))
}

fn rejected(payload: &str) -> Error {
    let errors = errors_of(payload).unwrap_or_default();
    let reason = errors.first().map(ToString::to_string).unwrap_or_default();
    let message = format!("the server refused the connection: {reason}");
    Error::auth(message.trim_end_matches([':', ' ']))
        .with_errors(errors)
        .with_body(payload.as_bytes())
}

/// Returns the text of the errors in the payload of an error message.
fn error_text(payload: &str) -> Option<String> {
    let text = match errors_of(payload) {
        Some(errors) => errors.first().map(ToString::to_string)?,
        None => payload.to_owned(),
    };
    excerpt(text.as_bytes())
}

/// Creates the error of an operation that the server ended by an error message with this payload.
pub(super) fn operation_failed(payload: &str) -> Error {
    let errors = errors_of(payload).unwrap_or_default();
    if errors.is_empty() {
        let message = format!("the server ended the operation with an error without a message: {payload}");
        return Error::protocol(message.trim_end_matches([':', ' '])).with_body(payload.as_bytes());
    }
    Error::graphql(errors).with_body(payload.as_bytes())
}

/// Creates the error of operations that end because the transport was closed.
pub(super) fn closed() -> Error {
    Error::canceled("the WebSocket transport is closed")
}
