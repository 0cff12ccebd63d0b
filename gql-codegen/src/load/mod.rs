//! Reads files: paths and globs to texts.

#[cfg(feature = "toml")]
mod configuration;
mod pattern;
mod patterns;

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::{Config, SourceFile};
#[cfg(feature = "toml")]
pub use configuration::{ConfigError, ConfigFile, Found, choose, configured, metadata, own_file};
pub use pattern::{alternatives, rebase};
pub use patterns::matching_files;

/// The files that match a configuration's patterns, in their order and without duplicates.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Files {
    /// Paths, which are absolute or, if the root is relative, relative to the working directory.
    pub paths: Vec<PathBuf>,
    /// The folders that globs search, in which a new file may be a new input.
    pub folders: Vec<PathBuf>,
}

/// The texts of a configuration.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// The texts of the schema.
    pub schema: Vec<SourceFile>,
    /// The texts of the operations.
    pub documents: Vec<SourceFile>,
    /// The files of the schema.
    pub schema_files: Files,
    /// The files of the operations.
    pub document_files: Files,
}

/// Reads the schema and operation files of a configuration. Relative paths start at `root`.
///
/// # Errors
/// Returns an error if a file cannot be read, a glob is malformed or matches nothing, or no files are specified.
pub fn load(config: &Config, root: &Path) -> Result<Loaded, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let schema_files = matching_files(&config.schema, root, "schema", &mut diagnostics);
    let document_files = matching_files(&config.documents, root, "documents", &mut diagnostics);
    let schema = read_files(&schema_files, root, root, &mut diagnostics);
    let documents = read_files(&document_files, root, root, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Loaded {
        schema,
        documents,
        schema_files,
        document_files,
    })
}

/// Reads files whose patterns start at `root`. Diagnostics show paths relative to `base` if they are below it.
pub fn read_files(files: &Files, root: &Path, base: &Path, diagnostics: &mut Diagnostics) -> Vec<SourceFile> {
    let mut texts = Vec::new();
    for path in &files.paths {
        let shown = path.strip_prefix(base).unwrap_or(path);
        let fail = |what: String| {
            let written = path.strip_prefix(root).unwrap_or(path);
            let message = format!("{} {what}", shown.display());
            Diagnostic::configuration(message).configured("", written.to_string_lossy())
        };
        match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => texts.push(SourceFile {
                path: shown.to_path_buf(),
                text: text.into(),
            }),
            Ok(Err(_)) => diagnostics.push(fail("is not UTF-8 text".to_owned())),
            Err(error) => {
                let diagnostic = fail(format!("cannot be read: {error}"));
                diagnostics.push(match root.as_os_str().is_empty() {
                    true => diagnostic,
                    false => diagnostic.help(format!("paths are relative to {}", root.display())),
                });
            }
        }
    }
    texts
}
