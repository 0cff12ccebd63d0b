//! The operations of `tests/interop/operations`, as the attribute macro makes them.

#[gql_runtime::operations(
    schema = "interop/schema.graphql",
    documents = "interop/operations/*.graphql",
    scalars(Upload = "::gql_runtime::Upload")
)]
mod generated {}

pub(crate) use generated::*;
