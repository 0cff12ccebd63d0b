//! What comes back: data, errors, extensions. <https://spec.graphql.org/September2025/#sec-Response-Format>

use std::fmt;

use serde_json::{Map, Value};

/// One execution result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<D> {
    /// What the operation gave; `None` when the server sent none, or `null`.
    pub data: Option<D>,
    /// What went wrong; empty when nothing did.
    pub errors: Vec<GraphQLError>,
    /// What the server adds.
    pub extensions: Map<String, Value>,
}

/// An error as the server reports it. <https://spec.graphql.org/September2025/#sec-Errors>
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct GraphQLError {
    /// For the developer.
    pub message: String,
    /// Places in the document.
    pub locations: Vec<Location>,
    /// The response field that it belongs to.
    pub path: Vec<PathSegment>,
    /// What the server adds; `code` is a common member.
    pub extensions: Map<String, Value>,
}

/// A place in the document that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A step in a response path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    /// A response key.
    Key(String),
    /// A place in a list, from 0.
    Index(usize),
}

impl fmt::Display for GraphQLError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for GraphQLError {}
