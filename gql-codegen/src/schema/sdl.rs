//! Writes type system definitions: the layout that every way to GraphQL text shares.

use std::borrow::Cow;

use super::builtin;
use crate::syntax::{quoted, string};

/// A field, an argument, an enum value or a directive's definition: what has a description and stands by itself.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// What it is for; `Some("")` is written too.
    pub(super) description: Option<String>,
    /// The name, with what is in front of it.
    pub(super) name: String,
    /// In parentheses behind the name.
    pub(super) arguments: Vec<Item>,
    /// What follows: the type, the default value, directives.
    pub(super) rest: String,
}

/// A text in the making, definition by definition.
#[derive(Debug, Default)]
pub(super) struct Sdl {
    text: String,
}

impl Sdl {
    /// Adds a definition: description, the text in front of the braces, what is between them if there is something.
    pub(super) fn definition(&mut self, description: Option<&str>, head: &str, items: &[Item]) {
        self.separate();
        self.description(0, description);
        self.text.push_str(head);
        if !items.is_empty() {
            self.text.push_str(" {\n");
            for item in items {
                self.item(2, item);
                self.text.push('\n');
            }
            self.text.push('}');
        }
        self.text.push('\n');
    }

    /// Adds a definition that has arguments instead of braces: a directive's.
    pub(super) fn directive(&mut self, item: &Item) {
        self.separate();
        self.item(0, item);
        self.text.push('\n');
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn item(&mut self, indent: usize, item: &Item) {
        self.description(indent, item.description.as_deref());
        self.indent(indent);
        self.text.push_str(&item.name);
        if item
            .arguments
            .iter()
            .any(|argument| argument.description.is_some())
        {
            self.text.push_str("(\n");
            for argument in &item.arguments {
                self.item(indent + 2, argument);
                self.text.push('\n');
            }
            self.indent(indent);
            self.text.push(')');
        } else if !item.arguments.is_empty() {
            for (at, argument) in item.arguments.iter().enumerate() {
                self.text.push_str(if at == 0 { "(" } else { ", " });
                self.text.push_str(&argument.name);
                self.text.push_str(&argument.rest);
            }
            self.text.push(')');
        }
        self.text.push_str(&item.rest);
    }

    fn description(&mut self, indent: usize, description: Option<&str>) {
        let Some(value) = description else { return };
        self.indent(indent);
        match block(indent, value) {
            Some(block) => self.text.push_str(&block),
            None => self.text.push_str(&quoted(value)),
        }
        self.text.push('\n');
    }

    fn indent(&mut self, indent: usize) {
        for _ in 0..indent {
            self.text.push(' ');
        }
    }
}

/// ` @deprecated`, with the reason where it is not the one that goes without saying.
pub(super) fn deprecated(reason: Option<&str>) -> String {
    match reason {
        None => String::new(),
        Some(builtin::NO_REASON) => " @deprecated".to_owned(),
        Some(reason) => format!(" @deprecated(reason: {})", quoted(reason)),
    }
}

/// A scalar's ` @specifiedBy`.
pub(super) fn specified_by(url: Option<&str>) -> String {
    url.map_or_else(String::new, |url| format!(" @specifiedBy(url: {})", quoted(url)))
}

/// Names behind a word, with something between them; nothing without names.
pub(super) fn joined<S: AsRef<str>>(word: &str, names: &[S], between: &str) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        text.push_str(if at == 0 { word } else { between });
        text.push_str(name.as_ref());
    }
    text
}

/// A block string that means exactly `value`, if there is one.
/// <https://spec.graphql.org/September2025/#BlockStringValue()>
fn block(indent: usize, value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    if bytes
        .iter()
        .any(|&byte| byte < b' ' && byte != b'\n' && byte != b'\t')
    {
        return None;
    }
    let escaped = match memchr::memchr(b'"', bytes) {
        Some(_) => Cow::Owned(value.replace("\"\"\"", "\\\"\"\"")),
        None => Cow::Borrowed(value),
    };
    let is_line = memchr::memchr(b'\n', bytes).is_none();
    if is_line && value.len() <= 80 && !value.ends_with(['"', '\\']) {
        // Of a single line nothing is lost, unless it is blank.
        return (!value.trim().is_empty()).then(|| format!("\"\"\"{escaped}\"\"\""));
    }
    let margin = " ".repeat(indent);
    let mut raw = String::from("\n");
    for line in escaped.split('\n') {
        if !line.is_empty() {
            raw.push_str(&margin);
            raw.push_str(line);
        }
        raw.push('\n');
    }
    raw.push_str(&margin);
    // Indentation and blank lines at the edges are lost in a block string: then it is not this one.
    (string::value(&raw, true) == value).then(|| format!("\"\"\"{raw}\"\"\""))
}
