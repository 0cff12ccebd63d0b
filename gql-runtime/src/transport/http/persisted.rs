//! Automatic persisted queries: interprets responses to requests with only a hash.
//! <https://www.apollographql.com/docs/apollo-server/performance/apq>

use http::StatusCode;
use serde_json::Value;

use super::Persisted;
use super::wire::DocumentForm;
use crate::graphql_error::errors_from;
use crate::transport::Payload;
use crate::{Error, GraphQLError, OperationKind};

/// The maximum size of a response that is considered a refusal, in bytes.
const MAX_REFUSAL: usize = 4096;

/// The hashes to send, and the function that recognizes refusals.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersistedOption {
    pub(super) selected: Persisted,
    pub(super) refusal: FindRefusal,
}

/// [`Refusal::of`].
type FindRefusal = fn(Result<Option<&Payload>, &Error>, Option<OperationKind>) -> Option<Refusal>;

/// The reason for which a server did not run an operation by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The server does not know this hash.
    Unknown,
    /// The server does not support persisted queries.
    Unsupported,
    /// The server may not support persisted queries: it did not run the operation, and the response has no error code of
    /// the protocol. Servers without support report a missing document, each with another message.
    Unclear,
}

impl Refusal {
    /// Returns the refusal, or `None` for a result, and for a failure that does not depend on the document.
    pub(super) fn of(answer: Result<Option<&Payload>, &Error>, kind: Option<OperationKind>) -> Option<Self> {
        let (errors, unclear) = match answer {
            Ok(payload) => {
                let text = payload?.as_bytes();
                let Some(Value::Object(members)) = (text.len() <= MAX_REFUSAL)
                    .then(|| serde_json::from_slice(text).ok())
                    .flatten()
                else {
                    return None;
                };
                // A response with `data`, even `null`, is the result of an execution.
                // <https://spec.graphql.org/September2025/#sec-Request-Error-Result-Format>
                let was_run = members.contains_key("data");
                let errors = members.get("errors").cloned().unwrap_or_default();
                let errors = errors_from(errors);
                let unclear = !was_run && !errors.is_empty();
                (errors, unclear)
            }
            Err(error) => {
                let status = error.status().filter(|_| error.is_status());
                let unclear = status.is_some_and(|status| may_be_refusal(status, kind));
                (error.graphql_errors().to_vec(), unclear && !error.is_auth())
            }
        };
        let says = |message: &str, code: &str| {
            let is_said = |error: &GraphQLError| error.message == message || error.code() == Some(code);
            errors.iter().any(is_said)
        };
        if says("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND") {
            Some(Self::Unknown)
        } else if says("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED") {
            Some(Self::Unsupported)
        } else {
            unclear.then_some(Self::Unclear)
        }
    }

    /// Returns the form in which the request is sent again.
    pub(super) fn next_form(self) -> DocumentForm {
        match self {
            Self::Unknown => DocumentForm::Both,
            Self::Unsupported | Self::Unclear => DocumentForm::Document,
        }
    }
}

/// Returns whether this status may be that of a missing document. After a status of 5xx, a mutation may have been
/// executed.
fn may_be_refusal(status: StatusCode, kind: Option<OperationKind>) -> bool {
    match status {
        StatusCode::BAD_REQUEST
        | StatusCode::NOT_FOUND
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => true,
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::NOT_IMPLEMENTED => kind == Some(OperationKind::Query),
        _ => false,
    }
}
