//! The request attribute `onError`: how the server executes an operation whose fields fail.
//! <https://github.com/graphql/graphql-spec/pull/1163>

/// The error behavior that a request asks the server for, as the attribute `onError`.
///
/// It is a proposal for the specification. A server that does not know the attribute may ignore it or reject the request, so
/// it is only sent if a call sets it. The errors are in the response in any case.
/// <https://github.com/graphql/graphql-spec/pull/1163>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnError {
    /// A failed field is null, even if its type is non-null, and its siblings are kept.
    Null,
    /// A failed field of a non-null type makes its parent null, up to the nearest nullable field. Servers without the
    /// attribute behave this way. <https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors>
    Propagate,
    /// The first error ends the execution, and the response has no data.
    Halt,
}

impl OnError {
    /// Returns the value of the attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Propagate => "PROPAGATE",
            Self::Halt => "HALT",
        }
    }
}
