//! Arguments of fields and directives. <https://spec.graphql.org/September2025/#sec-Validation.Arguments>

use super::inaccessible;
use super::names::unique_together;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::validate::arguments::UNIQUE_ARGUMENT_NAMES;
use crate::schema::{Coordinate, InputValue, Schema};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{Argument, Name};

/// The rule `KnownArgumentNames`.
pub static KNOWN_ARGUMENT_NAMES: Rule = Rule {
    name: "KnownArgumentNames",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Argument-Names"),
    explanation: "Arguments must be defined by the field or directive.",
    example: None,
};

/// The rule `ProvidedRequiredArguments`.
pub static PROVIDED_REQUIRED_ARGUMENTS: Rule = Rule {
    name: "ProvidedRequiredArguments",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Required-Arguments"),
    explanation: "Arguments that are non-null and have no default value must be provided.",
    example: None,
};

/// The field or directive that arguments belong to.
#[derive(Clone, Copy)]
pub(super) struct Owner<'s> {
    /// The description in messages: `field "Type.name"` or `directive "@name"`.
    pub(super) kind: OwnerKind<'s>,
    /// The defined arguments.
    pub(super) arguments: &'s [InputValue],
    /// The use, without its arguments.
    pub(super) used: Span,
    /// The definition.
    pub(super) defined: Option<Span>,
}

/// A field of a type, or a directive.
#[derive(Clone, Copy)]
pub(super) enum OwnerKind<'s> {
    Field { parent: &'s str, name: &'s str },
    Directive { name: &'s str },
}

impl std::fmt::Display for OwnerKind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field { parent, name } => write!(f, "field \"{parent}.{name}\""),
            Self::Directive { name } => write!(f, "directive \"@{name}\""),
        }
    }
}

/// Reports KnownArgumentNames if the owner has no such argument. <https://spec.graphql.org/September2025/#sec-Argument-Names>
pub(super) fn unknown(schema: &Schema, owner: Owner<'_>, argument: &Argument<'_>) -> Diagnostic {
    let Name { text: name, span } = argument.name;
    let coordinate = match owner.kind {
        OwnerKind::Field { parent, name: field } => Coordinate::Argument(parent, field, name),
        OwnerKind::Directive { name: directive } => Coordinate::DirectiveArgument(directive, name),
    };
    if let Some(diagnostic) =
        inaccessible::diagnostic(schema, &KNOWN_ARGUMENT_NAMES, "Argument", coordinate, span)
    {
        return diagnostic;
    }
    let near = suggest::suggestion_list(name, owner.arguments.iter().map(|it| &*it.name));
    let message = format!(
        "Unknown argument \"{name}\" on {}.{}",
        owner.kind,
        suggest::did_you_mean(&near)
    );
    Diagnostic::error(&KNOWN_ARGUMENT_NAMES, message, span)
        .with_label("no such argument")
        .with_secondary(owner.defined, "defined here")
        .replace(span, &near)
}

/// Checks UniqueArgumentNames. <https://spec.graphql.org/September2025/#sec-Argument-Uniqueness>
pub(super) fn unique(arguments: &[Argument<'_>], diagnostics: &mut Diagnostics) {
    if arguments.len() > 1 {
        let names = arguments.iter().map(|argument| argument.name);
        unique_together(&UNIQUE_ARGUMENT_NAMES, "argument", names, diagnostics);
    }
}

/// Checks ProvidedRequiredArguments. <https://spec.graphql.org/September2025/#sec-Required-Arguments>
pub(super) fn required(
    schema: &Schema,
    owner: Owner<'_>,
    arguments: &[Argument<'_>],
    diagnostics: &mut Diagnostics,
) {
    for missing in owner.arguments.iter().filter(|it| it.is_required()) {
        if arguments
            .iter()
            .any(|argument| argument.name.text == &*missing.name)
        {
            continue;
        }
        let (what, ty) = (&missing.name, schema.display(missing.ty));
        let whose = match owner.kind {
            OwnerKind::Field { name, .. } => format!("Field \"{name}\""),
            OwnerKind::Directive { name } => format!("Directive \"@{name}\""),
        };
        let message =
            format!("{whose} argument \"{what}\" of type \"{ty}\" is required, but it was not provided.");
        diagnostics.push(
            Diagnostic::error(&PROVIDED_REQUIRED_ARGUMENTS, message, owner.used)
                .with_label(format!("`{what}` is missing"))
                .with_secondary(missing.span, "the argument is required")
                .help(format!("add `{what}: …`, a value of type `{ty}`")),
        );
    }
}
