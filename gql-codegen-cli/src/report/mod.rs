//! Diagnostics in the format that was asked for.

mod github;
mod json;
mod sarif;
mod text;

use clap::ValueEnum;
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::source::Sources;

use self::github::github;
use self::json::json_line;
use self::sarif::sarif;
use self::text::text;

/// The format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// With the source lines
    #[default]
    Human,
    /// One JSON object per line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
}

/// How many diagnostics of a rule people are shown. The other formats have all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The first 20 of each rule, and how many more there are.
    PerRule,
    /// All of them.
    None,
}

/// Returns all diagnostics as one text, with a line feed after every line.
pub(crate) fn report(diagnostics: &Diagnostics, sources: &Sources, format: Format, limit: Limit) -> String {
    let lines = |line: &dyn Fn(&_) -> String| diagnostics.iter().map(line).collect();
    match format {
        Format::Human => text(diagnostics, sources, limit),
        Format::Json => lines(&|diagnostic| json_line(diagnostic, sources) + "\n"),
        Format::Github => lines(&|diagnostic| github(diagnostic, sources) + "\n"),
        Format::Sarif => format!("{}\n", sarif(diagnostics, sources)),
    }
}

/// `2 errors, 1 warning`.
pub(crate) fn counts(findings: &Diagnostics) -> String {
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let counts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note), "note"),
    ];
    let parts: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|&(count, what)| many(count, what))
        .collect();
    if parts.is_empty() {
        "no findings".into()
    } else {
        parts.join(", ")
    }
}

/// `1 file`, `2 files`.
pub(crate) fn many(count: usize, what: &str) -> String {
    let plural = match what {
        _ if count == 1 => "",
        _ if what.ends_with('x') => "es",
        _ => "s",
    };
    format!("{count} {what}{plural}")
}

#[cfg(test)]
mod tests;
