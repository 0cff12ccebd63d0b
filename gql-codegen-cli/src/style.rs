//! The styles of the command's own text. Output streams remove them if colors are disabled.

use anstyle::{AnsiColor, Style};

/// Names and headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// Added or in order.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Deserves attention.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();
/// Removed or wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// Breaking changes, which stand out among other changes.
pub(crate) const BREAKING: Style = AnsiColor::Red.on_default().bold();
/// Places, such as the line numbers of a diff.
pub(crate) const PLACE: Style = AnsiColor::Cyan.on_default();
