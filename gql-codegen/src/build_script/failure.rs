//! Why no code was generated, as cargo shows it.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::render::{Colour, text};
use crate::source::Sources;

/// Why no code was generated: the findings, as text.
#[derive(Clone)]
pub struct Failure {
    text: String,
}

impl Failure {
    /// The errors among the findings, each with its place.
    pub fn new(diagnostics: &Diagnostics, sources: &Sources) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|finding| finding.severity == crate::diagnostic::Severity::Error);
        let texts: Vec<_> = errors
            .map(|finding| text(finding, sources, Colour::Plain))
            .collect();
        Self {
            text: texts.join("\n"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the GraphQL operations are not valid\n\n{}", self.text)
    }
}

/// The same text: a build script whose `main` gives an error prints it this way, and the frames must stay frames.
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
        found.push(Diagnostic::of_configuration("`a \"b\"` matches no file.").help("look again"));
        let printed = format!("{:?}", Failure::new(&found, &Sources::new()));
        assert!(
            printed.contains("error[Configuration]: `a \"b\"` matches no file.\n"),
            "{printed}"
        );
    }
}
