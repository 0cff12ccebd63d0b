//! Two texts line by line, as `diff -u` shows them.

use similar::{ChangeTag, TextDiff};

/// What must change in `old` to become `new`, with three lines around each change. Empty if nothing.
pub(crate) fn difference(old: &str, new: &str, path: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for group in diff.grouped_ops(3) {
        if text.is_empty() {
            text = format!("\x1b[1m--- {path}\n+++ {path} (generated)\x1b[0m\n");
        }
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            let old = first.old_range().start..last.old_range().end;
            let new = first.new_range().start..last.new_range().end;
            text += &format!("\x1b[36m@@ -{} +{} @@\x1b[0m\n", lines(old), lines(new));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (colour, sign) = match change.tag() {
                ChangeTag::Delete => ("\x1b[31m", '-'),
                ChangeTag::Insert => ("\x1b[32m", '+'),
                ChangeTag::Equal => ("", ' '),
            };
            let end = if colour.is_empty() { "" } else { "\x1b[0m" };
            let line = change.value().trim_end_matches(['\n', '\r']);
            text += &format!("{colour}{sign}{line}{end}\n");
        }
    }
    text
}

/// A range of lines from 1: `start,length`.
fn lines(range: std::ops::Range<usize>) -> String {
    let start = if range.is_empty() {
        range.start
    } else {
        range.start + 1
    };
    format!("{start},{}", range.len())
}
