//! The code that the attribute generates.

/// The operations of `operations.graphql`.
#[gql_runtime::operations(schema = "schema.graphql", documents = "operations.graphql")]
pub mod generated {}

pub use generated::{feed::ResponseData as Feed, rows::ResponseData as Rows};
