//! Chooses the documents in Rust files that belong to a project.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::patterns::identity;
use super::{Files, LoadError, alternatives, matching_files};
use crate::SourceFile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::Project;
use crate::rust_source::{self, MacroScope};

/// Returns whether a path is that of a Rust file.
pub fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// Returns whether a pattern adds files with the name of a Rust file: `src/**/*.rs`, `graphql/*.{graphql,rs}`.
pub fn names_rust(pattern: &str) -> bool {
    let is_rust = |alternative: &String| is_rust(Path::new(alternative));
    !pattern.starts_with('!') && alternatives(pattern).iter().any(is_rust)
}

/// Replaces each Rust file by the documents in it that belong to the project.
///
/// Reports documents that are not string literals, and if there are Rust files but no documents of the project in them.
pub(super) fn documents(
    project: &Project,
    schema: &Files,
    files: Vec<SourceFile>,
    root: &Path,
    error: &mut LoadError,
) -> Vec<SourceFile> {
    if !files.iter().any(|file| is_rust(&file.path)) {
        return files;
    }
    let mut membership = Membership {
        project,
        schema: identities(schema),
        known: BTreeMap::new(),
    };
    let (mut texts, mut rust_files) = (Vec::new(), Vec::new());
    let (mut is_any_ours, mut others) = (false, 0);
    for file in files {
        if !is_rust(&file.path) {
            texts.push(file);
            continue;
        }
        // Most files contain no documents.
        let package = LazyCell::new(|| package(&root.join(&file.path)));
        let is_ours = |scope: &MacroScope| {
            let is_ours = membership.has(scope, &package);
            is_any_ours |= is_ours;
            others += usize::from(!is_ours);
            is_ours
        };
        texts.extend(rust_source::documents(
            &file,
            is_ours,
            &mut error.sources,
            &mut error.diagnostics,
        ));
        rust_files.push(file.path);
    }
    if let Some(first) = rust_files.first()
        && !is_any_ours
    {
        let place = match rust_files.len() {
            1 => first.display().to_string(),
            count => format!("the {count} Rust files of `documents`"),
        };
        let help = match others {
            0 => {
                "documents are in modules with `#[operations]`, as `graphql! { r#\"…\"# }`, and in the derive, as `query = \"…\"`"
            }
            _ => "the documents there belong to modules or structs with another schema or project",
        };
        let diagnostic = Diagnostic::configuration(format!("no GraphQL documents in {place}")).help(help);
        let patterns = &project.config.documents;
        let pattern = patterns.iter().find(|pattern| names_rust(pattern));
        error.diagnostics.push(match pattern {
            Some(pattern) => diagnostic.configured("documents", pattern),
            None => diagnostic,
        });
    }
    texts
}

/// Decides which macros belong to a project: those that name it, those with the same schema files, and those that name neither,
/// because they use the only project of the configuration.
struct Membership<'p> {
    project: &'p Project,
    /// The schema files of the project.
    schema: BTreeSet<PathBuf>,
    /// The answers by the package and the options of the macro.
    known: BTreeMap<(PathBuf, MacroScope), bool>,
}

impl Membership<'_> {
    fn has(&mut self, scope: &MacroScope, package: &Path) -> bool {
        let key = (package.to_path_buf(), scope.clone());
        let (project, schema) = (self.project, &self.schema);
        *self.known.entry(key).or_insert_with(|| match &scope.project {
            Some(name) => project.name.as_ref() == Some(name),
            None if scope.schema.is_empty() => true,
            // The macro reports patterns that are invalid.
            None => {
                identities(&matching_files(
                    &scope.schema,
                    package,
                    "schema",
                    &mut Diagnostics::new(),
                )) == *schema
            }
        })
    }
}

fn identities(files: &Files) -> BTreeSet<PathBuf> {
    files.paths.iter().map(|path| identity(path)).collect()
}

/// Returns the folder of the package that a file belongs to, which the paths in macros are relative to.
fn package(file: &Path) -> PathBuf {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let mut folders = file.ancestors().skip(1);
    let package = folders.find(|folder| folder.join("Cargo.toml").is_file());
    package.or(file.parent()).unwrap_or(&file).to_path_buf()
}
