//! How messages name what is in a schema; written only where there is something to report.
//! <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>

use std::fmt;

/// A schema coordinate.
#[derive(Clone, Copy)]
pub(super) enum Coordinate<'c> {
    /// `Type.field`, also of a value of an enum.
    Member(&'c str, &'c str),
    /// `Type.field(argument:)`.
    Argument(&'c str, &'c str, &'c str),
    /// `@directive(argument:)`.
    DirectiveArgument(&'c str, &'c str),
}

impl fmt::Display for Coordinate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(ty, member) => write!(f, "{ty}.{member}"),
            Self::Argument(ty, field, argument) => write!(f, "{ty}.{field}({argument}:)"),
            Self::DirectiveArgument(directive, argument) => write!(f, "@{directive}({argument}:)"),
        }
    }
}
