//! The keys of a project as flags, of every command those that it has a use for.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

use gql_codegen::suggest::{did_you_mean, suggestion_list};

use super::key::{Given, KEYS, Key, Kind};
use super::projects::projects;
use super::purpose::Purpose;
use super::{Project, STANDARD_OUTPUT, file};
use crate::failure::Failure;

/// What was given on the command line for the keys of a project, and which project it is for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProjectFlags<P> {
    /// `--config`.
    config: Option<PathBuf>,
    /// `--project`, each.
    projects: Vec<String>,
    given: Vec<(&'static str, Given)>,
    purpose: PhantomData<P>,
}

impl<P: Purpose> ProjectFlags<P> {
    /// The projects that are meant: those of the configuration file, with what the flags say instead; without a file,
    /// one that the flags describe.
    pub(crate) fn projects(&self) -> Result<Vec<Project>, Failure> {
        let file = match &self.config {
            Some(path) => Some(file::read(path)?),
            None => file::find()?,
        };
        let mut projects = match file {
            Some(file) => self.chosen(projects(file)?)?,
            None if self.projects.is_empty() => vec![Project::default()],
            None => {
                return Err(Failure::with_help(
                    "No configuration file with projects was found, here or in a parent folder.",
                    "run `gql-codegen init` to create one",
                ));
            }
        };
        if projects.len() > 1 && self.names_files() {
            return Err(Failure::with_help(
                "--schema, --documents and --output are for one project, and the configuration has several.",
                format!("choose with --project: {}", names(&projects)),
            ));
        }
        for project in &mut projects {
            self.apply(project);
        }
        Ok(projects)
    }

    /// The only project that is meant, for commands that give one answer.
    pub(crate) fn project(&self) -> Result<Project, Failure> {
        let mut projects = self.projects()?;
        match projects.pop() {
            Some(project) if projects.is_empty() => Ok(project),
            last => {
                projects.extend(last);
                let names = names(&projects);
                Err(Failure::with_help(
                    "The configuration has several projects, and this command is for one.",
                    format!("choose with --project: {names}"),
                ))
            }
        }
    }

    /// `--output` alone: for commands whose result is not the code that the configuration's output is for.
    pub(crate) fn output(&self) -> Option<&str> {
        self.given.iter().find_map(|(name, given)| match given {
            Given::Text(path) if *name == "output" && path != STANDARD_OUTPUT => Some(path.as_str()),
            _ => None,
        })
    }

    /// Those that `--project` names, in the order of the file.
    fn chosen(&self, all: Vec<Project>) -> Result<Vec<Project>, Failure> {
        for wanted in &self.projects {
            let known: Vec<_> = all.iter().filter_map(|project| project.name.as_deref()).collect();
            if !known.contains(&wanted.as_str()) {
                let near = did_you_mean(&suggestion_list(wanted, known.iter().copied()));
                return Err(Failure::with_help(
                    format!("There is no project named \"{wanted}\".{near}"),
                    format!("the configuration has {}", names(&all)),
                ));
            }
        }
        let is_chosen = |project: &Project| match &project.name {
            _ if self.projects.is_empty() => true,
            Some(name) => self.projects.contains(name),
            None => false,
        };
        Ok(all.into_iter().filter(is_chosen).collect())
    }

    /// Whether a key was given that means one project alone.
    fn names_files(&self) -> bool {
        let given = |name| self.given.iter().any(|(given, _)| *given == name);
        ["schema", "documents", "output"].into_iter().any(given)
    }

    /// Sets the keys that were given. They count more than those of a file.
    fn apply(&self, project: &mut Project) {
        for (name, given) in &self.given {
            if let Some(key) = Key::find(name) {
                key.set(project, given.clone());
            }
        }
    }
}

/// `a, b`, or `none`.
fn names(projects: &[Project]) -> String {
    let names: Vec<_> = projects
        .iter()
        .filter_map(|project| project.name.as_deref())
        .collect();
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}

const SOURCE: &str = "Project";
const CODE: &str = "Generated code";

impl<P: Purpose> Args for ProjectFlags<P> {
    fn augment_args(command: Command) -> Command {
        let command = command
            .arg(
                Arg::new("config")
                    .long("config")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help_heading(SOURCE)
                    .help(
                        "Configuration file. Default: gql.toml or a graphql-config file, here or in a parent folder",
                    ),
            )
            .arg(
                Arg::new("project")
                    .long("project")
                    .value_name("NAME")
                    .action(ArgAction::Append)
                    .help_heading(SOURCE)
                    .help("Project of the configuration; repeatable. Default: all"),
            );
        keys::<P>().fold(command, |command, key| command.arg(argument(key)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn keys<P: Purpose>() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(|key| P::uses(key.name))
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
        // The manual's page has the long text alone of what the short help leaves out.
        arg.hide_short_help(true).long_help(key.help)
    };
    let arg = match key.short {
        Some(short) => arg.short(short),
        None => arg,
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
        _ => Err(format!("expected one of {} after the =", words.join(", "))),
    }
}

impl<P: Purpose> FromArgMatches for ProjectFlags<P> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            projects: texts(matches, "project")?,
            given: Vec::new(),
            purpose: PhantomData,
        };
        for key in keys::<P>() {
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
