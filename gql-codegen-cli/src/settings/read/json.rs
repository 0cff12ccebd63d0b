//! Reads JSON. <https://www.rfc-editor.org/rfc/rfc8259>

use serde_json::Value as Json;

use gql_codegen::options::{Entry, Node, Value, Wrong};

pub(in crate::settings) fn json(text: &str) -> Result<Node, Wrong> {
    serde_json::from_str(text).map(node).map_err(|error| {
        let before: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let at = (before + error.column().saturating_sub(1)).min(text.len());
        Wrong::new(error.to_string(), Some(at..at))
    })
}

fn node(json: Json) -> Node {
    let value = match json {
        Json::String(text) => Value::Text(text),
        Json::Bool(on) => Value::Switch(on),
        Json::Array(items) => Value::List(items.into_iter().map(node).collect()),
        Json::Object(members) => {
            let entries = members.into_iter().map(|(name, value)| Entry {
                name,
                at: None,
                node: node(value),
            });
            Value::Table(entries.collect())
        }
        Json::Null | Json::Number(_) => Value::Other,
    };
    Node { at: None, value }
}
