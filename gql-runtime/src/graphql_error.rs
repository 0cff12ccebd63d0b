//! GraphQL errors as servers report them, parsed leniently. <https://spec.graphql.org/September2025/#sec-Errors>

use std::fmt;

use gql_protocol::PathSegment;
use serde_json::{Map, Value, json};

/// An error that the server reported. <https://spec.graphql.org/September2025/#sec-Errors>
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct GraphQLError {
    /// The message for the developer. If the error has none, this is its JSON text, or empty for `null` and `{}`.
    pub message: String,
    /// The locations in the document.
    pub locations: Vec<Location>,
    /// The response path of the field that the error belongs to.
    pub path: Vec<PathSegment>,
    /// Additional members, such as the common `code`.
    pub extensions: Map<String, Value>,
    /// Members that the specification does not define, such as GitHub's `type` and AppSync's `errorType` and `errorInfo`.
    /// Servers should not send such members, but some do.
    /// <https://spec.graphql.org/September2025/#sec-Errors.Error-Result-Format>
    pub other: Map<String, Value>,
}

/// A location in the document of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location {
    /// The line, starting at 1.
    pub line: u32,
    /// The column, starting at 1.
    pub column: u32,
}

impl GraphQLError {
    /// Creates an error with only a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }

    /// Returns `extensions.code`, if it is a string.
    pub fn code(&self) -> Option<&str> {
        self.extensions.get("code")?.as_str()
    }
}

impl fmt::Display for GraphQLError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            _ if !self.message.is_empty() => f.write_str(&self.message)?,
            Some(code) => f.write_str(code)?,
            None => f.write_str("an error without a message")?,
        }
        for (index, segment) in self.path.iter().enumerate() {
            f.write_str(if index == 0 { " (at " } else { "" })?;
            match segment {
                PathSegment::Key(key) if index == 0 => f.write_str(key)?,
                PathSegment::Key(key) => write!(f, ".{key}")?,
                PathSegment::Index(place) => write!(f, "[{place}]")?,
            }
        }
        f.write_str(if self.path.is_empty() { "" } else { ")" })
    }
}

impl std::error::Error for GraphQLError {}

/// Parses JSON text in place of a list of errors. Text that is not JSON becomes one message.
#[cfg(any(feature = "multipart", feature = "sse"))]
pub(crate) fn errors_from_text(text: &[u8]) -> Vec<GraphQLError> {
    match serde_json::from_slice(text) {
        Ok(value) => errors_from(value),
        Err(_) => vec![GraphQLError::new(String::from_utf8_lossy(text))],
    }
}

/// Converts JSON in place of a list of errors: a list, an error object, `{"errors": […]}`, a text, or `null` for none.
pub(crate) fn errors_from(value: Value) -> Vec<GraphQLError> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.into_iter().map(error_from).collect(),
        Value::Object(mut members) => match members.get_mut("errors") {
            Some(inner @ Value::Array(_)) => errors_from(inner.take()),
            _ => vec![error_from(Value::Object(members))],
        },
        other => vec![error_from(other)],
    }
}

/// Converts one entry of a list of errors.
pub(crate) fn error_from(value: Value) -> GraphQLError {
    let members = match value {
        Value::Object(members) => members,
        Value::String(message) => return GraphQLError::new(message),
        Value::Null => return GraphQLError::default(),
        other => return GraphQLError::new(other.to_string()),
    };
    let mut error = GraphQLError::default();
    match members.get("message") {
        Some(Value::String(_)) => {}
        None | Some(Value::Null) => error.message = text_of(&members),
        Some(other) => error.message = other.to_string(),
    }
    for (name, value) in members {
        match (&*name, value) {
            ("message", Value::String(message)) => error.message = message,
            ("locations", Value::Array(items)) => {
                error.locations = items.iter().filter_map(location_from).collect();
            }
            ("path", Value::Array(items)) => {
                error.path = items.into_iter().filter_map(segment_from).collect()
            }
            ("extensions", Value::Object(extensions)) => error.extensions = extensions,
            ("message" | "locations" | "path" | "extensions", _) => {}
            (_, value) => {
                error.other.insert(name, value);
            }
        }
    }
    error
}

/// Returns an error as an entry of a list of errors, which [`error_from`] converts back.
pub(crate) fn entry_of(error: &GraphQLError) -> Value {
    let mut entry = error.other.clone();
    entry.insert("message".into(), error.message.clone().into());
    let locations = error.locations.iter();
    let locations = locations.map(|at| json!({"line": at.line, "column": at.column}));
    entry.insert("locations".into(), locations.collect());
    let path = error.path.iter().map(|segment| match segment {
        PathSegment::Key(key) => Value::from(key.as_str()),
        PathSegment::Index(place) => Value::from(*place),
    });
    entry.insert("path".into(), path.collect());
    entry.insert("extensions".into(), error.extensions.clone().into());
    Value::Object(entry)
}

/// Returns the JSON text of an error without its message, or an empty text if it has no other members.
fn text_of(members: &Map<String, Value>) -> String {
    let mut others = Map::new();
    for (name, value) in members.iter().filter(|(name, _)| *name != "message") {
        others.insert(name.clone(), value.clone());
    }
    match others.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&others).unwrap_or_default(),
    }
}

fn location_from(value: &Value) -> Option<Location> {
    let number = |member: &str| u32::try_from(value.get(member)?.as_u64()?).ok();
    Some(Location {
        line: number("line")?,
        column: number("column")?,
    })
}

fn segment_from(value: Value) -> Option<PathSegment> {
    match value {
        Value::String(key) => Some(PathSegment::Key(key)),
        Value::Number(place) => Some(PathSegment::Index(usize::try_from(place.as_u64()?).ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_parsed() {
        let full = json!([{"message": "m", "path": ["a", 3, "b"], "locations": [{"line": 1, "column": 2}, 5],
            "extensions": {"code": "X"}}]);
        let errors = errors_from(full);
        assert_eq!(errors[0].to_string(), "m (at a[3].b)");
        assert_eq!(errors[0].locations, [Location { line: 1, column: 2 }]);
        assert_eq!(errors[0].code(), Some("X"));
        for (value, message) in [
            (json!({"message": "alone"}), "alone"),
            (json!({"errors": [{"message": "inner"}]}), "inner"),
            (json!("text"), "text"),
            (
                json!([{"message": 5, "extensions": {"code": 7}, "path": "no"}]),
                "5",
            ),
            (json!([null]), ""),
            (json!([{}]), ""),
        ] {
            let errors = errors_from(value.clone());
            assert_eq!(errors.len(), 1, "{value}");
            assert_eq!(errors[0].message, message, "{value}");
        }
        assert!(errors_from(Value::Null).is_empty());
    }

    #[test]
    fn unknown_members_are_kept() {
        let errors = errors_from(json!([{
            "type": "NOT_FOUND", "errorType": "Unauthorized", "errorInfo": {"rule": "owner"}, "data": null,
            "message": "m", "path": ["a"], "locations": [], "extensions": {"type": "another"}
        }]));
        let other = json!({"type": "NOT_FOUND", "errorType": "Unauthorized", "errorInfo": {"rule": "owner"}, "data": null});
        assert_eq!(Value::Object(errors[0].other.clone()), other);
        assert_eq!(errors[0].extensions["type"], "another");
        assert_eq!(errors[0].to_string(), "m (at a)");
    }

    #[test]
    fn an_entry_converts_back_to_the_error() {
        for value in [
            json!({"message": "m", "path": ["a", 3, "b"], "locations": [{"line": 1, "column": 2}],
                "extensions": {"code": "X"}, "type": "NOT_FOUND"}),
            json!({"message": null, "type": "RATE_LIMITED"}),
            json!("text"),
            json!({}),
        ] {
            let error = error_from(value);
            assert_eq!(error_from(entry_of(&error)), error);
        }
    }

    #[test]
    fn an_error_without_a_message_has_its_json() {
        for (value, message) in [
            (json!({"base": ["is not ready"]}), r#"{"base":["is not ready"]}"#),
            (
                json!([{"message": null, "type": "RATE_LIMITED"}]),
                r#"{"type":"RATE_LIMITED"}"#,
            ),
            (
                json!([{"extensions": {"code": "X"}}]),
                r#"{"extensions":{"code":"X"}}"#,
            ),
        ] {
            let errors = errors_from(value);
            assert_eq!(errors[0].message, message);
            assert_eq!(errors.len(), 1);
        }
    }
}
