//! The error of a build script, formatted for Cargo's output.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::render::{Color, text};
use crate::source::Sources;

/// The error of a build script: the diagnostics as text.
#[derive(Clone)]
pub struct Failure {
    text: String,
}

impl Failure {
    /// Formats the errors among the diagnostics with their source lines.
    pub fn new(diagnostics: &Diagnostics, sources: &Sources) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == crate::diagnostic::Severity::Error);
        let texts: Vec<_> = errors
            .map(|diagnostic| text(diagnostic, sources, Color::Plain))
            .collect();
        Self {
            text: texts.join("\n"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid GraphQL operations\n\n{}", self.text)
    }
}

/// Prints the same text as `Display`: Rust prints an error that `main` returns with `Debug`, which would escape line breaks.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::Failure;
    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::source::Sources;

    #[test]
    fn what_main_prints_is_readable() {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::configuration("`a \"b\"` matches no file").help("check the path"));
        let printed = format!("{:?}", Failure::new(&found, &Sources::new()));
        assert!(
            printed.contains("error[Configuration]: `a \"b\"` matches no file\n"),
            "{printed}"
        );
    }
}
