//! The operations of the guide, and its pages as doctests.
//!
//! The pages are in `guide` and `migrating`, the operations in `graphql`. A page can be pasted below a module `shop`: the build script
//! imports the one here for code without a module of its own.

/// The operations that pages use without declaring a module: those that the schema of the bookshop allows as it is.
#[gql_runtime::operations(
    schema = "schema.graphql",
    documents(
        "graphql/*.graphql",
        "!graphql/add_pictures.graphql",
        "!graphql/book_page.graphql"
    )
)]
pub mod shop {}

#[cfg(doctest)]
mod pages {
    //! One module for each page.
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}
