//! Converts GraphQL names to Rust names: case conventions and keywords.

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

/// The variables that all generated code uses.
const VARIABLES: &[&str] = &["case", "d", "name", "s", "typename", "value", "variables"];

/// Returns whether generated code uses a variable with this name.
pub(super) fn is_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// Appends `_` to keywords, because not all of them can be raw identifiers.
pub(super) fn escape(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// Converts the name of a field, variable or module to `snake_case`.
pub(super) fn snake(name: &str) -> String {
    escape(&with_start(name.to_snake_case(), "field"))
}

/// A cache of field names in `snake_case`, because operations select the same fields repeatedly.
#[derive(Debug, Default)]
pub(super) struct SnakeCaseCache<'a> {
    known: HashMap<&'a str, String>,
}

impl<'a> SnakeCaseCache<'a> {
    /// Converts a name like [`snake`]; most names are cached.
    pub(super) fn get(&self, name: &str) -> Cow<'_, str> {
        match self.known.get(name) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(snake(name)),
        }
    }

    /// Converts a name like [`snake`], and caches it.
    pub(super) fn of(&mut self, name: &'a str) -> &str {
        self.known.entry(name).or_insert_with(|| snake(name))
    }
}

/// Converts the name of a type or variant according to the configuration.
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

/// Concatenates the names in `UpperCamelCase`.
pub(super) fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    escape(&with_start(names.map(camel).collect(), "Value"))
}

/// Converts a part of a longer name to `UpperCamelCase`.
pub(super) fn camel(name: &str) -> String {
    with_start(name.to_upper_camel_case(), "Value")
}

/// Fixes names such as `_` or `_2D`, which are not valid identifiers after the conversion.
fn with_start(name: String, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    }
}
