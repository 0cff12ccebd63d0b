//! Makes the compiler watch the files: editing one builds the crate again, in editors too.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

use gql_codegen::Files;
use proc_macro2::TokenStream;
use quote::quote;

/// The schema files that are watched already. One compiler process builds one crate: once is enough for all of its
/// macros, and with a derive an operation a large schema would otherwise stand in the crate as often as there are
/// operations.
///
/// Nothing is lost by it: the compiler keeps no expansion from one build to the next, incremental or not, so each process runs
/// every macro of the crate again, the first of them watches, and the list of watched files is written anew. Were expansions
/// kept (nightly's `-Zcache-proc-macros`), one could be reused that left the watching to another, which is gone by now.
/// rust-analyzer, whose one process serves many crates, does not look at this list.
static WATCHED: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Items that depend on the operations' files, and on those of the schema if nobody watches them yet.
pub(crate) fn track(schema: &Files, documents: &Files) -> Vec<TokenStream> {
    let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let schema = schema
        .paths
        .iter()
        .filter(|path| path.is_file() && watched.insert((*path).clone()));
    let documents = documents.paths.iter().filter(|path| path.is_file());
    let paths = schema.chain(documents).filter_map(|path| path.to_str());
    paths
        .map(|path| quote! { const _: &[::core::primitive::u8] = include_bytes!(#path); })
        .collect()
}
