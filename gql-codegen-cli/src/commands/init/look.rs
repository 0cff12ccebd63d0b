//! A search for existing files.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::project::Project;

use crate::settings::of_graphql_config;
use crate::terminal::Terminal;

/// Returns the paths of files that may be a schema, judged by their name or content.
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

/// Returns whether the globs match any file.
pub(super) fn has_operations(documents: &[String]) -> bool {
    let mut diagnostics = Diagnostics::new();
    let files = gql_codegen::matching_files(documents, Path::new(""), "documents", &mut diagnostics);
    files.paths.iter().any(|path| path.is_file())
}

/// Returns whether this folder has a configuration of graphql-config, usable or not.
pub(super) fn has_graphql_config() -> bool {
    !matches!(of_graphql_config(), Ok(None))
}

/// Returns the only project of a graphql-config file in this folder. Reports why a file that exists cannot be used.
pub(super) fn graphql_config(terminal: &Terminal) -> Option<Project> {
    match of_graphql_config() {
        Ok(Some((path, projects))) => match <[Project; 1]>::try_from(projects) {
            Ok([only]) => {
                terminal.info(&format!("using schema and documents of {}", path.display()));
                Some(only)
            }
            Err(_) => {
                terminal.info(&format!("ignoring {}: it has several projects", path.display()));
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

/// Returns the patterns for GraphQL files. The patterns of graphql-config may include programs in other languages.
pub(super) fn graphql_files(documents: &[String]) -> Vec<String> {
    let mut patterns: Vec<String> = documents
        .iter()
        .flat_map(|pattern| gql_codegen::alternatives(pattern))
        .collect();
    patterns.retain(|pattern| [".graphql", ".gql"].iter().any(|end| pattern.ends_with(end)));
    patterns
}

/// Returns whether a manifest exists that does not name the runtime.
pub(super) fn lacks_runtime() -> bool {
    fs::read_to_string("Cargo.toml").is_ok_and(|text| !text.contains("gql-runtime"))
}
