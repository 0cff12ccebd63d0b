//! Formats diagnostics for people, with source lines or on a single line.

mod frame;
mod line;
mod text;
mod width;

pub use line::line;
pub use text::{Color, text};

use crate::diagnostic::Severity;

impl Severity {
    /// Returns `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
