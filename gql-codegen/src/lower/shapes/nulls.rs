//! The treatment of nulls: which fields are required, which lists lose their null items, and which shapes may be null as a
//! consequence.
//!
//! A field that is required is treated as if its type were non-null: a null makes the object around it null, and goes on to the
//! nearest position with an `Option`: a nullable field or list item, or a named fragment beside other selections.

use super::selection::MergedField;
use super::{Content, Member, Payload, Shape, ShapeId, ShapeKind};
use crate::check::client::drop_nulls::{DROP_NULLS, DroppedLevels};
use crate::check::client::required::{Action, REQUIRED};
use crate::check::typed::Field;
use crate::config::{Config, NullItems};
use crate::ir::Conversion;
use crate::lower::coordinate::field_coordinate;
use crate::schema::{Schema, TypeRef};

/// The treatment of the nulls of a member.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::lower) struct NullPolicy {
    /// The consequence of a null, if it is not a value of the member.
    pub(in crate::lower) required: Option<Action>,
    /// The levels of lists whose null items are omitted.
    pub(in crate::lower) dropped: DroppedLevels,
}

impl NullPolicy {
    /// Returns the strictest policy of merged fields: their directives, or else the configuration.
    pub(super) fn of(schema: &Schema, merged: &MergedField<'_>, config: &Config) -> Self {
        let mut policy = Self::default();
        for field in merged.fields() {
            policy.required = policy.required.max(required(schema, field, config));
            policy.dropped = policy.dropped.or(dropped(schema, field, config));
        }
        // A field that a directive may exclude is an `Option` in any case, and a non-null field has no nulls.
        if merged.conditional || merged.first.field.definition.ty.is_non_null() {
            policy.required = None;
        }
        policy
    }

    /// Returns the conversion of a value of this type from what is read. `child` is whether the objects in it may be null.
    pub(in crate::lower) fn conversion(self, ty: TypeRef, child: bool) -> Conversion {
        match ty.is_non_null() || self.required.is_some() {
            true => self.non_null(ty, child, 1),
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
        if item.is_non_null() {
            Conversion::list(self.non_null(item, child, level + 1))
        } else if self.dropped.contains(level) {
            Conversion::Present(Box::new(self.non_null(item, child, level + 1)))
        } else {
            Conversion::list(self.nullable(item, child, level + 1))
        }
    }
}

fn required(schema: &Schema, field: &Field<'_>, config: &Config) -> Option<Action> {
    let directive = field.client.get(&REQUIRED).map(Action::of);
    directive.or_else(|| config.required_fields.get(&coordinate(schema, field)).copied())
}

fn dropped(schema: &Schema, field: &Field<'_>, config: &Config) -> DroppedLevels {
    if let Some(directive) = field.client.get(&DROP_NULLS) {
        return DroppedLevels::of(directive);
    }
    let own = config.null_items_overrides.get(&coordinate(schema, field));
    match own.unwrap_or(&config.null_items) {
        NullItems::Keep => DroppedLevels::default(),
        NullItems::Drop => DroppedLevels::ALL,
    }
}

fn coordinate(schema: &Schema, field: &Field<'_>) -> String {
    field_coordinate(&schema.ty(field.parent).name, field.node.name.text)
}

/// Returns whether an object may be null because of its members. `nullable` contains the shapes that are known to be.
pub(super) fn is_nullable(shape: &Shape<'_>, nullable: &[bool]) -> bool {
    let is = |id: ShapeId| nullable.get(id.0).copied().unwrap_or_default();
    let passes_on = |member: &Member<'_>| {
        if member.policy.required == Some(Action::None) {
            return true;
        }
        match &member.content {
            // The null stops at a member with an `Option`.
            Content::Object { field, child, .. } if !member.conditional => {
                let conversion = member.policy.conversion(field.definition.ty, is(child.shape));
                conversion.is_fallible()
            }
            _ => false,
        }
    };
    match &shape.kind {
        ShapeKind::Object(members) => members.iter().any(passes_on),
        ShapeKind::Union(union) => union.variants().any(|variant| match &variant.payload {
            Payload::TypeName => false,
            Payload::Fragment { shape, .. } => is(*shape),
            Payload::Struct { members, .. } => members.iter().any(passes_on),
        }),
    }
}
