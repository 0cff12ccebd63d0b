//! Reads YAML. <https://yaml.org/spec/1.2.2/>

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use gql_codegen::options::{Entry, Node, Value, Wrong};

pub(in crate::settings) fn yaml(text: &str) -> Result<Node, Wrong> {
    match MarkedYaml::load_from_str(text) {
        Ok(documents) => Ok(documents.first().map_or(
            Node {
                at: None,
                value: Value::Table(Vec::new()),
            },
            |document| node(document, text),
        )),
        Err(error) => {
            let at = offset(text, error.marker().index());
            Err(Wrong::new(error.info().to_owned(), Some(at..at)))
        }
    }
}

/// Converts a character index of the parser to a byte offset.
fn offset(text: &str, index: usize) -> usize {
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(offset, _)| offset)
}

fn node(yaml: &MarkedYaml<'_>, text: &str) -> Node {
    let value = match &yaml.data {
        YamlData::Value(Scalar::String(string)) => Value::Text(string.to_string()),
        YamlData::Value(Scalar::Boolean(on)) => Value::Switch(*on),
        YamlData::Sequence(items) => Value::List(items.iter().map(|item| node(item, text)).collect()),
        YamlData::Mapping(mapping) => {
            let entries = mapping.iter().filter_map(|(key, value)| {
                let YamlData::Value(Scalar::String(name)) = &key.data else {
                    return None;
                };
                Some(Entry {
                    name: name.to_string(),
                    at: span(key, text),
                    node: node(value, text),
                })
            });
            Value::Table(entries.collect())
        }
        _ => Value::Other,
    };
    Node {
        at: span(yaml, text),
        value,
    }
}

fn span(yaml: &MarkedYaml<'_>, text: &str) -> Option<std::ops::Range<usize>> {
    let (start, end) = (yaml.span.start.index(), yaml.span.end.index());
    (start < end).then(|| offset(text, start)..offset(text, end))
}
