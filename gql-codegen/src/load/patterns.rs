//! Patterns to the files that they match, each file once.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Files;
use super::pattern::{alternatives, clean, escape, fixed_part, join, literal};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Finds the files that paths and patterns name, without those that a pattern after a `!` excludes, wherever in the list that
/// stands. `what` is the key of the configuration. Relative patterns start at `root`, in whose name nothing is a wildcard.
pub fn patterns(
    patterns: &[String],
    root: &Path,
    what: &'static str,
    diagnostics: &mut Diagnostics,
) -> Files {
    let (excluded, patterns): (Vec<&String>, _) =
        patterns.iter().partition(|pattern| pattern.starts_with('!'));
    if patterns.is_empty() {
        let message = format!("No files are named as `{what}`.");
        let finding = Diagnostic::of_configuration(message);
        diagnostics.push(finding.help("a path, or a glob such as `graphql/**/*.graphql`"));
    }
    let mut search = Search {
        root,
        excluded: Excluded::new(&excluded, root, what, diagnostics),
        files: Files::default(),
        known: HashSet::new(),
    };
    for pattern in patterns {
        if let Err(finding) = search.pattern(pattern) {
            diagnostics.push(finding.configured(what, pattern));
        }
    }
    search.files
}

const GLOBS: &str = "`*` matches within a folder, `**` over folders, `{a,b}` either of two";

/// What is found so far.
struct Search<'p> {
    root: &'p Path,
    excluded: Excluded,
    files: Files,
    /// Where the files are, however they were written.
    known: HashSet<PathBuf>,
}

impl Search<'_> {
    fn pattern(&mut self, pattern: &str) -> Result<(), Diagnostic> {
        // A name that has wildcards in it counts more than what they match.
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
                // Reading it tells what is wrong with it.
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
            // Without the name of the file, where that is no wildcard.
            let folder = fixed_part(first.parent().unwrap_or(&first));
            let folder = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => &folder,
            };
            let finding = Diagnostic::of_configuration(format!("`{pattern}` matches no file."));
            return Err(finding.help(format!("it is looked for in {}", folder.display())));
        }
        found.retain(|path| !self.excluded.has(path));
        if found.is_empty() {
            let message = format!("`{pattern}` matches only files that are left out.");
            let finding = Diagnostic::of_configuration(message);
            return Err(finding.help("a pattern behind a ! leaves out what it matches"));
        }
        for path in found {
            self.add(path);
        }
        Ok(())
    }

    /// The files that a pattern without braces matches. `pattern` is what was written.
    fn matching(&mut self, pattern: &str, full: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let Some(text) = full.to_str() else {
            let message = format!("`{}` is not Unicode.", full.display());
            return Err(Diagnostic::of_configuration(message).help("globs are"));
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

    /// Adds a file that is not known yet under another name.
    fn add(&mut self, path: PathBuf) {
        if !self.excluded.has(&path) && self.known.insert(identity(&path)) {
            self.files.paths.push(path);
        }
    }
}

fn malformed(pattern: &str, error: &glob::PatternError) -> Diagnostic {
    let message = format!("`{pattern}` is not a glob: {error}.");
    Diagnostic::of_configuration(message).help(GLOBS)
}

/// Where a file is, however its path was written: two links to one file are one file.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| absolute(path))
}

/// A path from the root of the file system, without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path);
    clean(absolute.as_deref().unwrap_or(path))
}

/// What patterns after a `!` exclude: the files that they match, and everything in the folders that they match.
struct Excluded(Vec<glob::Pattern>);

impl Excluded {
    fn new(patterns: &[&String], root: &Path, what: &'static str, diagnostics: &mut Diagnostics) -> Self {
        // `absolute` takes no empty path.
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
        absolute(path).ancestors().any(matches)
    }
}
