//! Response paths. <https://spec.graphql.org/September2025/#sec-Response-Position>

/// A step in a response path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// A response key.
    Key(String),
    /// An index into a list, from 0.
    Index(usize),
}
