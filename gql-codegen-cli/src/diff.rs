//! Compares two texts line by line, in the format of `diff -u`.

use anstyle::Style;
use similar::{ChangeTag, TextDiff};

use crate::style::{BAD, BOLD, GOOD, PLACE};

/// Returns the changes from `old` to `new`, which comes from `origin`, with three lines of context. Empty if the texts are
/// equal.
pub(crate) fn unified(old: &str, new: &str, path: &str, origin: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for group in diff.grouped_ops(3) {
        if text.is_empty() {
            text = format!("{BOLD}--- {path}\n+++ {path} ({origin}){BOLD:#}\n");
        }
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            let old = first.old_range().start..last.old_range().end;
            let new = first.new_range().start..last.new_range().end;
            text += &format!("{PLACE}@@ -{} +{} @@{PLACE:#}\n", lines(old), lines(new));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (style, sign) = match change.tag() {
                ChangeTag::Delete => (BAD, '-'),
                ChangeTag::Insert => (GOOD, '+'),
                ChangeTag::Equal => (Style::new(), ' '),
            };
            let line = change.value().trim_end_matches(['\n', '\r']);
            text += &format!("{style}{sign}{line}{style:#}\n");
        }
    }
    text
}

/// Formats a range of lines, counted from 1, as `start,length`.
fn lines(range: std::ops::Range<usize>) -> String {
    let start = if range.is_empty() {
        range.start
    } else {
        range.start + 1
    };
    format!("{start},{}", range.len())
}
