//! Reports of changes: lines to read, or diagnostics for other programs.

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use gql_codegen::source::{Sources, Span};

use super::change::{Change, Class};
use crate::inputs::Invalid;
use crate::style::{BREAKING, GOOD, WARNING};
use crate::usage::Use;
use gql_codegen::rule::{Level, Relaxation, Rule};

/// The rule `BreakingChange`.
pub(crate) static BREAKING_CHANGE: Rule = Rule {
    name: "BreakingChange",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A change of the schema after which some valid operations are no longer valid. `gql-codegen diff` lists those of \
        the project.",
    example: None,
};

/// The rule `DangerousChange`.
pub(crate) static DANGEROUS_CHANGE: Rule = Rule {
    name: "DangerousChange",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A change of the schema after which operations stay valid but may behave differently: a new enum value, a \
        new default.",
    example: None,
};

/// The rule `SafeChange`.
pub(crate) static SAFE_CHANGE: Rule = Rule {
    name: "SafeChange",
    level: Level::Allow,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A change of the schema that affects no operation.",
    example: None,
};

/// The rule `InvalidBefore`.
pub(crate) static INVALID_BEFORE: Rule = Rule {
    name: "InvalidBefore",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "An operation is invalid with the old schema already, so `gql-codegen diff` cannot decide how a change \
        affects it. `gql-codegen check --schema OLD` shows the errors.",
    example: None,
};

/// The rules of `diff`.
pub(crate) static CHANGES: &[&Rule] = &[&BREAKING_CHANGE, &DANGEROUS_CHANGE, &SAFE_CHANGE, &INVALID_BEFORE];

/// A change with the places in operations that it touches.
pub(super) type Touching = (Change, Vec<Use>);

/// A line a change, and below it one for each operation with the first place that is touched.
pub(super) fn lines(changes: &[Touching], invalid: &[Invalid], sources: &Sources) -> String {
    let mut text = String::new();
    for each in invalid {
        let place = each
            .finding
            .primary
            .first()
            .map(|label| place(label.span, sources));
        text += &format!(
            "{BREAKING}invalid   {BREAKING:#}{}\n          {} ({})\n",
            of_invalid(each),
            each.finding.message,
            place.unwrap_or_default()
        );
    }
    for (change, uses) in changes {
        let (style, class) = match change.class {
            Class::Breaking => (BREAKING, "breaking"),
            Class::Dangerous => (WARNING, "dangerous"),
            Class::Safe => (GOOD, "safe"),
        };
        text += &format!("{style}{class:<10}{style:#}{}\n", change.message);
        let mut last = None;
        for each in uses
            .iter()
            .filter(|each| last.replace(&each.operation) != Some(&each.operation))
        {
            let place = place(each.span, sources);
            text += &format!("          {} ({place})\n", each.operation);
        }
    }
    text
}

fn of_invalid(invalid: &Invalid) -> String {
    let name = invalid.name.as_deref().unwrap_or("without a name");
    format!("Operation {name} is not valid with the old schema and was not looked at.")
}

fn place(span: Span, sources: &Sources) -> String {
    let path = sources
        .get(span.source)
        .map(|source| source.path.display().to_string());
    let at = sources.line_column(span);
    format!("{}:{}:{}", path.unwrap_or_default(), at.line, at.column)
}

/// The changes as every other finding: the operations are at fault, the old schema explains.
pub(super) fn findings(changes: &[Touching], invalid: &[Invalid]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for each in invalid {
        findings.push(Diagnostic {
            severity: Severity::Warning,
            rule: &INVALID_BEFORE,
            message: format!("{} {}", of_invalid(each), each.finding.message),
            ..each.finding.clone()
        });
    }
    for (change, uses) in changes {
        let (severity, rule) = match change.class {
            Class::Breaking => (Severity::Error, &BREAKING_CHANGE),
            Class::Dangerous => (Severity::Warning, &DANGEROUS_CHANGE),
            Class::Safe => (Severity::Note, &SAFE_CHANGE),
        };
        let primary = uses.iter().map(|each| Label {
            span: each.span,
            text: format!("in {}", each.operation),
        });
        let secondary = change.span.iter().map(|&span| Label {
            span,
            text: "as it was".into(),
        });
        findings.push(Diagnostic {
            severity,
            rule,
            message: change.message.clone(),
            primary: primary.collect(),
            secondary: secondary.collect(),
            ..Diagnostic::of_configuration(String::new())
        });
    }
    findings
}
