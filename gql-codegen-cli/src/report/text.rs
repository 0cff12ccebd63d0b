//! Diagnostics for people: those of a rule that is broken very often are summed up.

use std::collections::{BTreeMap, BTreeSet};

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::render::{self, Colour};
use gql_codegen::rule::{Relaxation, Rule};
use gql_codegen::source::Sources;

use super::{Limit, many};

/// How many diagnostics of one rule are shown.
const SHOWN: usize = 20;

/// Returns the diagnostics with the lines that they point to, an empty line between two.
pub(super) fn text(diagnostics: &Diagnostics, sources: &Sources, limit: Limit) -> String {
    let mut rules: BTreeMap<(Severity, &str), Vec<&Diagnostic>> = BTreeMap::new();
    let mut texts = Vec::new();
    for diagnostic in diagnostics {
        let same = rules
            .entry((diagnostic.severity, diagnostic.rule.name))
            .or_default();
        same.push(diagnostic);
        if limit == Limit::None || same.len() <= SHOWN {
            texts.push(render::text(diagnostic, sources, Colour::Ansi));
        }
    }
    if limit == Limit::PerRule {
        let summaries = rules.values().filter_map(|all| summary(all, sources));
        texts.extend(summaries.map(|summary| render::text(&summary, sources, Colour::Ansi)));
    }
    texts.join("\n")
}

/// A diagnostic that stands for those that are not shown, if there are any.
fn summary(all: &[&Diagnostic], sources: &Sources) -> Option<Diagnostic> {
    let hidden = all.get(SHOWN..).filter(|hidden| !hidden.is_empty())?;
    let first = hidden.first()?;
    let files: BTreeSet<_> = all
        .iter()
        .filter_map(|diagnostic| sources.get(diagnostic.primary.first()?.span.source))
        .map(|source| &source.path)
        .collect();
    let kind = first.severity.as_str();
    let (hidden, all) = (hidden.len(), many(all.len(), kind));
    let message = format!(
        "{hidden} more; {all} of this rule in {}.",
        many(files.len(), "file")
    );
    let mut help = "`gql-codegen check --all` shows them all".to_owned();
    if let Some(relaxation) = relaxation(first.rule, first.severity) {
        help = format!("{help}\n{relaxation}");
    }
    let summary = Diagnostic {
        severity: first.severity,
        rule: first.rule,
        ..Diagnostic::of_configuration(message)
    };
    Some(summary.help(help))
}

/// How to change the level of a rule, if that is possible.
fn relaxation(rule: &Rule, severity: Severity) -> Option<String> {
    let name = rule.name;
    let how = format!("under `[rules]` in gql.toml, `{name} = \"allow\"` turns the rule off");
    match rule.relaxation {
        Relaxation::Never | Relaxation::Fixed => None,
        Relaxation::Any | Relaxation::Lenient if severity == Severity::Error => {
            Some(format!("{how}, and `{name} = \"warn\"` makes it a warning"))
        }
        Relaxation::Any | Relaxation::Lenient => Some(how),
    }
}
