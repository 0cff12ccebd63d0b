//! JSON lines: one object a diagnostic, for tools.
//!
//! ```json
//! {"severity":"error","rule":"KnownTypeNames","message":"…","locations":[LOCATION],"related":[LOCATION],"help":"…"}
//! ```
//! A location is `{"path":"…","line":1,"column":1,"endLine":1,"endColumn":4,"start":0,"end":3,"text":"…"}`: lines and columns from 1,
//! columns in UTF-16 code units, `start` and `end` in bytes, `text` what the label says. `help` may be `null`.

use std::fmt::Write;

use super::place;
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Sources;

/// A diagnostic as one line of JSON, without the line's end.
pub fn json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    format!(
        r#"{{"severity":{},"rule":{},"message":{},"locations":{},"related":{},"help":{}}}"#,
        string(diagnostic.severity.as_str()),
        string(diagnostic.rule.name),
        string(&diagnostic.message),
        locations(&diagnostic.primary, sources),
        locations(&diagnostic.secondary, sources),
        diagnostic
            .help
            .as_deref()
            .map_or_else(|| "null".to_owned(), string),
    )
}

fn locations(labels: &[Label], sources: &Sources) -> String {
    let locations: Vec<String> = labels
        .iter()
        .filter_map(|label| location(label, sources))
        .collect();
    format!("[{}]", locations.join(","))
}

fn location(label: &Label, sources: &Sources) -> Option<String> {
    let place = place(sources, label.span)?;
    Some(format!(
        r#"{{"path":{},"line":{},"column":{},"endLine":{},"endColumn":{},"start":{},"end":{},"text":{}}}"#,
        string(&place.path),
        place.start.line,
        place.start.column,
        place.end.line,
        place.end.column,
        label.span.start,
        label.span.end,
        string(&label.text),
    ))
}

/// A JSON string with its quotes. <https://www.rfc-editor.org/rfc/rfc8259#section-7>
pub(super) fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            // The two separators are line ends to some readers of JSON lines.
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a String cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(character));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
