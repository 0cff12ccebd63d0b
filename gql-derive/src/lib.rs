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
//!     let variables = search::Variables { kind: Some(search::Kind::Novel), ..search::Variables::new("sea".to_owned()) };
//!     assert_eq!(variables.text, "sea");
//!     assert_eq!(library::Lend::NAME, "Lend");
//! }
//! ```
//!
//! A mistake in a GraphQL file is an error of the compiler, with its line; a change in one builds the crate again.
#![deny(missing_docs)]

mod attribute;
mod cache;
mod derive;
mod expand;
mod keys;
#[cfg(test)]
mod tests;
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
/// | key | meaning | default |
/// | --- | --- | --- |
/// | `schema_path`, `schema` | schema files: a path, a glob, or a list of them; SDL, or introspection results (`.json`) | required |
/// | `query_path`, `documents` | operation files: the same | required |
/// | `operation` | the operation's name, where the struct has another | the struct's, or the one that has it in Rust (`free_berths` for `FreeBerths`) |
/// | `scalars(DateTime = "path::Type", …)` | Rust types of scalars, by name or coordinate (`"Repo.createdAt" = "…"`) | `super::DateTime` |
/// | `custom_scalars_module` | the module that has a type for each scalar | |
/// | `extern_types(Kind = "path::Kind", …)` | enums and inputs that exist already | |
/// | `extern_enums("Kind", …)` | the same, for types of that name beside the struct | |
/// | `response_derives`, `variables_derives` | derives besides `Debug`, `Clone` and `PartialEq`, separated by commas; with `Serialize` responses can be written as JSON again | |
/// | `deprecated` | `"allow"`, `"warn"` or `"deny"` | `"warn"` |
/// | `normalization` | `"rust"`: types of scalars have Rust's names, too (`Uri`); or `"none"`: the schema's names | Rust's names in generated code |
/// | `nullable` | `"option"` or `"input"`: absent, null and a value told apart | `"option"` |
/// | `nullable_overrides(Filter = "input", …)` | the same for one input type, field (`"Filter.since"`) or variable (`"RepoView.$since"`) | |
/// | `skip_serializing_none` | `false`: a `None` is sent as `null` | `true` |
/// | `rules(NoUnusedVariables = "warn", …)`, `lenient` | levels of validation rules; warnings are not shown, as a macro has no way to warn | errors |
/// | `crate` | the path of the runtime crate | `"::gql_runtime"` |
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
/// makes a type `library::Search` for each operation, a module `library::search` with its `Variables` and
/// `ResponseData`, and the types that operations share directly in `library`. Items that stand in the module stay there.
/// The keys are those of [the derive](derive@GraphQLQuery); scalars without a type are JSON values.
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
