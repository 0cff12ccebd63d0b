//! The options of a build script.

use std::env;
use std::path::PathBuf;

use super::Failure;
use crate::config::{Action, CatchTo, Config, Deprecation, Normalization, NullItems, Nullable};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::options::{ConfigOption, Entry, Node, Value, Way};
use crate::project::Project;
use crate::rule::Level;
use crate::{Found, LoadError, configured};

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
/// Include the file in the crate: `mod github { include!(concat!(env!("OUT_DIR"), "/graphql.rs")); }`.
///
/// Invalid values of options, such as a scalar type that is not a Rust type, are reported by [`generate`](Self::generate).
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(super) project: Project,
    pub(super) output: Option<PathBuf>,
    /// The configuration file that the options were read from.
    pub(super) file: Option<PathBuf>,
    pub(super) diagnostics: Diagnostics,
}

impl Builder {
    /// Creates a builder with default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a builder with the options of the nearest `gql.toml`, searched for in the package's folder and its parents
    /// within the repository.
    ///
    /// Methods called on the builder take precedence over the file. The keys `output`, `layout`, `url` and `headers` are for
    /// the command and are ignored.
    ///
    /// # Errors
    /// Returns an error if there is no such file, if it is invalid, or if it has several projects, in which case
    /// [`from_project`](Self::from_project) selects one.
    pub fn from_config() -> Result<Self, Failure> {
        Self::configured(None)
    }

    /// Creates a builder with the options of the project `[projects.NAME]` of `gql.toml`.
    ///
    /// # Errors
    /// Returns the errors of [`from_config`](Self::from_config), and an error if the file has no project with this name.
    pub fn from_project(name: &str) -> Result<Self, Failure> {
        Self::configured(Some(name))
    }

    fn configured(name: Option<&str>) -> Result<Self, Failure> {
        let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let failure = |error: LoadError| Failure::new(&error.diagnostics, &error.sources);
        match configured(&package, name, Way::Builder).map_err(failure)? {
            Some(Found { path, project }) => Ok(Self {
                project,
                file: Some(path),
                ..Self::default()
            }),
            None => {
                let message = format!("no gql.toml found in {} or a parent folder", package.display());
                let help =
                    "specify the files in the build script: Builder::new().schema(\"…\").documents(\"…\")";
                Err(failure(Diagnostic::configuration(message).help(help).into()))
            }
        }
    }

    /// Schema files: paths or globs of SDL files or introspection results (`.json`); patterns that start with `!` exclude
    /// files.
    ///
    /// Paths are relative to the package's folder. Repeatable; at least one is required.
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.project.config.schema.push(path.into());
        self
    }

    /// Operation files: paths or globs of GraphQL files, or of Rust files that contain documents; patterns that start with `!`
    /// exclude files.
    ///
    /// Paths are relative to the package's folder. Repeatable; at least one is required. Cargo reruns the build script when a
    /// file is added to the folder before a glob's first wildcard, unless that is the folder of the package itself, so keep
    /// operations in a separate folder.
    pub fn documents(mut self, path: impl Into<String>) -> Self {
        self.project.config.documents.push(path.into());
        self
    }

    /// Rust type of a scalar (`DateTime`), or of a single field, input or variable (`Repo.createdAt`, `RepoView.$since`).
    pub fn scalar(self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.pair("scalar", name.into(), path.into())
    }

    /// Module that contains a type for every scalar without a configured type.
    pub fn custom_scalars_module(self, path: impl Into<String>) -> Self {
        self.give("custom_scalars_module", Value::Text(path.into()))
    }

    /// Existing Rust type to use for an enum or input.
    pub fn extern_type(self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.pair("extern_type", name.into(), path.into())
    }

    /// Additional derives for response types, besides `Debug`, `Clone` and `PartialEq`.
    ///
    /// Repeatable. With `Serialize`, responses serialize to the JSON that they were deserialized from.
    pub fn response_derive(self, path: impl Into<String>) -> Self {
        self.give("response_derive", Value::Text(path.into()))
    }

    /// Additional derives for variables and inputs, besides `Debug`, `Clone` and `PartialEq`.
    ///
    /// Repeatable.
    pub fn variables_derive(self, path: impl Into<String>) -> Self {
        self.give("variables_derive", Value::Text(path.into()))
    }

    /// Treatment of deprecated elements.
    ///
    /// Default: [`Deprecation::Warn`].
    pub fn deprecated(mut self, deprecation: Deprecation) -> Self {
        self.project.config.deprecated = deprecation;
        self
    }

    /// Naming convention: Rust's for generated code only, Rust's for the types of scalars too (`Uri` instead of `URI`), or the
    /// names of the schema.
    ///
    /// Default: [`Normalization::Declared`].
    pub fn normalization(mut self, normalization: Normalization) -> Self {
        self.project.config.normalization = normalization;
        self
    }

    /// Type of nullable inputs: `Option`, or `Input`, which distinguishes null from absent.
    ///
    /// Default: [`Nullable::Option`].
    pub fn nullable(mut self, nullable: Nullable) -> Self {
        self.project.config.nullable = nullable;
        self
    }

    /// Operations to generate.
    ///
    /// Repeatable. Default: all.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.project.config.operations.push(name.into());
        self
    }

    /// Type of nullable inputs for a single input type (`IssueFilter`), field (`IssueFilter.state`) or variable
    /// (`Issues.$state`).
    pub fn nullable_override(mut self, name: impl Into<String>, nullable: Nullable) -> Self {
        let name = name.into();
        self.project.shared_names.remove(&name);
        self.project.config.nullable_overrides.insert(name, nullable);
        self
    }

    /// Nullable fields that are treated as with `@required` (`Repo.owner`): a null makes the object around it null, or is an
    /// error.
    pub fn required_field(mut self, field: impl Into<String>, action: Action) -> Self {
        let field = field.into();
        self.project.shared_names.remove(&field);
        self.project.config.required_fields.insert(field, action);
        self
    }

    /// Treatment of null items of lists in responses: kept as `None`, or dropped.
    ///
    /// Default: `keep`.
    pub fn null_items(mut self, items: NullItems) -> Self {
        self.project.config.null_items = items;
        self
    }

    /// Treatment of null items of lists for a single field (`Repo.topics`).
    pub fn null_items_override(mut self, field: impl Into<String>, items: NullItems) -> Self {
        let field = field.into();
        self.project.shared_names.remove(&field);
        self.project.config.null_items_overrides.insert(field, items);
        self
    }

    /// Errors of fields without `@catch`: the field is null, is a `Result`, or the error is that of the call.
    ///
    /// Default: `null`, or the schema's `@catchByDefault`.
    pub fn errors(mut self, errors: CatchTo) -> Self {
        self.project.config.errors = Some(errors);
        self
    }

    /// Omits `None` from the variables instead of sending null.
    ///
    /// Default: `true`.
    pub fn skip_none(mut self, skip: bool) -> Self {
        self.project.config.skip_none = skip;
        self
    }

    /// Level of a rule; `gql-codegen explain` lists the rules.
    ///
    /// Default: the rule's own level.
    pub fn rule(mut self, name: impl Into<String>, level: Level) -> Self {
        self.project.config.rules.insert(name.into(), level);
        self
    }

    /// Reports violations that lenient servers accept as warnings.
    ///
    /// Default: `false`.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.project.config.lenient = lenient;
        self
    }

    /// Visibility of the generated modules.
    ///
    /// Default: `pub`.
    pub fn visibility(self, visibility: impl Into<String>) -> Self {
        self.give("visibility", Value::Text(visibility.into()))
    }

    /// Path of the runtime crate.
    ///
    /// Default: `::gql_runtime`.
    pub fn runtime(self, path: impl Into<String>) -> Self {
        self.give("runtime", Value::Text(path.into()))
    }

    /// File or folder for the generated code; `-` is standard output.
    ///
    /// In a build script, the output is always a file, because Cargo reads standard output. Default: `graphql.rs` in `OUT_DIR`;
    /// relative paths are relative to `OUT_DIR`.
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

    /// Sets an option, or records why the value is invalid. Texts are appended to the existing ones.
    fn give(mut self, option: &str, value: Value) -> Self {
        let Some(option) = ConfigOption::find(Way::Builder, option) else {
            return self;
        };
        match option.read(&Node { at: None, value }, Way::Builder) {
            Ok(given) => option.add(&mut self.project, given),
            Err(wrong) => {
                let mut diagnostic = Diagnostic::configuration(wrong.message);
                diagnostic.help = wrong.help.map(Into::into);
                self.diagnostics.push(diagnostic);
            }
        }
        self
    }
}

/// Creates a builder with existing options.
impl From<Config> for Builder {
    fn from(config: Config) -> Self {
        Self {
            project: config.into(),
            ..Self::default()
        }
    }
}
