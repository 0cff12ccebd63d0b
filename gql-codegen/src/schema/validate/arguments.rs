//! KnownArgumentNamesOnDirectives, ProvidedRequiredArgumentsOnDirectives, UniqueArgumentNames and UniqueInputFieldNames: the
//! arguments of directives, and default values. <https://spec.graphql.org/September2025/#sec-Validation.Arguments>

use super::Rules;
use super::places::places;
use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;
use crate::suggest::{did_you_mean, suggestion_list};
use crate::syntax::ast::{Argument, Definition, Directive, InputValueDefinition, TypeDefinitionKind, Value};

/// The rule `UniqueArgumentNames`.
pub static UNIQUE_ARGUMENT_NAMES: Rule = Rule {
    name: "UniqueArgumentNames",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Argument-Uniqueness"),
    explanation: "Arguments must not be repeated.",
    example: None,
};

/// The rule `UniqueInputFieldNames`.
pub static UNIQUE_INPUT_FIELD_NAMES: Rule = Rule {
    name: "UniqueInputFieldNames",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Input-Object-Field-Uniqueness"),
    explanation: "Fields of an input object must not be repeated.",
    example: None,
};

/// The rule `KnownArgumentNamesOnDirectives`.
pub static KNOWN_ARGUMENT_NAMES_ON_DIRECTIVES: Rule = Rule {
    name: "KnownArgumentNamesOnDirectives",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Argument-Names"),
    explanation: "Arguments of directives in the schema must be defined by the directive.",
    example: None,
};

/// The rule `ProvidedRequiredArgumentsOnDirectives`.
pub static PROVIDED_REQUIRED_ARGUMENTS_ON_DIRECTIVES: Rule = Rule {
    name: "ProvidedRequiredArgumentsOnDirectives",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Required-Arguments"),
    explanation: "Directives in the schema must have all required arguments.",
    example: None,
};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    for document in rules.documents {
        for place in places(document) {
            for directive in place.directives {
                against_definition(rules, directive);
                unique(rules, &directive.arguments);
                for argument in &directive.arguments {
                    input_fields(rules, &argument.value);
                }
            }
        }
        for definition in &document.definitions {
            default_values(rules, definition);
        }
    }
}

fn against_definition(rules: &mut Rules<'_, '_>, directive: &Directive<'_>) {
    let name = directive.name.text;
    let Some(definition) = rules.schema.directive(name) else {
        return;
    };
    for argument in &directive.arguments {
        let known = definition.arguments.iter().map(|known| &*known.name);
        if !known.clone().any(|known| known == argument.name.text) {
            let suggestions = did_you_mean(&suggestion_list(argument.name.text, known));
            let message = format!(
                "Unknown argument \"{}\" on directive \"@{name}\".{suggestions}",
                argument.name.text
            );
            rules.warn(&KNOWN_ARGUMENT_NAMES_ON_DIRECTIVES, message, [argument.span]);
        }
    }
    for required in definition
        .arguments
        .iter()
        .filter(|argument| argument.is_required())
    {
        if !directive
            .arguments
            .iter()
            .any(|given| *given.name.text == *required.name)
        {
            let message = format!(
                "Directive \"@{name}\" argument \"{}\" of type \"{}\" is required, but it was not provided.",
                required.name,
                rules.schema.display(required.ty)
            );
            rules.warn(
                &PROVIDED_REQUIRED_ARGUMENTS_ON_DIRECTIVES,
                message,
                [directive.span],
            );
        }
    }
}

fn unique(rules: &mut Rules<'_, '_>, arguments: &[Argument<'_>]) {
    for (at, argument) in arguments.iter().enumerate() {
        let same = |other: &&Argument<'_>| other.name.text == argument.name.text;
        if arguments[..at].iter().any(|other| same(&other)) {
            continue;
        }
        let places: Vec<Span> = arguments[at..]
            .iter()
            .filter(same)
            .map(|other| other.name.span)
            .collect();
        if places.len() > 1 {
            let message = format!("There can be only one argument named \"{}\".", argument.name.text);
            rules.warn(&UNIQUE_ARGUMENT_NAMES, message, places);
        }
    }
}

fn default_values(rules: &mut Rules<'_, '_>, definition: &Definition<'_>) {
    let mut of = |inputs: &[InputValueDefinition<'_>]| {
        for value in inputs.iter().filter_map(|input| input.default.as_ref()) {
            input_fields(rules, value);
        }
    };
    match definition {
        Definition::Directive(node) => of(&node.arguments),
        Definition::Type(node) => match &node.kind {
            TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } => {
                fields.iter().for_each(|field| of(&field.arguments));
            }
            TypeDefinitionKind::InputObject { fields } => of(fields),
            _ => {}
        },
        _ => {}
    }
}

/// Checks the fields of each object in a value. The parser limits the nesting.
fn input_fields(rules: &mut Rules<'_, '_>, value: &Value<'_>) {
    match value {
        Value::List(items, _) => items.iter().for_each(|item| input_fields(rules, item)),
        Value::Object(fields, _) => {
            for (at, field) in fields.iter().enumerate() {
                let first = fields[..at]
                    .iter()
                    .find(|first| first.name.text == field.name.text);
                if let Some(first) = first {
                    let message = format!("There can be only one input field named \"{}\".", field.name.text);
                    rules.warn(
                        &UNIQUE_INPUT_FIELD_NAMES,
                        message,
                        [first.name.span, field.name.span],
                    );
                }
                input_fields(rules, &field.value);
            }
        }
        _ => {}
    }
}
