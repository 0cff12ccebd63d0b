//! Finds the configuration of a package, in its folder or the nearest parent folder within its repository.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ConfigFile, LoadError};
use crate::diagnostic::Diagnostic;
use crate::options::{Node, Way, Wrong, toml};
use crate::project::Project;
use crate::suggest::{quoted_list, similar_names, suggestion_list};

/// A project of a package's configuration.
#[derive(Debug)]
#[non_exhaustive]
pub struct Found {
    /// The configuration file.
    pub path: PathBuf,
    /// The project.
    pub project: Project,
}

/// The content of a configuration file, or the reason it is not valid TOML.
type Content = Result<Node, Wrong>;

/// Finds the project for the macros and the build script of a package: the only project, or the one named `wanted`, of the
/// nearest `gql.toml`, or of `[package.metadata.gql]` or `[workspace.metadata.gql]` in the nearest `Cargo.toml` that has one of
/// them. The patterns of the project are relative to `package`, or absolute.
///
/// The search ends at the root of the repository or, without one, of the workspace.
///
/// # Errors
/// Returns an error if the file cannot be read or is invalid, if it does not contain the requested project, or if it has
/// several projects and none was requested.
pub fn configured(package: &Path, wanted: Option<&str>, way: Way) -> Result<Option<Found>, LoadError> {
    let outermost = outermost(package);
    for folder in package.ancestors() {
        let start = if folder == package { Path::new("") } else { folder };
        if let Some((file, content)) = file_in(folder, start, start)? {
            let path = folder.join(file.path().file_name().unwrap_or_default());
            let project = choose(file.projects(content)?, wanted, way)?;
            return Ok(Some(Found { path, project }));
        }
        if folder == outermost {
            break;
        }
    }
    match wanted {
        Some(_) => choose(Vec::new(), wanted, way).map(|_| None),
        None => Ok(None),
    }
}

/// Reads `gql.toml`, or this tool's section of `Cargo.toml`, in a folder.
///
/// # Errors
/// Returns an error if the file cannot be read. Syntax errors are part of the result.
pub fn own_file(folder: &Path) -> Result<Option<(ConfigFile, Content)>, LoadError> {
    file_in(folder, folder, folder)
}

/// Reads the file in `folder`, whose patterns are relative to `start`. Diagnostics show the folder as `shown`.
fn file_in(folder: &Path, start: &Path, shown: &Path) -> Result<Option<(ConfigFile, Content)>, LoadError> {
    let path = folder.join("gql.toml");
    if path.is_file() {
        let text = fs::read_to_string(&path).map_err(|error| {
            Diagnostic::configuration(format!("{} cannot be read: {error}", path.display()))
        })?;
        let content = toml(&text);
        return Ok(Some((
            ConfigFile::new(start, &shown.join("gql.toml"), text),
            content,
        )));
    }
    // Cargo reports a manifest that cannot be read.
    let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) else {
        return Ok(None);
    };
    Ok(metadata(&text).map(|node| (ConfigFile::new(start, &shown.join("Cargo.toml"), text), Ok(node))))
}

/// Returns this tool's section of a manifest: `[package.metadata.gql]` or, failing that, `[workspace.metadata.gql]`.
pub fn metadata(manifest: &str) -> Option<Node> {
    // Few manifests have the section, and parsing takes longer than this search.
    if !manifest.contains("gql") || !manifest.contains("metadata") {
        return None;
    }
    let root = toml(manifest).ok()?;
    let section = |name: &str| root.get(name)?.get("metadata")?.get("gql").cloned();
    section("package").or_else(|| section("workspace"))
}

/// Returns the last folder to search.
fn outermost(package: &Path) -> &Path {
    let is_repository = |folder: &&Path| folder.join(".git").exists();
    let is_workspace = |folder: &&Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        let is_header = |line: &str| matches!(line.trim_start().strip_prefix("[workspace"), Some(rest) if rest.starts_with([']', '.']));
        manifest.lines().any(is_header)
    };
    let mut folders = package.ancestors();
    let repository = folders.clone().find(is_repository);
    repository
        .or_else(|| folders.find(is_workspace))
        .unwrap_or(package)
}

/// Selects the project named `wanted`, or the only project, of a configuration file.
///
/// # Errors
/// Returns an error if the project does not exist, or if there are several and none was requested.
pub fn choose(mut projects: Vec<Project>, wanted: Option<&str>, way: Way) -> Result<Project, LoadError> {
    let names: Vec<&str> = projects
        .iter()
        .filter_map(|project| project.name.as_deref())
        .collect();
    let all = quoted_list(names.iter().copied());
    let index = match wanted {
        Some(wanted) => names.iter().position(|name| *name == wanted).ok_or_else(|| {
            let near = similar_names(&suggestion_list(wanted, names.iter().copied()));
            let message = format!("no project named `{wanted}`{near}");
            Diagnostic::configuration(message).help(match names.is_empty() {
                true => "the configuration names no project".to_owned(),
                false => format!("the configuration has {all}"),
            })
        })?,
        None => 0,
    };
    if wanted.is_none() && projects.len() != 1 {
        let message = "the configuration has several projects";
        let how = match way {
            Way::Macro => "project = \"…\"",
            Way::Builder => "Builder::from_project(\"…\")",
            Way::File | Way::Flag => "--project",
        };
        return Err(Diagnostic::configuration(message)
            .help(format!("choose one with `{how}`: {all}"))
            .into());
    }
    Ok(projects.swap_remove(index))
}
