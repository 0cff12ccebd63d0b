//! The table of options.

use super::{ConfigOption, Fallback, Flag, Kind, Syntax};
use crate::config::{Action, CatchTo, Deprecation, Normalization, NullItems, Nullable};
use crate::project::OutputLayout;

const DEPRECATED: &[&str] = &["allow", "warn", "deny"];
const LAYOUT: &[&str] = &["file", "modules"];
const NORMALIZATION: &[&str] = &["rust", "none"];
const NULLABLE: &[&str] = &["option", "input"];

const REQUIRED: &[&str] = &["none", "throw"];
const ERRORS: &[&str] = &["null", "result", "throw"];
const NULL_ITEMS: &[&str] = &["keep", "drop"];

/// Denotes standard output in place of a path.
pub(super) const STANDARD_OUTPUT: &str = "-";

fn nullable(word: &str) -> Nullable {
    match word {
        "input" => Nullable::Input,
        _ => Nullable::Option,
    }
}

fn null_items(word: &str) -> NullItems {
    match word {
        "drop" => NullItems::Drop,
        _ => NullItems::Keep,
    }
}

/// An option that cannot be set, used as the default for the entries below.
const NONE: ConfigOption = ConfigOption {
    key: None,
    macros: &[],
    builder: None,
    flag: None,
    default: Fallback::Nothing,
    doc: "",
    page: None,
    kind: Kind::Switch(|_, _| {}),
};

const fn flag(long: &'static str, value: &'static str) -> Option<Flag> {
    let short = None;
    Some(Flag { long, short, value })
}

const fn short_flag(long: &'static str, short: char, value: &'static str) -> Option<Flag> {
    let short = Some(short);
    Some(Flag { long, short, value })
}

/// All options, in the order of the guide and of the command's help.
pub static OPTIONS: &[ConfigOption] = &[
    ConfigOption {
        key: Some("schema"),
        macros: &["schema", "schema_path"],
        builder: Some("schema"),
        flag: short_flag("schema", 's', "FILE"),
        default: Fallback::Required,
        doc: "Schema files: paths or globs of SDL files or introspection results (`.json`); patterns that start with `!` exclude files",
        kind: Kind::Paths(|project| &mut project.config.schema),
        ..NONE
    },
    ConfigOption {
        key: Some("documents"),
        macros: &["documents", "query_path"],
        builder: Some("documents"),
        flag: short_flag("documents", 'd', "FILE"),
        default: Fallback::Required,
        doc: "Operation files: paths or globs of GraphQL files, or of Rust files that contain documents; patterns that start with `!` exclude files",
        kind: Kind::Paths(|project| &mut project.config.documents),
        ..NONE
    },
    ConfigOption {
        macros: &["query"],
        doc: "In the derive, the document itself instead of a file",
        page: Some("generating-code.md#documents-in-rust-source"),
        kind: Kind::Text(Syntax::Any, |_, _| {}),
        ..NONE
    },
    ConfigOption {
        macros: &["project"],
        default: Fallback::Described("the only one"),
        doc: "Project of `gql.toml` to generate",
        kind: Kind::Text(Syntax::Any, |project, name| project.name = Some(name)),
        ..NONE
    },
    ConfigOption {
        key: Some("output"),
        builder: Some("output"),
        flag: short_flag("output", 'o', "PATH"),
        default: Fallback::Value(STANDARD_OUTPUT),
        doc: "File or folder for the generated code; `-` is standard output",
        kind: Kind::Path(|project, path| project.output = (path != STANDARD_OUTPUT).then_some(path)),
        ..NONE
    },
    ConfigOption {
        key: Some("layout"),
        flag: flag("layout", "HOW"),
        default: Fallback::Value("file"),
        doc: "One file, or a folder with a module for each operation and a `mod.rs` for shared types",
        kind: Kind::Choice(LAYOUT, |project, word| {
            project.layout = match word {
                "modules" => OutputLayout::Modules,
                _ => OutputLayout::File,
            }
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("operations"),
        macros: &["operation"],
        builder: Some("operation"),
        flag: flag("operation", "NAME"),
        default: Fallback::Described("all; in the derive, the operation with the struct's name"),
        doc: "Operations to generate",
        kind: Kind::Texts(Syntax::Any, |project| &mut project.config.operations),
        ..NONE
    },
    ConfigOption {
        key: Some("scalars"),
        macros: &["scalars"],
        builder: Some("scalar"),
        flag: flag("scalar", "NAME=PATH"),
        default: Fallback::Described("JSON; in the derive, a type beside the struct"),
        doc: "Rust type of a scalar (`DateTime`), or of a single field, input or variable (`Repo.createdAt`, `RepoView.$since`)",
        page: Some("scalars.md"),
        kind: Kind::Pairs(Syntax::Type, |project| &mut project.config.scalars),
    },
    ConfigOption {
        key: Some("custom-scalars-module"),
        macros: &["custom_scalars_module"],
        builder: Some("custom_scalars_module"),
        flag: flag("custom-scalars-module", "PATH"),
        doc: "Module that contains a type for every scalar without a configured type",
        page: Some("scalars.md"),
        kind: Kind::Text(Syntax::Path, |project, path| {
            project.config.custom_scalars_module = Some(path)
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("extern-types"),
        macros: &["extern_types"],
        builder: Some("extern_type"),
        flag: flag("extern-type", "NAME=PATH"),
        doc: "Existing Rust type to use for an enum or input",
        kind: Kind::Pairs(Syntax::Type, |project| &mut project.config.extern_types),
        ..NONE
    },
    ConfigOption {
        macros: &["extern_enums"],
        doc: "Enums and inputs for which types with these names exist next to the struct",
        kind: Kind::Names(|project, name| {
            let path = format!("super::{name}");
            project.config.extern_types.insert(name, path);
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("response-derives"),
        macros: &["response_derives"],
        builder: Some("response_derive"),
        flag: flag("response-derive", "PATH"),
        doc: "Additional derives for response types, besides `Debug`, `Clone` and `PartialEq`",
        kind: Kind::Texts(Syntax::Derives, |project| &mut project.config.response_derives),
        ..NONE
    },
    ConfigOption {
        key: Some("variables-derives"),
        macros: &["variables_derives"],
        builder: Some("variables_derive"),
        flag: flag("variables-derive", "PATH"),
        doc: "Additional derives for variables and inputs, besides `Debug`, `Clone` and `PartialEq`",
        kind: Kind::Texts(Syntax::Derives, |project| &mut project.config.variables_derives),
        ..NONE
    },
    ConfigOption {
        key: Some("deprecated"),
        macros: &["deprecated"],
        builder: Some("deprecated"),
        flag: flag("deprecated", "WHAT"),
        default: Fallback::Value("warn"),
        doc: "Treatment of deprecated elements",
        kind: Kind::Choice(DEPRECATED, |project, word| {
            project.config.deprecated = match word {
                "allow" => Deprecation::Allow,
                "deny" => Deprecation::Deny,
                _ => Deprecation::Warn,
            }
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("normalization"),
        macros: &["normalization"],
        builder: Some("normalization"),
        flag: flag("normalization", "HOW"),
        default: Fallback::Described("Rust's names in generated code"),
        doc: "Naming convention: Rust's for generated code only, Rust's for the types of scalars too (`Uri` instead of `URI`), or the names of the schema",
        kind: Kind::Choice(NORMALIZATION, |project, word| {
            project.config.normalization = match word {
                "none" => Normalization::None,
                _ => Normalization::Rust,
            }
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("nullable"),
        macros: &["nullable"],
        builder: Some("nullable"),
        flag: flag("nullable", "HOW"),
        default: Fallback::Value("option"),
        doc: "Type of nullable inputs: `Option`, or `Input`, which distinguishes null from absent",
        page: Some("null.md"),
        kind: Kind::Choice(NULLABLE, |project, word| project.config.nullable = nullable(word)),
    },
    ConfigOption {
        key: Some("nullable-overrides"),
        macros: &["nullable_overrides"],
        builder: Some("nullable_override"),
        flag: flag("nullable-override", "NAME=HOW"),
        doc: "Type of nullable inputs for a single input type (`IssueFilter`), field (`IssueFilter.state`) or variable (`Issues.$state`)",
        page: Some("null.md"),
        kind: Kind::Choices(NULLABLE, |project, name, word| {
            project.config.nullable_overrides.insert(name, nullable(word));
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("skip-none"),
        macros: &["skip_serializing_none"],
        builder: Some("skip_none"),
        flag: flag("skip-none", "BOOL"),
        default: Fallback::Value("true"),
        doc: "Omits `None` from the variables instead of sending null",
        page: Some("null.md"),
        kind: Kind::Switch(|project, on| project.config.skip_none = on),
    },
    ConfigOption {
        key: Some("required-fields"),
        macros: &["required_fields"],
        builder: Some("required_field"),
        flag: flag("required-field", "FIELD=ACTION"),
        doc: "Nullable fields that are treated as with `@required` (`Repo.owner`): a null makes the object around it null, or is an error",
        page: Some("nullability.md"),
        kind: Kind::Choices(REQUIRED, |project, name, word| {
            let action = match word {
                "throw" => Action::Throw,
                _ => Action::None,
            };
            project.config.required_fields.insert(name, action);
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("null-items"),
        macros: &["null_items"],
        builder: Some("null_items"),
        flag: flag("null-items", "HOW"),
        default: Fallback::Value("keep"),
        doc: "Treatment of null items of lists in responses: kept as `None`, or dropped",
        page: Some("nullability.md"),
        kind: Kind::Choice(NULL_ITEMS, |project, word| {
            project.config.null_items = null_items(word)
        }),
    },
    ConfigOption {
        key: Some("null-items-overrides"),
        macros: &["null_items_overrides"],
        builder: Some("null_items_override"),
        flag: flag("null-items-override", "FIELD=HOW"),
        doc: "Treatment of null items of lists for a single field (`Repo.topics`)",
        page: Some("nullability.md"),
        kind: Kind::Choices(NULL_ITEMS, |project, name, word| {
            project.config.null_items_overrides.insert(name, null_items(word));
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("errors"),
        macros: &["errors"],
        builder: Some("errors"),
        flag: flag("errors", "HOW"),
        default: Fallback::Described("`null`, or the schema's `@catchByDefault`"),
        doc: "Errors of fields without `@catch`: the field is null, is a `Result`, or the error is that of the call",
        page: Some("nullability.md#errors-of-fields"),
        kind: Kind::Choice(ERRORS, |project, word| {
            project.config.errors = Some(match word {
                "result" => CatchTo::Result,
                "throw" => CatchTo::Throw,
                _ => CatchTo::Null,
            })
        }),
    },
    ConfigOption {
        key: Some("rules"),
        macros: &["rules"],
        builder: Some("rule"),
        flag: flag("rule", "RULE=LEVEL"),
        default: Fallback::Described("the rule's own level"),
        doc: "Level of a rule; `gql-codegen explain` lists the rules",
        page: Some("rules.md"),
        kind: Kind::Levels(|project, rule, level| {
            project.config.rules.insert(rule, level);
        }),
    },
    ConfigOption {
        key: Some("lenient"),
        macros: &["lenient"],
        builder: Some("lenient"),
        flag: flag("lenient", "BOOL"),
        default: Fallback::Value("false"),
        doc: "Reports violations that lenient servers accept as warnings",
        page: Some("rules.md"),
        kind: Kind::Switch(|project, on| project.config.lenient = on),
    },
    ConfigOption {
        key: Some("visibility"),
        builder: Some("visibility"),
        flag: flag("visibility", "RUST"),
        default: Fallback::Value("pub"),
        doc: "Visibility of the generated modules",
        kind: Kind::Text(Syntax::Visibility, |project, text| {
            project.config.visibility = text
        }),
        ..NONE
    },
    ConfigOption {
        key: Some("runtime"),
        macros: &["crate"],
        builder: Some("runtime"),
        flag: flag("runtime", "PATH"),
        default: Fallback::Value("::gql_runtime"),
        doc: "Path of the runtime crate",
        kind: Kind::Text(Syntax::Path, |project, path| project.config.runtime = path),
        ..NONE
    },
    ConfigOption {
        macros: &["fragments_other_variant"],
        default: Fallback::Described("always on"),
        doc: "Accepted for compatibility with `graphql_client` without effect: enums and unions always have a variant for unknown values",
        kind: Kind::Switch(|_, _| {}),
        ..NONE
    },
    ConfigOption {
        key: Some("url"),
        flag: flag("url", "URL"),
        doc: "URL of the server for `introspect` and `run`; `${NAME}` is replaced by that environment variable",
        page: Some("command.md#configuration"),
        kind: Kind::Text(Syntax::Any, |project, url| project.remote.url = Some(url)),
        ..NONE
    },
    ConfigOption {
        key: Some("headers"),
        flag: flag("header", "NAME=VALUE"),
        doc: "Headers of requests to that URL; `${NAME}` is replaced by that environment variable",
        page: Some("command.md#configuration"),
        kind: Kind::Pairs(Syntax::Any, |project| &mut project.remote.headers),
        ..NONE
    },
];
