//! `explain`: describes a rule.

use clap::Args;
use gql_codegen::check::levels::Levels;
use gql_codegen::rule::{Level, Rule};
use gql_codegen::rules;
use gql_codegen::suggest::{similar_names, suggestion_list};

use super::diff::CHANGES;
use super::run::VARIABLES;
use crate::failure::{CommandResult, Failure, Outcome, SERVER};
use crate::style::BOLD;
use crate::terminal::Terminal;

/// Explain a rule
///
/// Diagnostics name their rule: `error[FieldsOnCorrectType]`. Without a name, all rules are listed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen explain
  gql-codegen explain FieldsOnCorrectType")]
pub(crate) struct Explain {
    /// Name of the rule
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

impl Explain {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        match &self.rule {
            None => terminal.data(&list())?,
            Some(name) => terminal.data(&explain(name)?)?,
        }
        Ok(Outcome::Clean)
    }
}

/// Returns the rules of the generator and of this command.
fn all() -> impl Iterator<Item = &'static Rule> {
    let own = [&SERVER, &VARIABLES].into_iter().chain(CHANGES.iter().copied());
    rules::all().chain(own)
}

/// Lists each rule with the first sentence of its explanation.
fn list() -> String {
    let width = all().map(|rule| rule.name.len()).max().unwrap_or_default() + 2;
    all()
        .map(|rule| format!("{BOLD}{:<width$}{BOLD:#}{}\n", rule.name, rule.summary()))
        .collect()
}

fn explain(wanted: &str) -> Result<String, Failure> {
    let found = all().find(|rule| rule.name.eq_ignore_ascii_case(wanted));
    let rule = found.ok_or_else(|| {
        let near = suggestion_list(wanted, all().map(|rule| rule.name));
        Failure::with_help(
            format!("unknown rule `{wanted}`{}", similar_names(&near)),
            "run `gql-codegen explain` to list all rules",
        )
    })?;
    let mut text = format!("{BOLD}{}{BOLD:#}\n\n{}\n", rule.name, wrapped(rule.explanation));
    if let Some(example) = rule.example {
        text.push('\n');
        text.extend(example.lines().flat_map(|line| ["    ", line, "\n"]));
    }
    if let Some(url) = rule.specification {
        text.extend(["\n", url, "\n"]);
    }
    if let Some(level) = level(rule) {
        text.extend(["\n", &level, "\n"]);
    }
    Ok(text)
}

/// The maximum width of an explanation, in characters.
const WIDTH: usize = 100;

/// Wraps `text` to lines of at most [`WIDTH`] characters.
fn wrapped(text: &str) -> String {
    let (mut lines, mut width) = (String::new(), 0);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match width {
            0 => width = length,
            _ if width + 1 + length > WIDTH => {
                lines.push('\n');
                width = length;
            }
            _ => {
                lines.push(' ');
                width += 1 + length;
            }
        }
        lines.push_str(word);
    }
    lines
}

/// Describes the default level of a rule and how to change it; `None` for a rule without a level.
fn level(rule: &Rule) -> Option<String> {
    let (is, other) = match Levels::new().get(rule)? {
        Level::Error => ("an error", "warn"),
        Level::Warn => ("a warning", "error"),
        Level::Allow => ("allowed", "error"),
    };
    let change = match Levels::new().set(rule.name, Level::Warn) {
        Ok(()) => format!(
            "change it with `--rule {}={other}` or under `[rules]` in gql.toml",
            rule.name
        ),
        Err(_) => "it cannot be changed because the generated code relies on the rule".into(),
    };
    Some(format!("A violation is {is}; {change}."))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    use super::{all, level};

    /// Returns the source code of the generator and of this command.
    fn sources() -> String {
        let mut open: Vec<PathBuf> = ["src", "../gql-codegen/src"]
            .map(|folder| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder))
            .to_vec();
        let mut sources = String::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if !path.ends_with("gql-codegen/src/rules.rs") {
                    sources += &fs::read_to_string(&path).expect("a source file is text");
                }
            }
        }
        sources
    }

    /// A diagnostic can only refer to a `static` of type `Rule`, so this finds all rules.
    #[test]
    fn every_rule_is_registered_once_and_used() {
        let sources = sources();
        let mut defined: Vec<(&str, &str)> = sources
            .split(" static ")
            .filter_map(|rest| {
                let (ident, rest) = rest.split_once(": Rule = Rule")?;
                let name = rest
                    .strip_prefix(" {")
                    .and_then(|rest| rest.trim_start().strip_prefix("name: "))
                    .or_else(|| Some(rest.strip_prefix("::new(")?.trim_start()))?;
                let name = name.strip_prefix('"')?;
                Some((name.split('"').next()?, ident))
            })
            .collect();
        defined.sort_unstable();
        let mut registered: Vec<&str> = all().map(|rule| rule.name).collect();
        registered.sort_unstable();
        let names: Vec<&str> = defined.iter().map(|(name, _)| *name).collect();
        assert!(names.len() > 40, "{names:?}");
        assert_eq!(names, registered);
        for (name, ident) in defined {
            let used = [",", ")", ";"]
                .iter()
                .any(|end| sources.contains(&format!("&{ident}{end}")));
            assert!(used, "no diagnostic is of the rule {name}");
        }
    }

    #[test]
    fn the_definitions_for_editors_are_those_of_the_client() {
        let definitions = gql_codegen::check::client::sdl();
        is_up_to_date("../docs/client-directives.graphql", &definitions);
    }

    #[test]
    fn the_guide_has_every_rule() {
        let mut page = String::from(
            "# The rules\n\n\
            Each diagnostic names the rule that is broken. This page is generated; `gql-codegen explain RULE` shows the same text.\n",
        );
        for rule in all() {
            page += &format!("\n## {}\n\n{}\n", rule.name, rule.explanation);
            if let Some(example) = rule.example {
                let language = if example.starts_with('[') {
                    "toml"
                } else {
                    "graphql"
                };
                page += &format!("\n```{language}\n{example}\n```\n");
            }
            if let Some(level) = level(rule) {
                page += &format!("\n{level}\n");
            }
            if let Some(url) = rule.specification {
                page += &format!("\n[Specification]({url})\n");
            }
        }
        is_up_to_date("../docs/guide/rules.md", &page);
    }

    fn is_up_to_date(path: &str, expected: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, expected).expect("the file can be written");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == expected,
            "{} is not up to date: UPDATE=1 writes it",
            path.display()
        );
    }
}
