//! How a command ends: clean, with findings, or with a failure.

use std::fmt::Display;
use std::path::Path;

use gql_codegen::ConfigError;
use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::rule::{Level, Relaxation, Rule};
use gql_codegen::source::Sources;

/// The rule `Server`.
pub(crate) static SERVER: Rule = Rule {
    name: "Server",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A server cannot be reached, refuses, or answers with something that is not GraphQL.",
    example: None,
};

/// The result of a command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Clean,
    /// Exit code 1.
    Findings,
}

impl Outcome {
    pub(crate) fn findings_if(has_findings: bool) -> Self {
        if has_findings { Self::Findings } else { Self::Clean }
    }

    /// Returns the worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::findings_if(self == Self::Findings || other == Self::Findings)
    }
}

/// The result of every command.
pub(crate) type CommandResult = Result<Outcome, Failure>;

/// The reason a command could not run to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Exit code 2: a flag, the configuration or a file is not as it must be.
    Unable(Diagnostics, Sources),
    /// Exit code 2; the reason was reported already.
    Reported,
    /// The reader closed standard output, as `| head` does. Exit code 0: that is no failure.
    OutputClosed,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::of(Diagnostic::of_configuration(message))
    }

    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::of(Diagnostic::of_configuration(message).help(help))
    }

    /// What went wrong between us and a server.
    pub(crate) fn of_server(message: String, help: Option<String>) -> Self {
        Self::of(Diagnostic {
            rule: &SERVER,
            help: help.map(Into::into),
            ..Diagnostic::of_configuration(message)
        })
    }

    /// What was tried with a file, and the system's reason against it.
    pub(crate) fn of_file(path: &Path, what: &str, error: impl Display) -> Self {
        Self::new(format!("{} cannot be {what}: {error}.", path.display()))
    }

    fn of(finding: Diagnostic) -> Self {
        let mut findings = Diagnostics::new();
        findings.push(finding);
        Self::from(findings)
    }
}

impl From<Diagnostics> for Failure {
    fn from(findings: Diagnostics) -> Self {
        Self::Unable(findings, Sources::new())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Unable(error.diagnostics, error.sources)
    }
}
