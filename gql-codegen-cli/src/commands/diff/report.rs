//! Reports of changes: lines to read, or diagnostics for other programs.

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use gql_codegen::source::{Sources, Span};

use super::change::{Change, Class};
use crate::inputs::Invalid;
use crate::style::{BREAKING, GOOD, WARNING};
use crate::usage::Use;

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
            rule: "InvalidBefore",
            message: format!("{} {}", of_invalid(each), each.finding.message),
            ..each.finding.clone()
        });
    }
    for (change, uses) in changes {
        let (severity, rule) = match change.class {
            Class::Breaking => (Severity::Error, "BreakingChange"),
            Class::Dangerous => (Severity::Warning, "DangerousChange"),
            Class::Safe => (Severity::Note, "SafeChange"),
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
            help: None,
        });
    }
    findings
}
