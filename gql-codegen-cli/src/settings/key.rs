//! The keys of a project: one table that the flags, the configuration file and its JSON schema are read from.

use std::collections::BTreeMap;

use gql_codegen::config::{Deprecation, Normalization, Nullable};
use gql_codegen::rule::Level;

use super::{Layout, Project, STANDARD_OUTPUT};

/// One key.
pub(crate) struct Key {
    /// In the configuration file.
    pub(crate) name: &'static str,
    /// On the command line, behind `--`.
    pub(crate) flag: &'static str,
    /// On the command line, after `-`, for the keys that are typed most.
    pub(crate) short: Option<char>,
    /// The placeholder of the value in the help.
    pub(crate) value: &'static str,
    pub(crate) help: &'static str,
    pub(crate) kind: Kind,
}

/// What a key takes, and where it goes.
pub(crate) enum Kind {
    /// A text.
    Text(fn(&mut Project, String)),
    /// A path.
    Path(fn(&mut Project, String)),
    /// Paths and globs; a single one may stand without brackets.
    Paths(fn(&mut Project, Vec<String>)),
    /// Texts; a single one may stand without brackets.
    Texts(fn(&mut Project, Vec<String>)),
    /// Yes or no.
    Switch(fn(&mut Project, bool)),
    /// One of these words.
    Choice(&'static [&'static str], fn(&mut Project, &str)),
    /// Texts by name.
    Pairs(fn(&mut Project) -> &mut BTreeMap<String, String>),
    /// One of these words, by name.
    Choices(&'static [&'static str], fn(&mut Project, String, &str)),
}

/// What is given for a key, in the shape that its kind asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    Text(String),
    Texts(Vec<String>),
    Switch(bool),
    Pairs(BTreeMap<String, String>),
}

impl Key {
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Sets the key. A value of another shape, which the readers do not let through, changes nothing.
    pub(crate) fn set(&self, project: &mut Project, given: Given) {
        match (&self.kind, given) {
            (Kind::Text(set) | Kind::Path(set), Given::Text(text)) => set(project, text),
            (Kind::Texts(set) | Kind::Paths(set), Given::Texts(texts)) => set(project, texts),
            (Kind::Switch(set), Given::Switch(on)) => set(project, on),
            (Kind::Choice(_, set), Given::Text(word)) => set(project, &word),
            (Kind::Pairs(place), Given::Pairs(pairs)) => place(project).extend(pairs),
            (Kind::Choices(_, set), Given::Pairs(pairs)) => {
                for (name, word) in pairs {
                    set(project, name, &word);
                }
            }
            _ => {}
        }
    }
}

const DEPRECATED: &[&str] = &["allow", "warn", "deny"];
const LAYOUT: &[&str] = &["file", "modules"];
const NORMALIZATION: &[&str] = &["rust", "none"];
const NULLABLE: &[&str] = &["option", "input"];
const LEVELS: &[&str] = &["error", "warn", "allow"];

fn nullable(word: &str) -> Nullable {
    match word {
        "input" => Nullable::Input,
        _ => Nullable::Option,
    }
}

/// Every key of a project, in the order of the help.
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "schema",
        flag: "schema",
        short: Some('s'),
        value: "FILE",
        help: "Schema file or glob: SDL, or introspection results in .json; repeatable",
        kind: Kind::Paths(|project, paths| project.config.schema = paths),
    },
    Key {
        name: "documents",
        flag: "documents",
        short: Some('d'),
        value: "FILE",
        help: "Operation file or glob; patterns that start with ! exclude files; repeatable",
        kind: Kind::Paths(|project, paths| project.config.documents = paths),
    },
    Key {
        name: "output",
        flag: "output",
        short: Some('o'),
        value: "PATH",
        help: "Output file; - for standard output. Default: -",
        kind: Kind::Path(|project, path| project.output = (path != STANDARD_OUTPUT).then_some(path)),
    },
    Key {
        name: "layout",
        flag: "layout",
        short: None,
        value: "HOW",
        help: "One file, or a folder with a module per operation and mod.rs for shared types. Default: file",
        kind: Kind::Choice(LAYOUT, |project, word| {
            project.layout = match word {
                "modules" => Layout::Modules,
                _ => Layout::File,
            }
        }),
    },
    Key {
        name: "operations",
        flag: "operation",
        short: None,
        value: "NAME",
        help: "Generate only this operation; repeatable. Default: all",
        kind: Kind::Texts(|project, names| project.config.operations = names),
    },
    Key {
        name: "scalars",
        flag: "scalar",
        short: None,
        value: "NAME=PATH",
        help: "Rust type of a scalar (DateTime=chrono::DateTime<chrono::Utc>) or of one field (Repo.createdAt=…); repeatable",
        kind: Kind::Pairs(|project| &mut project.config.scalars),
    },
    Key {
        name: "custom-scalars-module",
        flag: "custom-scalars-module",
        short: None,
        value: "PATH",
        help: "Rust module with a type for each custom scalar that has no --scalar",
        kind: Kind::Text(|project, path| project.config.custom_scalars_module = Some(path)),
    },
    Key {
        name: "extern-types",
        flag: "extern-type",
        short: None,
        value: "NAME=PATH",
        help: "Existing Rust type to use for an enum or input; repeatable",
        kind: Kind::Pairs(|project| &mut project.config.extern_types),
    },
    Key {
        name: "response-derives",
        flag: "response-derive",
        short: None,
        value: "PATH",
        help: "Additional derive for response types, besides Debug, Clone and PartialEq; repeatable",
        kind: Kind::Texts(|project, paths| project.config.response_derives = paths),
    },
    Key {
        name: "variables-derives",
        flag: "variables-derive",
        short: None,
        value: "PATH",
        help: "Additional derive for variables and inputs, besides Debug, Clone and PartialEq; repeatable",
        kind: Kind::Texts(|project, paths| project.config.variables_derives = paths),
    },
    Key {
        name: "deprecated",
        flag: "deprecated",
        short: None,
        value: "WHAT",
        help: "How to treat uses of deprecated elements. Default: warn",
        kind: Kind::Choice(DEPRECATED, |project, word| {
            project.config.deprecated = match word {
                "allow" => Deprecation::Allow,
                "deny" => Deprecation::Deny,
                _ => Deprecation::Warn,
            }
        }),
    },
    Key {
        name: "normalization",
        flag: "normalization",
        short: None,
        value: "HOW",
        help: "Naming: Rust conventions, for the types of scalars too, or names as in the schema. Default: rust in generated code",
        kind: Kind::Choice(NORMALIZATION, |project, word| {
            project.config.normalization = match word {
                "none" => Normalization::None,
                _ => Normalization::Rust,
            }
        }),
    },
    Key {
        name: "nullable",
        flag: "nullable",
        short: None,
        value: "HOW",
        help: "Type of nullable inputs: Option, or Input, which distinguishes null from absent. Default: option",
        kind: Kind::Choice(NULLABLE, |project, word| {
            project.config.nullable = nullable(word);
        }),
    },
    Key {
        name: "nullable-overrides",
        flag: "nullable-override",
        short: None,
        value: "NAME=HOW",
        help: "Type of nullable inputs for one input type (IssueFilter=input) or field (IssueFilter.state=input); repeatable",
        kind: Kind::Choices(NULLABLE, |project, name, word| {
            project.config.nullable_overrides.insert(name, nullable(word));
        }),
    },
    Key {
        name: "skip-none",
        flag: "skip-none",
        short: None,
        value: "BOOL",
        help: "Omit None from the variables instead of sending null. Default: true",
        kind: Kind::Switch(|project, on| project.config.skip_none = on),
    },
    Key {
        name: "rules",
        flag: "rule",
        short: None,
        value: "RULE=LEVEL",
        help: "Level of a rule: error, warn or allow; repeatable. See `gql-codegen explain`",
        kind: Kind::Choices(LEVELS, |project, rule, word| {
            let level = word.parse().unwrap_or(Level::Error);
            project.config.rules.insert(rule, level);
        }),
    },
    Key {
        name: "lenient",
        flag: "lenient",
        short: None,
        value: "BOOL",
        help: "Report as warnings what lenient servers accept. Default: false",
        kind: Kind::Switch(|project, on| project.config.lenient = on),
    },
    Key {
        name: "visibility",
        flag: "visibility",
        short: None,
        value: "RUST",
        help: "Visibility of the generated modules. Default: pub",
        kind: Kind::Text(|project, text| project.config.visibility = text),
    },
    Key {
        name: "runtime",
        flag: "runtime",
        short: None,
        value: "PATH",
        help: "Rust path of the runtime crate. Default: ::gql_runtime",
        kind: Kind::Text(|project, path| project.config.runtime = path),
    },
    Key {
        name: "url",
        flag: "url",
        short: None,
        value: "URL",
        help: "URL of the server, for introspect and run; ${NAME} is replaced by that environment variable",
        kind: Kind::Text(|project, url| project.remote.url = Some(url)),
    },
    Key {
        name: "headers",
        flag: "header",
        short: None,
        value: "NAME=VALUE",
        help: "Request headers for that URL; ${NAME} is replaced by that environment variable",
        kind: Kind::Pairs(|project| &mut project.remote.headers),
    },
];
