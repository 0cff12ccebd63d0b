//! Formats diagnostics as single lines, `path:line:column: error[Rule]: message`, which editors and terminals turn into links.

use super::width::shown;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Formats a diagnostic as one line without a line terminator. Secondary locations and help are omitted.
pub fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let what = format!("{}[{}]: ", diagnostic.severity.as_str(), diagnostic.rule.name);
    let message: String = diagnostic.message.chars().map(shown).collect();
    match diagnostic
        .primary
        .first()
        .and_then(|label| sources.place(label.span))
    {
        Some(place) => {
            format!(
                "{}:{}:{}: {what}{message}",
                place.path, place.start.line, place.start.column
            )
        }
        None => what + &message,
    }
}
