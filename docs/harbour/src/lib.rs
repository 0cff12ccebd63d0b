//! The operations that the guide names, and its pages as doctests.
//!
//! The pages are in `guide` and `migrating`; the operations are those of the examples and of `graphql`.

/// All operations of the guide, as a program has them in a module `harbour`.
#[gql_runtime::operations(
    schema("schema.graphql", "graphql/*.graphqls"),
    documents("operations/*.graphql", "graphql/*.graphql"),
    scalars(Moment = "String", Upload = "::gql_runtime::Upload")
)]
mod operations {}

pub use operations::*;

#[cfg(doctest)]
mod pages {
    //! One module for each page.
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}
