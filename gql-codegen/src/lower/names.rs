//! Names of GraphQL to names of Rust: cases, keywords, collisions.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::config::Normalization;

/// Keywords and reserved words of all editions. <https://doc.rust-lang.org/reference/keywords.html>
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Names that generated code means in their ordinary sense.
const RESERVED: &[&str] = &[
    "Box", "Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec", "__A", "__D", "__S", "bool",
    "codegen", "f64", "i64", "str",
];

/// Methods that every response type has, by the traits it derives and by those that all types implement.
const METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "eq",
    "fmt",
    "into",
    "ne",
    "serialize",
    "to_owned",
    "try_into",
    "type_id",
];

/// Rust's names of the built-in scalars.
const BUILT_IN: &[&str] = &["String", "bool", "f64", "i64"];

/// Whether a type has this name in every module.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// The variables that generated code has in any case.
const VARIABLES: &[&str] = &["case", "d", "name", "s", "typename", "value", "variables"];

/// Whether a variable of generated code has this name.
pub(super) fn is_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// A name that is no keyword; those get a trailing `_`: not all of them can be raw identifiers.
pub(super) fn escape(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// A field, a variable, a module: `snake_case`.
pub(super) fn snake(name: &str) -> String {
    escape(&with_start(name.to_snake_case(), "field"))
}

/// Names of fields in `snake_case`. Operations select the same ones again and again.
#[derive(Debug, Default)]
pub(super) struct Snakes<'a> {
    known: HashMap<&'a str, String>,
}

impl<'a> Snakes<'a> {
    /// As [`snake`].
    pub(super) fn of(&mut self, name: &'a str) -> &str {
        self.known.entry(name).or_insert_with(|| snake(name))
    }
}

/// A type or a variant, as the configuration wants it.
pub(super) fn upper(name: &str, normalization: Normalization) -> String {
    match normalization {
        Normalization::None => escape(if name.trim_matches('_').is_empty() {
            "Value"
        } else {
            name
        }),
        Normalization::Declared | Normalization::Rust => escape(&camel(name)),
    }
}

/// A name of these, in `UpperCamelCase`, one behind the other.
pub(super) fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    escape(&with_start(names.map(camel).collect(), "Value"))
}

/// `UpperCamelCase`, for a part of a longer name.
pub(super) fn camel(name: &str) -> String {
    with_start(name.to_upper_camel_case(), "Value")
}

/// Names such as `_` or `_2D` lose what made them names.
fn with_start(name: String, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    }
}

/// The names of one scope, each given once.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// Names of an outer scope that are not given either.
    outer: Rc<HashSet<String>>,
}

impl Names {
    /// No names given yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Within a scope whose names are not given either.
    pub(super) fn within(outer: &Rc<HashSet<String>>) -> Self {
        Self {
            outer: outer.clone(),
            ..Self::default()
        }
    }

    /// Of a module: what generated code means in its ordinary sense is not given away.
    pub(super) fn of_module(also: &[&str]) -> Self {
        Self {
            taken: RESERVED
                .iter()
                .chain(also)
                .map(|name| (*name).to_owned())
                .collect(),
            ..Self::default()
        }
    }

    /// Begins with the methods that every response type has.
    pub(super) fn of_methods() -> Self {
        Self {
            taken: METHODS.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// `wanted`, or `wanted_`, `wanted__`, … where that is taken.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.outer.contains(&name) || !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// Takes a name if it is free, and tells whether it was.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        !self.outer.contains(wanted) && self.taken.insert(wanted.to_owned())
    }

    /// The first of `wanted` that is free; the last one with as many `_` as it takes where none is.
    pub(super) fn give_first(&mut self, wanted: &[&str]) -> String {
        let is_free = |name: &&&str| !self.taken.contains(**name) && !self.outer.contains(**name);
        let free = wanted.iter().find(is_free);
        self.give(free.or(wanted.last()).copied().unwrap_or("Value"))
    }
}
