//! The ways to write a document in Rust source wrongly, with the messages of the macros and of the command.

/// A mistake in the way that a document is written in Rust source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misuse {
    /// The document is not a single string literal.
    NotLiteral,
    /// `graphql!` is a part of another item, such as the value of a constant.
    NotItem,
    /// `graphql!` has an attribute.
    Attribute,
}

impl Misuse {
    /// Returns the message.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotLiteral => "a document in Rust source is a single string literal",
            Self::NotItem => "`graphql!` is an item of its module",
            Self::Attribute => "`graphql!` has no attributes",
        }
    }

    /// Returns a suggestion.
    pub fn help(self) -> &'static str {
        match self {
            Self::NotLiteral => {
                "write the text between quotes, as in `graphql! { r#\"query …\"# }`; files are named by `documents`"
            }
            Self::NotItem => {
                "write `graphql! { … }` on its own; the text of an operation is the constant `DOCUMENT` of its type"
            }
            Self::Attribute => "put `#[cfg(…)]` on the module; comments are written in GraphQL, after `#`",
        }
    }
}
