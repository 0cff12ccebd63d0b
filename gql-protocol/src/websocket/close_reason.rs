//! The reason for which a connection was closed.

use std::time::Duration;

use super::Id;
use super::close::{self, Disposition};

/// The reason for which a connection was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseReason {
    /// The server did not acknowledge the connection in time.
    AcknowledgeTimeout,
    /// Nothing was received from the server for too long.
    Dead {
        /// The time since the server was last heard.
        silence: Duration,
    },
    /// The client closed the connection.
    Local,
    /// The connection broke without a close frame.
    Lost,
    /// The server closed the connection.
    Peer {
        /// The close code, if the close frame had one.
        code: Option<u16>,
        /// The reason in the close frame, which is often empty.
        reason: String,
    },
    /// The server violated the protocol.
    Protocol {
        /// The close code that was sent to the server.
        code: u16,
        /// The description of the violation.
        message: String,
    },
    /// The server refused the connection by a message.
    Rejected {
        /// The payload of the message, JSON text.
        payload: Option<String>,
    },
}

impl CloseReason {
    /// Returns the close code that was received or sent.
    pub fn code(&self) -> u16 {
        match self {
            Self::AcknowledgeTimeout => close::ACKNOWLEDGE_TIMEOUT,
            Self::Dead { .. } | Self::Lost => close::ABNORMAL,
            Self::Local => close::NORMAL,
            Self::Peer { code, .. } => code.unwrap_or(close::NO_STATUS),
            Self::Protocol { code, .. } => *code,
            Self::Rejected { .. } => close::FORBIDDEN,
        }
    }

    /// Returns the consequence for the operations.
    pub fn disposition(&self, acknowledged: bool) -> Disposition {
        match self {
            Self::Local | Self::Protocol { .. } => Disposition::Fatal,
            Self::Rejected { .. } => Disposition::Unauthorized,
            // A server that refuses an initialization gives a reason. The reference server of the older subprotocol closes the
            // connection in this way, without a reason, when the newer one was chosen.
            Self::Peer {
                code: Some(close::PROTOCOL_ERROR),
                reason,
            } if reason.is_empty() => Disposition::Fatal,
            _ => close::disposition(self.code(), acknowledged),
        }
    }

    /// Returns whether the cause may be a single operation, which the server could not read or failed to start.
    pub fn may_concern_one_operation(&self) -> bool {
        matches!(
            self,
            Self::Peer {
                code: Some(close::BAD_REQUEST | close::INTERNAL_SERVER_ERROR),
                ..
            }
        )
    }

    /// Returns the operation whose id was in use at the server already, if that is the cause. The reason is
    /// `Subscriber for <unique-operation-id> already exists` then.
    /// <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md#subscribe>
    pub fn duplicate(&self) -> Option<Id> {
        match self {
            Self::Peer {
                code: Some(close::SUBSCRIBER_EXISTS),
                reason,
            } => reason
                .split_whitespace()
                .map(|word| Id::read(word.trim_matches(|sign: char| !sign.is_alphanumeric())))
                .find(|id| *id != Id::FOREIGN),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn con_009_the_reason_names_the_operation() {
        let duplicate = |code, reason: &str| {
            CloseReason::Peer {
                code: Some(code),
                reason: reason.to_owned(),
            }
            .duplicate()
        };
        assert_eq!(duplicate(4409, "Subscriber for 12 already exists"), Some(Id(12)));
        assert_eq!(
            duplicate(4409, "Subscriber for \"12\" already exists."),
            Some(Id(12))
        );
        for unnamed in [
            "",
            "Subscriber for 012 already exists",
            "Subscriber for a1 already exists",
        ] {
            assert_eq!(duplicate(4409, unnamed), None, "{unnamed}");
        }
        assert_eq!(duplicate(4400, "Subscriber for 12 already exists"), None);
    }
}
