//! Every knob, once: the derive, the attribute, the build script and the CLI all fill this.

use std::collections::BTreeMap;
use std::path::PathBuf;

use heck::ToUpperCamelCase;

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

/// How names of the schema become names of Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Normalization {
    /// `UpperCamelCase` types and variants in generated code, as Rust has them: `OPEN` becomes `Open`. The type of a scalar,
    /// which is not generated, is looked for under its name in the schema: `URI`.
    #[default]
    Declared,
    /// The same, and the type of a scalar is looked for in `UpperCamelCase`, too: `Uri`.
    Rust,
    /// As the schema has them.
    None,
}

/// What to do about deprecated fields, values and inputs that operations use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deprecation {
    /// Nothing.
    Allow,
    /// Mark them `#[deprecated]` and warn.
    #[default]
    Warn,
    /// Refuse them.
    Deny,
}

/// How an input that may be left out is said in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nullable {
    /// `Option<T>`; `None` is left out.
    #[default]
    Option,
    /// `Input<T>`: absent, null and a value told apart.
    Input,
}

/// Where the code for several operations goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Enums, inputs and fragments once, beside a marker type and a module for each operation.
    #[default]
    Shared,
    /// Everything that an operation needs in its own module; the marker type exists already (the derive's struct).
    Single,
}

/// What to generate, from what, and how.
///
/// [`Config::default`] is what all doors start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Schema files: paths or globs, SDL (`.graphql`, `.graphqls`, `.gql`) or introspection results (`.json`).
    pub schema: Vec<String>,
    /// Operation files: paths or globs.
    pub documents: Vec<String>,
    /// The operations to generate, by name; all of them when empty.
    pub operations: Vec<String>,
    /// In the single layout, the name of the struct that stands for the operation, where it is not the operation's.
    pub marker: Option<String>,
    /// Derives on response types, besides `Debug`, `Clone` and `PartialEq`. With `Serialize` among them they can be written
    /// as the JSON that they were read from.
    pub response_derives: Vec<String>,
    /// Derives on variables and inputs, besides `Debug`, `Clone` and `PartialEq`.
    pub variables_derives: Vec<String>,
    /// What to do about deprecated elements. Default: warn.
    pub deprecated: Deprecation,
    /// How names are made. Default: those of generated code are Rust's.
    pub normalization: Normalization,
    /// Rust types of scalars: by name (`DateTime`), or for one field, input field or variable
    /// alone by its coordinate (`Repo.createdAt`, `RepoFilter.since`, `RepoView.$since`).
    pub scalars: BTreeMap<String, String>,
    /// The module that has a type for every scalar that `scalars` does not name.
    pub custom_scalars_module: Option<String>,
    /// Enums and inputs that exist already: schema name to Rust path.
    pub extern_types: BTreeMap<String, String>,
    /// How nullable inputs are said. Default: `Option`.
    pub nullable: Nullable,
    /// Inputs to be said another way, by type (`IssueFilter`) or coordinate (`IssueFilter.state`, `Issues.$state`).
    pub nullable_overrides: BTreeMap<String, Nullable>,
    /// Whether a `None` is left out (the default) or sent as `null`.
    pub skip_none: bool,
    /// Levels of rules, by the rule's name.
    pub rules: BTreeMap<String, Level>,
    /// Whether what lenient servers accept is a warning only. Default: no.
    pub lenient: bool,
    /// Where everything goes. Default: shared.
    pub layout: Layout,
    /// The visibility of what is generated, as written in Rust. Default: `pub`.
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
    /// The operation of `names` that the configuration means by `wanted`: the one of that name, or else the one that
    /// has it in Rust, as `free_books` has `FreeBooks`.
    pub(crate) fn operation<'n>(&self, wanted: &str, names: &[&'n str]) -> Option<&'n str> {
        let exact = names.iter().find(|name| **name == wanted);
        let in_rust = || match self.normalization {
            Normalization::None => None,
            _ => names.iter().find(|name| name.to_upper_camel_case() == wanted),
        };
        exact.or_else(in_rust).copied()
    }

    /// Whether responses can be written as the JSON that they were read from: `response_derives` names `Serialize`.
    pub fn serializes_responses(&self) -> bool {
        names_derive(&self.response_derives, "Serialize")
    }
}

/// Whether one of the paths ends in this name.
fn names_derive(derives: &[String], name: &str) -> bool {
    derives
        .iter()
        .any(|path| path.rsplit("::").next().is_some_and(|last| last.trim() == name))
}

/// Whether the operations that the configuration asks for are there.
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
        let near = suggest::did_you_mean(&suggest::suggestion_list(wanted, names.iter().copied()));
        let message = format!("There is no operation named \"{wanted}\" in the documents.{near}");
        let finding = Diagnostic::of_configuration(message).configured("operations", wanted);
        let all = names
            .iter()
            .take(20)
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        diagnostics.push(match names.is_empty() {
            true => finding.help("the documents hold no named operation"),
            false => finding.help(format!("the documents hold {all}")),
        });
    }
    if names_derive(&config.variables_derives, "Deserialize") {
        let message = "Inputs are only written: `Deserialize` among `variables_derives` has no effect.";
        let mut finding = Diagnostic::of_configuration(message);
        finding.severity = Severity::Warning;
        diagnostics.push(finding);
    }
    // Beside those that are asked for by name, others need none.
    let all = config.operations.is_empty() || names.is_empty();
    for operation in operations
        .iter()
        .filter(|operation| all && operation.name.is_none())
    {
        let message = "An operation needs a name, for its types to bear.";
        let keyword = operation.operation.as_str();
        diagnostics.push(
            Diagnostic::error(&ANONYMOUS_OPERATION, message, operation.span)
                .help(format!("write `{keyword} SomeName` in front of its selections")),
        );
    }
}
