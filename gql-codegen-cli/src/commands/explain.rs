//! `explain`: what a rule asks for, and why.

use clap::Args;
use gql_codegen::check::levels::{Level, Levels};
use gql_codegen::suggest::{did_you_mean, suggestion_list};

use crate::failure::{Failure, Outcome, Verdict};
use crate::terminal::Terminal;

/// Explain a rule
///
/// Findings name the rule that they are of: `error[FieldsOnCorrectType]`. Without a name, all rules are listed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen explain
  gql-codegen explain FieldsOnCorrectType")]
pub(crate) struct Explain {
    /// The rule's name
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

/// A section a rule, `## Name` above each.
const RULES: &str = include_str!("rules.md");

impl Explain {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        match &self.rule {
            None => terminal.data(&list())?,
            Some(name) => terminal.data(&explain(name)?)?,
        }
        Ok(Verdict::Good)
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
    rules()
        .map(|(name, text)| {
            let sentence = text.split_once(". ").map_or(text, |(first, _)| first);
            let line = sentence.lines().next().unwrap_or_default();
            format!("\x1b[1m{name:<34}\x1b[0m{}\n", line.trim_end_matches('.'))
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
    Ok(format!("\x1b[1m{name}\x1b[0m\n\n{text}\n{}", level(name)))
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
    let change = match Levels::new().set(name, Level::Warn) {
        Ok(()) => format!("set another with --rule {name}=warn, or under [rules] in gql.toml"),
        Err(_) => "it cannot be relaxed: the generated code relies on it".into(),
    };
    format!("\nA breach is {word}; {change}.\n")
}

#[cfg(test)]
mod tests {
    use super::rules;
    use gql_codegen::check::levels::Levels;

    #[test]
    fn every_rule_with_a_level_is_explained() {
        let missing: Vec<_> = Levels::rules()
            .filter(|rule| !rules().any(|(name, _)| name == *rule))
            .collect();
        assert!(missing.is_empty(), "not explained: {missing:?}");
    }
}
