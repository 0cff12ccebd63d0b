//! Makes the compiler watch the files: editing one builds the crate again, in editors too.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use gql_codegen::Files;
use proc_macro2::TokenStream;
use quote::quote;

/// The configurations and schema files that are watched already. One compiler process builds one crate: once is enough for all of its
/// macros, and with a derive an operation a large schema would otherwise stand in the crate as often as there are
/// operations.
///
/// Nothing is lost by it: the compiler keeps no expansion from one build to the next, incremental or not, so each process runs
/// every macro of the crate again, the first of them watches, and the list of watched files is written anew. Were expansions
/// kept (nightly's `-Zcache-proc-macros`), one could be reused that left the watching to another, which is gone by now.
/// rust-analyzer, whose one process serves many crates, does not look at this list.
static WATCHED: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Returns items that depend on the operations' files, and on the configuration and the schema if nothing watches them yet.
pub(crate) fn track(configuration: Option<&Path>, schema: &Files, documents: &Files) -> Vec<TokenStream> {
    let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = configuration
        .into_iter()
        .chain(schema.paths.iter().map(PathBuf::as_path))
        .filter(|path| path.is_file() && watched.insert(path.to_path_buf()));
    let documents = documents
        .paths
        .iter()
        .map(PathBuf::as_path)
        .filter(|path| path.is_file());
    let paths = shared.chain(documents).filter_map(|path| path.to_str());
    paths
        .map(|path| quote! { const _: &[::core::primitive::u8] = include_bytes!(#path); })
        .collect()
}
