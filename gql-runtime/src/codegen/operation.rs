//! Operations: their request, and what makes them operations of `graphql_client` too.

use crate::Operation;

#[cfg(feature = "graphql-client")]
pub use graphql_client::{GraphQLQuery, QueryBody};
#[cfg(not(feature = "graphql-client"))]
pub use stand_in::{GraphQLQuery, QueryBody};

/// What an operation sends, as `graphql_client` has it.
pub fn query_body<O: Operation>(variables: O::Variables) -> QueryBody<O::Variables> {
    QueryBody {
        variables,
        query: O::DOCUMENT,
        operation_name: O::NAME,
    }
}

/// What generated code implements where the feature `graphql-client` is off, so that it is the same code.
#[cfg(not(feature = "graphql-client"))]
mod stand_in {
    /// As in `graphql_client`.
    pub trait GraphQLQuery {
        /// What it takes.
        type Variables: serde::Serialize;
        /// What it gives.
        type ResponseData: for<'de> serde::Deserialize<'de>;
        /// What is sent.
        fn build_query(variables: Self::Variables) -> QueryBody<Self::Variables>;
    }

    /// As in `graphql_client`.
    #[derive(Debug)]
    pub struct QueryBody<V> {
        /// What it takes.
        pub variables: V,
        /// The document.
        pub query: &'static str,
        /// The operation to run.
        pub operation_name: &'static str,
    }
}
