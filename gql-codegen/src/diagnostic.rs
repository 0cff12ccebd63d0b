//! Diagnostics: a rule, a message, locations, and help.

use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;

/// The rule `Configuration`.
pub static CONFIGURATION: Rule = Rule {
    name: "Configuration",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A key, a flag or a file is invalid: a path that does not exist, a glob without matches, an unknown \
        operation.",
    example: None,
};

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a program that displays diagnostics has to handle each"
)]
pub enum Severity {
    /// No code is generated.
    Error,
    /// Code is generated, but something deserves attention.
    Warning,
    /// Additional information.
    Note,
}

/// A location and the text shown there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The exact token.
    pub span: Span,
    /// The text at the location; may be empty.
    pub text: String,
}

impl Label {
    /// Creates a label with the text at a location.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }
}

/// A replacement that resolves a diagnostic and is safe to apply automatically.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// The replacement.
    pub replacement: String,
}

/// The part of a configuration that a diagnostic is about.
///
/// Macros report the error at the corresponding literal among their arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The option by its key in `gql.toml`, such as `extern-types`; empty if unknown.
    pub key: &'static str,
    /// A part of the value, such as a pattern or a name.
    pub text: String,
}

/// An error, a warning or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The rule that is violated.
    pub rule: &'static Rule,
    /// The message. Messages about GraphQL documents use the wording of graphql-js 16, where it has one; other messages are a
    /// clause without a period.
    pub message: String,
    /// The locations at fault, the most important one first, which graphql-js calls `locations`.
    pub primary: Vec<Label>,
    /// Locations that provide context, such as a definition in the schema.
    pub secondary: Vec<Label>,
    /// A suggestion for resolving the diagnostic.
    pub help: Option<Box<str>>,
    /// The edit that resolves the diagnostic, if there is exactly one.
    pub fix: Option<Box<Fix>>,
    /// The part of the configuration that is at fault, if there is one.
    pub origin: Option<Box<Origin>>,
}

impl Diagnostic {
    /// Creates an error about a location.
    pub fn error(rule: &'static Rule, message: impl Into<String>, span: Span) -> Self {
        Self::unlocated(rule, Severity::Error, message).with_primary(span, "")
    }

    /// Creates a diagnostic without a location.
    pub fn unlocated(rule: &'static Rule, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            rule,
            message: message.into(),
            primary: Vec::new(),
            secondary: Vec::new(),
            help: None,
            fix: None,
            origin: None,
        }
    }

    /// Creates an error about the configuration or a file as a whole, without a location.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::unlocated(&CONFIGURATION, Severity::Error, message)
    }

    /// Creates a warning about a location.
    pub fn warning(rule: &'static Rule, message: impl Into<String>, span: Span) -> Self {
        Self::unlocated(rule, Severity::Warning, message).with_primary(span, "")
    }

    /// Sets the text at the first location.
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.primary.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds another location at fault.
    pub fn with_primary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary.push(Label::new(span, text));
        self
    }

    /// Adds a location that provides context, unless it is `None`, as it is for built-in elements.
    pub fn with_secondary(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Self {
        self.secondary
            .extend(span.into().map(|span| Label::new(span, text)));
        self
    }

    /// Sets the part of the configuration that is at fault.
    pub fn configured(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.origin = Some(Box::new(Origin {
            key,
            text: text.into(),
        }));
        self
    }

    /// Sets the help.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into().into());
        self
    }

    /// Adds a fix that replaces `span`, if there is exactly one candidate.
    pub fn replace(mut self, span: Span, candidates: &[impl AsRef<str>]) -> Self {
        self.fix = match candidates {
            [only] => Some(Box::new(Fix {
                span,
                replacement: only.as_ref().to_owned(),
            })),
            _ => None,
        };
        self
    }
}

/// The diagnostics of a run, in the order in which they were reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all diagnostics of `other`.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Returns whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of diagnostics.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Iterates over the diagnostics, for example to change their severity.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    /// Sorts the diagnostics by their first location.
    pub fn sort(&mut self) {
        self.list
            .sort_by_key(|diagnostic| diagnostic.primary.first().map(|label| label.span));
    }

    /// Keeps the diagnostics for which `keep` returns true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
