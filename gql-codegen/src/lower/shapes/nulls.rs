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
        let (ty, caught) = errors(merged, default);
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

    /// Returns the conversion of a value from what is read. `child` is whether the objects in it may be null, and `rejects_null`
    /// whether a null of the field cannot be decoded.
    pub(in crate::lower) fn conversion(
        self,
        types: FieldTypes,
        child: bool,
        rejects_null: bool,
    ) -> Conversion {
        let rejects_null = rejects_null || types.read.is_non_null();
        let value = match types.member.is_non_null() || self.required.is_some() {
            true => self.non_null(types, child, 1),
            false if rejects_null && self.is_result() => {
                Conversion::Some(Box::new(self.non_null(types, child, 1)))
            }
            false => self.nullable(types, child),
        };
        match self.is_result() {
            true => Conversion::Caught(Box::new(value)),
            false => value,
        }
    }

    /// Returns the conversion of a field that is an `Option` because a directive may exclude it.
    pub(in crate::lower) fn conditional(
        self,
        types: FieldTypes,
        child: bool,
        rejects_null: bool,
    ) -> Conversion {
        match self.is_result() {
            true => Conversion::option(self.conversion(types, child, rejects_null)),
            false => self.nullable(types, child),
        }
    }

    /// Returns whether a null in a field makes the object around it null. `child` is whether the objects in it may be null.
    fn passes_on(self, field: &Field<'_>, child: bool) -> bool {
        let ty = self.ty(field);
        let conversion = self.conversion(FieldTypes::new(self, field, ty), child, false);
        conversion.is_fallible()
    }

    /// Returns the conversion of a nullable value, or of any value in an `Option`.
    fn nullable(self, types: FieldTypes, child: bool) -> Conversion {
        Conversion::option(self.non_null(types, child, 1))
    }

    fn non_null(self, types: FieldTypes, child: bool, level: u32) -> Conversion {
        let Some(items) = types.items() else {
            return if child {
                Conversion::Object
            } else {
                Conversion::Same
            };
        };
        let inner = self.non_null(items, child, level + 1);
        let is_read_as_option = !items.read.is_non_null();
        let drops = self.dropped.contains(level) && !items.schema.is_non_null();
        let is_option = !items.member.is_non_null() && !drops;
        let value = match (is_option, is_read_as_option) {
            (true, true) => Conversion::option(inner),
            (true, false) => Conversion::Some(Box::new(inner)),
            (false, _) => inner,
        };
        let is_result = self.caught.contains(level);
        let value = match is_result {
            true => Conversion::Caught(Box::new(value)),
            false => value,
        };
        match (drops, is_read_as_option) {
            (false, _) => Conversion::list(value),
            (true, true) if is_result => Conversion::Kept(Box::new(Conversion::Required(Box::new(value)))),
            (true, true) => Conversion::Present(Box::new(value)),
            (true, false) if value.is_fallible() => Conversion::Kept(Box::new(value)),
            (true, false) => Conversion::list(value),
        }
    }
}

/// The types of a field, or of the items of its list.
#[derive(Clone, Copy)]
pub(in crate::lower) struct FieldTypes {
    /// That of the schema.
    schema: TypeRef,
    /// That of the member, apart from required values and omitted items.
    member: TypeRef,
    /// The strictest one of all members that the value is read for.
    read: TypeRef,
}

impl FieldTypes {
    pub(in crate::lower) fn new(policy: NullPolicy, field: &Field<'_>, read: TypeRef) -> Self {
        Self {
            schema: field.definition.ty,
            member: policy.ty(field),
            read,
        }
    }

    fn items(self) -> Option<Self> {
        Some(Self {
            schema: self.schema.item()?,
            member: self.member.item()?,
            read: self.read.item()?,
        })
    }
}

/// Returns the type of a field, if it differs from that of the schema, and the levels at which its value is a `Result`.
fn errors(merged: &MergedField<'_>, default: CatchTo) -> (Option<TypeRef>, ListLevels) {
    let first = merged.first.field;
    let ty = first.definition.ty;
    let to = |level| CatchTo::at(&first.client, level).unwrap_or(default);
    let is_caught = |level: &u32| to(*level) == CatchTo::Result;
    let caught = ty.nullable_levels().filter(is_caught).collect();
    // Fields of several types may be merged, of which some state more than others.
    let mut semantic = ListLevels::default();
    for field in merged.fields() {
        semantic = semantic.union(field.definition.semantic_non_null);
    }
    let is_error = |level: &u32| semantic.contains(*level) && to(*level) != CatchTo::Null;
    let non_null: ListLevels = ty.nullable_levels().filter(is_error).collect();
    let ty = (!non_null.is_empty()).then(|| ty.with_non_null(non_null));
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
            member.policy.passes_on(field, is_nullable(child.shape))
        }
        _ => false,
    }
}
