//! The configuration of graphql-config, as one of ours. <https://the-guild.dev/graphql/config/docs/user/schema>

use gql_codegen::ConfigFile;
use gql_codegen::options::{Entry, Node, Value, Wrong};

use super::environment::interpolate;

/// A configuration in the keys of `gql.toml`: `schema` and `documents` are the same, and what is in `extensions.gql-codegen` is ours.
/// Other keys are for other tools.
pub(super) fn own(root: Node, file: &mut ConfigFile) -> Node {
    let value = match root.value {
        Value::Table(entries) => {
            let mut own = Vec::new();
            for entry in entries {
                translate(entry, file, &mut own);
            }
            Value::Table(own)
        }
        // A project may be its schema alone.
        value @ (Value::Text(_) | Value::List(_)) => {
            let at = root.at.clone();
            let node = paths(
                Node {
                    at: at.clone(),
                    value,
                },
                file,
            );
            let name = "schema".to_owned();
            Value::Table(vec![Entry { name, at, node }])
        }
        value => value,
    };
    Node { at: root.at, value }
}

fn translate(entry: Entry, file: &mut ConfigFile, own: &mut Vec<Entry>) {
    match entry.name.as_str() {
        "schema" | "documents" => own.push(Entry {
            node: paths(entry.node, file),
            ..entry
        }),
        "projects" => {
            let value = match entry.node.value {
                Value::Table(projects) => {
                    let projects = projects.into_iter().map(|project| Entry {
                        node: self::own(project.node, file),
                        ..project
                    });
                    Value::Table(projects.collect())
                }
                value => value,
            };
            let at = entry.node.at;
            own.push(Entry {
                node: Node { at, value },
                ..entry
            });
        }
        "extensions" => {
            let ours = entry.node.get("gql-codegen").cloned();
            if let Some(Value::Table(entries)) = ours.map(|node| node.value) {
                own.extend(entries);
            }
        }
        _ => {}
    }
}

/// Paths with the values of the environment's variables. One that has none, and a URL, are noted and left out.
fn paths(node: Node, file: &mut ConfigFile) -> Node {
    let at = node.at;
    let value = match node.value {
        Value::Text(written) => match path(&written) {
            Ok(path) => Value::Text(path),
            Err(wrong) => {
                file.fail(Wrong {
                    at: at.clone(),
                    ..wrong
                });
                Value::List(Vec::new())
            }
        },
        Value::List(nodes) => {
            let mut all = Vec::new();
            for node in nodes {
                let found = paths(node, file);
                // One that was left out is an empty list.
                all.extend(
                    Some(found).filter(|node| !matches!(&node.value, Value::List(none) if none.is_empty())),
                );
            }
            Value::List(all)
        }
        value => value,
    };
    Node { at, value }
}

fn path(written: &str) -> Result<String, Wrong> {
    let path = interpolate(written, |name| std::env::var(name).ok()).map_err(|name| Wrong {
        help: Some("`${NAME:default}` has a default"),
        ..Wrong::new(format!("The environment has no variable \"{name}\"."), None)
    })?;
    match path.starts_with("http://") || path.starts_with("https://") {
        // As written: the environment may hold a secret.
        true => Err(Wrong::url(written, None)),
        false => Ok(path),
    }
}
