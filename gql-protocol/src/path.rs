//! Response paths. <https://spec.graphql.org/September2025/#sec-Response-Position>

/// A step in a response path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a response path has keys and indices alone"
)]
pub enum PathSegment {
    /// A response key.
    Key(String),
    /// An index into a list, from 0.
    Index(usize),
}
