//! Checks that default values have the right type. <https://spec.graphql.org/September2025/#sec-Input-Objects.Type-Validation>

use super::{Rules, TYPE_SYSTEM, fields};
use crate::schema::coordinate::Coordinate;
use crate::schema::{InputValue, Schema, TypeDef, TypeKind, TypeRef, literal};
use crate::source::Span;
use crate::suggest::{did_you_mean, suggestion_list};
use crate::syntax::ast::{Definition, InputValueDefinition, ObjectField, TypeDefinitionKind, Value};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    for (definition, existing) in rules.definitions() {
        if existing {
            continue;
        }
        match definition {
            Definition::Directive(node) => {
                inputs(rules, Coordinate::Directive(node.name.text), &node.arguments);
            }
            Definition::Type(node) => {
                let ty = Coordinate::Type(node.name.text);
                if let TypeDefinitionKind::InputObject { fields } = &node.kind {
                    inputs(rules, ty, fields);
                }
                for field in fields(node) {
                    inputs(rules, ty.member(field.name.text), &field.arguments);
                }
            }
            _ => {}
        }
    }
}

fn inputs(rules: &mut Rules<'_, '_>, of: Coordinate<'_>, inputs: &[InputValueDefinition<'_>]) {
    for input in inputs {
        let Some(default) = &input.default else { continue };
        let named = rules.schema.find(input.ty.name().text);
        let Some(expected) = named.and_then(|named| TypeRef::of(&input.ty, named)) else {
            continue;
        };
        let mut objections = Objections {
            schema: rules.schema,
            found: Vec::new(),
        };
        objections.value(default, expected);
        for (message, span) in objections.found {
            let place = of.member(input.name.text);
            let message = format!("{place} has invalid default value: {message}");
            rules.warn(&TYPE_SYSTEM, message, [span]);
        }
    }
}

/// The reasons a constant is not a value of a type, with their locations.
struct Objections<'s> {
    schema: &'s Schema,
    found: Vec<(String, Span)>,
}

impl Objections<'_> {
    /// Checks a value. The parser limits the nesting. <https://spec.graphql.org/September2025/#sec-Input-Values>
    fn value(&mut self, value: &Value<'_>, expected: TypeRef) {
        let schema = self.schema;
        if let Value::Null(span) = value {
            if expected.is_non_null() {
                let ty = schema.display(expected);
                let message = format!("Expected value of non-null type \"{ty}\" not to be null.");
                self.found.push((message, *span));
            }
            return;
        }
        if let Some(item) = expected.item() {
            match value {
                Value::List(items, _) => items.iter().for_each(|it| self.value(it, item)),
                // A single value is coerced to a list.
                single => self.value(single, item),
            }
            return;
        }
        let ty = schema.ty(expected.named);
        match (&ty.kind, value) {
            (TypeKind::InputObject { fields, one_of }, Value::Object(given, span)) => {
                self.fields(ty, fields, given, value);
                if *one_of {
                    self.one_of(ty, fields, given, *span);
                }
            }
            (TypeKind::InputObject { .. }, other) => {
                let message = format!(
                    "Expected value of type \"{}\" to be an object, found: {other}.",
                    ty.name
                );
                self.found.push((message, other.span()));
            }
            (_, value) if ty.is_leaf() => {
                let objection = literal::objection(ty, value);
                self.found.extend(objection.map(|it| (it.message, value.span())));
            }
            _ => {}
        }
    }

    fn fields(
        &mut self,
        ty: &TypeDef,
        declared: &[InputValue],
        given: &[ObjectField<'_>],
        object: &Value<'_>,
    ) {
        for field in declared {
            match given.iter().find(|it| *it.name.text == *field.name) {
                Some(given) => self.value(&given.value, field.ty),
                None if field.is_required() => {
                    let message = format!(
                        "Expected value of type \"{}\" to include required field \"{}\", found: {object}.",
                        ty.name, field.name
                    );
                    self.found.push((message, object.span()));
                }
                None => {}
            }
        }
        for field in given {
            let names = declared.iter().map(|it| &*it.name);
            if !names.clone().any(|it| it == field.name.text) {
                let suggestions = did_you_mean(&suggestion_list(field.name.text, names));
                let message = format!(
                    "Field \"{}\" is not defined by type \"{}\".{suggestions}",
                    field.name.text, ty.name
                );
                self.found.push((message, field.span));
            }
        }
    }

    /// Checks a `@oneOf` input object. <https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects>
    fn one_of(&mut self, ty: &TypeDef, declared: &[InputValue], given: &[ObjectField<'_>], span: Span) {
        let mut known = given
            .iter()
            .filter(|it| declared.iter().any(|field| *field.name == *it.name.text));
        let is_one = match (known.next(), known.next()) {
            (Some(field), None) => !matches!(field.value, Value::Null(_)),
            _ => false,
        };
        if !is_one {
            let message = format!(
                "OneOf Input Object \"{}\" must specify exactly one key, and its value must be non-null.",
                ty.name
            );
            self.found.push((message, span));
        }
    }
}
