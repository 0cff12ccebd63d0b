//! The styles of the command's own text. Output streams strip them where colors are off.

use anstyle::{AnsiColor, Style};

/// Names and headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// Added, or in order.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Worth a look.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();
/// Removed, or wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// Wrong, in a list where most is not.
pub(crate) const BREAKING: Style = AnsiColor::Red.on_default().bold();
/// Places, such as the line numbers of a difference.
pub(crate) const PLACE: Style = AnsiColor::Cyan.on_default();
