//! The options of a project as flags. Each command has those that affect it.

use std::marker::PhantomData;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

use gql_codegen::choose;
use gql_codegen::options::{ConfigOption, Entry, Fallback, Given, Kind, Node, Value, Way};
use gql_codegen::project::Project;
use gql_codegen::suggest::quoted_list;

use super::purpose::Purpose;
use super::{STANDARD_OUTPUT, file};
use crate::failure::Failure;

/// The options given on the command line, and the projects that they apply to.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProjectFlags<P> {
    /// The value of `--config`.
    config: Option<PathBuf>,
    /// The values of `--project`.
    projects: Vec<String>,
    given: Vec<(&'static ConfigOption, Given)>,
    purpose: PhantomData<P>,
}

impl<P: Purpose> ProjectFlags<P> {
    /// Returns the selected projects of the configuration file, with the values of flags taking precedence, or a project
    /// described by flags alone if there is no file.
    pub(crate) fn projects(&self) -> Result<Vec<Project>, Failure> {
        let file = match &self.config {
            Some(path) => Some(file::read(path)?),
            None => file::find()?,
        };
        let mut projects = match file {
            Some(projects) => self.chosen(projects)?,
            None if self.projects.is_empty() => vec![Project::default()],
            None => {
                return Err(Failure::with_help(
                    "no configuration file found in this folder or a parent folder",
                    "run `gql-codegen init` to create one",
                ));
            }
        };
        if projects.len() > 1 && self.names_files() {
            let names = quoted_list(projects.iter().filter_map(|project| project.name.as_deref()));
            return Err(Failure::with_help(
                "`--schema`, `--documents` and `--output` require a single project, but the configuration has several",
                format!("choose one with `--project`: {names}"),
            ));
        }
        for project in &mut projects {
            self.apply(project);
        }
        Ok(projects)
    }

    /// Returns the only selected project, for commands that produce a single result.
    pub(crate) fn project(&self) -> Result<Project, Failure> {
        Ok(choose(self.projects()?, None, Way::Flag)?)
    }

    /// Returns the value of `--output`, for commands whose result is not the code that the configured output is for.
    pub(crate) fn output(&self) -> Option<&str> {
        self.given.iter().find_map(|(option, given)| match given {
            Given::Text(path) if option.key == Some("output") && path != STANDARD_OUTPUT => {
                Some(path.as_str())
            }
            _ => None,
        })
    }

    /// Returns the projects selected by `--project`, in the order of the file.
    fn chosen(&self, all: Vec<Project>) -> Result<Vec<Project>, Failure> {
        for wanted in &self.projects {
            choose(all.clone(), Some(wanted), Way::Flag)?;
        }
        let is_chosen = |project: &Project| match &project.name {
            _ if self.projects.is_empty() => true,
            Some(name) => self.projects.contains(name),
            None => false,
        };
        Ok(all.into_iter().filter(is_chosen).collect())
    }

    /// Returns whether an option was given that only makes sense for a single project.
    fn names_files(&self) -> bool {
        self.given.iter().any(|(option, _)| names_files(option))
    }

    /// Sets the options given on the command line, which take precedence over the file.
    fn apply(&self, project: &mut Project) {
        for (option, given) in &self.given {
            option.set(project, given.clone());
        }
    }
}

fn names_files(option: &ConfigOption) -> bool {
    matches!(option.kind, Kind::Path(_) | Kind::Paths(_))
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
        options::<P>().fold(command, |command, option| match argument(option) {
            Some(argument) => command.arg(argument),
            None => command,
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn options<P: Purpose>() -> impl Iterator<Item = &'static ConfigOption> {
    ConfigOption::all(Way::Flag).filter(|option| option.key.is_some_and(P::uses))
}

fn argument(option: &'static ConfigOption) -> Option<Arg> {
    let flag = option.flag?;
    let help = help(option);
    let arg = Arg::new(flag.long)
        .long(flag.long)
        .value_name(flag.value)
        .help(&help);
    let arg = match names_files(option) {
        true => arg.help_heading(SOURCE),
        // The manual page shows the long help only, for flags that are missing from the short help.
        false => arg.help_heading(CODE).hide_short_help(true).long_help(help),
    };
    let arg = match flag.short {
        Some(short) => arg.short(short),
        None => arg,
    };
    let arg = match option.is_repeatable() {
        true => arg.action(ArgAction::Append),
        false => arg,
    };
    Some(match option.kind {
        Kind::Switch(_) => arg
            .value_parser(PossibleValuesParser::new(["true", "false"]))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Kind::Choice(words, _) => arg.value_parser(PossibleValuesParser::new(words)),
        _ => arg.value_parser(move |text: &str| checked(option, text)),
    })
}

/// Returns the help of a flag: its effect, whether it is repeatable, and its default.
fn help(option: &ConfigOption) -> String {
    let repeatable = if option.is_repeatable() {
        "; repeatable"
    } else {
        ""
    };
    let default = match option.default {
        Fallback::Required | Fallback::Nothing => String::new(),
        Fallback::Value(text) | Fallback::Described(text) => format!(". Default: {text}"),
    };
    // Terminals do not render Markdown.
    let doc = option.doc.replace('`', "");
    format!("{doc}{repeatable}{default}")
}

/// Checks a value of an option and returns it as written.
fn checked(option: &ConfigOption, text: &str) -> Result<String, String> {
    let node = node(option, vec![text.to_owned()]).ok_or("expected NAME=VALUE")?;
    match option.read(&node, Way::Flag) {
        Ok(_) => Ok(text.to_owned()),
        Err(wrong) => Err(match wrong.help {
            Some(help) => format!("{}\n\n  {help}", wrong.message),
            None => wrong.message,
        }),
    }
}

/// Returns the values given for an option as a configuration file would have them; `None` if the option was not given.
fn node(option: &ConfigOption, mut texts: Vec<String>) -> Option<Node> {
    let plain = |value| Node { at: None, value };
    let value = match option.kind {
        Kind::Switch(_) => Value::Switch(texts.pop()? == "true"),
        Kind::Text(..) | Kind::Path(_) | Kind::Choice(..) => Value::Text(texts.pop()?),
        Kind::Texts(..) | Kind::Paths(_) | Kind::Names(_) => {
            Value::List(texts.into_iter().map(|text| plain(Value::Text(text))).collect())
        }
        Kind::Pairs(..) | Kind::Choices(..) | Kind::Levels(_) => {
            let entry = |text: String| {
                let (name, value) = text.split_once('=')?;
                let node = plain(Value::Text(value.to_owned()));
                let name = name.to_owned();
                (!name.is_empty() && !value.is_empty()).then_some(Entry { name, at: None, node })
            };
            Value::Table(texts.into_iter().map(entry).collect::<Option<_>>()?)
        }
    };
    Some(plain(value))
}

impl<P: Purpose> FromArgMatches for ProjectFlags<P> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            projects: texts(matches, "project")?,
            given: Vec::new(),
            purpose: PhantomData,
        };
        for option in options::<P>() {
            let Some(flag) = option.flag else { continue };
            let texts = texts(matches, flag.long)?;
            if texts.is_empty() {
                continue;
            }
            let given = node(option, texts).and_then(|node| option.read(&node, Way::Flag).ok());
            flags.given.extend(given.map(|given| (option, given)));
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
