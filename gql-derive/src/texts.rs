//! Files as texts, with the paths that compile errors show.

use std::env;
use std::path::Path;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::{Files, Text, read};

/// Reads files, with paths as the compiler shows those of Rust files: relative to the folder that it runs in, which is the
/// workspace's root for its members, so that terminals and editors can open them.
pub(crate) fn texts(files: &Files, root: &Path, diagnostics: &mut Diagnostics) -> Vec<Text> {
    // Where there is no working directory, paths are those of the package.
    let here = env::current_dir().unwrap_or_else(|_| root.to_path_buf());
    read(files, root, &here, diagnostics)
}
