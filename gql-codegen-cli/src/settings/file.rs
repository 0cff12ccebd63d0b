//! The configuration file: found here or in a folder above, and read.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::options::toml;
use gql_codegen::project::Project;
use gql_codegen::{ConfigFile, metadata, own_file};

use super::{graphql_config, read};
use crate::failure::Failure;

/// What graphql-config looks for, in its order.
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

/// The projects of the file in this folder or the nearest one above that has one; `gql.toml` and `Cargo.toml` count before
/// the files of graphql-config.
pub(super) fn find() -> Result<Option<Vec<Project>>, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::of_file(Path::new("."), "found", error))?;
    // Said from here, so that it stays short: ``, `..`, `../..`.
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

/// The projects of a file of graphql-config in the working directory, if there is one, with its path.
pub(crate) fn of_graphql_config() -> Result<Option<(PathBuf, Vec<Project>)>, Failure> {
    let Some(path) = graphql_config(Path::new("")) else {
        return Ok(None);
    };
    let projects = read(&path)?;
    Ok(Some((path, projects)))
}

/// The file of graphql-config in a folder.
fn graphql_config(folder: &Path) -> Option<PathBuf> {
    let mut paths = GRAPHQL_CONFIG.iter().map(|name| folder.join(name));
    paths.find(|path| path.is_file())
}

/// The projects of the file at `path`.
pub(super) fn read(path: &Path) -> Result<Vec<Project>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(path).map_err(|error| Failure::of_file(path, "read", error))?;
    if name == "Cargo.toml" {
        let content = metadata(&text).ok_or_else(|| {
            Failure::new(format!(
                "{} has no [package.metadata.gql] and no [workspace.metadata.gql].",
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
        // JSON or YAML, and all JSON that people write is YAML.
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
