//! Every option, once: the keys of the macros and of `gql.toml`, the methods of [`Builder`](crate::Builder), the flags of the
//! command, the JSON schema and the table of the guide are read from [`OPTIONS`] or compared with it.

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
use crate::suggest::{did_you_mean, suggestion_list};

/// One option.
///
/// There are four ways to set it, not all of which every option has.
#[derive(Debug)]
pub struct ConfigOption {
    /// The key in `gql.toml`; `None` if it is not set there.
    pub key: Option<&'static str>,
    /// The keys in the attributes of the macros, the usual one first.
    pub macros: &'static [&'static str],
    /// The method of `Builder`.
    pub builder: Option<&'static str>,
    /// The flag of the command.
    pub flag: Option<Flag>,
    /// What it is if it is not set.
    pub default: Fallback,
    /// What it does, in one sentence without its period.
    pub doc: &'static str,
    /// The page of the guide that has more.
    pub page: Option<&'static str>,
    /// What it takes, and where that goes.
    pub kind: Kind,
}

/// A flag of the command line.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    /// Its name behind `--`.
    pub long: &'static str,
    /// Its letter behind `-`, for what is typed most.
    pub short: Option<char>,
    /// The placeholder of its value in the help.
    pub value: &'static str,
}

/// What an option is if it is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// It must be set.
    Required,
    /// Nothing.
    Nothing,
    /// This value, as it would be set.
    Value(&'static str),
    /// This, which cannot be set as a value.
    Described(&'static str),
}

/// In Markdown; empty if it is nothing.
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

/// What an option takes, and where that goes.
#[derive(Debug)]
pub enum Kind {
    /// A text.
    Text(Syntax, fn(&mut Project, String)),
    /// A path of a file.
    Path(fn(&mut Project, String)),
    /// Paths and globs; a single one may stand without brackets.
    Paths(fn(&mut Project) -> &mut Vec<String>),
    /// Texts; a single one may stand without brackets.
    Texts(Syntax, fn(&mut Project) -> &mut Vec<String>),
    /// Yes or no.
    Switch(fn(&mut Project, bool)),
    /// One of these words.
    Choice(&'static [&'static str], fn(&mut Project, &str)),
    /// Texts by name.
    Pairs(Syntax, fn(&mut Project) -> &mut BTreeMap<String, String>),
    /// One of these words, by name.
    Choices(&'static [&'static str], fn(&mut Project, String, &str)),
    /// A level for each rule.
    Levels(fn(&mut Project, String, Level)),
    /// Names, each of which stands for itself in a table.
    Names(fn(&mut Project, String)),
}

/// Where an option is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In the attribute of a macro.
    Macro,
    /// In a build script, by `Builder`.
    Builder,
    /// In a configuration file.
    File,
    /// On the command line.
    Flag,
}

impl ConfigOption {
    /// Returns the options that can be set this way.
    pub fn all(way: Way) -> impl Iterator<Item = &'static Self> {
        OPTIONS.iter().filter(move |option| option.name(way).is_some())
    }

    /// Finds the option that has this name where it is set.
    pub fn find(way: Way, name: &str) -> Option<&'static Self> {
        OPTIONS
            .iter()
            .find(|option| option.names(way).any(|own| own == name))
    }

    /// Returns the name of the option where it is set; `None` if it is not set this way.
    pub fn name(&self, way: Way) -> Option<&'static str> {
        self.names(way).next()
    }

    /// Returns the names of the option where it is set, the usual one first.
    pub fn names(&self, way: Way) -> impl Iterator<Item = &'static str> {
        let (several, one) = match way {
            Way::Macro => (self.macros, None),
            Way::Builder => (&[][..], self.builder),
            Way::File => (&[][..], self.key),
            Way::Flag => (&[][..], self.flag.map(|flag| flag.long)),
        };
        several.iter().copied().chain(one)
    }

    /// Describes a name that no option has: as a mistake, with the option that is meant as far as that can be guessed.
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
        format!("Unknown key \"{name}\".{}", did_you_mean(&near))
    }

    /// Returns the words that the option takes, by itself or by name; none if it takes other texts.
    pub fn words(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Choice(words, _) | Kind::Choices(words, _) => words,
            Kind::Levels(_) => read::LEVELS,
            _ => &[],
        }
    }

    /// Returns the keys of the macros as they are written: in Markdown, with an example where a key takes a table or a choice.
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

    /// Whether it may be given more than once on the command line.
    pub fn is_repeatable(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Text(..) | Kind::Path(_) | Kind::Switch(_) | Kind::Choice(..)
        )
    }

    /// Sets the option as [`set`](Self::set) does, but adds to a list what is given.
    pub fn add(&self, project: &mut Project, given: Given) {
        match (&self.kind, given) {
            (Kind::Texts(_, place) | Kind::Paths(place), Given::Texts(texts)) => place(project).extend(texts),
            (_, given) => self.set(project, given),
        }
    }

    /// Sets the option. Lists take the place of those that were set before, tables are added to them.
    ///
    /// A value of another shape, which [`read`](Self::read) does not let through, changes nothing.
    pub fn set(&self, project: &mut Project, given: Given) {
        if let Given::Pairs(pairs) = &given {
            // The project's own from now on.
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
