//! The configuration of a package: in its folder or the nearest one above, within its repository.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ConfigError, ConfigFile};
use crate::diagnostic::Diagnostic;
use crate::options::{Node, Way, Wrong, toml};
use crate::project::Project;
use crate::suggest::{did_you_mean, suggestion_list};

/// A project of a package's configuration.
#[derive(Debug)]
pub struct Found {
    /// The configuration file.
    pub path: PathBuf,
    /// The project.
    pub project: Project,
}

/// What a configuration file holds, or why it is not TOML.
type Content = Result<Node, Wrong>;

/// Finds the project that the macros and the build script of a package generate: the only one of the nearest `gql.toml`, or of
/// `[package.metadata.gql]` or `[workspace.metadata.gql]` in the nearest `Cargo.toml` that has it; or the one that is `wanted`.
/// Patterns are relative to `package`, or absolute.
///
/// The search ends with the repository that the package is in; without one, with its workspace.
///
/// # Errors
/// If the file cannot be read or has mistakes, if it does not have the project that is wanted, or if it has several and none is wanted.
pub fn configured(package: &Path, wanted: Option<&str>, way: Way) -> Result<Option<Found>, ConfigError> {
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

/// Reads `gql.toml`, or the section for this tool of `Cargo.toml`, in a folder.
///
/// # Errors
/// If the file cannot be read. What is wrong in it is in the result.
pub fn own_file(folder: &Path) -> Result<Option<(ConfigFile, Content)>, ConfigError> {
    file_in(folder, folder, folder)
}

/// The file in `folder`, whose patterns start at `start` and which is shown in `shown`.
fn file_in(folder: &Path, start: &Path, shown: &Path) -> Result<Option<(ConfigFile, Content)>, ConfigError> {
    let path = folder.join("gql.toml");
    if path.is_file() {
        let text = fs::read_to_string(&path).map_err(|error| {
            Diagnostic::of_configuration(format!("{} cannot be read: {error}.", path.display()))
        })?;
        let content = toml(&text);
        return Ok(Some((
            ConfigFile::new(start, &shown.join("gql.toml"), text),
            content,
        )));
    }
    // A manifest that cannot be read is cargo's to report.
    let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) else {
        return Ok(None);
    };
    Ok(metadata(&text).map(|node| (ConfigFile::new(start, &shown.join("Cargo.toml"), text), Ok(node))))
}

/// The section of a manifest for this tool: `[package.metadata.gql]`, or else `[workspace.metadata.gql]`.
pub fn metadata(manifest: &str) -> Option<Node> {
    // Few manifests have it, and reading one takes longer than this look.
    if !manifest.contains("gql") || !manifest.contains("metadata") {
        return None;
    }
    let root = toml(manifest).ok()?;
    let section = |name: &str| root.get(name)?.get("metadata")?.get("gql").cloned();
    section("package").or_else(|| section("workspace"))
}

/// The last folder to look into.
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

/// Chooses among the projects of a configuration file: the one that is wanted, or the only one.
///
/// # Errors
/// If the one that is wanted is not there, or if there are several and none is wanted.
pub fn choose(mut projects: Vec<Project>, wanted: Option<&str>, way: Way) -> Result<Project, ConfigError> {
    let names: Vec<&str> = projects
        .iter()
        .filter_map(|project| project.name.as_deref())
        .collect();
    let all = match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(", "),
    };
    let index = match wanted {
        Some(wanted) => names.iter().position(|name| *name == wanted).ok_or_else(|| {
            let near = did_you_mean(&suggestion_list(wanted, names.iter().copied()));
            let message = format!("There is no project named \"{wanted}\".{near}");
            Diagnostic::of_configuration(message).help(format!("the configuration has {all}"))
        })?,
        None => 0,
    };
    if wanted.is_none() && projects.len() != 1 {
        let message = "The configuration has several projects, and one is needed.";
        let how = match way {
            Way::Macro => "project = \"…\"",
            Way::Builder => "Builder::from_project(\"…\")",
            Way::File | Way::Flag => "--project",
        };
        return Err(Diagnostic::of_configuration(message)
            .help(format!("choose with {how}: {all}"))
            .into());
    }
    Ok(projects.swap_remove(index))
}
