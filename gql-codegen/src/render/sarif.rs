//! SARIF 2.1.0, for code scanning. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;
use std::fmt::Write;

use super::json::string;
use super::place;
use crate::diagnostic::{Diagnostic, Diagnostics, Label};
use crate::rule::{Level, Rule};
use crate::source::Sources;

/// All diagnostics of a run as one SARIF log.
pub fn sarif(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let rules: BTreeMap<&str, &Rule> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.rule.name, diagnostic.rule))
        .collect();
    let descriptors: Vec<String> = rules.values().map(|rule| descriptor(rule)).collect();
    let rules: Vec<&str> = rules.into_keys().collect();
    let results: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, &rules, sources))
        .collect();
    format!(
        r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"gql-codegen","version":{},"rules":[{}]}}}},"columnKind":"utf16CodeUnits","results":[{}]}}]}}"#,
        string(env!("CARGO_PKG_VERSION")),
        descriptors.join(","),
        results.join(","),
    )
}

/// A `reportingDescriptor`: the rule's texts, its page and its default level.
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317836>
fn descriptor(rule: &Rule) -> String {
    let level = match rule.level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Allow => "note",
    };
    let help = rule
        .specification
        .map(|url| format!(r#","helpUri":{}"#, string(url)));
    format!(
        r#"{{"id":{},"shortDescription":{{"text":{}}},"fullDescription":{{"text":{}}}{},"defaultConfiguration":{{"level":{}}}}}"#,
        string(rule.name),
        string(rule.summary()),
        string(rule.explanation),
        help.unwrap_or_default(),
        string(level),
    )
}

fn result(diagnostic: &Diagnostic, rules: &[&str], sources: &Sources) -> String {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\n{help}");
    }
    let mut result = format!(
        r#"{{"ruleId":{},"level":{},"message":{{"text":{}}}"#,
        string(diagnostic.rule.name),
        string(diagnostic.severity.as_str()),
        string(&message),
    );
    // Writing to a String cannot fail.
    if let Ok(index) = rules.binary_search(&diagnostic.rule.name) {
        let _ = write!(result, r#","ruleIndex":{index}"#);
    }
    let _ = write!(
        result,
        r#","locations":[{}]"#,
        locations(&diagnostic.primary, sources)
    );
    if !diagnostic.secondary.is_empty() {
        let _ = write!(
            result,
            r#","relatedLocations":[{}]"#,
            locations(&diagnostic.secondary, sources)
        );
    }
    result.push('}');
    result
}

fn locations(labels: &[Label], sources: &Sources) -> String {
    let locations: Vec<String> = labels
        .iter()
        .filter_map(|label| location(label, sources))
        .collect();
    locations.join(",")
}

fn location(label: &Label, sources: &Sources) -> Option<String> {
    let place = place(sources, label.span)?;
    let mut location = format!(
        r#"{{"physicalLocation":{{"artifactLocation":{{"uri":{}}},"region":{{"startLine":{},"startColumn":{},"endLine":{},"endColumn":{}}}}}"#,
        string(&uri(&place.path)),
        place.start.line,
        place.start.column,
        place.end.line,
        place.end.column,
    );
    if !label.text.is_empty() {
        let _ = write!(location, r#","message":{{"text":{}}}"#, string(&label.text));
    }
    location.push('}');
    Some(location)
}

/// A relative reference, or a `file:` URI for an absolute path. <https://www.rfc-editor.org/rfc/rfc3986#section-4.2>
fn uri(path: &str) -> String {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let mut uri = String::new();
    if has_drive {
        uri.push_str("file:///");
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            b':' if has_drive => uri.push(':'),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}
