//! What a build script asks for.

use std::env;
use std::path::PathBuf;

use super::Failure;
use crate::config::{Config, Deprecation, Normalization, Nullable};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::options::{ConfigOption, Entry, Node, Value, Way};
use crate::project::Project;
use crate::rule::Level;
use crate::{ConfigError, Found, configured};

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
///
/// A text that is not what an option takes, such as a scalar's type that is no type, is reported by [`generate`](Self::generate).
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(super) project: Project,
    pub(super) output: Option<PathBuf>,
    /// The configuration file that the options started from.
    pub(super) file: Option<PathBuf>,
    pub(super) findings: Diagnostics,
}

impl Builder {
    /// Creates a builder with every option at its default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a builder with the options of `gql.toml`, the nearest from the package's folder upwards, within its repository.
    ///
    /// Methods that are called then count more than the file. Its keys `output`, `layout`, `url` and `headers` are for the command.
    ///
    /// # Errors
    /// If there is no such file, if it has mistakes, or if it has several projects: see [`from_project`](Self::from_project).
    pub fn from_config() -> Result<Self, Failure> {
        Self::configured(None)
    }

    /// Creates a builder with the options of one of several projects of `gql.toml`, `[projects.NAME]`.
    ///
    /// # Errors
    /// As [`from_config`](Self::from_config), and if the file has no project of this name.
    pub fn from_project(name: &str) -> Result<Self, Failure> {
        Self::configured(Some(name))
    }

    fn configured(name: Option<&str>) -> Result<Self, Failure> {
        let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let failure = |error: ConfigError| Failure::new(&error.diagnostics, &error.sources);
        match configured(&package, name, Way::Builder).map_err(failure)? {
            Some(Found { path, project }) => Ok(Self {
                project,
                file: Some(path),
                ..Self::default()
            }),
            None => {
                let message = format!("There is no gql.toml in {} or above.", package.display());
                let help =
                    "name the files in the build script: Builder::new().schema(\"…\").documents(\"…\")";
                Err(failure(Diagnostic::of_configuration(message).help(help).into()))
            }
        }
    }

    /// Schema files: paths or globs, SDL or introspection results in `.json`; a pattern behind a `!` leaves files out.
    ///
    /// Relative to the package's folder. Repeatable; at least one.
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.project.config.schema.push(path.into());
        self
    }

    /// Operation files: paths or globs; a pattern behind a `!` leaves files out.
    ///
    /// Relative to the package's folder. Repeatable; at least one. Cargo looks for new files in the folder in front of a glob's
    /// first wildcard, unless that is the package's own folder: give operations a folder of their own.
    pub fn documents(mut self, path: impl Into<String>) -> Self {
        self.project.config.documents.push(path.into());
        self
    }

    /// The Rust type of a scalar (`DateTime`), or of one field, input or variable (`Repo.createdAt`, `RepoView.$since`).
    pub fn scalar(self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.pair("scalar", name.into(), path.into())
    }

    /// A module that has a type for every scalar that is not named otherwise.
    pub fn custom_scalars_module(self, path: impl Into<String>) -> Self {
        self.give("custom_scalars_module", Value::Text(path.into()))
    }

    /// An existing Rust type to use for an enum or input.
    pub fn extern_type(self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.pair("extern_type", name.into(), path.into())
    }

    /// Derives for response types besides `Debug`, `Clone` and `PartialEq`.
    ///
    /// Repeatable. With `Serialize` among them responses can be written as the JSON that they were read from.
    pub fn response_derive(self, path: impl Into<String>) -> Self {
        self.give("response_derive", Value::Text(path.into()))
    }

    /// Derives for variables and inputs besides `Debug`, `Clone` and `PartialEq`.
    ///
    /// Repeatable.
    pub fn variables_derive(self, path: impl Into<String>) -> Self {
        self.give("variables_derive", Value::Text(path.into()))
    }

    /// How uses of deprecated elements are treated.
    ///
    /// Default: [`Deprecation::Warn`].
    pub fn deprecated(mut self, deprecation: Deprecation) -> Self {
        self.project.config.deprecated = deprecation;
        self
    }

    /// How names are made: as Rust has them, those of the types of scalars too (`Uri`, not `URI`), or as in the schema.
    ///
    /// Default: [`Normalization::Declared`].
    pub fn normalization(mut self, normalization: Normalization) -> Self {
        self.project.config.normalization = normalization;
        self
    }

    /// The type of nullable inputs: `Option`, or `Input`, which distinguishes null from absent.
    ///
    /// Default: [`Nullable::Option`].
    pub fn nullable(mut self, nullable: Nullable) -> Self {
        self.project.config.nullable = nullable;
        self
    }

    /// The operations to generate.
    ///
    /// Repeatable. Default: all.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.project.config.operations.push(name.into());
        self
    }

    /// The type of nullable inputs for one input type (`IssueFilter`), field (`IssueFilter.state`) or variable (`Issues.$state`).
    pub fn nullable_override(mut self, name: impl Into<String>, nullable: Nullable) -> Self {
        let name = name.into();
        self.project.shared_names.remove(&name);
        self.project.config.nullable_overrides.insert(name, nullable);
        self
    }

    /// Whether a `None` is left out of the variables instead of being sent as null.
    ///
    /// Default: `true`.
    pub fn skip_none(mut self, skip: bool) -> Self {
        self.project.config.skip_none = skip;
        self
    }

    /// The level of a rule; `gql-codegen explain` lists the rules.
    ///
    /// Default: that of the rule.
    pub fn rule(mut self, name: impl Into<String>, level: Level) -> Self {
        self.project.config.rules.insert(name.into(), level);
        self
    }

    /// Whether what lenient servers accept is reported as a warning only.
    ///
    /// Default: `false`.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.project.config.lenient = lenient;
        self
    }

    /// The visibility of the operations' modules.
    ///
    /// Default: `pub`.
    pub fn visibility(self, visibility: impl Into<String>) -> Self {
        self.give("visibility", Value::Text(visibility.into()))
    }

    /// The path of the runtime crate.
    ///
    /// Default: `::gql_runtime`.
    pub fn runtime(self, path: impl Into<String>) -> Self {
        self.give("runtime", Value::Text(path.into()))
    }

    /// File or folder for the generated code; `-` is standard output.
    ///
    /// Here always a file, and never standard output, which is cargo's. Default: `graphql.rs` in `OUT_DIR`; a relative path is
    /// relative to `OUT_DIR`.
    pub fn output(mut self, path: impl Into<PathBuf>) -> Self {
        self.output = Some(path.into());
        self
    }

    fn pair(self, option: &str, name: String, text: String) -> Self {
        let value = Value::Text(text);
        let node = Node { at: None, value };
        let entry = Entry { name, at: None, node };
        self.give(option, Value::Table(vec![entry]))
    }

    /// Sets an option, or notes why the value is not one that it takes. Texts are added to those that are there.
    fn give(mut self, option: &str, value: Value) -> Self {
        let Some(option) = ConfigOption::find(Way::Builder, option) else {
            return self;
        };
        match option.read(&Node { at: None, value }, Way::Builder) {
            Ok(given) => option.add(&mut self.project, given),
            Err(wrong) => {
                let mut finding = Diagnostic::of_configuration(wrong.message);
                finding.help = wrong.help.map(Into::into);
                self.findings.push(finding);
            }
        }
        self
    }
}

/// Starts from a configuration that was made another way.
impl From<Config> for Builder {
    fn from(config: Config) -> Self {
        let project = Project {
            config,
            ..Project::default()
        };
        Self {
            project,
            ..Self::default()
        }
    }
}
