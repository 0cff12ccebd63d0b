//! `explain`: what a rule asks for, and why.

use clap::Args;
use gql_codegen::check::levels::{Level, Levels};
use gql_codegen::suggest::{did_you_mean, suggestion_list};

use crate::failure::{CommandResult, Failure, Outcome};
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

/// A section a rule, `## Name` above each.
const RULES: &str = include_str!("rules.md");

impl Explain {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        match &self.rule {
            None => terminal.data(&list())?,
            Some(name) => terminal.data(&explain(name)?)?,
        }
        Ok(Outcome::Clean)
    }
}

/// Names with their texts, in the file's order.
fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    RULES
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(name, text)| (name.trim(), text.trim()))
}

/// Each rule with its first sentence.
fn list() -> String {
    let width = rules().map(|(name, _)| name.len()).max().unwrap_or_default() + 2;
    rules()
        .map(|(name, text)| {
            let sentence = text.split_once(". ").map_or(text, |(first, _)| first);
            let line = sentence.lines().next().unwrap_or_default();
            format!("{BOLD}{name:<width$}{BOLD:#}{}\n", line.trim_end_matches('.'))
        })
        .collect()
}

fn explain(wanted: &str) -> Result<String, Failure> {
    let found = rules().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let (name, text) = found.ok_or_else(|| {
        let near = suggestion_list(wanted, rules().map(|(name, _)| name));
        Failure::with_help(
            format!("Unknown rule \"{wanted}\".{}", did_you_mean(&near)),
            "`gql-codegen explain` lists them",
        )
    })?;
    Ok(format!("{BOLD}{name}{BOLD:#}\n\n{text}\n{}", level(name)))
}

/// How bad a breach is, and whether that can be changed.
fn level(name: &str) -> String {
    let Some(level) = Levels::new().get(name) else {
        return String::new();
    };
    let word = match level {
        Level::Error => "an error",
        Level::Warn => "a warning",
        Level::Allow => "allowed",
    };
    let other = match level {
        Level::Error => "warn",
        Level::Warn | Level::Allow => "error",
    };
    let change = match Levels::new().set(name, Level::Warn) {
        Ok(()) => format!("set another with --rule {name}={other}, or under [rules] in gql.toml"),
        Err(_) => "it cannot be relaxed: the generated code relies on it".into(),
    };
    format!("\nA breach is {word}; {change}.\n")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::rules;
    use gql_codegen::check::levels::Levels;

    #[test]
    fn every_rule_with_a_level_is_explained() {
        let missing: Vec<_> = Levels::rules()
            .filter(|rule| !rules().any(|(name, _)| name == *rule))
            .collect();
        assert!(missing.is_empty(), "not explained: {missing:?}");
    }

    /// What stands in front of a rule's name where a finding is made.
    const MAKERS: [&str; 3] = ["Diagnostic::error(", "Diagnostic::warning(", "rule: "];

    #[test]
    fn every_rule_that_the_sources_name_is_explained() {
        let mut open: Vec<PathBuf> = ["src", "../gql-codegen/src"]
            .map(|folder| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder))
            .to_vec();
        let mut named = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(text) = fs::read_to_string(&path) {
                    named.extend(MAKERS.iter().flat_map(|maker| names(&text, maker)));
                }
            }
        }
        named.sort();
        named.dedup();
        assert!(
            named.contains(&"Syntax".to_owned()) && named.len() > 20,
            "{named:?}"
        );
        named.retain(|rule| !rules().any(|(name, _)| name == rule));
        assert!(named.is_empty(), "not explained: {named:?}");
    }

    /// The names that stand in quotes behind `maker`.
    fn names(text: &str, maker: &str) -> Vec<String> {
        let behind = text.split(maker).skip(1);
        let quoted = behind.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        quoted
            .filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
            .map(str::to_owned)
            .collect()
    }
}
