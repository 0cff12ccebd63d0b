//! The configuration file: found here or in a folder above, and read.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::rules::CONFIGURATION;
use gql_codegen::source::{SourceId, Sources, Span};

use super::node::{Malformed, Node};
use super::read;
use crate::failure::Failure;

/// In which words a file speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Ours: `gql.toml`, and `metadata.gql` in `Cargo.toml`.
    Own,
    /// <https://the-guild.dev/graphql/config/docs/user/schema>
    GraphqlConfig,
}

/// A configuration file's content, with what is found wrong in it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) dialect: Dialect,
    pub(super) root: Node,
    pub(super) findings: Diagnostics,
    sources: Sources,
    id: SourceId,
}

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

/// The file in this folder or the nearest one above that has one. Ours count before those of graphql-config.
pub(super) fn find() -> Result<Option<File>, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::of_file(Path::new("."), "found", error))?;
    // Said from here, so that it stays short: ``, `..`, `../..`.
    let mut folder = PathBuf::new();
    for _ in here.ancestors() {
        let own = folder.join("gql.toml");
        if own.is_file() {
            return read(&own).map(Some);
        }
        if let Some(file) = cargo(&folder.join("Cargo.toml"))? {
            return Ok(Some(file));
        }
        if let Some(file) = graphql_config(&folder)? {
            return Ok(Some(file));
        }
        folder.push("..");
    }
    Ok(None)
}

/// The file of graphql-config in this folder.
pub(super) fn graphql_config(folder: &Path) -> Result<Option<File>, Failure> {
    let mut paths = GRAPHQL_CONFIG.iter().map(|name| folder.join(name));
    paths
        .find(|path| path.is_file())
        .map(|path| read(&path))
        .transpose()
}

/// The file at `path`.
pub(super) fn read(path: &Path) -> Result<File, Failure> {
    if path.file_name().is_some_and(|name| name == "Cargo.toml") {
        return cargo(path)?.ok_or_else(|| {
            Failure::new(format!(
                "{} has no [package.metadata.gql] and no [workspace.metadata.gql].",
                path.display()
            ))
        });
    }
    let text = fs::read_to_string(path).map_err(|error| Failure::of_file(path, "read", error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let theirs = GRAPHQL_CONFIG.contains(&&*name);
    let dialect = if theirs {
        Dialect::GraphqlConfig
    } else {
        Dialect::Own
    };
    let extension = path.extension().map(|extension| extension.to_string_lossy());
    let root = match extension.as_deref() {
        Some("json") => read::json(&text),
        Some("yaml" | "yml") => read::yaml(&text),
        // JSON or YAML, and all JSON that people write is YAML.
        None if theirs => read::yaml(&text),
        _ => read::toml(&text),
    };
    File::new(path, dialect, text, root)
}

/// What a manifest has for us, if it has something.
fn cargo(path: &Path) -> Result<Option<File>, Failure> {
    // A manifest that is none is cargo's to complain about.
    let Ok(text) = fs::read_to_string(path) else {
        return Ok(None);
    };
    let Ok(root) = read::toml(&text) else {
        return Ok(None);
    };
    let section = |name: &str| root.get(name)?.get("metadata")?.get("gql").cloned();
    let Some(root) = section("package").or_else(|| section("workspace")) else {
        return Ok(None);
    };
    File::new(path, Dialect::Own, text, Ok(root)).map(Some)
}

impl File {
    fn new(
        path: &Path,
        dialect: Dialect,
        text: String,
        root: Result<Node, Malformed>,
    ) -> Result<Self, Failure> {
        let mut sources = Sources::new();
        let id = sources.add(path, text);
        let none = Node {
            at: None,
            value: super::node::Value::Other,
        };
        let mut file = Self {
            path: path.to_path_buf(),
            dialect,
            root: none,
            findings: Diagnostics::new(),
            sources,
            id,
        };
        match root {
            Ok(root) => file.root = root,
            Err(malformed) => {
                let message = format!("{} cannot be read: {}.", path.display(), malformed.message);
                file.fail(message, &malformed.at, None);
                return Err(file.into_failure());
            }
        }
        Ok(file)
    }

    /// Where its relative paths start.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Notes an error at a place.
    pub(super) fn fail(&mut self, message: String, at: &Option<std::ops::Range<usize>>, help: Option<&str>) {
        let mut finding = match at {
            Some(at) => {
                let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
                let span = Span::new(self.id, offset(at.start), offset(at.end));
                Diagnostic::error(&CONFIGURATION, message, span)
            }
            None => Diagnostic::of_configuration(format!("{}: {message}", self.path.display())),
        };
        finding.help = help.map(str::to_owned);
        self.findings.push(finding);
    }

    /// All that was noted.
    pub(super) fn into_failure(mut self) -> Failure {
        self.findings.sort();
        Failure::Unable(self.findings, self.sources)
    }
}
