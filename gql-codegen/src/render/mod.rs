//! Diagnostics as text: for people, for machines, for the pages of a code review.

mod frame;
mod github;
mod json;
mod line;
mod sarif;
mod text;
mod width;

pub use github::github;
pub use json::json_line;
pub use line::line;
pub use sarif::sarif;
pub use text::{Colour, text};

use crate::diagnostic::Severity;
use crate::source::{LineColumn, Sources, Span};

impl Severity {
    /// `error`, `warning`, `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A span as every format but the framed one needs it.
struct Place {
    /// With forward slashes.
    path: String,
    start: LineColumn,
    end: LineColumn,
}

/// `None` if the span is not of these sources.
fn place(sources: &Sources, span: Span) -> Option<Place> {
    let source = sources.get(span.source)?;
    Some(Place {
        path: source.path.display().to_string().replace('\\', "/"),
        start: source.line_column(span.start),
        end: source.line_column(span.end),
    })
}
