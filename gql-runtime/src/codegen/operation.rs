//! The request and the response of an operation, and the implementation of `graphql_client`'s trait.

use crate::error::Error;
use crate::operation::Operation;
use crate::payload::Payload;
use crate::response::{self, Response};

#[cfg(feature = "graphql-client")]
pub use graphql_client::{GraphQLQuery, QueryBody};
#[cfg(not(feature = "graphql-client"))]
pub use stand_in::{GraphQLQuery, QueryBody};

/// Decodes the response to an operation, as the client does.
///
/// # Errors
/// Returns the errors of [`Response::decode`], and the [GraphQL errors](Error::is_graphql) that the operation throws.
pub fn decode<O: Operation>(payload: Payload) -> Result<Response<O::Data>, Error> {
    response::decode(payload, O::FIELD_ERRORS)
}

/// Returns the request of an operation, as `graphql_client` represents it.
pub fn query_body<O: Operation>(variables: O::Variables) -> QueryBody<O::Variables> {
    QueryBody {
        variables,
        query: O::DOCUMENT,
        operation_name: O::NAME,
    }
}

/// The items that generated code uses if the feature `graphql-client` is off, so that the code is the same.
#[cfg(not(feature = "graphql-client"))]
mod stand_in {
    /// The trait of `graphql_client`.
    pub trait GraphQLQuery {
        /// The type of the variables.
        type Variables: serde::Serialize;
        /// The type of the data in a response.
        type ResponseData: for<'de> serde::Deserialize<'de>;
        /// Returns the request.
        fn build_query(variables: Self::Variables) -> QueryBody<Self::Variables>;
    }

    /// The request of `graphql_client`.
    #[derive(Debug)]
    pub struct QueryBody<V> {
        /// The variables.
        pub variables: V,
        /// The document.
        pub query: &'static str,
        /// The name of the operation.
        pub operation_name: &'static str,
    }
}
