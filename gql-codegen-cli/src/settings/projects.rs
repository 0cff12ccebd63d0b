//! A configuration file to projects: keys at the top are every project's, `projects` holds what each has of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gql_codegen::rebase;
use gql_codegen::suggest::{did_you_mean, suggestion_list};

use super::environment::interpolate;
use super::file::{self, Dialect, File};
use super::key::{Given, KEYS, Key, Kind};
use super::node::{Entry, Node, Value};
use super::project::from_here;
use super::{Project, STANDARD_OUTPUT};
use crate::failure::Failure;

/// All projects of a file.
pub(super) fn projects(mut file: File) -> Result<Vec<Project>, Failure> {
    let mut root = file.root.clone();
    let own = take(&mut root, "projects");
    // The JSON schema that an editor is to use.
    take(&mut root, "$schema");
    let mut base = Project::default();
    apply(&root, &mut base, &mut file);
    let mut projects = Vec::new();
    match own.map(|node| (node.value, node.at)) {
        None => projects.push(base),
        Some((Value::Table(entries), _)) => {
            for entry in &entries {
                let mut project = Project {
                    name: Some(entry.name.clone()),
                    ..base.clone()
                };
                apply(&entry.node, &mut project, &mut file);
                projects.push(project);
            }
        }
        Some((_, at)) => {
            file.fail(
                "\"projects\" takes a table of projects by name.".into(),
                &at,
                None,
            );
        }
    }
    if file.findings.has_errors() {
        return Err(file.into_failure());
    }
    Ok(projects)
}

/// What a configuration of graphql-config in the working directory has, if there is one, with its path.
pub(crate) fn of_graphql_config() -> Result<Option<(PathBuf, Vec<Project>)>, Failure> {
    let Some(file) = file::graphql_config(Path::new(""))? else {
        return Ok(None);
    };
    let path = file.path.clone();
    Ok(Some((path, projects(file)?)))
}

/// Takes a key out of a table.
fn take(node: &mut Node, name: &str) -> Option<Node> {
    let Value::Table(entries) = &mut node.value else {
        return None;
    };
    let index = entries.iter().position(|entry| entry.name == name)?;
    Some(entries.remove(index).node)
}

/// Sets what a table says.
fn apply(node: &Node, project: &mut Project, file: &mut File) {
    match (&node.value, file.dialect) {
        (Value::Table(entries), Dialect::Own) => {
            for entry in entries {
                own_key(entry, project, file);
            }
        }
        (Value::Table(entries), Dialect::GraphqlConfig) => {
            for entry in entries {
                their_key(entry, project, file);
            }
        }
        // A project of graphql-config may be its schema alone.
        (Value::Text(_) | Value::List(_), Dialect::GraphqlConfig) => set("schema", node, project, file),
        _ => file.fail("A table of keys is expected here.".into(), &node.at, None),
    }
}

fn own_key(entry: &Entry, project: &mut Project, file: &mut File) {
    if Key::find(&entry.name).is_some() {
        return set(&entry.name, &entry.node, project, file);
    }
    let near = suggestion_list(&entry.name, KEYS.iter().map(|key| key.name));
    let message = format!("Unknown key \"{}\".{}", entry.name, did_you_mean(&near));
    file.fail(message, &entry.at, None);
}

/// The keys that graphql-config has; those of ours stand in `extensions.gql-codegen`. Others are somebody else's.
fn their_key(entry: &Entry, project: &mut Project, file: &mut File) {
    match entry.name.as_str() {
        "schema" | "documents" => set(&entry.name, &entry.node, project, file),
        "extensions" => {
            if let Some(Node {
                value: Value::Table(entries),
                ..
            }) = entry.node.get("gql-codegen")
            {
                for entry in entries {
                    own_key(entry, project, file);
                }
            }
        }
        _ => {}
    }
}

fn set(name: &str, node: &Node, project: &mut Project, file: &mut File) {
    let Some(key) = Key::find(name) else { return };
    match given(key, node, file) {
        Ok(given) => key.set(project, given),
        Err(wrong) => {
            let at = wrong.at.or_else(|| node.at.clone());
            file.fail(wrong.message, &at, wrong.help);
        }
    }
}

/// Why a value is not what a key takes.
struct Wrong {
    message: String,
    help: Option<&'static str>,
    /// Where, if not at the value as a whole.
    at: Option<std::ops::Range<usize>>,
}

impl Wrong {
    fn new(message: String) -> Self {
        Self {
            message,
            help: None,
            at: None,
        }
    }
}

/// The value in the shape that the key takes.
fn given(key: &Key, node: &Node, file: &File) -> Result<Given, Wrong> {
    let takes = |what: &str| Wrong::new(format!("\"{}\" takes {what}.", key.name));
    match (&key.kind, &node.value) {
        (Kind::Text(_), Value::Text(text)) => Ok(Given::Text(text.clone())),
        (Kind::Text(_), _) => Err(takes("a text")),
        (Kind::Path(_), Value::Text(path)) if path == STANDARD_OUTPUT => Ok(Given::Text(path.clone())),
        (Kind::Path(_), Value::Text(path)) => Ok(Given::Text(from_here(file.folder(), path.clone()))),
        (Kind::Path(_), _) => Err(takes("a path")),
        (Kind::Switch(_), Value::Switch(on)) => Ok(Given::Switch(*on)),
        (Kind::Switch(_), _) => Err(takes("true or false")),
        (Kind::Choice(words, _), Value::Text(word)) => {
            check_word(key.name, word, words)?;
            Ok(Given::Text(word.clone()))
        }
        (Kind::Choice(words, _), _) => Err(takes(&format!("one of {}", words.join(", ")))),
        (Kind::Texts(_), value) => {
            let texts = texts(value).ok_or_else(|| takes("a text or a list of texts"))?;
            Ok(Given::Texts(texts))
        }
        (Kind::Paths(_), value) => {
            let patterns = texts(value).ok_or_else(|| takes("a path or a list of paths"))?;
            paths(&patterns, file).map(Given::Texts)
        }
        (Kind::Pairs(_) | Kind::Choices(..), Value::Table(entries)) => pairs(key, entries).map(Given::Pairs),
        (Kind::Pairs(_) | Kind::Choices(..), _) => Err(takes("a table of texts")),
    }
}

/// Paths and patterns as they are to be written in the working directory.
fn paths(written: &[String], file: &File) -> Result<Vec<String>, Wrong> {
    let mut paths = Vec::new();
    for written in written {
        let pattern = match file.dialect {
            Dialect::GraphqlConfig => environment(written)?,
            Dialect::Own => written.clone(),
        };
        if pattern.starts_with("http://") || pattern.starts_with("https://") {
            return Err(Wrong {
                help: Some("download it: gql-codegen introspect URL --output schema.graphql"),
                // As written: the environment may hold a secret.
                ..Wrong::new(format!("{written} is not a file."))
            });
        }
        paths.push(rebase(file.folder(), &pattern));
    }
    Ok(paths)
}

fn environment(written: &str) -> Result<String, Wrong> {
    interpolate(written, |name| std::env::var(name).ok()).map_err(|name| Wrong {
        help: Some("`${NAME:default}` has a default"),
        ..Wrong::new(format!("The environment has no variable \"{name}\"."))
    })
}

fn pairs(key: &Key, entries: &[Entry]) -> Result<BTreeMap<String, String>, Wrong> {
    let mut pairs = BTreeMap::new();
    for entry in entries {
        let at = |wrong| Wrong {
            at: entry.node.at.clone(),
            ..wrong
        };
        let Value::Text(text) = &entry.node.value else {
            return Err(at(Wrong::new(format!("\"{}\" takes a text.", entry.name))));
        };
        if let Kind::Choices(words, _) = &key.kind {
            check_word(&entry.name, text, words).map_err(at)?;
        }
        pairs.insert(entry.name.clone(), text.clone());
    }
    Ok(pairs)
}

fn check_word(name: &str, word: &str, words: &[&str]) -> Result<(), Wrong> {
    if words.contains(&word) {
        return Ok(());
    }
    let near = suggestion_list(word, words.iter().copied());
    let hint = match near.is_empty() {
        true => format!(" It takes one of {}.", words.join(", ")),
        false => did_you_mean(&near),
    };
    Err(Wrong::new(format!(
        "Unknown value \"{word}\" for \"{name}\".{hint}"
    )))
}

/// One text, or several.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    match value {
        Value::Text(text) => Some(vec![text.clone()]),
        Value::List(nodes) => nodes.iter().map(text).collect(),
        _ => None,
    }
}
