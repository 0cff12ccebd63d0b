//! The options of the generator, which are the same for all ways to generate code.

use std::collections::BTreeMap;
use std::path::PathBuf;

use heck::ToUpperCamelCase;

pub use crate::check::client::catch::CatchTo;
pub use crate::check::client::required::Action;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rule::{Level, Relaxation, Rule};
use crate::suggest;
use crate::syntax::ast::OperationDefinition;

/// The rule `AnonymousOperation`.
pub static ANONYMOUS_OPERATION: Rule = Rule {
    name: "AnonymousOperation",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "Every operation has a name. The generated types are named after it, and servers log it.",
    example: Some(
        "{ viewer { login } }                 # wrong
query Viewer { viewer { login } }    # right",
    ),
};

/// The naming convention of generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Normalization {
    /// `UpperCamelCase` for generated types and variants: `OPEN` becomes `Open`. The types of scalars, which are not generated,
    /// keep their names in the schema: `URI`.
    #[default]
    Declared,
    /// Like [`Declared`](Self::Declared), and the types of scalars are `UpperCamelCase`, too: `Uri`.
    Rust,
    /// The names of the schema.
    None,
}

/// The treatment of deprecated fields, enum values and inputs that operations use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Deprecation {
    /// Deprecations are ignored.
    Allow,
    /// Generated code is marked `#[deprecated]`, and uses are reported as warnings.
    #[default]
    Warn,
    /// Uses are reported as errors.
    Deny,
}

/// The Rust type of an optional input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Nullable {
    /// `Option<T>`, where `None` is omitted.
    #[default]
    Option,
    /// `Input<T>`, which distinguishes absent, null and a value.
    Input,
}

/// The treatment of null items of lists in responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum NullItems {
    /// `Vec<Option<T>>` with the nulls.
    #[default]
    Keep,
    /// `Vec<T>` without the nulls.
    Drop,
}

/// The structure of the generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Layout {
    /// Enums, inputs and fragments are generated once, beside a type and a module for each operation.
    #[default]
    Shared,
    /// Everything that an operation needs is in its own module, and the operation's type already exists: the struct with the
    /// derive.
    Single,
}

/// The options of the generator.
///
/// [`Config::default`] is the starting point of every way to generate code. The fields that differ are assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// Schema files: paths or globs of SDL (`.graphql`, `.graphqls`, `.gql`) or introspection results (`.json`).
    pub schema: Vec<String>,
    /// Operation files: paths or globs of GraphQL files, or of Rust files that contain documents.
    pub documents: Vec<String>,
    /// The names of the operations to generate; all operations if empty.
    pub operations: Vec<String>,
    /// The name of the struct that represents the operation in the single layout, if it differs from the operation's name.
    pub marker: Option<String>,
    /// Additional derives for response types, besides `Debug`, `Clone` and `PartialEq`. With `Serialize`, responses serialize
    /// to the JSON that they were deserialized from.
    pub response_derives: Vec<String>,
    /// Additional derives for variables and inputs, besides `Debug`, `Clone` and `PartialEq`.
    pub variables_derives: Vec<String>,
    /// The treatment of deprecated elements. Default: warn.
    pub deprecated: Deprecation,
    /// The naming convention. Default: Rust's for generated code.
    pub normalization: Normalization,
    /// Rust types of scalars, by name (`DateTime`) or, for a single field, input field or variable, by coordinate
    /// (`Repo.createdAt`, `RepoFilter.since`, `RepoView.$since`).
    pub scalars: BTreeMap<String, String>,
    /// The module that contains a type for every scalar that `scalars` does not list.
    pub custom_scalars_module: Option<String>,
    /// Existing Rust types for enums and inputs: schema name to Rust path.
    pub extern_types: BTreeMap<String, String>,
    /// The type of nullable inputs. Default: `Option`.
    pub nullable: Nullable,
    /// Exceptions from `nullable`, by type (`IssueFilter`) or coordinate (`IssueFilter.state`, `Issues.$state`).
    pub nullable_overrides: BTreeMap<String, Nullable>,
    /// Fields that are treated as with `@required`, by coordinate (`Repo.owner`), with the consequence of a null.
    pub required_fields: BTreeMap<String, Action>,
    /// The treatment of null items of lists. Default: they are kept.
    pub null_items: NullItems,
    /// Exceptions from `null_items`, by coordinate (`Repo.topics`).
    pub null_items_overrides: BTreeMap<String, NullItems>,
    /// The representation of the errors of fields without `@catch`. Default: that of the schema (`@catchByDefault`), or null.
    pub errors: Option<CatchTo>,
    /// Whether `None` is omitted (the default) or sent as `null`.
    pub skip_none: bool,
    /// The levels of rules, by name.
    pub rules: BTreeMap<String, Level>,
    /// Whether violations that lenient servers accept are reported as warnings. Default: false.
    pub lenient: bool,
    /// The structure of the generated code. Default: shared.
    pub layout: Layout,
    /// The visibility of the generated code, in Rust syntax. Default: `pub`.
    pub visibility: String,
    /// The path of the runtime crate. Default: `::gql_runtime`.
    pub runtime: String,
    /// The folder that paths in documentation are relative to: that of the configuration file. Default: none, and they are as the
    /// documents have them.
    pub base: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: Vec::new(),
            documents: Vec::new(),
            operations: Vec::new(),
            marker: None,
            response_derives: Vec::new(),
            variables_derives: Vec::new(),
            deprecated: Deprecation::default(),
            normalization: Normalization::default(),
            scalars: BTreeMap::new(),
            custom_scalars_module: None,
            extern_types: BTreeMap::new(),
            nullable: Nullable::default(),
            nullable_overrides: BTreeMap::new(),
            required_fields: BTreeMap::new(),
            null_items: NullItems::default(),
            null_items_overrides: BTreeMap::new(),
            errors: None,
            skip_none: true,
            rules: BTreeMap::new(),
            lenient: false,
            layout: Layout::default(),
            visibility: "pub".into(),
            runtime: "::gql_runtime".into(),
            base: None,
        }
    }
}

impl Config {
    /// Finds the operation that the configuration refers to as `wanted`: the operation with this name or, failing that, the
    /// operation whose name in Rust is `wanted`, as `free_books` is `FreeBooks`.
    pub(crate) fn operation<'n>(&self, wanted: &str, names: &[&'n str]) -> Option<&'n str> {
        let exact = names.iter().find(|name| **name == wanted);
        let in_rust = || match self.normalization {
            Normalization::None => None,
            _ => names.iter().find(|name| name.to_upper_camel_case() == wanted),
        };
        exact.or_else(in_rust).copied()
    }

    /// Returns whether responses can be serialized, because `response_derives` contains `Serialize`.
    pub fn serializes_responses(&self) -> bool {
        names_derive(&self.response_derives, "Serialize")
    }
}

/// Returns whether the last segment of one of the paths is `name`.
fn names_derive(derives: &[String], name: &str) -> bool {
    derives
        .iter()
        .any(|path| path.rsplit("::").next().is_some_and(|last| last.trim() == name))
}

/// Checks that the operations selected by the configuration exist.
pub(crate) fn check_operations(
    operations: &[&OperationDefinition<'_>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let names: Vec<&str> = operations
        .iter()
        .filter_map(|operation| Some(operation.name?.text))
        .collect();
    for wanted in config
        .operations
        .iter()
        .filter(|wanted| config.operation(wanted, &names).is_none())
    {
        let near = suggest::similar_names(&suggest::suggestion_list(wanted, names.iter().copied()));
        let message = format!("no operation named `{wanted}` in the documents{near}");
        let diagnostic = Diagnostic::configuration(message).configured("operations", wanted);
        let all = suggest::quoted_list(names.iter().copied().take(20));
        diagnostics.push(match names.is_empty() {
            true => diagnostic.help("the documents contain no named operation"),
            false => diagnostic.help(format!("the documents contain {all}")),
        });
    }
    if names_derive(&config.variables_derives, "Deserialize") {
        let message = "`Deserialize` in `variables_derives` has no effect: inputs are only serialized";
        let mut diagnostic = Diagnostic::configuration(message);
        diagnostic.severity = Severity::Warning;
        diagnostics.push(diagnostic);
    }
    // An anonymous operation is allowed beside operations that are selected by name.
    let all = config.operations.is_empty() || names.is_empty();
    for operation in operations
        .iter()
        .filter(|operation| all && operation.name.is_none())
    {
        let message = "an operation must have a name";
        let keyword = operation.operation.as_str();
        diagnostics.push(
            Diagnostic::error(&ANONYMOUS_OPERATION, message, operation.span).help(format!(
                "generated types are named after the operation: write `{keyword} SomeName {{ … }}`"
            )),
        );
    }
}
