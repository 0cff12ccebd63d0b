//! Semantic nullability: positions that are only null if there is an error, and the default of a schema for errors.
//! <https://specs.apollo.dev/nullability/v0.4>
//!
//! `@semanticNonNull` is on the definition of a field, and `@semanticNonNullField` on the type or an extension of it, for clients
//! that do not own the schema. Servers print them in SDL; introspection does not have them. They need no definition.

use super::collect::types_of;
use super::federation::Features;
use super::{TypeDef, TypeId, roots};
use crate::syntax::ast::{
    Argument, Directive, Document, FieldDefinition, TypeDefinition, TypeDefinitionKind, Value,
};

/// The specification that defines the directives.
pub(super) const SPECIFICATION: &str = "nullability";

/// A directive that makes positions of a field semantically non-null.
#[derive(Debug, Clone, Copy)]
pub(super) struct SemanticNonNull<'d, 'a> {
    pub(super) directive: &'d Directive<'a>,
    pub(super) field: SemanticField<'d, 'a>,
}

/// The field that the directive is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum SemanticField<'d, 'a> {
    /// The field whose definition has the directive.
    Definition(&'d FieldDefinition<'a>),
    /// The field that the directive names with its argument `name`; `None` if there is no valid name.
    Named(Option<&'d Value<'a>>),
}

/// The names of the directives in a schema.
#[derive(Debug)]
pub(super) struct SemanticNames {
    field: Vec<String>,
    extension: Vec<String>,
    default: Vec<String>,
}

impl SemanticNames {
    pub(super) fn of(features: &Features) -> Self {
        let names = |name: &str| {
            let mut names = features.names_of(SPECIFICATION, name);
            names.push(name.to_owned());
            names
        };
        Self {
            field: names("semanticNonNull"),
            extension: names("semanticNonNullField"),
            default: names("catchByDefault"),
        }
    }

    /// Returns whether a directive is one of them.
    pub(super) fn contain(&self, name: &str) -> bool {
        let all = self.field.iter().chain(&self.extension).chain(&self.default);
        all.into_iter().any(|it| it == name)
    }

    /// Returns the uses on a type and its fields, in the order of the text.
    pub(super) fn uses<'d, 'a>(&self, node: &'d TypeDefinition<'a>) -> Vec<SemanticNonNull<'d, 'a>> {
        let mut uses = Vec::new();
        for directive in &node.directives {
            if self.extension.iter().any(|it| it == directive.name.text) {
                let name = argument(directive, "name");
                uses.push(SemanticNonNull {
                    directive,
                    field: SemanticField::Named(name.map(|it| &it.value)),
                });
            }
        }
        if let TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } =
            &node.kind
        {
            for field in fields {
                for directive in &field.directives {
                    if self.field.iter().any(|it| it == directive.name.text) {
                        uses.push(SemanticNonNull {
                            directive,
                            field: SemanticField::Definition(field),
                        });
                    }
                }
            }
        }
        uses
    }

    /// Returns the value of `@catchByDefault(to: …)` on the schema or an extension of it.
    pub(super) fn catch_by_default(&self, documents: &[&Document<'_>]) -> Option<Box<str>> {
        let mut directives = roots::definitions(documents.iter().copied()).flat_map(|node| &node.directives);
        let directive = directives.find(|it| self.default.iter().any(|name| name == it.name.text))?;
        Some(match argument(directive, "to").map(|it| &it.value) {
            Some(Value::Enum(word)) => word.text.into(),
            _ => "RESULT".into(),
        })
    }

    /// Marks the semantically non-null positions of the fields. Invalid uses, which the validation reports, are ignored.
    pub(super) fn mark(
        &self,
        types: &mut [TypeDef],
        documents: &[&Document<'_>],
        find: impl Fn(&str) -> Option<TypeId>,
    ) {
        for node in documents.iter().copied().flat_map(types_of) {
            let uses = self.uses(node);
            let Some(ty) = (!uses.is_empty()).then(|| find(node.name.text)).flatten() else {
                continue;
            };
            let Some(composite) = types.get_mut(ty.0 as usize).and_then(TypeDef::composite_mut) else {
                continue;
            };
            for semantic in uses {
                let Some(name) = semantic.name() else {
                    continue;
                };
                let Some(field) = composite.fields.iter_mut().find(|field| *field.name == *name) else {
                    continue;
                };
                match semantic.levels() {
                    None => field.semantic_non_null.insert(0),
                    Some(levels) => {
                        let dimensions = field.ty.dimensions();
                        let valid = levels.into_iter().filter_map(|(_, level)| level);
                        valid
                            .filter(|level| *level <= dimensions)
                            .for_each(|level| field.semantic_non_null.insert(level));
                    }
                }
            }
        }
    }
}

impl<'a> SemanticNonNull<'_, 'a> {
    /// Returns the name of the field; `None` if there is no valid name.
    pub(super) fn name(&self) -> Option<String> {
        match self.field {
            SemanticField::Definition(field) => Some(field.name.text.to_owned()),
            SemanticField::Named(Some(Value::String(name))) => Some(name.value().into_owned()),
            SemanticField::Named(_) => None,
        }
    }

    /// Returns the values of `levels`, each with its level if it is valid. `None` without the argument, which is `[0]`.
    pub(super) fn levels(&self) -> Option<Vec<(&Value<'a>, Option<u32>)>> {
        let levels = argument(self.directive, "levels")?;
        let level = |value: &Value<'_>| match value {
            Value::Int(text, _) => text.parse().ok(),
            _ => None,
        };
        Some(match &levels.value {
            Value::List(items, _) => items.iter().map(|item| (item, level(item))).collect(),
            // A single value is coerced to a list. <https://spec.graphql.org/September2025/#sec-List.Input-Coercion>
            value => vec![(value, level(value))],
        })
    }
}

fn argument<'d, 'a>(directive: &'d Directive<'a>, name: &str) -> Option<&'d Argument<'a>> {
    directive.arguments.iter().find(|it| it.name.text == name)
}
