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

/// The files that paths and globs name, less those that a pattern behind a `!` names, wherever in the list that stands.
/// `what` is the configuration's key.
pub fn patterns(patterns: &[String], root: &Path, what: &str, diagnostics: &mut Diagnostics) -> Files {
    let mut files = Files::default();
    let (excluded, patterns): (Vec<&String>, _) =
        patterns.iter().partition(|pattern| pattern.starts_with('!'));
    let excluded = Excluded::new(&excluded, root, diagnostics);
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
        if !pattern.contains(WILDCARDS) || full.is_file() {
            if !excluded.has(&full) {
                add(&mut files.paths, full);
            }
            continue;
        }
        let Some(text) = full.to_str() else {
            fail(format!("`{}` is not Unicode.", full.display()), "globs are");
            continue;
        };
        let found = match glob::glob(text) {
            Ok(found) => found,
            Err(error) => {
                fail(format!("`{pattern}` is not a glob: {error}."), GLOBS);
                continue;
            }
        };
        add(&mut files.folders, fixed_part(&full));
        let mut paths: Vec<_> = found
            .filter_map(Result::ok)
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        let found = paths.len();
        paths.retain(|path| !excluded.has(path));
        if found > 0 && paths.is_empty() {
            fail(
                format!("`{pattern}` matches only files that are left out."),
                "a pattern behind a ! leaves out what it matches",
            );
        } else if paths.is_empty() {
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

const WILDCARDS: [char; 3] = ['*', '?', '['];

const GLOBS: &str = "`*` matches within a folder, `**` over folders";

/// What patterns behind a `!` leave out: the files that they match, and all that is in the folders that they match.
struct Excluded(Vec<glob::Pattern>);

impl Excluded {
    fn new(patterns: &[&String], root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let mut excluded = Vec::new();
        for pattern in patterns {
            let full = root.join(pattern.trim_start_matches('!'));
            match glob::Pattern::new(&plain(&full).to_string_lossy()) {
                Ok(pattern) => excluded.push(pattern),
                Err(error) => {
                    let message = format!("`{pattern}` is not a glob: {error}.");
                    diagnostics.push(Diagnostic::of_configuration(message).help(GLOBS));
                }
            }
        }
        Self(excluded)
    }

    fn has(&self, path: &Path) -> bool {
        // As where files are looked for: `*` stays within a folder.
        let options = glob::MatchOptions {
            require_literal_separator: true,
            ..glob::MatchOptions::new()
        };
        let matches = |path: &Path| {
            self.0
                .iter()
                .any(|pattern| pattern.matches_path_with(path, options))
        };
        plain(path).ancestors().any(matches)
    }
}

/// Without the `./` that one path may be written with and another not.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
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
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(WILDCARDS))
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
