//! Broken assumptions of the generator, which are reported as diagnostics instead of being hidden by a default or causing a
//! panic.

use crate::diagnostic::Diagnostic;
use crate::rule::{Level, Relaxation, Rule};

/// The rule `InternalError`.
pub static INTERNAL_ERROR: Rule = Rule {
    name: "InternalError",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "The generator has a bug, which no input should be able to trigger. Please report it with the schema \
        and the operations, if you can share them.",
    example: None,
};

/// An assumption of the generator that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bug {
    assumption: &'static str,
}

impl Bug {
    /// Creates a bug. `assumption` is a clause such as "every shape has a name" that identifies the place in the code.
    pub(crate) fn new(assumption: &'static str) -> Self {
        Self { assumption }
    }
}

impl From<Bug> for Diagnostic {
    fn from(bug: Bug) -> Self {
        let message = format!("internal error: assumption violated: {}", bug.assumption);
        let issues = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
        let mut diagnostic = Self::configuration(message);
        diagnostic.rule = &INTERNAL_ERROR;
        diagnostic.help(format!(
            "this is a bug in the generator; please report it at {issues}"
        ))
    }
}

/// Values that are present unless the generator has a bug.
pub(crate) trait Assumed<T> {
    /// Returns the value, or a [`Bug`] if it is missing.
    fn assumed(self, assumption: &'static str) -> Result<T, Bug>;
}

impl<T> Assumed<T> for Option<T> {
    fn assumed(self, assumption: &'static str) -> Result<T, Bug> {
        self.ok_or(Bug::new(assumption))
    }
}

#[cfg(test)]
mod tests {
    use super::{Assumed, INTERNAL_ERROR};
    use crate::diagnostic::{Diagnostic, Severity};

    #[test]
    fn a_broken_assumption_asks_for_a_report() {
        let missing: Option<u8> = None;
        let Err(bug) = missing.assumed("every shape has a name") else {
            panic!("nothing is there");
        };
        let diagnostic = Diagnostic::from(bug);
        assert_eq!(diagnostic.severity, Severity::Error);
        assert_eq!(diagnostic.rule, &INTERNAL_ERROR);
        assert_eq!(
            diagnostic.message,
            "internal error: assumption violated: every shape has a name"
        );
        assert!(
            diagnostic
                .help
                .is_some_and(|help| help.contains("please report it at https://"))
        );
        assert_eq!(Some(7).assumed("it is there"), Ok(7));
    }
}
