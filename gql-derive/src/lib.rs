//! The macros of gql-toolkit: a derive for a single operation, and an attribute for all operations of a module.
//!
//! Depend on `gql-runtime`, which re-exports them, and write `use gql_runtime::{GraphQLQuery, operations};`. The generated code
//! uses its types.
//!
//! ```
//! use gql_runtime::{GraphQLQuery, Operation, operations};
//!
//! type Date = String;
//!
//! // A single operation, in a module next to the struct with its name …
//! #[derive(GraphQLQuery)]
//! #[graphql(schema_path = "tests/graphql/schema.graphql", query_path = "tests/graphql/operations.graphql")]
//! struct Search;
//!
//! // … or all operations in one module, with shared types.
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
//! A mistake in a GraphQL file is a compile error that shows the file and line. Changing the file rebuilds the crate.
//!
//! Documents can also be written in the program: as `graphql!` in the module, or as `query` of the derive.
//!
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md) describes the ways to generate code, and how to run the operations.
#![deny(missing_docs)]

mod attribute;
mod cache;
mod derive;
mod documents;
mod expand;
mod fallback;
mod keys;
mod literals;
#[cfg(test)]
mod tests;
mod texts;
mod track;

use proc_macro::TokenStream;

/// Generates the types of a single operation, which has the name of the struct.
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
/// The example implements `Operation` for `Search`, and generates the module `search`, named after the struct, with `Variables`,
/// `ResponseData` and all other types. Paths are relative to the package's folder.
///
/// `query` contains the document itself, instead of a file:
///
/// ```
/// # use gql_runtime::GraphQLQuery;
/// #[derive(GraphQLQuery)]
/// #[graphql(schema_path = "tests/graphql/schema.graphql", query = "query Titles { book(id: 1) { title } }")]
/// struct Titles;
/// # fn main() {}
/// ```
///
/// Without a schema or a document, the derive reads `gql.toml` as [`operations`](macro@operations) does, except for the keys
/// `operations` and `visibility`, which the struct determines.
///
#[doc = include_str!("keys.md")]
///
/// A macro does not accept Rust files as `documents`: the documents in them belong to the macros there.
#[proc_macro_derive(GraphQLQuery, attributes(graphql))]
pub fn derive_graphql_query(input: TokenStream) -> TokenStream {
    derive::derive(input.into()).into()
}

/// Generates the types of all operations in a module, which share enums, inputs and fragments.
///
/// ```
/// # use gql_runtime::operations;
/// #[operations(schema = "tests/graphql/schema.graphql", documents = "tests/graphql/op*.graphql")]
/// pub mod library {}
/// # fn main() {}
/// ```
///
/// For each operation, the example generates a struct with its variables, such as `library::Search`, and a module with its
/// `ResponseData`, such as `library::search`. Shared types are directly in `library`. Existing items of the module are kept.
///
/// Documents can be written in the module, as string literals of the item `graphql!`, beside files or instead of them. Fragments
/// are found in all of them.
///
/// ```
/// # use gql_runtime::operations;
/// #[operations(schema = "tests/graphql/schema.graphql")]
/// pub mod library {
///     graphql! { r#"
///         query Title($id: ID!) {
///             book(id: $id) { title }
///         }
///     "# }
/// }
/// # fn main() {}
/// ```
///
/// The keys are those of [the derive](derive@GraphQLQuery). The values of scalars without a type are JSON.
///
/// Without `schema`, or without documents, the macro reads the nearest `gql.toml`, or `[package.metadata.gql]` of a `Cargo.toml`,
/// in the package's folder and its parents within the repository or, without one, the workspace. Keys of the attribute take
/// precedence over the file. `project = "…"` selects one of several projects. The macro ignores the keys `output`, `layout`,
/// `url` and `headers` of the file, which are for the command, and Rust files among its `documents`, which are for the command and
/// build scripts.
///
/// Editing a file rebuilds the crate. Adding a file that matches a pattern does not, because a macro can make the compiler track
/// files, but not folders: the file is used in the next build. A build script can make Cargo track the folder by printing an
/// instruction in `main`:
///
/// ```
/// println!("cargo::rerun-if-changed=operations");
/// ```
#[proc_macro_attribute]
pub fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    attribute::operations(arguments.into(), module.into()).into()
}
