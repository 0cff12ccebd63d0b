//! Reads files, with the paths that compile errors show.

use std::env;
use std::path::Path;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::{Files, SourceFile, read_files};

/// Reads files, with paths relative to the working directory of the compiler like those of Rust files: the workspace root for
/// its members. Terminals and editors can open such paths.
pub(crate) fn texts(files: &Files, root: &Path, diagnostics: &mut Diagnostics) -> Vec<SourceFile> {
    // Without a working directory, paths are relative to the package.
    let here = env::current_dir().unwrap_or_else(|_| root.to_path_buf());
    read_files(files, root, &here, diagnostics)
}
