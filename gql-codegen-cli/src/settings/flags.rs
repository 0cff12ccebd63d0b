//! The keys of a project as flags, the same ones for every command.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

use super::Project;
use super::key::{Given, KEYS, Key, Kind};
use crate::failure::Failure;

/// What was given on the command line for the keys of a project, and which project it is for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProjectFlags {
    /// `--config`.
    pub(crate) config: Option<PathBuf>,
    /// `--project`, each.
    pub(crate) projects: Vec<String>,
    given: Vec<(&'static str, Given)>,
}

impl ProjectFlags {
    /// The projects that are meant.
    pub(crate) fn projects(&self) -> Result<Vec<Project>, Failure> {
        let mut project = Project::default();
        self.apply(&mut project);
        Ok(vec![project])
    }

    /// Whether a key was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == name)
    }

    /// Whether any key was given that means one project alone.
    pub(crate) fn name_files(&self) -> bool {
        ["schema", "documents", "output"]
            .iter()
            .any(|name| self.has(name))
    }

    /// Sets the keys that were given. They count more than those of a file.
    pub(crate) fn apply(&self, project: &mut Project) {
        for (name, given) in &self.given {
            if let Some(key) = Key::find(name) {
                key.set(project, given.clone());
            }
        }
    }
}

const SOURCE: &str = "Project";
const CODE: &str = "Generated code";

impl Args for ProjectFlags {
    fn augment_args(command: Command) -> Command {
        let command = command
            .arg(
                Arg::new("config")
                    .long("config")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help_heading(SOURCE)
                    .help(
                        "The configuration file. Default: gql.toml, or one of graphql-config, here or above",
                    ),
            )
            .arg(
                Arg::new("project")
                    .long("project")
                    .value_name("NAME")
                    .action(ArgAction::Append)
                    .help_heading(SOURCE)
                    .help("Only this project of the configuration; repeatable. Default: all"),
            );
        KEYS.iter()
            .fold(command, |command, key| command.arg(argument(key)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(key: &'static Key) -> Arg {
    let names_files = matches!(key.kind, Kind::Path(_) | Kind::Paths(_));
    let arg = Arg::new(key.name)
        .long(key.flag)
        .value_name(key.value)
        .help(key.help)
        .help_heading(if names_files { SOURCE } else { CODE });
    let arg = if names_files {
        arg
    } else {
        arg.hide_short_help(true)
    };
    match key.kind {
        Kind::Text(_) | Kind::Path(_) => arg,
        Kind::Texts(_) | Kind::Paths(_) => arg.action(ArgAction::Append),
        Kind::Switch(_) => arg
            .value_parser(PossibleValuesParser::new(["true", "false"]))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Kind::Choice(words, _) => arg.value_parser(PossibleValuesParser::new(words)),
        Kind::Pairs(_) => arg.action(ArgAction::Append).value_parser(pair),
        Kind::Choices(words, _) => arg
            .action(ArgAction::Append)
            .value_parser(move |text: &str| choice(text, words)),
    }
}

/// `name=value`, checked and kept as written.
fn pair(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok(text.into()),
        _ => Err("expected NAME=VALUE".into()),
    }
}

fn choice(text: &str, words: &[&str]) -> Result<String, String> {
    match pair(text)?.split_once('=') {
        Some((_, word)) if words.contains(&word) => Ok(text.into()),
        _ => Err(format!("expected one of {} behind the =", words.join(", "))),
    }
}

impl FromArgMatches for ProjectFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            projects: texts(matches, "project")?,
            given: Vec::new(),
        };
        for key in KEYS {
            let texts = texts(matches, key.name)?;
            if let Some(given) = given(&key.kind, texts) {
                flags.given.push((key.name, given));
            }
        }
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn texts(matches: &ArgMatches, name: &str) -> Result<Vec<String>, Error> {
    let values = matches
        .try_get_many::<String>(name)
        .map_err(|error| Error::raw(ErrorKind::InvalidValue, error))?;
    Ok(values.into_iter().flatten().cloned().collect())
}

/// `None` if there is nothing.
fn given(kind: &Kind, mut texts: Vec<String>) -> Option<Given> {
    let last = texts.last()?.clone();
    Some(match kind {
        Kind::Text(_) | Kind::Path(_) | Kind::Choice(..) => Given::Text(last),
        Kind::Texts(_) | Kind::Paths(_) => Given::Texts(std::mem::take(&mut texts)),
        Kind::Switch(_) => Given::Switch(last == "true"),
        Kind::Pairs(_) | Kind::Choices(..) => {
            let pairs = texts.iter().filter_map(|text| text.split_once('='));
            let pairs: BTreeMap<_, _> = pairs.map(|(name, value)| (name.into(), value.into())).collect();
            Given::Pairs(pairs)
        }
    })
}
