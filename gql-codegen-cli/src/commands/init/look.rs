//! What is here already.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::project::Project;

use crate::settings::of_graphql_config;
use crate::terminal::Terminal;

/// Files that may be a schema, as paths from here: by their name, or by what is in them.
pub(super) fn schemas() -> Vec<String> {
    let folders = ["", "graphql", "schema", "schemas", "src", "src/graphql"];
    let mut found: Vec<String> = folders
        .iter()
        .filter_map(|folder| {
            let here = if folder.is_empty() { "." } else { folder };
            Some((folder, fs::read_dir(here).ok()?))
        })
        .flat_map(|(folder, entries)| {
            entries
                .filter_map(Result::ok)
                .map(move |entry| Path::new(folder).join(entry.file_name()))
        })
        .filter(is_schema)
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    found.sort();
    found
}

fn is_schema(path: &PathBuf) -> bool {
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = || fs::read_to_string(path).unwrap_or_default();
    match extension.as_str() {
        "graphqls" => true,
        "graphql" | "gql" => text()
            .lines()
            .any(|line| line.starts_with("type ") || line.starts_with("schema ")),
        "json" => text().contains("\"__schema\""),
        _ => false,
    }
}

/// Whether the globs find something.
pub(super) fn has_operations(documents: &[String]) -> bool {
    let mut findings = Diagnostics::new();
    let files = gql_codegen::patterns(documents, Path::new(""), "documents", &mut findings);
    files.paths.iter().any(|path| path.is_file())
}

/// Returns whether this folder has a configuration of graphql-config, usable or not.
pub(super) fn has_graphql_config() -> bool {
    !matches!(of_graphql_config(), Ok(None))
}

/// The only project of a configuration of graphql-config that is here. Of one that cannot be used it is told why.
pub(super) fn graphql_config(terminal: &Terminal) -> Option<Project> {
    match of_graphql_config() {
        Ok(Some((path, projects))) => match <[Project; 1]>::try_from(projects) {
            Ok([only]) => {
                terminal.info(&format!("schema and documents are those of {}", path.display()));
                Some(only)
            }
            Err(_) => {
                terminal.info(&format!(
                    "{} has several projects and is left alone",
                    path.display()
                ));
                None
            }
        },
        Ok(None) => None,
        Err(failure) => {
            terminal.fail(failure);
            None
        }
    }
}

/// The patterns for files of GraphQL: those of graphql-config may be for programs in other languages, too.
pub(super) fn graphql_files(documents: &[String]) -> Vec<String> {
    let mut patterns: Vec<String> = documents
        .iter()
        .flat_map(|pattern| gql_codegen::alternatives(pattern))
        .collect();
    patterns.retain(|pattern| [".graphql", ".gql"].iter().any(|end| pattern.ends_with(end)));
    patterns
}

/// Whether there is a manifest that does not name the runtime.
pub(super) fn lacks_runtime() -> bool {
    fs::read_to_string("Cargo.toml").is_ok_and(|text| !text.contains("gql-runtime"))
}
