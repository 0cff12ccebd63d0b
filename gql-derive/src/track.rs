//! Makes the compiler track the files, so that editing one rebuilds the crate, in editors too.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use gql_codegen::Files;
use proc_macro2::TokenStream;
use quote::quote;

/// The configurations and schema files that are already tracked. A compiler process builds one crate, so tracking a file once
/// is enough for all macros. Otherwise, a large schema would be embedded in the crate once for each derive.
///
/// The compiler does not reuse expansions of a previous build, even in incremental builds. Each process runs every macro again,
/// the first macro tracks the files, and the list of tracked files is written anew. If the compiler cached expansions (as
/// nightly's `-Zcache-proc-macros` does), a cached expansion could rely on tracking by a macro that no longer exists.
/// rust-analyzer serves many crates in one process, but does not use the list.
static WATCHED: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Returns items that depend on the operations' files, and on the configuration and schema if they are not tracked yet.
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
