//! The results of commands: clean, with problems, or failed.

use std::fmt::Display;
use std::path::Path;

use gql_codegen::LoadError;
use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::rule::{Level, Rule};
use gql_codegen::source::Sources;

/// The rule `Server`.
pub(crate) static SERVER: Rule = Rule::new(
    "Server",
    Level::Error,
    "A server cannot be reached, rejects the request, or returns a response that is not GraphQL.",
);

/// The outcome of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Clean,
    /// Exit code 1.
    Problems,
}

impl Outcome {
    pub(crate) fn problems_if(has_problems: bool) -> Self {
        if has_problems { Self::Problems } else { Self::Clean }
    }

    /// Returns the more severe of two outcomes.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::problems_if(self == Self::Problems || other == Self::Problems)
    }
}

/// The result of a command.
pub(crate) type CommandResult = Result<Outcome, Failure>;

/// The reason for a failed command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A flag, the configuration or a file is invalid. Exit code 2.
    Unable(Diagnostics, Sources),
    /// The failure was already reported. Exit code 2.
    Reported,
    /// The reader closed standard output, as `| head` does. Exit code 0, because this is not an error.
    OutputClosed,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::of(Diagnostic::configuration(message))
    }

    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::of(Diagnostic::configuration(message).help(help))
    }

    /// Creates a failure of the communication with a server.
    pub(crate) fn of_server(message: String, help: Option<String>) -> Self {
        let mut diagnostic = Diagnostic::unlocated(&SERVER, Severity::Error, message);
        diagnostic.help = help.map(Into::into);
        Self::of(diagnostic)
    }

    /// Creates a failure of an operation on a file, with the reason reported by the system.
    pub(crate) fn of_file(path: &Path, what: &str, error: impl Display) -> Self {
        Self::new(format!("{} cannot be {what}: {error}", path.display()))
    }

    fn of(diagnostic: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(diagnostic);
        Self::from(diagnostics)
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Unable(diagnostics, Sources::new())
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Unable(error.diagnostics, error.sources)
    }
}
