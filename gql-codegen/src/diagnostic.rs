//! What is wrong with a text, as data: rule, sentence, places, help.

use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;

/// The rule `Configuration`.
pub static CONFIGURATION: Rule = Rule {
    name: "Configuration",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A key, a flag or a file is wrong: a path that does not exist, a glob without matches, an unknown \
        operation.",
    example: None,
};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Code cannot be generated.
    Error,
    /// Code is generated; something deserves a look.
    Warning,
    /// Worth knowing.
    Note,
}

/// One place that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place: the exact token.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// A replacement that resolves a diagnostic, certain enough to be applied without being reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// The text to put there.
    pub replacement: String,
}

/// The part of a configuration that a diagnostic is about.
///
/// A macro reports the error at that literal among its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The option, in the words of `gql.toml`: `extern-types`; empty if it may be any.
    pub key: &'static str,
    /// The text within its value: a pattern, a name.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// One sentence, in graphql-js 16's words where it has some.
    pub message: String,
    /// The places that are at fault, the first one first: what graphql-js calls `locations`.
    pub primary: Vec<Label>,
    /// Places that explain, such as the definition in the schema.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Option<Box<str>>,
    /// The edit that does it, where there is exactly one.
    pub fix: Option<Box<Fix>>,
    /// The part of the configuration that is at fault, if it is one.
    pub origin: Option<Box<Origin>>,
}

impl Diagnostic {
    /// An error of `rule` at one place.
    pub fn error(rule: &'static Rule, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Error,
            rule,
            message: message.into(),
            primary: vec![Label {
                span,
                text: String::new(),
            }],
            secondary: Vec::new(),
            help: None,
            fix: None,
            origin: None,
        }
    }

    /// An error about the configuration or a file as a whole: no place in a text.
    pub fn of_configuration(message: impl Into<String>) -> Self {
        Self {
            primary: Vec::new(),
            ..Self::error(&CONFIGURATION, message, Span::default())
        }
    }

    /// The same as a warning.
    pub fn warning(rule: &'static Rule, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, message, span)
        }
    }

    /// Says something at the first place.
    pub fn say(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.primary.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// One more place at fault.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// A place that explains, if there is one: what is built in has none.
    pub fn explain(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Self {
        self.secondary.extend(span.into().map(|span| Label {
            span,
            text: text.into(),
        }));
        self
    }

    /// Names the part of the configuration that is at fault.
    pub fn configured(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.origin = Some(Box::new(Origin {
            key,
            text: text.into(),
        }));
        self
    }

    /// What to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into().into());
        self
    }

    /// Offers to replace `span`, if there is exactly one candidate: of several, a person must choose.
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

/// The findings of a run, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// All of them, to change (levels, mostly).
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    /// Puts them in the order of the places that they speak of first.
    pub fn sort(&mut self) {
        self.list
            .sort_by_key(|diagnostic| diagnostic.primary.first().map(|label| label.span));
    }

    /// Keeps those that `keep` says yes to.
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
