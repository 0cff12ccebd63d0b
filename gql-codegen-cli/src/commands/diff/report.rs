//! Reports of changes, as text for people or as diagnostics for other programs.

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::source::{Sources, Span};

use super::change::{Change, Class};
use crate::inputs::Invalid;
use crate::style::{BREAKING, GOOD, WARNING};
use crate::usage::Use;
use gql_codegen::rule::{Level, Rule};

/// The rule `BreakingChange`.
pub(crate) static BREAKING_CHANGE: Rule = Rule::new(
    "BreakingChange",
    Level::Error,
    "A schema change that makes some valid operations invalid. `gql-codegen diff` lists those of \
        the project.",
);

/// The rule `DangerousChange`.
pub(crate) static DANGEROUS_CHANGE: Rule = Rule::new(
    "DangerousChange",
    Level::Warn,
    "A schema change after which operations remain valid but may behave differently: a new enum value, a \
        new default.",
);

/// The rule `NonBreakingChange`.
pub(crate) static NON_BREAKING_CHANGE: Rule = Rule::new(
    "NonBreakingChange",
    Level::Allow,
    "A schema change that affects no operation.",
);

/// The rule `InvalidWithOldSchema`.
pub(crate) static INVALID_WITH_OLD_SCHEMA: Rule = Rule::new(
    "InvalidWithOldSchema",
    Level::Warn,
    "An operation is already invalid with the old schema, so `gql-codegen diff` cannot decide how a change \
        affects it. `gql-codegen check --schema OLD` shows the errors.",
);

/// The rules of `diff`.
pub(crate) static CHANGES: &[&Rule] = &[
    &BREAKING_CHANGE,
    &DANGEROUS_CHANGE,
    &NON_BREAKING_CHANGE,
    &INVALID_WITH_OLD_SCHEMA,
];

/// A change with the affected places in operations.
pub(super) type AffectedUses = (Change, Vec<Use>);

/// Formats each change on a line, followed by one line for each affected operation with the first affected place.
pub(super) fn lines(changes: &[AffectedUses], invalid: &[Invalid], sources: &Sources) -> String {
    let mut text = String::new();
    for each in invalid {
        let place = each
            .diagnostic
            .primary
            .first()
            .map(|label| place(label.span, sources));
        text += &format!(
            "{BREAKING}invalid      {BREAKING:#}{}\n             {} ({})\n",
            of_invalid(each),
            each.diagnostic.message,
            place.unwrap_or_default()
        );
    }
    for (change, uses) in changes {
        let (style, class) = match change.class {
            Class::Breaking => (BREAKING, "breaking"),
            Class::Dangerous => (WARNING, "dangerous"),
            Class::NonBreaking => (GOOD, "non-breaking"),
        };
        text += &format!("{style}{class:<13}{style:#}{}\n", change.message);
        let mut last = None;
        for each in uses
            .iter()
            .filter(|each| last.replace(&each.operation) != Some(&each.operation))
        {
            let place = place(each.span, sources);
            text += &format!("             {} ({place})\n", each.operation);
        }
    }
    text
}

fn of_invalid(invalid: &Invalid) -> String {
    match &invalid.name {
        Some(name) => format!("operation `{name}` is invalid with the old schema and was skipped"),
        None => "an anonymous operation is invalid with the old schema and was skipped".to_owned(),
    }
}

fn place(span: Span, sources: &Sources) -> String {
    let path = sources
        .get(span.source)
        .map(|source| source.path.display().to_string());
    let at = sources.line_column(span);
    format!("{}:{}:{}", path.unwrap_or_default(), at.line, at.column)
}

/// Converts the changes to diagnostics that point to the affected operations, with the old schema as a secondary location.
pub(super) fn diagnostics(changes: &[AffectedUses], invalid: &[Invalid]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for each in invalid {
        let mut diagnostic = each.diagnostic.clone();
        diagnostic.severity = Severity::Warning;
        diagnostic.rule = &INVALID_WITH_OLD_SCHEMA;
        diagnostic.message = format!("{}: {}", of_invalid(each), each.diagnostic.message);
        diagnostics.push(diagnostic);
    }
    for (change, uses) in changes {
        let (severity, rule) = match change.class {
            Class::Breaking => (Severity::Error, &BREAKING_CHANGE),
            Class::Dangerous => (Severity::Warning, &DANGEROUS_CHANGE),
            Class::NonBreaking => (Severity::Note, &NON_BREAKING_CHANGE),
        };
        let mut diagnostic = Diagnostic::unlocated(rule, severity, change.message.clone())
            .with_secondary(change.span, "in the old schema");
        for each in uses {
            diagnostic = diagnostic.with_primary(each.span, format!("in `{}`", each.operation));
        }
        diagnostics.push(diagnostic);
    }
    diagnostics
}
