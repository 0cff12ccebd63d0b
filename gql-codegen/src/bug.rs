//! A broken assumption of the generator: reported as a diagnostic, never papered over by a default, never a panic.

use crate::diagnostic::Diagnostic;
use crate::rule::{Level, Relaxation, Rule};

/// The rule `InternalError`.
pub static INTERNAL_ERROR: Rule = Rule {
    name: "InternalError",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "The generator contradicts itself: a fault of this program, which no change of your files should be able \
        to cause. Report it, with the schema and the operations if you can share them.",
    example: None,
};

/// An assumption of the generator that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bug {
    assumption: &'static str,
}

impl Bug {
    /// `assumption` states what should have been true, in a clause that names the site.
    pub(crate) fn new(assumption: &'static str) -> Self {
        Self { assumption }
    }
}

impl From<Bug> for Diagnostic {
    fn from(bug: Bug) -> Self {
        let message = format!("Internal error: it does not hold that {}.", bug.assumption);
        let issues = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
        let mut diagnostic = Self::of_configuration(message);
        diagnostic.rule = &INTERNAL_ERROR;
        diagnostic.help(format!(
            "this is a fault of the generator; please report it at {issues}"
        ))
    }
}

/// Values that are always there unless the generator has a fault.
pub(crate) trait Assumed<T> {
    /// Returns the value; where it is missing, the assumption as a [`Bug`].
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
            "Internal error: it does not hold that every shape has a name."
        );
        assert!(
            diagnostic
                .help
                .is_some_and(|help| help.contains("please report it at https://"))
        );
        assert_eq!(Some(7).assumed("it is there"), Ok(7));
    }
}
