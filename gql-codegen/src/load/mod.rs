//! Reads files: paths and globs to texts.

#[cfg(feature = "toml")]
mod configuration;
mod pattern;
mod patterns;
mod rust;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::SourceFile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::Project;
use crate::source::Sources;
#[cfg(feature = "toml")]
pub use configuration::{ConfigFile, Found, choose, configured, metadata, own_file};
pub use pattern::{alternatives, rebase};
pub use patterns::matching_files;
pub use rust::{is_rust, names_rust};

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
    /// The texts of the operations. A Rust file has a text for each of its documents.
    pub documents: Vec<SourceFile>,
    /// The files of the schema.
    pub schema_files: Files,
    /// The files of the operations.
    pub document_files: Files,
}

impl Loaded {
    /// Returns the number of files with operations.
    pub fn count_documents(&self) -> usize {
        let paths: HashSet<&Path> = self.documents.iter().map(|text| &*text.path).collect();
        paths.len()
    }
}

/// The reason a configuration or its files cannot be used.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct LoadError {
    /// The diagnostics.
    pub diagnostics: Diagnostics,
    /// The sources of the diagnostics.
    pub sources: Sources,
}

impl From<Diagnostic> for LoadError {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(diagnostic);
        let sources = Sources::new();
        Self { diagnostics, sources }
    }
}

/// Reads the schema and operation files of a project. Relative paths start at `root`.
///
/// Rust files among the operation files give the documents that are written in them.
///
/// # Errors
/// Returns an error if a file cannot be read, a glob is malformed or matches nothing, no files are specified, or a document in a
/// Rust file is not a string literal.
pub fn load(project: &Project, root: &Path) -> Result<Loaded, LoadError> {
    let mut error = LoadError::default();
    let (config, diagnostics) = (&project.config, &mut error.diagnostics);
    let schema_files = matching_files(&config.schema, root, "schema", diagnostics);
    let document_files = matching_files(&config.documents, root, "documents", diagnostics);
    let schema = read_files(&schema_files, root, root, diagnostics);
    let documents = read_files(&document_files, root, root, diagnostics);
    let documents = rust::documents(project, &schema_files, documents, root, &mut error);
    if error.diagnostics.has_errors() {
        return Err(error);
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
            Ok(Ok(text)) => texts.push(SourceFile::new(shown, text)),
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
