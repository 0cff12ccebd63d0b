//! KnownTypeNames, PossibleTypeExtensions and BuiltInScalars: referenced types are defined, extensions have the kind of their
//! type, and built-in scalars are not defined.

use std::collections::HashMap;

use super::{Rules, head};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::builtin;
use crate::suggest::{did_you_mean, suggestion_list};
use crate::syntax::ast::{
    Definition, Document, FieldDefinition, InputValueDefinition, Name, TypeDefinition, TypeDefinitionKind,
};

/// The rule `KnownTypeNames`.
pub static KNOWN_TYPE_NAMES: Rule = Rule {
    name: "KnownTypeNames",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence"),
    explanation: "Every referenced type must exist in the schema.",
    example: None,
};

/// The rule `BuiltInScalars`.
pub static BUILT_IN_SCALARS: Rule = Rule {
    name: "BuiltInScalars",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars"),
    explanation: "`Int`, `Float`, `String`, `Boolean` and `ID` are part of every schema and must not be defined. A definition \
        has no effect.",
    example: None,
};

/// The rule `PossibleTypeExtensions`.
pub static POSSIBLE_TYPE_EXTENSIONS: Rule = Rule {
    name: "PossibleTypeExtensions",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Type-System-Extensions"),
    explanation: "An extended type or directive must be defined, and a type must have the kind of its extension.",
    example: None,
};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    // An undefined scalar may be used in thousands of places.
    let mut messages: HashMap<&str, String> = HashMap::new();
    for document in rules.documents {
        for name in references(document) {
            if rules.definition(name.text).is_none()
                && !builtin::is_type(name.text)
                && !rules.features.has_type(name.text)
            {
                let message = messages
                    .entry(name.text)
                    .or_insert_with(|| unknown(rules, name.text))
                    .clone();
                rules.warn(&KNOWN_TYPE_NAMES, message, [name.span]);
            }
        }
    }
    for (definition, existing) in rules.definitions() {
        if existing {
            continue;
        }
        match definition {
            Definition::Type(node) if node.extend => extension(rules, node),
            Definition::Type(node) => built_in_scalar(rules, node),
            Definition::Directive(node) if node.extend => directive_extension(rules, node.name),
            _ => {}
        }
    }
}

/// Checks that a document does not define built-in scalars.
/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
fn built_in_scalar(rules: &mut Rules<'_, '_>, node: &TypeDefinition<'_>) {
    let name = node.name.text;
    if builtin::SCALARS.contains(&name) {
        let message = format!("the built-in scalar `{name}` must not be defined: every schema contains it");
        rules.warn(&BUILT_IN_SCALARS, message, [head(node)]);
    }
}

fn unknown(rules: &Rules<'_, '_>, name: &str) -> String {
    let built_in = builtin::SCALARS.iter().chain(&builtin::INTROSPECTION).copied();
    let suggestions = did_you_mean(&suggestion_list(name, built_in.chain(defined(rules))));
    format!("Unknown type \"{name}\".{suggestions}")
}

/// Checks a type extension. <https://spec.graphql.org/September2025/#sec-Object-Extensions.Type-Validation>
fn extension(rules: &mut Rules<'_, '_>, node: &TypeDefinition<'_>) {
    let name = node.name.text;
    match rules.definition(name) {
        Some(definition) => {
            if std::mem::discriminant(&definition.kind) != std::mem::discriminant(&node.kind) {
                let message = format!("Cannot extend non-{} type \"{name}\".", kind(&node.kind));
                let in_existing = rules
                    .existing
                    .iter()
                    .any(|document| document.source == definition.span.source);
                let definition = (!in_existing).then(|| head(definition));
                rules.warn(
                    &POSSIBLE_TYPE_EXTENSIONS,
                    message,
                    definition.into_iter().chain([head(node)]),
                );
            }
        }
        // A part of a supergraph may extend types that another part defines.
        None if rules.features.is_federation() => {}
        None => {
            let suggestions = did_you_mean(&suggestion_list(name, defined(rules)));
            let message = format!("Cannot extend type \"{name}\" because it is not defined.{suggestions}");
            rules.warn(&POSSIBLE_TYPE_EXTENSIONS, message, [node.name.span]);
        }
    }
}

/// Checks a directive extension. <https://spec.graphql.org/draft/#sec-Directive-Extensions.Type-Validation>
fn directive_extension(rules: &mut Rules<'_, '_>, name: Name<'_>) {
    if rules.schema.directive(name.text).is_none() {
        let known = rules.schema.directives.iter().map(|directive| &*directive.name);
        let suggestions = did_you_mean(&suggestion_list(name.text, known));
        let name_text = name.text;
        let message =
            format!("Cannot extend directive \"@{name_text}\" because it is not defined.{suggestions}");
        rules.warn(&POSSIBLE_TYPE_EXTENSIONS, message, [name.span]);
    }
}

/// Iterates over the types that the documents define.
fn defined<'a>(rules: &Rules<'_, 'a>) -> impl Iterator<Item = &'a str> {
    rules
        .nodes
        .iter()
        .filter(|(_, nodes)| nodes.first().is_some_and(|node| !node.extend))
        .map(|(name, _)| *name)
}

fn kind(kind: &TypeDefinitionKind<'_>) -> &'static str {
    match kind {
        TypeDefinitionKind::Scalar => "scalar",
        TypeDefinitionKind::Object { .. } => "object",
        TypeDefinitionKind::Interface { .. } => "interface",
        TypeDefinitionKind::Union { .. } => "union",
        TypeDefinitionKind::Enum { .. } => "enum",
        TypeDefinitionKind::InputObject { .. } => "input object",
    }
}

/// Returns the types that a document refers to.
fn references<'a>(document: &Document<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    for definition in &document.definitions {
        match definition {
            Definition::Schema(node) => names.extend(node.operations.iter().map(|root| root.ty)),
            Definition::Directive(node) => of_inputs(&node.arguments, &mut names),
            Definition::Type(node) => match &node.kind {
                TypeDefinitionKind::Object { implements, fields }
                | TypeDefinitionKind::Interface { implements, fields } => {
                    names.extend(implements);
                    of_fields(fields, &mut names);
                }
                TypeDefinitionKind::Union { members } => names.extend(members),
                TypeDefinitionKind::InputObject { fields } => of_inputs(fields, &mut names),
                TypeDefinitionKind::Scalar | TypeDefinitionKind::Enum { .. } => {}
            },
            Definition::Operation(_) | Definition::Fragment(_) => {}
        }
    }
    names
}

fn of_fields<'a>(fields: &[FieldDefinition<'a>], names: &mut Vec<Name<'a>>) {
    for field in fields {
        of_inputs(&field.arguments, names);
        names.push(field.ty.name());
    }
}

fn of_inputs<'a>(inputs: &[InputValueDefinition<'a>], names: &mut Vec<Name<'a>>) {
    names.extend(inputs.iter().map(|input| input.ty.name()));
}
