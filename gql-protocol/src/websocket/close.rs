//! Close codes, and what each means for those whose connection it ended.
//!
//! 1000-1015: <https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1> and the IANA registry; 3000 and up are registered or
//! the application's; 44xx: <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>.

/// The connection did what it was made for.
pub const NORMAL: u16 = 1000;
/// The peer broke the WebSocket protocol; async-graphql says so of an initialisation that it refuses.
pub const PROTOCOL_ERROR: u16 = 1002;
/// No code was in the close frame. Never sent.
pub const NO_STATUS: u16 = 1005;
/// The connection ended without a close frame. Never sent.
pub const ABNORMAL: u16 = 1006;
/// Text that is not UTF-8.
pub const INVALID_DATA: u16 = 1007;
/// A message above the receiver's limit.
pub const TOO_LARGE: u16 = 1009;
/// A message that is not one of the subprotocol's.
pub const BAD_RESPONSE: u16 = 4004;
/// A message that the server could not read; some say so of a document with a syntax error.
pub const BAD_REQUEST: u16 = 4400;
/// Wrong or missing credentials, or an operation before the acknowledgement.
pub const UNAUTHORIZED: u16 = 4401;
/// The initialisation was refused.
pub const FORBIDDEN: u16 = 4403;
/// No subprotocol that the server speaks.
pub const SUBPROTOCOL_NOT_ACCEPTABLE: u16 = 4406;
/// An id that is in use already: fatal, but for the others if the reason [names it](super::CloseReason::duplicate).
pub const SUBSCRIBER_EXISTS: u16 = 4409;
/// The server failed, with one operation as a rule.
pub const INTERNAL_SERVER_ERROR: u16 = 4500;
/// The server did not acknowledge in time.
pub const ACKNOWLEDGE_TIMEOUT: u16 = 4504;

/// What the end of a connection means for its operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A new connection would end in the same way.
    Fatal,
    /// A new connection may work.
    Retryable,
    /// Other credentials may work.
    Unauthorized,
}

/// What a close code means; `acknowledged` says whether the server had accepted the connection before.
pub fn meaning(code: u16, acknowledged: bool) -> Meaning {
    match code {
        PROTOCOL_ERROR if !acknowledged => Meaning::Unauthorized,
        3000 | 3003 | UNAUTHORIZED | FORBIDDEN => Meaning::Unauthorized,
        PROTOCOL_ERROR | 1003 | INVALID_DATA..=1010 | 1015 => Meaning::Fatal,
        BAD_RESPONSE
        | 4005
        | BAD_REQUEST
        | SUBPROTOCOL_NOT_ACCEPTABLE
        | SUBSCRIBER_EXISTS
        | 4429
        | INTERNAL_SERVER_ERROR => Meaning::Fatal,
        _ => Meaning::Retryable,
    }
}

/// What a code is called, for messages to people; empty for codes that are the application's own.
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
        4408 => "connection initialisation timeout",
        SUBSCRIBER_EXISTS => "subscriber already exists",
        4429 => "too many initialisation requests",
        4499 => "terminated",
        INTERNAL_SERVER_ERROR => "internal server error",
        ACKNOWLEDGE_TIMEOUT => "connection acknowledgement timeout",
        _ => "",
    }
}

/// A reason short enough for a close frame: at most 123 bytes, cut at a character.
/// <https://www.rfc-editor.org/rfc/rfc6455#section-5.5>
pub fn fitting(reason: &str) -> &str {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}
