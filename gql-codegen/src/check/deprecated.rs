//! NoDeprecated: warns about uses of elements marked with `@deprecated`.
//! <https://spec.graphql.org/September2025/#sec--deprecated>

use super::arguments::OwnerKind;
use crate::diagnostic::Diagnostic;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{DirectiveDef, EnumValue, FieldDef, InputValue, TypeDef};
use crate::source::Span;
use crate::syntax::ast::Name;

/// The rule `NoDeprecated`.
pub static NO_DEPRECATED: Rule = Rule {
    name: "NoDeprecated",
    level: Level::Warn,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec--deprecated"),
    explanation: "An operation uses a field, argument, input, value or directive that the schema marks as deprecated. It still \
        works; the message quotes the reason that the schema gives.",
    example: None,
};

pub(super) fn field(parent: &TypeDef, def: &FieldDef, used: Span) -> Option<Diagnostic> {
    let what = format!("The field {}.{}", parent.name, def.name);
    diagnostic(what, def.deprecated.as_deref()?, used, def.span)
}

pub(super) fn argument(owner: OwnerKind<'_>, def: &InputValue, used: Name<'_>) -> Option<Diagnostic> {
    let owner = match owner {
        OwnerKind::Field { parent, name } => format!("Field \"{parent}.{name}\""),
        OwnerKind::Directive { name } => format!("Directive \"@{name}\""),
    };
    let what = format!("{owner} argument \"{}\"", def.name);
    diagnostic(what, def.deprecated.as_deref()?, used.span, def.span)
}

pub(super) fn input_field(parent: &TypeDef, def: &InputValue, used: Name<'_>) -> Option<Diagnostic> {
    let what = format!("The input field {}.{}", parent.name, def.name);
    diagnostic(what, def.deprecated.as_deref()?, used.span, def.span)
}

pub(super) fn enum_value(parent: &TypeDef, def: &EnumValue, used: Name<'_>) -> Option<Diagnostic> {
    let what = format!("The enum value \"{}.{}\"", parent.name, def.name);
    diagnostic(what, def.deprecated.as_deref()?, used.span, def.span)
}

/// Reports the use of a deprecated directive. <https://spec.graphql.org/draft/#sec--deprecated>
pub(super) fn directive(def: &DirectiveDef, used: Span) -> Option<Diagnostic> {
    let what = format!("The directive \"@{}\"", def.name);
    diagnostic(what, def.deprecated.as_deref()?, used, def.span)
}

fn diagnostic(what: String, reason: &str, used: Span, defined: Option<Span>) -> Option<Diagnostic> {
    let message = format!("{what} is deprecated. {reason}");
    Some(
        Diagnostic::warning(&NO_DEPRECATED, message, used)
            .with_label("deprecated")
            .with_secondary(defined, "deprecated here"),
    )
}
