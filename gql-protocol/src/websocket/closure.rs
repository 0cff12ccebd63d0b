//! Why a connection is over.

use std::time::Duration;

use super::Id;
use super::close::{self, Meaning};

/// Why a connection is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closure {
    /// The server did not accept the connection in time.
    AcknowledgeTimeout,
    /// Nothing came for that long.
    Dead {
        /// How long.
        silence: Duration,
    },
    /// It was closed from here.
    Local,
    /// It broke, without a close frame.
    Lost,
    /// The server closed it.
    Peer {
        /// None when the close frame had none.
        code: Option<u16>,
        /// Often empty.
        reason: String,
    },
    /// The server sent what the protocol does not allow.
    Protocol {
        /// The code that it was told.
        code: u16,
        /// What was wrong.
        message: String,
    },
    /// The server refused the connection by a message.
    Rejected {
        /// Its payload, JSON text.
        payload: Option<String>,
    },
}

impl Closure {
    /// The close code, received or sent.
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

    /// What it means for the operations.
    pub fn meaning(&self, acknowledged: bool) -> Meaning {
        match self {
            Self::Local | Self::Protocol { .. } => Meaning::Fatal,
            Self::Rejected { .. } => Meaning::Unauthorized,
            // A server that refuses an initialisation says why. The reference server of the older subprotocol closes so, without a
            // word, when the newer one was chosen.
            Self::Peer {
                code: Some(close::PROTOCOL_ERROR),
                reason,
            } if reason.is_empty() => Meaning::Fatal,
            _ => close::meaning(self.code(), acknowledged),
        }
    }

    /// Whether it may be a single operation that the server would not have: one that it could not read, or failed to start.
    pub fn may_be_for_one(&self) -> bool {
        matches!(
            self,
            Self::Peer {
                code: Some(close::BAD_REQUEST | close::INTERNAL_SERVER_ERROR),
                ..
            }
        )
    }

    /// The operation whose id the server has in use already, where it is that which ended the connection: the protocol has the
    /// server say `Subscriber for <unique-operation-id> already exists`.
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
            Closure::Peer {
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
        for nobody in [
            "",
            "Subscriber for 012 already exists",
            "Subscriber for a1 already exists",
        ] {
            assert_eq!(duplicate(4409, nobody), None, "{nobody}");
        }
        assert_eq!(duplicate(4400, "Subscriber for 12 already exists"), None);
    }
}
