//! What a build script asks for.

use std::path::PathBuf;

use crate::config::{Config, Deprecation, Normalization, Nullable};
use crate::rule::Level;

/// Generates a file from a build script.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     gql_codegen::Builder::new()
///         .schema("graphql/schema.graphql")
///         .documents("graphql/operations/*.graphql")
///         .generate()?;
///     Ok(())
/// }
/// ```
///
/// and in the crate: `mod github { include!(concat!(env!("OUT_DIR"), "/graphql.rs")); }`.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(super) config: Config,
    pub(super) output: Option<PathBuf>,
}

impl Builder {
    /// Nothing set yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A configuration that was made another way.
    pub fn from_config(config: Config) -> Self {
        Self { config, output: None }
    }

    /// A schema file: a path or a glob, relative to the package's folder. Repeatable; at least one.
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.config.schema.push(path.into());
        self
    }

    /// Operation files: a path or a glob, relative to the package's folder; what is behind a `!` is left out. Repeatable; at
    /// least one. Cargo looks for new files in the folder in front of a glob's first wildcard, unless that is the package's
    /// own folder: give operations a folder of their own.
    pub fn documents(mut self, path: impl Into<String>) -> Self {
        self.config.documents.push(path.into());
        self
    }

    /// The Rust type of a scalar (`DateTime`), or of one field or input alone (`Repo.createdAt`).
    pub fn scalar(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.config.scalars.insert(name.into(), path.into());
        self
    }

    /// The module that has a type for every scalar that is not named otherwise.
    pub fn custom_scalars_module(mut self, path: impl Into<String>) -> Self {
        self.config.custom_scalars_module = Some(path.into());
        self
    }

    /// An enum or input that exists already, at this Rust path.
    pub fn extern_type(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.config.extern_types.insert(name.into(), path.into());
        self
    }

    /// A derive for response types, besides `Debug`, `Clone` and `PartialEq`. Repeatable.
    pub fn response_derive(mut self, path: impl Into<String>) -> Self {
        self.config.response_derives.push(path.into());
        self
    }

    /// A derive for variables and inputs, besides `Debug`, `Clone` and `PartialEq`. Repeatable.
    pub fn variables_derive(mut self, path: impl Into<String>) -> Self {
        self.config.variables_derives.push(path.into());
        self
    }

    /// What to do about deprecated elements. Default: [`Deprecation::Warn`].
    pub fn deprecated(mut self, deprecation: Deprecation) -> Self {
        self.config.deprecated = deprecation;
        self
    }

    /// How names are made. Default: [`Normalization::Declared`].
    pub fn normalization(mut self, normalization: Normalization) -> Self {
        self.config.normalization = normalization;
        self
    }

    /// How nullable inputs are said. Default: [`Nullable::Option`].
    pub fn nullable(mut self, nullable: Nullable) -> Self {
        self.config.nullable = nullable;
        self
    }

    /// Only the operation of this name. Repeatable. Default: all.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.config.operations.push(name.into());
        self
    }

    /// How one input type (`IssueFilter`) or field (`IssueFilter.state`) is said.
    pub fn nullable_override(mut self, name: impl Into<String>, nullable: Nullable) -> Self {
        self.config.nullable_overrides.insert(name.into(), nullable);
        self
    }

    /// Whether a `None` is left out of the variables, or sent as `null`. Default: left out.
    pub fn skip_none(mut self, skip: bool) -> Self {
        self.config.skip_none = skip;
        self
    }

    /// How bad the breach of a rule is.
    pub fn rule(mut self, name: impl Into<String>, level: Level) -> Self {
        self.config.rules.insert(name.into(), level);
        self
    }

    /// Whether what lenient servers accept is a warning only. Default: no.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.config.lenient = lenient;
        self
    }

    /// The visibility of what is generated, as written in Rust. Default: `pub`.
    pub fn visibility(mut self, visibility: impl Into<String>) -> Self {
        self.config.visibility = visibility.into();
        self
    }

    /// The path of the runtime crate. Default: `::gql_runtime`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.config.runtime = path.into();
        self
    }

    /// The file to write. Default: `graphql.rs` in `OUT_DIR`; a relative path is relative to `OUT_DIR`.
    pub fn output(mut self, path: impl Into<PathBuf>) -> Self {
        self.output = Some(path.into());
        self
    }
}
