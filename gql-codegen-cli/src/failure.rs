//! How a command ends: well, with something wrong, or not at all.

use std::fmt::Display;
use std::path::Path;

use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::source::Sources;

/// What a command that ran to its end has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Exit code 0.
    Good,
    /// Exit code 1.
    Bad,
}

impl Verdict {
    pub(crate) fn bad_if(bad: bool) -> Self {
        if bad { Self::Bad } else { Self::Good }
    }

    /// The worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::bad_if(self == Self::Bad || other == Self::Bad)
    }
}

/// What every command gives.
pub(crate) type Outcome = Result<Verdict, Failure>;

/// Why a command could not do what it was asked for.
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
            rule: "Server",
            help,
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
