//! SARIF 2.1.0, for code scanning. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;
use std::fmt::Write;

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Fix, Label};
use gql_codegen::rule::{Level, Rule};
use gql_codegen::source::{Sources, Span};
use serde_json::{Value, json};

/// Returns all diagnostics of a run as one SARIF log.
pub(super) fn sarif(diagnostics: &Diagnostics, sources: &Sources) -> Value {
    let rules: BTreeMap<&str, &Rule> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.rule.name, diagnostic.rule))
        .collect();
    let descriptors: Vec<Value> = rules.values().map(|rule| descriptor(rule)).collect();
    let rules: Vec<&str> = rules.into_keys().collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, &rules, sources))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "gql-codegen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": descriptors,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

/// Returns a `reportingDescriptor`: the texts of the rule, its URL and its default level.
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317836>
fn descriptor(rule: &Rule) -> Value {
    let level = match rule.level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Allow => "note",
    };
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary()},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": level},
    });
    if let Some(url) = rule.specification {
        descriptor["helpUri"] = url.into();
    }
    descriptor
}

/// Returns a `result`. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317638>
fn result(diagnostic: &Diagnostic, rules: &[&str], sources: &Sources) -> Value {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\n{help}");
    }
    let mut result = json!({
        "ruleId": diagnostic.rule.name,
        "level": diagnostic.severity.as_str(),
        "message": {"text": message},
        "locations": locations(&diagnostic.primary, sources),
    });
    if let Ok(index) = rules.binary_search(&diagnostic.rule.name) {
        result["ruleIndex"] = index.into();
    }
    if !diagnostic.secondary.is_empty() {
        result["relatedLocations"] = locations(&diagnostic.secondary, sources);
    }
    if let Some(fix) = diagnostic.fix.as_deref().and_then(|it| fix(it, sources)) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn locations(labels: &[Label], sources: &Sources) -> Value {
    labels
        .iter()
        .filter_map(|label| location(label, sources))
        .collect()
}

fn location(label: &Label, sources: &Sources) -> Option<Value> {
    let (uri, region) = region(label.span, sources)?;
    let mut location = json!({
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": region},
    });
    if !label.text.is_empty() {
        location["message"] = json!({"text": label.text});
    }
    Some(location)
}

/// Returns a `fix`. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317881>
fn fix(fix: &Fix, sources: &Sources) -> Option<Value> {
    let (uri, region) = region(fix.span, sources)?;
    let written = sources.written(fix.span, &fix.replacement)?;
    Some(json!({
        "description": {"text": format!("Replace it with `{}`", fix.replacement)},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri},
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": written}}],
        }],
    }))
}

fn region(span: Span, sources: &Sources) -> Option<(String, Value)> {
    let place = sources.place(span)?;
    let region = json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    });
    Some((uri(&place.path), region))
}

/// Returns a relative reference, or a `file:` URI for an absolute path. <https://www.rfc-editor.org/rfc/rfc3986#section-4.2>
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
                uri.push(char::from(byte));
            }
            b':' if has_drive => uri.push(':'),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}
