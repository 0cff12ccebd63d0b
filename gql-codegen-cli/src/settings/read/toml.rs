//! TOML. <https://toml.io/en/v1.0.0>

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::settings::node::{Entry, Malformed, Node, Value};

pub(in crate::settings) fn toml(text: &str) -> Result<Node, Malformed> {
    match DeTable::parse(text) {
        Ok(table) => Ok(Node {
            at: None,
            value: Value::Table(entries(table.get_ref())),
        }),
        Err(error) => Err(Malformed {
            message: error.message().to_owned(),
            at: error.span(),
        }),
    }
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    table
        .iter()
        .map(|(key, value)| Entry {
            name: key.get_ref().to_string(),
            at: Some(key.span()),
            node: node(value),
        })
        .collect()
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    Node {
        at: Some(value.span()),
        value: match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(on) => Value::Switch(*on),
            DeValue::Array(items) => Value::List(items.iter().map(node).collect()),
            DeValue::Table(table) => Value::Table(entries(table)),
            _ => Value::Other,
        },
    }
}
