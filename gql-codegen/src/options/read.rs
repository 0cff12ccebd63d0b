//! Converts written values to the types of options.

use std::collections::BTreeMap;

use super::{ConfigOption, Entry, Kind, Node, Place, Syntax, Value, Way};
use crate::check::levels::Levels;
use crate::rule::Level;
use crate::suggest::{similar_names, suggestion_list};

/// A value of the type that an option expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A single text, path or word.
    Text(String),
    /// A list of texts, paths or names.
    Texts(Vec<String>),
    /// A boolean.
    Switch(bool),
    /// A map of names to texts or words.
    Pairs(BTreeMap<String, String>),
}

/// The reason a value is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The message.
    pub message: String,
    /// A suggestion for fixing the value.
    pub help: Option<&'static str>,
    /// The location of the [`Node`].
    pub at: Place,
}

impl Wrong {
    /// Creates a reason without help.
    pub fn new(message: String, at: Place) -> Self {
        let help = None;
        Self { message, help, at }
    }

    /// Creates the reason for rejecting a URL in place of a path.
    pub fn url(written: &str, at: Place) -> Self {
        Self {
            help: Some("download the schema: `gql-codegen introspect URL --output schema.graphql`"),
            ..Self::new(format!("`{written}` is not a file"), at)
        }
    }
}

impl ConfigOption {
    /// Converts a written value.
    ///
    /// # Errors
    /// Returns an error if the value has the wrong type, is an unknown word, or is not valid Rust where it must be.
    pub fn read(&self, node: &Node, way: Way) -> Result<Given, Wrong> {
        let name = self.name(way).unwrap_or_default();
        let takes = |what: &str| Wrong::new(format!("`{name}` must be {what}"), node.at.clone());
        match (&self.kind, &node.value) {
            (Kind::Text(syntax, _), Value::Text(text)) => {
                check_syntax(name, text, *syntax, &node.at)?;
                Ok(Given::Text(text.clone()))
            }
            (Kind::Text(..), _) => Err(takes("a string")),
            (Kind::Path(_), Value::Text(path)) => Ok(Given::Text(path.clone())),
            (Kind::Path(_), _) => Err(takes("a path")),
            (Kind::Switch(_), Value::Switch(on)) => Ok(Given::Switch(*on)),
            (Kind::Switch(_), _) => Err(takes("true or false")),
            (Kind::Choice(words, _), Value::Text(word)) => {
                check_word(name, word, words, &node.at)?;
                Ok(Given::Text(word.clone()))
            }
            (Kind::Choice(words, _), _) => Err(takes(&format!("one of {}", words.join(", ")))),
            (Kind::Texts(syntax, _), _) => {
                let nodes = texts(node).ok_or_else(|| takes("a string or a list of strings"))?;
                let mut given = Vec::new();
                for (text, at) in nodes {
                    given.extend(checked(name, text, *syntax, at)?);
                }
                Ok(Given::Texts(given))
            }
            (Kind::Names(_), _) => {
                let nodes = texts(node).ok_or_else(|| takes("a string or a list of strings"))?;
                let names = nodes.into_iter().map(|(text, _)| text.to_owned());
                Ok(Given::Texts(names.collect()))
            }
            (Kind::Paths(_), _) => {
                let nodes = texts(node).ok_or_else(|| takes("a path or a list of paths"))?;
                let mut given = Vec::new();
                for (path, at) in nodes {
                    if path.starts_with("http://") || path.starts_with("https://") {
                        return Err(Wrong::url(path, at.clone()));
                    }
                    given.push(path.to_owned());
                }
                Ok(Given::Texts(given))
            }
            (Kind::Pairs(..) | Kind::Choices(..) | Kind::Levels(_), Value::Table(entries)) => {
                self.pairs(entries).map(Given::Pairs)
            }
            (Kind::Pairs(..) | Kind::Choices(..) | Kind::Levels(_), _) => Err(takes("a table of strings")),
        }
    }

    fn pairs(&self, entries: &[Entry]) -> Result<BTreeMap<String, String>, Wrong> {
        let mut pairs = BTreeMap::new();
        for entry in entries {
            let at = &entry.node.at;
            let Value::Text(text) = &entry.node.value else {
                let message = format!("`{}` must be a string", entry.name);
                return Err(Wrong::new(message, at.clone()));
            };
            match &self.kind {
                Kind::Choices(words, _) => check_word(&entry.name, text, words, at)?,
                Kind::Pairs(syntax, _) => check_syntax(&entry.name, text, *syntax, at)?,
                Kind::Levels(_) => check_level(entry, text)?,
                _ => {}
            }
            pairs.insert(entry.name.clone(), text.clone());
        }
        Ok(pairs)
    }
}

/// Checks a text, which may contain the paths of several derives.
fn checked(name: &str, text: &str, syntax: Syntax, at: &Place) -> Result<Vec<String>, Wrong> {
    if syntax != Syntax::Derives {
        check_syntax(name, text, syntax, at)?;
        return Ok(vec![text.to_owned()]);
    }
    let paths = text.split(',').map(str::trim).filter(|path| !path.is_empty());
    paths
        .map(|path| check_syntax(name, path, syntax, at).map(|()| path.to_owned()))
        .collect()
}

fn check_syntax(name: &str, text: &str, syntax: Syntax, at: &Place) -> Result<(), Wrong> {
    match syntax.describes() {
        Some(what) if !syntax.accepts(text) => {
            let message = format!("`{text}` is not {what}, as `{name}` requires");
            Err(Wrong::new(message, at.clone()))
        }
        _ => Ok(()),
    }
}

/// The names of levels in configurations.
pub(super) const LEVELS: &[&str] = &["error", "warn", "allow"];

fn check_level(entry: &Entry, text: &str) -> Result<(), Wrong> {
    check_word(&entry.name, text, LEVELS, &entry.node.at)?;
    let level = text.parse().unwrap_or(Level::Error);
    let checked = Levels::new().set(&entry.name, level);
    checked.map_err(|message| Wrong::new(message, entry.at.clone()))
}

fn check_word(name: &str, word: &str, words: &[&str], at: &Place) -> Result<(), Wrong> {
    if words.contains(&word) {
        return Ok(());
    }
    let near = suggestion_list(word, words.iter().copied());
    let hint = match near.is_empty() {
        true => format!("; expected one of {}", words.join(", ")),
        false => similar_names(&near),
    };
    let message = format!("unknown value `{word}` for `{name}`{hint}");
    Err(Wrong::new(message, at.clone()))
}

/// Returns one or several texts with their locations.
fn texts(node: &Node) -> Option<Vec<(&str, &Place)>> {
    fn one(node: &Node) -> Option<(&str, &Place)> {
        match &node.value {
            Value::Text(text) => Some((text.as_str(), &node.at)),
            _ => None,
        }
    }
    match &node.value {
        Value::Text(_) => Some(vec![one(node)?]),
        Value::List(nodes) => nodes.iter().map(one).collect(),
        _ => None,
    }
}
