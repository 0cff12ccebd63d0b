//! JSON lines: one object for each diagnostic.
//!
//! ```json
//! {"fix":FIX,"help":"…","locations":[LOCATION],"message":"…","related":[LOCATION],"rule":"KnownTypeNames","severity":"error"}
//! ```
//! A location is `{"column":1,"end":3,"endColumn":4,"endLine":1,"line":1,"path":"…","start":0,"text":"…"}`. Lines and columns
//! start at 1, columns count UTF-16 code units, `start` and `end` count bytes, and `text` is the label. A fix has the same
//! members, except that `replacement` takes the place of `text`. `help` and `fix` may be `null`.

use gql_codegen::diagnostic::{Diagnostic, Label};
use gql_codegen::source::{Sources, Span};
use serde_json::{Value, json};

/// Returns a diagnostic as one line of JSON, without the line terminator.
pub(super) fn json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let fix = diagnostic.fix.as_deref();
    let line = json!({
        "severity": diagnostic.severity.as_str(),
        "rule": diagnostic.rule.name,
        "message": diagnostic.message,
        "locations": locations(&diagnostic.primary, sources),
        "related": locations(&diagnostic.secondary, sources),
        "help": diagnostic.help,
        "fix": fix.and_then(|fix| range(fix.span, sources, "replacement", &sources.written(fix.span, &fix.replacement)?)),
    });
    // Some readers of JSON lines treat these two separators as the end of a line. They can only occur in strings.
    line.to_string()
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn locations(labels: &[Label], sources: &Sources) -> Value {
    let locations = labels.iter();
    locations
        .filter_map(|label| range(label.span, sources, "text", &label.text))
        .collect()
}

/// Formats a range of a file and a text about it.
fn range(span: Span, sources: &Sources, key: &str, text: &str) -> Option<Value> {
    let place = sources.place(span)?;
    Some(json!({
        "path": place.path,
        "line": place.start.line,
        "column": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "start": place.bytes.start,
        "end": place.bytes.end,
        key: text,
    }))
}
