//! Close codes, and the consequence of each for the client whose connection it closed.
//!
//! 1000-1015: <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1> and the IANA registry; 3000 and above: registered codes and
//! those of applications; 44xx: <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>.

/// The purpose of the connection was fulfilled.
pub const NORMAL: u16 = 1000;
/// The peer violated the WebSocket protocol. async-graphql uses this code to refuse an initialization.
pub const PROTOCOL_ERROR: u16 = 1002;
/// The close frame had no code. This code is never sent.
pub const NO_STATUS: u16 = 1005;
/// The connection ended without a close frame. This code is never sent.
pub const ABNORMAL: u16 = 1006;
/// The peer sent text that is not UTF-8.
pub const INVALID_DATA: u16 = 1007;
/// The peer sent a message above the limit of the receiver.
pub const TOO_LARGE: u16 = 1009;
/// The peer sent a message that does not belong to the subprotocol.
pub const BAD_RESPONSE: u16 = 4004;
/// The server could not read a message. Some servers use this code for a document with a syntax error.
pub const BAD_REQUEST: u16 = 4400;
/// The credentials are invalid or missing, or an operation was started before the acknowledgment.
pub const UNAUTHORIZED: u16 = 4401;
/// The server refused the initialization.
pub const FORBIDDEN: u16 = 4403;
/// The server supports none of the subprotocols.
pub const SUBPROTOCOL_NOT_ACCEPTABLE: u16 = 4406;
/// The id of an operation is in use already. This is fatal for the operation that the reason [names](super::CloseReason::duplicate).
pub const SUBSCRIBER_EXISTS: u16 = 4409;
/// The server failed, usually with a single operation.
pub const INTERNAL_SERVER_ERROR: u16 = 4500;
/// The server did not acknowledge the connection in time.
pub const ACKNOWLEDGE_TIMEOUT: u16 = 4504;

/// The consequence of the end of a connection for its operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a client has to handle each")]
pub enum Disposition {
    /// A new connection would end in the same way.
    Fatal,
    /// A new connection may work.
    Retryable,
    /// Other credentials may work.
    Unauthorized,
}

/// Returns the consequence of a close code. `acknowledged` is whether the server had acknowledged the connection before.
pub fn disposition(code: u16, acknowledged: bool) -> Disposition {
    match code {
        PROTOCOL_ERROR if !acknowledged => Disposition::Unauthorized,
        3000 | 3003 | UNAUTHORIZED | FORBIDDEN => Disposition::Unauthorized,
        PROTOCOL_ERROR | 1003 | INVALID_DATA..=1010 | 1015 => Disposition::Fatal,
        BAD_RESPONSE
        | 4005
        | BAD_REQUEST
        | SUBPROTOCOL_NOT_ACCEPTABLE
        | SUBSCRIBER_EXISTS
        | 4429
        | INTERNAL_SERVER_ERROR => Disposition::Fatal,
        _ => Disposition::Retryable,
    }
}

/// Returns the name of a code for error messages, which is empty for codes of applications.
pub fn name(code: u16) -> &'static str {
    match code {
        NORMAL => "normal closure",
        1001 => "going away",
        PROTOCOL_ERROR => "protocol error",
        1003 => "unsupported data",
        NO_STATUS => "no status",
        ABNORMAL => "connection lost",
        INVALID_DATA => "invalid data",
        1008 => "policy violation",
        TOO_LARGE => "message too large",
        1010 => "missing extension",
        1011 => "internal error",
        1012 => "service restart",
        1013 => "try again later",
        1014 => "bad gateway",
        1015 => "TLS failure",
        3000 | UNAUTHORIZED => "unauthorized",
        3003 | FORBIDDEN => "forbidden",
        3008 => "timeout",
        BAD_RESPONSE => "bad response",
        4005 => "internal client error",
        BAD_REQUEST => "bad request",
        SUBPROTOCOL_NOT_ACCEPTABLE => {
            "subprotocol not acceptable: the server speaks another GraphQL WebSocket protocol"
        }
        4408 => "connection initialization timeout",
        SUBSCRIBER_EXISTS => "subscriber already exists",
        4429 => "too many initialization requests",
        4499 => "terminated",
        INTERNAL_SERVER_ERROR => "internal server error",
        ACKNOWLEDGE_TIMEOUT => "connection acknowledgement timeout",
        _ => "",
    }
}

/// Truncates a reason to the 123 bytes that a close frame has space for, at the boundary of a character.
/// <https://www.rfc-editor.org/rfc/rfc6455#section-5.5>
pub fn truncate_reason(reason: &str) -> &str {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}
