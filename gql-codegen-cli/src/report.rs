//! Findings in the format that was asked for.

use clap::ValueEnum;
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::render::{Colour, github, json_line, sarif, text};
use gql_codegen::source::Sources;

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

/// All findings as one text, a line feed behind every line.
pub(crate) fn report(findings: &Diagnostics, sources: &Sources, format: Format) -> String {
    let each = |write: &dyn Fn(&_) -> String| findings.iter().map(write).collect::<String>();
    match format {
        Format::Human => {
            let texts: Vec<_> = findings
                .iter()
                .map(|finding| text(finding, sources, Colour::Ansi))
                .collect();
            texts.join("\n")
        }
        Format::Json => each(&|finding| json_line(finding, sources) + "\n"),
        Format::Github => each(&|finding| github(finding, sources) + "\n"),
        Format::Sarif => sarif(findings, sources) + "\n",
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
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
