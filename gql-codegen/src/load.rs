//! Files from disk: paths and globs to texts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::{Config, Text};

/// The files that a configuration names, in the order of its patterns, each once.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Absolute, or relative to the working directory if the root is.
    pub paths: Vec<PathBuf>,
    /// The folders that globs look into: a new file there is a new input.
    pub folders: Vec<PathBuf>,
}

/// The texts that a configuration names.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Of the schema.
    pub schema: Vec<Text>,
    /// Of the operations.
    pub documents: Vec<Text>,
    /// Where the schema is.
    pub schema_files: Files,
    /// Where the operations are.
    pub document_files: Files,
}

/// Reads the schema and operation files of a configuration; relative paths start at `root`.
///
/// # Errors
/// If a file cannot be read, a glob is malformed or finds nothing, or no files are named.
pub fn load(config: &Config, root: &Path) -> Result<Loaded, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let schema_files = patterns(&config.schema, root, "schema", &mut diagnostics);
    let document_files = patterns(&config.documents, root, "documents", &mut diagnostics);
    let schema = read(&schema_files, root, &mut diagnostics);
    let documents = read(&document_files, root, &mut diagnostics);
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

/// The files that paths and globs name. `what` is the configuration's key.
pub fn patterns(patterns: &[String], root: &Path, what: &str, diagnostics: &mut Diagnostics) -> Files {
    let mut files = Files::default();
    let mut fail = |message: String, help: &str| {
        diagnostics.push(Diagnostic::of_configuration(message).help(help));
    };
    if patterns.is_empty() {
        fail(
            format!("No files are named as `{what}`."),
            "a path, or a glob such as `graphql/**/*.graphql`",
        );
    }
    for pattern in patterns {
        let full = root.join(pattern);
        if !pattern.contains(['*', '?', '[']) || full.is_file() {
            add(&mut files.paths, full);
            continue;
        }
        let Some(text) = full.to_str() else {
            fail(format!("`{}` is not Unicode.", full.display()), "globs are");
            continue;
        };
        let found = match glob::glob(text) {
            Ok(found) => found,
            Err(error) => {
                fail(
                    format!("`{pattern}` is not a glob: {error}."),
                    "`*` matches within a folder, `**` over folders",
                );
                continue;
            }
        };
        add(&mut files.folders, fixed_part(&full));
        let mut paths: Vec<_> = found
            .filter_map(Result::ok)
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        if paths.is_empty() {
            let folder = fixed_part(&full);
            fail(
                format!("`{pattern}` matches no file."),
                &format!("it is looked for in {}", folder.display()),
            );
        }
        for path in paths {
            add(&mut files.paths, path);
        }
    }
    files
}

fn add(paths: &mut Vec<PathBuf>, path: PathBuf) {
    if !paths.contains(&path) {
        paths.push(path);
    }
}

/// The folder in front of a glob's first wildcard.
fn fixed_part(pattern: &Path) -> PathBuf {
    pattern
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect()
}

/// Reads files; they are shown relative to `root` where they are below it.
pub fn read(files: &Files, root: &Path, diagnostics: &mut Diagnostics) -> Vec<Text> {
    let mut texts = Vec::new();
    for path in &files.paths {
        let shown = path.strip_prefix(root).unwrap_or(path).to_path_buf();
        match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => texts.push(Text {
                path: shown,
                text: text.into(),
            }),
            Ok(Err(_)) => {
                let message = format!("{} is not UTF-8 text.", path.display());
                diagnostics.push(Diagnostic::of_configuration(message));
            }
            Err(error) => {
                let message = format!("{} cannot be read: {error}.", path.display());
                let finding = Diagnostic::of_configuration(message);
                diagnostics.push(if root.as_os_str().is_empty() {
                    finding
                } else {
                    finding.help(format!("paths are relative to {}", root.display()))
                });
            }
        }
    }
    texts
}
