//! UniqueTypeNames, UniqueDirectiveNames, UniqueFieldDefinitionNames, UniqueEnumValueNames and UniqueArgumentDefinitionNames:
//! definitions are not repeated.

use std::collections::HashMap;

use super::{Rules, fields};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::builtin;
use crate::source::Span;
use crate::syntax::ast::{Definition, InputValueDefinition, Name, TypeDefinitionKind};

/// The rule `UniqueTypeNames`.
pub static UNIQUE_TYPE_NAMES: Rule = Rule {
    name: "UniqueTypeNames",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Type-System"),
    explanation: "Type names must be unique.",
    example: None,
};

/// The rule `UniqueEnumValueNames`.
pub static UNIQUE_ENUM_VALUE_NAMES: Rule = Rule {
    name: "UniqueEnumValueNames",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Enums"),
    explanation: "Enum values must not be defined more than once.",
    example: None,
};

/// The rule `UniqueFieldDefinitionNames`.
pub static UNIQUE_FIELD_DEFINITION_NAMES: Rule = Rule {
    name: "UniqueFieldDefinitionNames",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Objects"),
    explanation: "Fields of a type must not be defined more than once. The first definition counts.",
    example: None,
};

/// The rule `UniqueArgumentDefinitionNames`.
pub static UNIQUE_ARGUMENT_DEFINITION_NAMES: Rule = Rule {
    name: "UniqueArgumentDefinitionNames",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Field-Arguments"),
    explanation: "Arguments of a field or directive must not be defined more than once.",
    example: None,
};

/// The rule `UniqueDirectiveNames`.
pub static UNIQUE_DIRECTIVE_NAMES: Rule = Rule {
    name: "UniqueDirectiveNames",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Type-System.Directives"),
    explanation: "Directives must not be defined more than once.",
    example: None,
};

/// The first definition of a name.
#[derive(Clone, Copy)]
struct First {
    span: Span,
    existing: bool,
}

type Names<'a> = HashMap<&'a str, First>;

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let mut types = Names::new();
    let mut directives = Names::new();
    let mut members: HashMap<&str, Names<'_>> = HashMap::with_capacity(rules.nodes.len());
    for (definition, existing) in rules.definitions() {
        match definition {
            Definition::Directive(node) if !node.extend => {
                let name = node.name;
                let known = built_in(rules, builtin::DIRECTIVES.contains(&name.text));
                if let Some(first) = again(&mut directives, name, existing, known) {
                    let once = format!("There can be only one directive named \"@{}\".", name.text);
                    let exists = format!(
                        "Directive \"@{}\" already exists in the schema. It cannot be redefined.",
                        name.text
                    );
                    report(rules, &UNIQUE_DIRECTIVE_NAMES, first, name, once, exists);
                }
                if !existing {
                    arguments(rules, &format!("@{}", name.text), &node.arguments);
                }
            }
            Definition::Type(node) => {
                let name = node.name;
                let known = built_in(rules, builtin::is_type(name.text));
                if !node.extend
                    && let Some(first) = again(&mut types, name, existing, known)
                {
                    let once = format!("There can be only one type named \"{}\".", name.text);
                    let exists = format!(
                        "Type \"{}\" already exists in the schema. It cannot also be defined in this type definition.",
                        name.text
                    );
                    report(rules, &UNIQUE_TYPE_NAMES, first, name, once, exists);
                }
                let (rule, what) = match node.kind {
                    TypeDefinitionKind::Enum { .. } => (&UNIQUE_ENUM_VALUE_NAMES, "Enum value"),
                    _ => (&UNIQUE_FIELD_DEFINITION_NAMES, "Field"),
                };
                let seen = members.entry(name.text).or_default();
                for member in member_names(&node.kind) {
                    if let Some(first) = again(seen, member, existing, false) {
                        let place = format!("{what} \"{}.{}\"", name.text, member.text);
                        let once = format!("{place} can only be defined once.");
                        let exists = format!(
                            "{place} already exists in the schema. It cannot also be defined in this type extension."
                        );
                        report(rules, rule, first, member, once, exists);
                    }
                }
                if !existing {
                    for field in fields(node).iter().filter(|field| field.arguments.len() > 1) {
                        arguments(
                            rules,
                            &format!("{}.{}", name.text, field.name.text),
                            &field.arguments,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns whether built-in definitions already exist: in a schema that is extended, but not in a new one.
fn built_in(rules: &Rules<'_, '_>, is_built_in: bool) -> bool {
    is_built_in && !rules.existing.is_empty()
}

/// Returns the fields or values that a type defines.
fn member_names<'a>(kind: &TypeDefinitionKind<'a>) -> Vec<Name<'a>> {
    match kind {
        TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } => {
            fields.iter().map(|field| field.name).collect()
        }
        TypeDefinitionKind::InputObject { fields } => fields.iter().map(|field| field.name).collect(),
        TypeDefinitionKind::Enum { values } => values.iter().map(|value| value.name).collect(),
        TypeDefinitionKind::Scalar | TypeDefinitionKind::Union { .. } => Vec::new(),
    }
}

/// Records a name, and returns its first definition if the repetition is to be reported.
fn again<'a>(names: &mut Names<'a>, name: Name<'a>, existing: bool, built_in: bool) -> Option<First> {
    let first = First {
        span: name.span,
        existing,
    };
    if built_in {
        return (!existing).then_some(First {
            existing: true,
            ..first
        });
    }
    match names.get(name.text) {
        Some(&earlier) => (!existing).then_some(earlier),
        None => {
            names.insert(name.text, first);
            None
        }
    }
}

fn report(
    rules: &mut Rules<'_, '_>,
    rule: &'static Rule,
    first: First,
    name: Name<'_>,
    once: String,
    exists: String,
) {
    if first.existing {
        rules.warn(rule, exists, [name.span]);
    } else {
        rules.warn(rule, once, [first.span, name.span]);
    }
}

/// Reports each repeated argument at all its locations.
fn arguments(rules: &mut Rules<'_, '_>, parent: &str, arguments: &[InputValueDefinition<'_>]) {
    for (at, argument) in arguments.iter().enumerate() {
        let same = |other: &&InputValueDefinition<'_>| other.name.text == argument.name.text;
        if arguments[..at].iter().any(|other| same(&other)) {
            continue;
        }
        let places: Vec<Span> = arguments[at..]
            .iter()
            .filter(same)
            .map(|other| other.name.span)
            .collect();
        if places.len() > 1 {
            let message = format!(
                "Argument \"{parent}({}:)\" can only be defined once.",
                argument.name.text
            );
            rules.warn(&UNIQUE_ARGUMENT_DEFINITION_NAMES, message, places);
        }
    }
}
