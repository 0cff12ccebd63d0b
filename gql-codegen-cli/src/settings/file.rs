//! Finds and reads the configuration file.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::options::toml;
use gql_codegen::project::Project;
use gql_codegen::{ConfigFile, metadata, own_file};

use super::{graphql_config, read};
use crate::failure::Failure;

/// The file names of graphql-config, in its order of precedence.
const GRAPHQL_CONFIG: &[&str] = &[
    "graphql.config.json",
    "graphql.config.yaml",
    "graphql.config.yml",
    "graphql.config.toml",
    ".graphqlrc",
    ".graphqlrc.json",
    ".graphqlrc.yaml",
    ".graphqlrc.yml",
    ".graphqlrc.toml",
];

/// Returns the projects of the nearest configuration file, in this folder or a parent folder. In one folder, `gql.toml` and
/// `Cargo.toml` take precedence over the files of graphql-config.
pub(super) fn find() -> Result<Option<Vec<Project>>, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::of_file(Path::new("."), "found", error))?;
    // Relative paths keep messages short: ``, `..`, `../..`.
    let mut folder = PathBuf::new();
    for _ in here.ancestors() {
        if let Some((file, content)) = own_file(&folder)? {
            return Ok(Some(file.projects(content)?));
        }
        if let Some(path) = graphql_config(&folder) {
            return read(&path).map(Some);
        }
        folder.push("..");
    }
    Ok(None)
}

/// Returns the path and the projects of a graphql-config file in the working directory, if there is one.
pub(crate) fn of_graphql_config() -> Result<Option<(PathBuf, Vec<Project>)>, Failure> {
    let Some(path) = graphql_config(Path::new("")) else {
        return Ok(None);
    };
    let projects = read(&path)?;
    Ok(Some((path, projects)))
}

/// Returns the graphql-config file in a folder.
fn graphql_config(folder: &Path) -> Option<PathBuf> {
    let mut paths = GRAPHQL_CONFIG.iter().map(|name| folder.join(name));
    paths.find(|path| path.is_file())
}

/// Reads the projects of the file at `path`.
pub(super) fn read(path: &Path) -> Result<Vec<Project>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(path).map_err(|error| Failure::of_file(path, "read", error))?;
    if name == "Cargo.toml" {
        let content = metadata(&text).ok_or_else(|| {
            Failure::new(format!(
                "{} has neither `[package.metadata.gql]` nor `[workspace.metadata.gql]`",
                path.display()
            ))
        })?;
        return Ok(ConfigFile::new(folder, path, text).projects(Ok(content))?);
    }
    let theirs = GRAPHQL_CONFIG.contains(&&*name);
    let extension = path.extension().map(|extension| extension.to_string_lossy());
    let content = match extension.as_deref() {
        Some("json") => read::json(&text),
        Some("yaml" | "yml") => read::yaml(&text),
        // The format is JSON or YAML, and the YAML parser reads the JSON found in practice.
        None if theirs => read::yaml(&text),
        _ => toml(&text),
    };
    let mut file = ConfigFile::new(folder, path, text);
    let content = match theirs {
        true => content.map(|root| graphql_config::own(root, &mut file)),
        false => content,
    };
    Ok(file.projects(content)?)
}
