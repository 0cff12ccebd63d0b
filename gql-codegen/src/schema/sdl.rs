//! Writes type system definitions, for all conversions to GraphQL text.

use std::borrow::Cow;

use super::builtin;
use crate::syntax::{quoted, string};

/// An element with a description: a field, an argument, an enum value or a directive definition.
#[derive(Debug, Default)]
pub(super) struct SdlItem {
    /// The description. An empty one is also written.
    pub(super) description: Option<String>,
    /// The name, including any prefix.
    pub(super) name: String,
    /// The arguments in parentheses after the name.
    pub(super) arguments: Vec<SdlItem>,
    /// The rest: type, default value and directives.
    pub(super) rest: String,
}

/// A text under construction.
#[derive(Debug, Default)]
pub(super) struct Sdl {
    text: String,
}

impl Sdl {
    /// Adds a definition: its description, the text before the braces, and the items within, if any.
    pub(super) fn definition(&mut self, description: Option<&str>, head: &str, items: &[SdlItem]) {
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

    /// Adds the definition of a directive, which has arguments instead of braces.
    pub(super) fn directive(&mut self, item: &SdlItem) {
        self.separate();
        self.item(0, item);
        self.text.push('\n');
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn item(&mut self, indent: usize, item: &SdlItem) {
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

/// Returns ` @deprecated`, with the reason unless it is the default.
pub(super) fn deprecated(reason: Option<&str>) -> String {
    match reason {
        None => String::new(),
        Some(builtin::NO_REASON) => " @deprecated".to_owned(),
        Some(reason) => format!(" @deprecated(reason: {})", quoted(reason)),
    }
}

/// Returns ` @specifiedBy` of a scalar.
pub(super) fn specified_by(url: Option<&str>) -> String {
    url.map_or_else(String::new, |url| format!(" @specifiedBy(url: {})", quoted(url)))
}

/// Returns the names, joined by a separator, after a word; empty without names.
pub(super) fn joined<S: AsRef<str>>(word: &str, names: &[S], between: &str) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        text.push_str(if at == 0 { word } else { between });
        text.push_str(name.as_ref());
    }
    text
}

/// Returns a block string whose value is exactly `value`, if there is one.
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
        // A single line is preserved, unless it is blank.
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
    // A block string loses indentation and blank lines at its edges, so the value may differ.
    (string::value(&raw, true) == value).then(|| format!("\"\"\"{raw}\"\"\""))
}
