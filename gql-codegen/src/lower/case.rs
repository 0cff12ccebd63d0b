//! Names of GraphQL to names of Rust: cases and keywords.

use std::borrow::Cow;
use std::collections::HashMap;

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
pub(super) struct SnakeCaseCache<'a> {
    known: HashMap<&'a str, String>,
}

impl<'a> SnakeCaseCache<'a> {
    /// As [`snake`], for a name that is known as a rule.
    pub(super) fn get(&self, name: &str) -> Cow<'_, str> {
        match self.known.get(name) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(snake(name)),
        }
    }

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

/// A name of these in `UpperCamelCase`, one after the other.
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
