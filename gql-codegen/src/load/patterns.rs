//! Resolves patterns to the files that they match, without duplicates.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Files;
use super::pattern::{alternatives, clean, escape, fixed_part, join, literal};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Finds the files that match paths and patterns. Patterns that start with `!` exclude files regardless of their position in
/// the list. `what` is the key of the configuration. Relative patterns start at `root`, in which special characters have no
/// meaning.
pub fn matching_files(
    patterns: &[String],
    root: &Path,
    what: &'static str,
    diagnostics: &mut Diagnostics,
) -> Files {
    let (excluded, patterns): (Vec<&String>, _) =
        patterns.iter().partition(|pattern| pattern.starts_with('!'));
    if patterns.is_empty() {
        let message = format!("no files specified as `{what}`");
        let diagnostic = Diagnostic::configuration(message);
        diagnostics.push(diagnostic.help("specify a path, or a glob such as `graphql/**/*.graphql`"));
    }
    let mut search = PatternSearch {
        root,
        excluded: Excluded::new(&excluded, root, what, diagnostics),
        files: Files::default(),
        known: HashSet::new(),
    };
    for pattern in patterns {
        if let Err(diagnostic) = search.pattern(pattern) {
            diagnostics.push(diagnostic.configured(what, pattern));
        }
    }
    search.files
}

const GLOBS: &str = "`*` matches within a folder, `**` across folders, `{a,b}` either alternative";

/// The state of the search.
struct PatternSearch<'p> {
    root: &'p Path,
    excluded: Excluded,
    files: Files,
    /// The canonical paths of the files found.
    known: HashSet<PathBuf>,
}

impl PatternSearch<'_> {
    fn pattern(&mut self, pattern: &str) -> Result<(), Diagnostic> {
        // An existing file takes precedence over a pattern, even if its name contains wildcards.
        let path = self.root.join(pattern);
        if path.is_file() {
            self.add(path);
            return Ok(());
        }
        let alternatives = alternatives(pattern);
        let is_only = alternatives.len() == 1;
        let mut found = Vec::new();
        for alternative in &alternatives {
            let full = join(self.root, alternative);
            match literal(&full) {
                // Reading the path reports the error.
                Some(path) if is_only => {
                    self.add(path);
                    return Ok(());
                }
                Some(path) => found.extend(path.is_file().then_some(path)),
                None => found.extend(self.matching(pattern, &full)?),
            }
        }
        found.sort();
        if found.is_empty() {
            let first = join(self.root, alternatives.first().map_or("", String::as_str));
            // The last component is the file name, even if it has no wildcards.
            let folder = fixed_part(first.parent().unwrap_or(&first));
            let folder = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => &folder,
            };
            let diagnostic = Diagnostic::configuration(format!("`{pattern}` matches no file"));
            return Err(diagnostic.help(format!("searched in {}", folder.display())));
        }
        found.retain(|path| !self.excluded.has(path));
        if found.is_empty() {
            let message = format!("`{pattern}` matches only excluded files");
            let diagnostic = Diagnostic::configuration(message);
            return Err(diagnostic.help("patterns that start with `!` exclude files"));
        }
        for path in found {
            self.add(path);
        }
        Ok(())
    }

    /// Returns the files that match a pattern without braces. `pattern` is the original pattern.
    fn matching(&mut self, pattern: &str, full: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let Some(text) = full.to_str() else {
            let message = format!("`{}` is not valid Unicode", full.display());
            return Err(Diagnostic::configuration(message).help("globs must be Unicode"));
        };
        let found = glob::glob(text).map_err(|error| malformed(pattern, &error))?;
        let folder = fixed_part(full);
        if !self.files.folders.contains(&folder) {
            self.files.folders.push(folder);
        }
        Ok(found
            .filter_map(Result::ok)
            .filter(|path| path.is_file())
            .collect())
    }

    /// Adds a file unless it was already found by another name.
    fn add(&mut self, path: PathBuf) {
        if !self.excluded.has(&path) && self.known.insert(identity(&path)) {
            self.files.paths.push(path);
        }
    }
}

fn malformed(pattern: &str, error: &glob::PatternError) -> Diagnostic {
    let message = format!("`{pattern}` is not a valid glob: {error}");
    Diagnostic::configuration(message).help(GLOBS)
}

/// Returns the canonical path of a file, which is the same for all links to it.
pub(super) fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| absolute(path))
}

/// Returns an absolute path without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path);
    clean(absolute.as_deref().unwrap_or(path))
}

/// The patterns that start with `!`, which exclude the files and folders that they match.
struct Excluded(Vec<glob::Pattern>);

impl Excluded {
    fn new(patterns: &[&String], root: &Path, what: &'static str, diagnostics: &mut Diagnostics) -> Self {
        // `absolute` does not accept an empty path.
        let root = absolute(&root.join("."));
        let mut excluded = Vec::new();
        for pattern in patterns {
            let written = pattern.trim_start_matches('!');
            let path = root.join(written);
            let full = match path.exists() {
                true => vec![escape(&clean(&path))],
                false => alternatives(written)
                    .iter()
                    .map(|alternative| clean(&join(&root, alternative)).to_string_lossy().into_owned())
                    .collect(),
            };
            for full in full {
                match glob::Pattern::new(&full) {
                    Ok(pattern) => excluded.push(pattern),
                    Err(error) => {
                        diagnostics.push(malformed(pattern, &error).configured(what, pattern.as_str()));
                    }
                }
            }
        }
        Self(excluded)
    }

    fn has(&self, path: &Path) -> bool {
        if self.0.is_empty() {
            return false;
        }
        // As in the search for files, `*` does not match path separators.
        let options = glob::MatchOptions {
            require_literal_separator: true,
            ..glob::MatchOptions::new()
        };
        let matches = |path: &Path| {
            self.0
                .iter()
                .any(|pattern| pattern.matches_path_with(path, options))
        };
        absolute(path).ancestors().any(matches)
    }
}
