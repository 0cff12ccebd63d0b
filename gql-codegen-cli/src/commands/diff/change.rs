//! One change of a schema.

use gql_codegen::source::Span;

use crate::usage::{Usage, Use};

/// What a change may do to operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Valid ones are valid no more.
    Breaking,
    /// They are valid, and may see what they have not seen before.
    Dangerous,
    /// Nothing.
    Safe,
}

/// Which operations a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touches {
    /// None.
    Nobody,
    /// Those that use this element.
    Users(String),
    /// Those that use the second element and the first.
    UsersOfBoth(String, String),
}

#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) class: Class,
    /// What is changed. <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>
    pub(super) coordinate: String,
    pub(super) message: String,
    pub(super) touches: Touches,
    /// In the old schema, if it was there.
    pub(super) span: Option<Span>,
}

impl Change {
    /// The places in operations that it touches, by operation.
    pub(super) fn uses(&self, usage: &Usage) -> Vec<Use> {
        match &self.touches {
            Touches::Nobody => Vec::new(),
            Touches::Users(coordinate) => usage.uses(coordinate).cloned().collect(),
            Touches::UsersOfBoth(first, second) => {
                let operations = usage.operations(first);
                let uses = usage.uses(second);
                uses.filter(|each| operations.contains(&each.operation.as_str()))
                    .cloned()
                    .collect()
            }
        }
    }
}
