//! The table of options. The keys of the macros and of `gql.toml`, the methods of [`Builder`](crate::Builder), the flags of the
//! command, the JSON Schema and the table in the guide are generated from [`OPTIONS`] or compared with it.

mod node;
mod read;
mod rust;
mod table;
#[cfg(feature = "toml")]
mod toml;

use std::collections::BTreeMap;
use std::fmt;

pub use node::{Entry, Node, Place, Value};
pub use read::{Given, Wrong};
pub use rust::Syntax;
pub use table::OPTIONS;
#[cfg(feature = "toml")]
pub use toml::toml;

use crate::project::Project;
use crate::rule::Level;
use crate::suggest::{similar_names, suggestion_list};

/// An option of the generator.
///
/// There are four ways to set options. Some options support only a part of them.
#[derive(Debug)]
pub struct ConfigOption {
    /// The key in `gql.toml`; `None` if the option cannot be set there.
    pub key: Option<&'static str>,
    /// The keys in the attributes of the macros, the preferred one first.
    pub macros: &'static [&'static str],
    /// The method of `Builder`.
    pub builder: Option<&'static str>,
    /// The flag of the command.
    pub flag: Option<Flag>,
    /// The value if the option is not set.
    pub default: Fallback,
    /// A description in one sentence without a period.
    pub doc: &'static str,
    /// The page of the guide that describes the option.
    pub page: Option<&'static str>,
    /// The type of the value, and the function that sets it.
    pub kind: Kind,
}

/// A command-line flag.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    /// The long name, without `--`.
    pub long: &'static str,
    /// The short name, without `-`, of frequently used flags.
    pub short: Option<char>,
    /// The placeholder of the value in the help.
    pub value: &'static str,
}

/// The value of an option that is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// The option must be set.
    Required,
    /// No value.
    Nothing,
    /// A value in the syntax of the option.
    Value(&'static str),
    /// A description of a default that cannot be written as a value.
    Described(&'static str),
}

/// Formats the default in Markdown; empty if there is none.
impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required"),
            Self::Nothing => Ok(()),
            Self::Value(text) => write!(f, "`{text}`"),
            Self::Described(text) => f.write_str(text),
        }
    }
}

/// The type of an option's value, with the function that sets it.
#[derive(Debug)]
pub enum Kind {
    /// A text.
    Text(Syntax, fn(&mut Project, String)),
    /// The path of a file.
    Path(fn(&mut Project, String)),
    /// Paths and globs. A single one needs no brackets.
    Paths(fn(&mut Project) -> &mut Vec<String>),
    /// Texts. A single one needs no brackets.
    Texts(Syntax, fn(&mut Project) -> &mut Vec<String>),
    /// A boolean.
    Switch(fn(&mut Project, bool)),
    /// One of several words.
    Choice(&'static [&'static str], fn(&mut Project, &str)),
    /// Texts by name.
    Pairs(Syntax, fn(&mut Project) -> &mut BTreeMap<String, String>),
    /// One of several words, by name.
    Choices(&'static [&'static str], fn(&mut Project, String, &str)),
    /// A level for each rule.
    Levels(fn(&mut Project, String, Level)),
    /// Names, each of which is mapped to itself.
    Names(fn(&mut Project, String)),
}

/// A way to set options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The attribute of a macro.
    Macro,
    /// `Builder`, in a build script.
    Builder,
    /// A configuration file.
    File,
    /// The command line.
    Flag,
}

impl ConfigOption {
    /// Iterates over the options that can be set in this way.
    pub fn all(way: Way) -> impl Iterator<Item = &'static Self> {
        OPTIONS.iter().filter(move |option| option.name(way).is_some())
    }

    /// Finds an option by its name in this way of setting options.
    pub fn find(way: Way, name: &str) -> Option<&'static Self> {
        OPTIONS
            .iter()
            .find(|option| option.names(way).any(|own| own == name))
    }

    /// Returns the name of the option in this way of setting options; `None` if it cannot be set.
    pub fn name(&self, way: Way) -> Option<&'static str> {
        self.names(way).next()
    }

    /// Iterates over the names of the option in this way of setting options, the preferred one first.
    pub fn names(&self, way: Way) -> impl Iterator<Item = &'static str> {
        let (several, one) = match way {
            Way::Macro => (self.macros, None),
            Way::Builder => (&[][..], self.builder),
            Way::File => (&[][..], self.key),
            Way::Flag => (&[][..], self.flag.map(|flag| flag.long)),
        };
        several.iter().copied().chain(one)
    }

    /// Returns the message for an unknown name, which suggests similar names.
    pub fn unknown(way: Way, name: &str) -> String {
        let plain = name.replace('-', "_");
        let elsewhere = |option: &&Self| {
            let mut names = [Way::Macro, Way::Builder, Way::File, Way::Flag]
                .into_iter()
                .flat_map(|way| option.names(way));
            names.any(|name| name.replace('-', "_") == plain)
        };
        let near = match Self::all(way).find(elsewhere).and_then(|option| option.name(way)) {
            Some(name) => vec![name],
            None => suggestion_list(name, Self::all(way).flat_map(|option| option.names(way))),
        };
        format!("unknown key `{name}`{}", similar_names(&near))
    }

    /// Returns the words that the option accepts, directly or by name; empty if it accepts other texts.
    pub fn words(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Choice(words, _) | Kind::Choices(words, _) => words,
            Kind::Levels(_) => read::LEVELS,
            _ => &[],
        }
    }

    /// Returns the keys of the macros in Markdown, with an example for a key that takes a table or a choice.
    pub fn written_in_macros(&self) -> String {
        let value = match self.kind {
            Kind::Pairs(..) => "(Name = \"…\")".to_owned(),
            Kind::Choices(words, _) => format!("(Name = \"{}\")", words.last().unwrap_or(&"…")),
            Kind::Levels(_) => format!("(Rule = \"{}\")", read::LEVELS.join("\" \\| \"")),
            Kind::Names(_) => "(\"Name\")".to_owned(),
            Kind::Choice(words, _) => format!(" = \"{}\"", words.join("\" \\| \"")),
            _ => String::new(),
        };
        let keys: Vec<String> = self.macros.iter().map(|key| format!("`{key}{value}`")).collect();
        keys.join(", ")
    }

    /// Returns whether the flag can be repeated on the command line.
    pub fn is_repeatable(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Text(..) | Kind::Path(_) | Kind::Switch(_) | Kind::Choice(..)
        )
    }

    /// Sets the option like [`set`](Self::set), but appends to lists.
    pub fn add(&self, project: &mut Project, given: Given) {
        match (&self.kind, given) {
            (Kind::Texts(_, place) | Kind::Paths(place), Given::Texts(texts)) => place(project).extend(texts),
            (_, given) => self.set(project, given),
        }
    }

    /// Sets the option. Lists replace the previous value, and tables are merged into it.
    ///
    /// A value of the wrong type has no effect; [`read`](Self::read) rejects such values.
    pub fn set(&self, project: &mut Project, given: Given) {
        if let Given::Pairs(pairs) = &given {
            // The names belong to this project alone from now on.
            project.shared_names.retain(|name| !pairs.contains_key(name));
        }
        if let (Some(key), Some(places)) = (self.key, &mut project.places) {
            match &given {
                Given::Pairs(pairs) => places.forget(key, |text| pairs.contains_key(text)),
                _ => places.forget(key, |_| true),
            }
        }
        match (&self.kind, given) {
            (Kind::Text(_, set) | Kind::Path(set), Given::Text(text)) => set(project, text),
            (Kind::Texts(_, place) | Kind::Paths(place), Given::Texts(texts)) => *place(project) = texts,
            (Kind::Switch(set), Given::Switch(on)) => set(project, on),
            (Kind::Choice(_, set), Given::Text(word)) => set(project, &word),
            (Kind::Pairs(_, place), Given::Pairs(pairs)) => place(project).extend(pairs),
            (Kind::Choices(_, set), Given::Pairs(pairs)) => {
                for (name, word) in pairs {
                    set(project, name, &word);
                }
            }
            (Kind::Levels(set), Given::Pairs(pairs)) => {
                for (rule, word) in pairs {
                    set(project, rule, word.parse().unwrap_or(Level::Error));
                }
            }
            (Kind::Names(set), Given::Texts(names)) => {
                for name in names {
                    set(project, name);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
