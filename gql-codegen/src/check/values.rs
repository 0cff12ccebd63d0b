//! Checks that values have the type expected at their position. <https://spec.graphql.org/September2025/#sec-Values>

use std::collections::HashSet;

use super::names::unique;
use super::place::ValuePosition;
use super::variables::VariableUse;
use super::walk::Walk;
use super::{deprecated, inaccessible};
use crate::diagnostic::Diagnostic;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::validate::arguments::UNIQUE_INPUT_FIELD_NAMES;
use crate::schema::{Coordinate, InputValue, Schema, TypeDef, TypeKind, TypeRef, literal};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{Name, ObjectField, Value};

/// The rule `ValuesOfCorrectType`.
pub static VALUES_OF_CORRECT_TYPE: Rule = Rule {
    name: "ValuesOfCorrectType",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Values-of-Correct-Type"),
    explanation: "A value must have the type expected at its position: numbers for Int, known values for enums, all required fields \
        for inputs.",
    example: None,
};

impl<'a> Walk<'_, 'a> {
    /// Checks ValuesOfCorrectType and UniqueInputFieldNames.
    /// <https://spec.graphql.org/September2025/#sec-Values-of-Correct-Type>
    pub(super) fn value(&mut self, value: &'a Value<'a>, place: ValuePosition) {
        let schema = self.index.schema;
        match (value, place.expected) {
            (Value::Variable(name), _) => self.uses.push(VariableUse { name: *name, place }),
            (Value::Null(span), Some(expected)) if expected.is_non_null() => {
                let ty = schema.display(expected);
                let message = format!("Expected value of type \"{ty}\", found null.");
                self.wrong(message, *span, place, &[]);
            }
            (Value::Null(_), _) => {}
            (Value::List(items, _), expected) => self.list(value, items, expected, place),
            (Value::Object(fields, _), expected) => self.object(value, fields, expected, place),
            (value, Some(expected)) => self.leaf(value, expected, place),
            (_, None) => {}
        }
    }

    fn wrong(&mut self, message: String, span: Span, place: ValuePosition, candidates: &[&str]) {
        let schema = self.index.schema;
        let mut diagnostic =
            Diagnostic::error(&VALUES_OF_CORRECT_TYPE, message, span).replace(span, candidates);
        if let Some(expected) = place.expected {
            diagnostic = diagnostic.with_label(format!("expected `{}`", schema.display(expected)));
        }
        if let Some(declared) = place.declared {
            diagnostic = declared.explain(schema, diagnostic);
        }
        self.diagnostics.push(diagnostic);
    }

    /// Checks a value where a named type, or a list of it, is expected. A single value is coerced to a list.
    fn leaf(&mut self, value: &Value<'_>, expected: TypeRef, place: ValuePosition) {
        let schema = self.index.schema;
        let ty = schema.ty(expected.named);
        if !ty.is_leaf() {
            let expected = schema.display(expected);
            let message = format!("Expected value of type \"{expected}\", found {value}.");
            self.wrong(message, value.span(), place, &[]);
        } else if let Value::Enum(name) = value
            && let coordinate = Coordinate::Member(&ty.name, name.text)
            && let Some(diagnostic) = inaccessible::diagnostic(
                schema,
                &VALUES_OF_CORRECT_TYPE,
                "Enum value",
                coordinate,
                name.span,
            )
        {
            self.diagnostics.push(diagnostic);
        } else if let Some(objection) = literal::objection(ty, value) {
            self.wrong(objection.message, value.span(), place, &objection.near);
        } else if let (TypeKind::Enum { values }, Value::Enum(name)) = (&ty.kind, value) {
            let def = values.iter().find(|it| &*it.name == name.text);
            let diagnostic = def.and_then(|def| deprecated::enum_value(ty, def, *name));
            self.report(diagnostic);
        }
    }

    fn list(
        &mut self,
        value: &'a Value<'a>,
        items: &'a [Value<'a>],
        expected: Option<TypeRef>,
        place: ValuePosition,
    ) {
        let item = expected.and_then(TypeRef::item);
        if let (Some(expected), None) = (expected, item) {
            // No list is expected. The items are visited because they may use variables.
            self.leaf(value, expected.nullable(), place);
        }
        let inner = ValuePosition {
            expected: item,
            declared: place.declared.filter(|_| item.is_some()),
            ..ValuePosition::default()
        };
        for item in items {
            self.value(item, inner);
        }
    }

    fn object(
        &mut self,
        value: &'a Value<'a>,
        fields: &'a [ObjectField<'a>],
        expected: Option<TypeRef>,
        place: ValuePosition,
    ) {
        let schema = self.index.schema;
        if fields.len() > 1 {
            let names = fields.iter().map(|field| field.name);
            unique(
                &UNIQUE_INPUT_FIELD_NAMES,
                "input field",
                names,
                &mut self.diagnostics,
            );
        }
        let input = expected.and_then(|expected| {
            let ty = schema.ty(expected.named);
            match &ty.kind {
                TypeKind::InputObject { fields, one_of } => Some((expected.named, ty, fields, *one_of)),
                _ => None,
            }
        });
        let Some((id, ty, declared, one_of)) = input else {
            if let Some(expected) = expected {
                self.leaf(value, expected, place);
            }
            // The fields are visited because they may use variables.
            for field in fields {
                self.value(&field.value, ValuePosition::default());
            }
            return;
        };
        self.missing_fields(ty, declared, fields, value.span());
        if one_of {
            self.one_of(ty, fields, value.span());
        }
        // In a non-null position of an operation, `one_of` has already reported the variable.
        let said = self.variables.is_some() && expected.is_some_and(TypeRef::is_non_null);
        for field in fields {
            let def = declared.iter().find(|it| *it.name == *field.name.text);
            let diagnostic = match def {
                Some(def) => deprecated::input_field(ty, def, field.name),
                None => Some(unknown_field(schema, ty, declared, field)),
            };
            self.report(diagnostic);
            let inner = ValuePosition {
                one_of: (one_of && !said).then_some(id),
                ..ValuePosition::of(def)
            };
            self.value(&field.value, inner);
        }
    }

    /// Checks that required fields are provided. <https://spec.graphql.org/September2025/#sec-Input-Object-Required-Fields>
    fn missing_fields(
        &mut self,
        ty: &TypeDef,
        declared: &[InputValue],
        given: &[ObjectField<'_>],
        span: Span,
    ) {
        let given: HashSet<&str> = given.iter().map(|field| field.name.text).collect();
        for field in declared
            .iter()
            .filter(|it| it.is_required() && !given.contains(&*it.name))
        {
            let (name, written) = (&field.name, self.index.schema.display(field.ty));
            let message = format!(
                "Field \"{}.{name}\" of required type \"{written}\" was not provided.",
                ty.name
            );
            self.diagnostics.push(
                Diagnostic::error(&VALUES_OF_CORRECT_TYPE, message, span)
                    .with_label(format!("`{name}` is missing"))
                    .with_secondary(field.span, "the field is required")
                    .help(format!("add `{name}: …`, a value of type `{written}`")),
            );
        }
    }

    /// Checks that a `@oneOf` input object has exactly one field.
    /// <https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects>
    fn one_of(&mut self, ty: &TypeDef, given: &[ObjectField<'_>], span: Span) {
        let names: HashSet<&str> = given.iter().map(|field| field.name.text).collect();
        let message = match given {
            [.., last] if names.len() == 1 => match &last.value {
                Value::Null(_) => format!("Field \"{}.{}\" must be non-null.", ty.name, last.name.text),
                Value::Variable(name) if self.is_nullable(name.text) => format!(
                    "Variable \"{}\" must be non-nullable to be used for OneOf Input Object \"{}\".",
                    name.text, ty.name
                ),
                _ => return,
            },
            _ => format!("OneOf Input Object \"{}\" must specify exactly one key.", ty.name),
        };
        self.diagnostics.push(
            Diagnostic::error(&VALUES_OF_CORRECT_TYPE, message, span)
                .with_label("expected exactly one non-null field")
                .with_secondary(ty.span, format!("`{}` is `@oneOf`", ty.name)),
        );
    }
}

fn unknown_field(
    schema: &Schema,
    ty: &TypeDef,
    declared: &[InputValue],
    field: &ObjectField<'_>,
) -> Diagnostic {
    let Name { text: name, span } = field.name;
    let coordinate = Coordinate::Member(&ty.name, name);
    if let Some(diagnostic) =
        inaccessible::diagnostic(schema, &VALUES_OF_CORRECT_TYPE, "Input field", coordinate, span)
    {
        return diagnostic;
    }
    let near = suggest::suggestion_list(name, declared.iter().map(|it| &*it.name));
    let message = format!(
        "Field \"{name}\" is not defined by type \"{}\".{}",
        ty.name,
        suggest::did_you_mean(&near)
    );
    Diagnostic::error(&VALUES_OF_CORRECT_TYPE, message, span)
        .with_label(format!("no such field in `{}`", ty.name))
        .with_secondary(ty.span, format!("`{}` is defined here", ty.name))
        .replace(span, &near)
}
