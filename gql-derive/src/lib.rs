//! The two macros of the typed GraphQL client toolkit: a derive for one operation, an attribute for all of a module.
//!
//! `gql-runtime` hands them on: depend on that crate, and say `use gql_runtime::{GraphQLQuery, operations};`. What they make names
//! its types.
//!
//! ```
//! use gql_runtime::{GraphQLQuery, Operation, operations};
//!
//! type Date = String;
//!
//! // One operation, in a module beside the struct that bears its name …
//! #[derive(GraphQLQuery)]
//! #[graphql(schema_path = "tests/graphql/schema.graphql", query_path = "tests/graphql/operations.graphql")]
//! struct Search;
//!
//! // … or all of them in one module, with what they share.
//! #[operations(
//!     schema = "tests/graphql/schema.graphql",
//!     documents = "tests/graphql/op*.graphql",
//!     scalars(Date = "String")
//! )]
//! mod library {}
//!
//! fn main() {
//!     let one = search::Variables::new("sea").kind(search::Kind::Novel);
//!     let same = library::Search::new("sea").kind(library::Kind::Novel);
//!     assert_eq!(one.text, same.text);
//!     assert_eq!(library::Lend::NAME, "Lend");
//! }
//! ```
//!
//! A mistake in a GraphQL file is a compile error at its line, and a change of the file compiles the crate again.
//!
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md) describes the ways to generate code, and how to run the operations.
#![deny(missing_docs)]

mod attribute;
mod cache;
mod derive;
mod expand;
mod fallback;
mod keys;
mod literals;
#[cfg(test)]
mod tests;
mod texts;
mod track;

use proc_macro::TokenStream;

/// Generates the types of one operation: the one that bears the struct's name.
///
/// ```
/// # use gql_runtime::GraphQLQuery;
/// # type Date = String;
/// #[derive(GraphQLQuery)]
/// #[graphql(schema_path = "tests/graphql/schema.graphql", query_path = "tests/graphql/operations.graphql")]
/// struct Search;
/// # fn main() {}
/// ```
///
/// makes the module `search`, after the struct, with `Variables`, `ResponseData` and all other types, and `Search` an operation.
/// Paths are relative to the package's folder.
///
/// Without `schema_path` or `query_path` the derive starts from `gql.toml`, as [`operations`](macro@operations) does; its `operations` and
/// `visibility` are not for the derive, whose struct has both.
///
#[doc = include_str!("keys.md")]
#[proc_macro_derive(GraphQLQuery, attributes(graphql))]
pub fn derive_graphql_query(input: TokenStream) -> TokenStream {
    derive::derive(input.into()).into()
}

/// Generates the types of every operation of the documents in a module; enums, inputs and fragments once for all of them.
///
/// ```
/// # use gql_runtime::operations;
/// #[operations(schema = "tests/graphql/schema.graphql", documents = "tests/graphql/op*.graphql")]
/// pub mod library {}
/// # fn main() {}
/// ```
///
/// makes a struct `library::Search` of its variables for each operation, a module `library::search` with its
/// `ResponseData`, and the types that operations share directly in `library`. Items that stand in the module stay there.
/// The keys are those of [the derive](derive@GraphQLQuery); scalars without a type are JSON values.
///
/// Without `schema` or `documents` the macro starts from `gql.toml`, the nearest from the package's folder upwards, within its
/// repository (without one, its workspace), or from `[package.metadata.gql]` of a `Cargo.toml` there. Keys that are given count more than the
/// file. Of several projects `project = "…"` chooses one. The file's `output`, `layout`, `url` and `headers` are for the command.
///
/// Editing a file builds the crate again. A new file that a pattern matches does not by itself, as a macro can have the compiler
/// watch files but no folders: it is seen with the next build of the crate. A build script
/// whose `main` says so makes cargo look at the folder:
///
/// ```
/// println!("cargo::rerun-if-changed=operations");
/// ```
#[proc_macro_attribute]
pub fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    attribute::operations(arguments.into(), module.into()).into()
}
