//! The one error of the runtime: opaque, with questions to ask.

use std::fmt;

use crate::GraphQLError;

/// What went wrong while an operation ran.
#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: Kind,
    message: String,
    errors: Vec<GraphQLError>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Encode,
}

impl Error {
    pub(crate) fn encode(source: serde_json::Error) -> Self {
        Self {
            inner: Box::new(Inner {
                kind: Kind::Encode,
                message: "the variables do not serialise to JSON".into(),
                errors: Vec::new(),
                source: Some(source.into()),
            }),
        }
    }

    /// Whether the variables could not be written as JSON.
    pub fn is_encode(&self) -> bool {
        self.inner.kind == Kind::Encode
    }

    /// The GraphQL errors that came with it; empty where there were none.
    pub fn graphql_errors(&self) -> &[GraphQLError] {
        &self.inner.errors
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
