//! Diagnostics as text for people: with the lines of the source, or as one line.

mod frame;
mod line;
mod text;
mod width;

pub use line::line;
pub use text::{Colour, text};

use crate::diagnostic::Severity;

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
