//! Rules for documents and operations. <https://spec.graphql.org/September2025/#sec-Documents>,
//! <https://spec.graphql.org/September2025/#sec-Validation.Operations>

use super::index::Index;
use super::names::unique;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;
use crate::syntax::ast::{Definition, OperationDefinition};

/// The rule `ExecutableDefinitions`.
pub static EXECUTABLE_DEFINITIONS: Rule = Rule {
    name: "ExecutableDefinitions",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Executable-Definitions"),
    explanation: "Operation files must only contain operations and fragments. Types and directives belong in the schema.",
    example: None,
};

/// The rule `UniqueOperationNames`.
pub static UNIQUE_OPERATION_NAMES: Rule = Rule {
    name: "UniqueOperationNames",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Operation-Name-Uniqueness"),
    explanation: "Operation names must be unique across all files.",
    example: None,
};

/// The rule `LoneAnonymousOperation`.
pub static LONE_ANONYMOUS_OPERATION: Rule = Rule {
    name: "LoneAnonymousOperation",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Lone-Anonymous-Operation"),
    explanation: "An anonymous operation must be the only operation in its document.",
    example: None,
};

/// The rule `KnownOperationTypes`.
pub static KNOWN_OPERATION_TYPES: Rule = Rule {
    name: "KnownOperationTypes",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Operation-Type-Existence"),
    explanation: "The schema must define the root type of the operation. A schema without `Subscription` does not support subscriptions.",
    example: None,
};

/// Checks ExecutableDefinitions: documents contain operations and fragments only.
/// <https://spec.graphql.org/September2025/#sec-Executable-Definitions>
pub(super) fn executable_definitions(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    for definition in index.documents.iter().flat_map(|document| &document.definitions) {
        let (name, span) = match definition {
            Definition::Operation(_) | Definition::Fragment(_) => continue,
            Definition::Schema(schema) => {
                let keyword = if schema.extend { "extend schema" } else { "schema" };
                ("schema".to_owned(), first(schema.span, keyword))
            }
            Definition::Type(ty) => (format!("\"{}\"", ty.name.text), ty.span.through(ty.name.span)),
            Definition::Directive(directive) => {
                let name = directive.name;
                (format!("\"{}\"", name.text), directive.span.through(name.span))
            }
        };
        let message = format!("The {name} definition is not executable.");
        diagnostics.push(
            Diagnostic::error(&EXECUTABLE_DEFINITIONS, message, span)
                .with_label("neither an operation nor a fragment")
                .help("move type definitions to the schema"),
        );
    }
}

/// Checks UniqueOperationNames. <https://spec.graphql.org/September2025/#sec-Operation-Name-Uniqueness>
pub(super) fn unique_operation_names(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let names = index.operations.iter().filter_map(|operation| operation.name);
    unique(&UNIQUE_OPERATION_NAMES, "operation", names, diagnostics);
}

/// Checks LoneAnonymousOperation. <https://spec.graphql.org/September2025/#sec-Lone-Anonymous-Operation>
pub(super) fn lone_anonymous_operation(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    if index.operations.len() < 2 {
        return;
    }
    for operation in index
        .operations
        .iter()
        .filter(|operation| operation.name.is_none())
    {
        let message = "This anonymous operation must be the only defined operation.";
        diagnostics.push(
            Diagnostic::error(&LONE_ANONYMOUS_OPERATION, message, head(operation))
                .with_label("has no name")
                .help(format!(
                    "name the operation: `{} SomeName {{ … }}`",
                    operation.operation.as_str()
                )),
        );
    }
}

/// Checks KnownOperationTypes: the schema has a root type for the operation. graphql-js has the rule since version 17, and code
/// generation relies on it. <https://spec.graphql.org/September2025/#sec-Operation-Type-Existence>
pub(super) fn known_operation_types(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    for operation in &index.operations {
        if index.schema.root(operation.operation).is_none() {
            let keyword = operation.operation.as_str();
            let message = format!("The {keyword} operation is not supported by the schema.");
            diagnostics.push(
                Diagnostic::error(&KNOWN_OPERATION_TYPES, message, head(operation))
                    .with_label(format!("the schema has no {keyword} type")),
            );
        }
    }
}

/// Returns the span that represents an operation in a diagnostic: keyword and name, or the brace of the shorthand.
pub(super) fn head(operation: &OperationDefinition<'_>) -> Span {
    match operation.name {
        Some(name) => operation.span.through(name.span),
        None if operation.span.start == operation.selection_set.span.start => first(operation.span, "{"),
        None => first(operation.span, operation.operation.as_str()),
    }
}

/// Returns the first token of a span.
pub(super) fn first(span: Span, token: &str) -> Span {
    let end = span.start.saturating_add(token.len() as u32).min(span.end);
    Span { end, ..span }
}
