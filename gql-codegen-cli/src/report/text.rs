//! Formats diagnostics for people, and summarizes those of rules that are violated very often.

use std::collections::{BTreeMap, BTreeSet};

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::render::{self, Color};
use gql_codegen::rule::{Relaxation, Rule};
use gql_codegen::source::Sources;

use super::{Limit, many};

/// The number of diagnostics shown for each rule.
const SHOWN: usize = 20;

/// Formats the diagnostics with the source lines that they refer to, separated by empty lines.
pub(super) fn text(diagnostics: &Diagnostics, sources: &Sources, limit: Limit) -> String {
    let mut rules: BTreeMap<(Severity, &str), Vec<&Diagnostic>> = BTreeMap::new();
    let mut texts = Vec::new();
    for diagnostic in diagnostics {
        let same = rules
            .entry((diagnostic.severity, diagnostic.rule.name))
            .or_default();
        same.push(diagnostic);
        if limit == Limit::None || same.len() <= SHOWN {
            texts.push(render::text(diagnostic, sources, Color::Ansi));
        }
    }
    if limit == Limit::PerRule {
        let summaries = rules.values().filter_map(|all| summary(all, sources));
        texts.extend(summaries.map(|summary| render::text(&summary, sources, Color::Ansi)));
    }
    texts.join("\n")
}

/// Returns a diagnostic that summarizes the hidden ones, if there are any.
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
        "{hidden} more; {all} of this rule in {}",
        many(files.len(), "file")
    );
    let mut help = "run `gql-codegen check --all` to show all of them".to_owned();
    if let Some(relaxation) = relaxation(first.rule, first.severity) {
        help = format!("{help}\n{relaxation}");
    }
    Some(Diagnostic::unlocated(first.rule, first.severity, message).help(help))
}

/// Describes how to change the level of a rule, if that is possible.
fn relaxation(rule: &Rule, severity: Severity) -> Option<String> {
    let name = rule.name;
    let how = format!("set `{name} = \"allow\"` under `[rules]` in gql.toml to disable the rule");
    match rule.relaxation {
        Relaxation::Any | Relaxation::Lenient if severity == Severity::Error => {
            Some(format!("{how}, or `\"warn\"` to make it a warning"))
        }
        Relaxation::Any | Relaxation::Lenient => Some(how),
        _ => None,
    }
}
