//! Schema coordinates for messages, which are only formatted if there is something to report.
//! <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>

use std::fmt;

/// A schema coordinate.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Coordinate<'c> {
    /// A type: `Type`.
    Type(&'c str),
    /// A field or enum value: `Type.field`.
    Member(&'c str, &'c str),
    /// An argument of a field: `Type.field(argument:)`.
    Argument(&'c str, &'c str, &'c str),
    /// A directive: `@directive`.
    Directive(&'c str),
    /// An argument of a directive: `@directive(argument:)`.
    DirectiveArgument(&'c str, &'c str),
}

impl<'c> Coordinate<'c> {
    /// Returns the coordinate of a member of a type, or of an argument of a field or directive.
    pub(crate) fn member(self, name: &'c str) -> Self {
        match self {
            Self::Type(ty) => Self::Member(ty, name),
            Self::Member(ty, field) | Self::Argument(ty, field, _) => Self::Argument(ty, field, name),
            Self::Directive(directive) | Self::DirectiveArgument(directive, _) => {
                Self::DirectiveArgument(directive, name)
            }
        }
    }
}

impl fmt::Display for Coordinate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(ty) => f.write_str(ty),
            Self::Member(ty, member) => write!(f, "{ty}.{member}"),
            Self::Argument(ty, field, argument) => write!(f, "{ty}.{field}({argument}:)"),
            Self::Directive(directive) => write!(f, "@{directive}"),
            Self::DirectiveArgument(directive, argument) => write!(f, "@{directive}({argument}:)"),
        }
    }
}
