//! The treatment of nulls: which fields are required, which lists lose their null items, which errors are values, and which
//! shapes may be null as a consequence.
//!
//! A field that is required is treated as if its type were non-null: a null makes the object around it null, and goes on to the
//! nearest position with an `Option`: a nullable field or list item, or a named fragment beside other selections.

use std::collections::BTreeMap;

use super::selection::MergedField;
use super::{Content, Member, Shape, ShapeId};
use crate::check::client::catch::CatchTo;
use crate::check::client::drop_nulls::{DROP_NULLS, dropped_levels};
use crate::check::client::required::{Action, REQUIRED};
use crate::check::typed::Field;
use crate::config::{Config, NullItems};
use crate::ir::Conversion;
use crate::lower::coordinate::field_coordinate;
use crate::schema::{ListLevels, Schema, TypeRef};

/// The treatment of the nulls of a member.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::lower) struct NullPolicy {
    /// The consequence of a null, if it is not a value of the member.
    pub(in crate::lower) required: Option<Action>,
    /// The levels of lists whose null items are omitted.
    pub(in crate::lower) dropped: ListLevels,
    /// The type of the field, with the levels non-null whose nulls are errors that are handled; `None` if it is that of the
    /// schema.
    ty: Option<TypeRef>,
    /// The levels at which the value is a `Result`.
    pub(in crate::lower) caught: ListLevels,
}

impl NullPolicy {
    /// Returns the strictest policy of merged fields: their directives, or else the configuration.
    /// `default` is the representation of errors without a directive.
    pub(super) fn of(schema: &Schema, merged: &MergedField<'_>, config: &Config, default: CatchTo) -> Self {
        let first = merged.first.field;
        let (ty, caught) = errors(first, default);
        let mut policy = Self {
            ty,
            caught,
            ..Self::default()
        };
        for field in merged.fields() {
            policy.required = policy.required.max(required(schema, field, config));
            policy.dropped = policy.dropped.union(dropped(schema, field, config));
        }
        // A field that a directive may exclude is an `Option` in any case, and a non-null field has no nulls.
        if merged.conditional || policy.ty(first).is_non_null() {
            policy.required = None;
        }
        policy
    }

    /// Returns the type of the field, as it is read.
    pub(in crate::lower) fn ty(self, field: &Field<'_>) -> TypeRef {
        self.ty.unwrap_or(field.definition.ty)
    }

    /// Returns whether the value of the field is a `Result`.
    pub(in crate::lower) fn is_result(self) -> bool {
        self.caught.contains(0)
    }

    /// Returns whether a null of the field, which its type in the schema allows, cannot be decoded.
    pub(in crate::lower) fn rejects_null(self, field: &Field<'_>) -> bool {
        let is_error = self.ty.is_some_and(TypeRef::is_non_null) && !field.definition.ty.is_non_null();
        self.required == Some(Action::Throw) || is_error && !self.is_result()
    }

    /// Returns the conversion of a value of this type from what is read. `child` is whether the objects in it may be null, and
    /// `rejects_null` whether the value is read as non-null.
    pub(in crate::lower) fn conversion(self, ty: TypeRef, child: bool, rejects_null: bool) -> Conversion {
        let value = match ty.is_non_null() || self.required.is_some() {
            true => self.non_null(ty, child, 1),
            false if rejects_null && self.is_result() => {
                Conversion::Some(Box::new(self.non_null(ty, child, 1)))
            }
            false => self.nullable(ty, child, 1),
        };
        match self.is_result() {
            true => Conversion::Caught(Box::new(value)),
            false => value,
        }
    }

    /// Returns the conversion of a field that is an `Option` because a directive may exclude it.
    pub(in crate::lower) fn conditional(self, ty: TypeRef, child: bool, rejects_null: bool) -> Conversion {
        match self.is_result() {
            true => Conversion::option(self.conversion(ty, child, rejects_null)),
            false => self.nullable(ty, child, 1),
        }
    }

    /// Returns the conversion of a nullable value, or of any value in an `Option`.
    pub(in crate::lower) fn nullable(self, ty: TypeRef, child: bool, level: u32) -> Conversion {
        Conversion::option(self.non_null(ty, child, level))
    }

    fn non_null(self, ty: TypeRef, child: bool, level: u32) -> Conversion {
        let Some(item) = ty.item() else {
            return if child {
                Conversion::Object
            } else {
                Conversion::Same
            };
        };
        if self.caught.contains(level) {
            let value = match item.is_non_null() {
                true => self.non_null(item, child, level + 1),
                false => self.nullable(item, child, level + 1),
            };
            Conversion::list(Conversion::Caught(Box::new(value)))
        } else if item.is_non_null() {
            Conversion::list(self.non_null(item, child, level + 1))
        } else if self.dropped.contains(level) {
            Conversion::Present(Box::new(self.non_null(item, child, level + 1)))
        } else {
            Conversion::list(self.nullable(item, child, level + 1))
        }
    }
}

/// Returns the type of a field, if it differs from that of the schema, and the levels at which its value is a `Result`.
fn errors(field: &Field<'_>, default: CatchTo) -> (Option<TypeRef>, ListLevels) {
    let definition = field.definition;
    let to = |level| CatchTo::at(&field.client, level).unwrap_or(default);
    let nullable = || definition.ty.nullable_levels();
    let caught = nullable().filter(|&level| to(level) == CatchTo::Result).collect();
    let is_error = |level: &u32| definition.semantic_non_null.contains(*level) && to(*level) != CatchTo::Null;
    let non_null: ListLevels = nullable().filter(is_error).collect();
    let ty = (!non_null.is_empty()).then(|| definition.ty.with_non_null(non_null));
    (ty.flatten(), caught)
}

fn required(schema: &Schema, field: &Field<'_>, config: &Config) -> Option<Action> {
    let directive = field.client.get(&REQUIRED).map(Action::of);
    directive.or_else(|| configured(&config.required_fields, schema, field).copied())
}

fn dropped(schema: &Schema, field: &Field<'_>, config: &Config) -> ListLevels {
    if let Some(directive) = field.client.get(&DROP_NULLS) {
        return dropped_levels(directive);
    }
    let own = configured(&config.null_items_overrides, schema, field);
    match own.unwrap_or(&config.null_items) {
        NullItems::Keep => ListLevels::default(),
        NullItems::Drop => ListLevels::ALL,
    }
}

/// Returns the value that the configuration has for a field. Its coordinate is only made if there is any configuration.
fn configured<'c, T>(values: &'c BTreeMap<String, T>, schema: &Schema, field: &Field<'_>) -> Option<&'c T> {
    if values.is_empty() {
        return None;
    }
    values.get(&field_coordinate(
        &schema.ty(field.parent).name,
        field.node.name.text,
    ))
}

/// Returns whether an object may be null because of its members. `nullable` contains the shapes that are known to be.
pub(super) fn is_nullable(shape: &Shape<'_>, nullable: &[bool]) -> bool {
    let is = |id: ShapeId| nullable.get(id.0).copied().unwrap_or_default();
    let mut members = shape.own_members();
    members.any(|member| member.policy.required == Some(Action::None) || passes_on(member, is))
        || shape.variant_fragments().any(is)
}

/// Returns whether a null of the objects in a member makes the object around it null. It stops at a member with an `Option`.
pub(super) fn passes_on(member: &Member<'_>, is_nullable: impl Fn(ShapeId) -> bool) -> bool {
    match &member.content {
        Content::Object { field, child, .. } if !member.conditional => {
            let policy = member.policy;
            let conversion = policy.conversion(policy.ty(field), is_nullable(child.shape), false);
            conversion.is_fallible()
        }
        _ => false,
    }
}
