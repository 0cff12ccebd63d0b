//! Formats diagnostics for people or programs.

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
    /// Source lines with annotations
    #[default]
    Human,
    /// One JSON object per line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
}

/// The maximum number of diagnostics of a rule in the human-readable format. The other formats have no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The first 20 diagnostics of each rule, and the number of the remaining ones.
    PerRule,
    /// No limit.
    None,
}

/// Formats all diagnostics as one text, in which every line ends with a line feed.
pub(crate) fn report(diagnostics: &Diagnostics, sources: &Sources, format: Format, limit: Limit) -> String {
    let lines = |line: &dyn Fn(&_) -> String| diagnostics.iter().map(line).collect();
    match format {
        Format::Human => text(diagnostics, sources, limit),
        Format::Json => lines(&|diagnostic| json_line(diagnostic, sources) + "\n"),
        Format::Github => lines(&|diagnostic| github(diagnostic, sources) + "\n"),
        Format::Sarif => format!("{}\n", sarif(diagnostics, sources)),
    }
}

/// Returns a summary such as `2 errors, 1 warning`.
pub(crate) fn counts(diagnostics: &Diagnostics) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
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
        "no problems".into()
    } else {
        parts.join(", ")
    }
}

/// Returns a count with its noun, such as `1 file` or `2 files`.
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
