//! Converts the configuration of graphql-config to the keys of `gql.toml`.
//! <https://the-guild.dev/graphql/config/docs/user/schema>

use gql_codegen::ConfigFile;
use gql_codegen::options::{Entry, Node, Value, Wrong};

use super::environment::interpolate;

/// Converts a configuration: `schema` and `documents` are kept, and the entries of `extensions.gql-codegen` are moved to the
/// top. Other keys belong to other tools and are ignored.
pub(super) fn own(root: Node, file: &mut ConfigFile) -> Node {
    let value = match root.value {
        Value::Table(entries) => {
            let mut own = Vec::new();
            for entry in entries {
                translate(entry, file, &mut own);
            }
            Value::Table(own)
        }
        // A project may consist of its schema alone.
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

/// Replaces environment variables in paths. Paths with an unset variable and URLs are reported and omitted.
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
                // A path that was omitted is an empty list here.
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
        help: Some("use `${NAME:default}` to provide a default"),
        ..Wrong::new(format!("environment variable `{name}` is not set"), None)
    })?;
    match path.starts_with("http://") || path.starts_with("https://") {
        // The message shows the path as written, because the environment may contain a secret.
        true => Err(Wrong::url(written, None)),
        false => Ok(path),
    }
}
