//! The values made from the slots of an object: structs, optional fragments and variants.

use super::Writer;
use crate::bug::{Assumed, Bug};
use crate::check::typed::Field;
use crate::ir::{Coercion, Conversion, Ident, Path};
use crate::lower::place::Declared;
use crate::lower::readers::Slots;
use crate::lower::readers::signs::signs;
use crate::lower::readers::slots::Piece;
use crate::lower::shapes::{Content, FieldTypes, Member, Payload, ShapeId, ShapeKind, TYPE_NAME};
use crate::schema::TypeRef;

/// An expression before variables are assigned to slots and uses are turned into moves or clones.
#[derive(Debug)]
pub(super) enum Draft {
    Struct {
        path: Path,
        fields: Vec<(Ident, Draft)>,
    },
    Variant {
        path: Path,
        variant: Ident,
        value: Box<Draft>,
    },
    Tuple {
        path: Path,
        values: Vec<Draft>,
    },
    Slot {
        piece: Piece,
        coercion: Coercion,
    },
    Converted {
        value: Box<Draft>,
        required: bool,
        conversion: Conversion,
    },
    /// An object that a value in it may make `None`.
    Attempt(Box<Draft>),
    /// A view that a value in it may make null.
    Nullable(Box<Draft>),
    /// `Some(value)` if these pieces are present.
    When {
        pieces: Vec<Piece>,
        value: Box<Draft>,
    },
    Maybe(Box<Draft>),
    Away,
    TypeName {
        some: bool,
    },
}

/// The holder of a shape that may be null.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    /// A member, which is an `Option`.
    Member,
    /// One of several views of an object.
    View,
}

impl Draft {
    /// Returns the number of uses of the type's name.
    pub(super) fn type_names(&self) -> usize {
        match self {
            Self::Struct { fields, .. } => fields.iter().map(|(_, value)| value.type_names()).sum(),
            Self::Tuple { values, .. } => values.iter().map(Self::type_names).sum(),
            Self::Variant { value, .. }
            | Self::Converted { value, .. }
            | Self::Attempt(value)
            | Self::Nullable(value)
            | Self::When { value, .. }
            | Self::Maybe(value) => value.type_names(),
            Self::Slot { .. } | Self::Away => 0,
            Self::TypeName { .. } => 1,
        }
    }
}

impl<'t> Writer<'_, 't> {
    /// Returns the value of a shape. `guarded` are the pieces that are known to be present.
    pub(super) fn shape(&self, slots: &Slots<'t>, id: ShapeId, guarded: &[Piece]) -> Result<Draft, Bug> {
        let shape = self.shapes.get(id);
        let path = self.names.shape(id).seen_from(self.place);
        let union = match &shape.kind {
            ShapeKind::Object(members) => {
                let fields = self.members(slots, members, guarded)?;
                return Ok(Draft::Struct { path, fields });
            }
            ShapeKind::Union(union) => union,
        };
        let variant = union.variant(slots.object.subject, self.schema);
        let value = match &variant.payload {
            Payload::TypeName if slots.object.known => Draft::TypeName { some: false },
            Payload::TypeName => Draft::Slot {
                piece: Piece {
                    slot: position(slots, TYPE_NAME)?,
                    part: 0,
                },
                coercion: Coercion::None,
            },
            Payload::Fragment { shape, .. } => self.shape(slots, *shape, guarded)?,
            Payload::Struct { id, members } => {
                let declared = Declared {
                    place: shape.place,
                    name: self.names.of_struct(*id).clone(),
                };
                Draft::Struct {
                    path: declared.seen_from(self.place),
                    fields: self.members(slots, members, guarded)?,
                }
            }
        };
        Ok(Draft::Variant {
            path,
            variant: variant.name.clone(),
            value: Box::new(value),
        })
    }

    /// Returns the value of a shape that a directive may exclude, which is made if the shape is present.
    pub(super) fn shape_if_there(
        &self,
        slots: &Slots<'t>,
        id: ShapeId,
        guarded: &[Piece],
        holder: Holder,
    ) -> Result<Draft, Bug> {
        let mut signs = signs(self.shapes, self.schema, id, slots.object, &slots.slots);
        signs.retain(|sign| !guarded.contains(&sign.piece));
        // If the shape has a required field of its own, nullable fields may be missing: some servers omit them along with
        // errors.
        if signs.iter().any(|sign| sign.required && sign.own) {
            signs.retain(|sign| sign.required);
        }
        let pieces: Vec<Piece> = signs.into_iter().map(|sign| sign.piece).collect();
        let inside: Vec<_> = guarded.iter().chain(&pieces).copied().collect();
        let value = Box::new(self.held(slots, id, &inside, holder)?);
        Ok(Draft::When { pieces, value })
    }

    /// Returns the value of a shape within another value, which is an `Option` or a view if the shape may be null.
    pub(super) fn held(
        &self,
        slots: &Slots<'t>,
        id: ShapeId,
        guarded: &[Piece],
        holder: Holder,
    ) -> Result<Draft, Bug> {
        let value = self.shape(slots, id, guarded)?;
        if !self.shapes.is_nullable(id) {
            return Ok(value);
        }
        let attempt = Draft::Attempt(Box::new(value));
        Ok(match holder {
            Holder::Member => attempt,
            Holder::View => Draft::Nullable(Box::new(attempt)),
        })
    }

    fn members(
        &self,
        slots: &Slots<'t>,
        members: &[Member<'t>],
        guarded: &[Piece],
    ) -> Result<Vec<(Ident, Draft)>, Bug> {
        let value = |member: &Member<'t>| match &member.content {
            Content::TypeName { .. } if slots.object.known => Ok(Draft::TypeName {
                some: member.conditional,
            }),
            Content::TypeName { .. } => {
                let (value, _) = slot(slots, TYPE_NAME, None, true, member.conditional, guarded)?;
                Ok(value)
            }
            Content::Leaf { key, field } => self.field(slots, member, (key, field), None, guarded),
            Content::Object { key, field, child } => {
                self.field(slots, member, (key, field), Some(child.shape), guarded)
            }
            Content::Fragment { shape, .. } if !member.conditional => {
                self.held(slots, *shape, guarded, Holder::Member)
            }
            Content::Fragment { shape, .. } => self.shape_if_there(slots, *shape, guarded, Holder::Member),
        };
        members
            .iter()
            .map(|member| Ok((member.name.clone(), value(member)?)))
            .collect()
    }

    /// Returns the value of a field, without the nulls that it does not contain.
    fn field(
        &self,
        slots: &Slots<'t>,
        member: &Member<'t>,
        (key, field): (&str, &Field<'_>),
        child: Option<ShapeId>,
        guarded: &[Piece],
    ) -> Result<Draft, Bug> {
        let policy = member.policy;
        let ty = policy.ty(field);
        let non_null = ty.is_non_null() || policy.is_result();
        let is_option = member.conditional || !(non_null || policy.required.is_some());
        let (value, is_read_as_option) = slot(slots, key, child, non_null, is_option, guarded)?;
        let nullable = child.is_some_and(|child| self.shapes.is_nullable(child));
        // A null that another selection rejects is not read.
        let slot = &slots.slots[position(slots, key)?];
        let rejects_null = slot.non_null;
        let types = FieldTypes::new(policy, field, slot.ty.unwrap_or(ty));
        let conversion = match is_option {
            true => policy.conditional(types, nullable, rejects_null),
            false => policy.conversion(types, nullable, rejects_null),
        };
        let may_be_null = match policy.is_result() {
            true => !(rejects_null || slot.ty.is_some_and(TypeRef::is_non_null)),
            false => is_read_as_option,
        };
        let required = policy.required.is_some() && may_be_null;
        if !required && conversion == Conversion::Same {
            return Ok(value);
        }
        Ok(Draft::Converted {
            value: Box::new(value),
            required,
            conversion,
        })
    }
}

/// Returns the content of a slot, and whether it is an `Option`. `non_null` is whether the field is, and `is_option` whether
/// the member has an `Option`.
fn slot(
    slots: &Slots<'_>,
    key: &str,
    child: Option<ShapeId>,
    non_null: bool,
    is_option: bool,
    guarded: &[Piece],
) -> Result<(Draft, bool), Bug> {
    let slot = position(slots, key)?;
    let part = slots.slots[slot].part_of(child);
    let piece = Piece { slot, part };
    let maybe = slots.slots[slot].may_be_away(part) && !guarded.contains(&piece);
    let non_null = non_null || slots.slots[slot].non_null;
    let coercion = match (maybe, non_null) {
        (false, true) if is_option => Coercion::Some,
        (true, false) => Coercion::Flatten,
        _ => Coercion::None,
    };
    let is_read_as_option = maybe || !non_null || is_option;
    Ok((Draft::Slot { piece, coercion }, is_read_as_option))
}

/// Returns the slot with a response key.
fn position(slots: &Slots<'_>, key: &str) -> Result<usize, Bug> {
    let position = slots.slots.iter().position(|slot| slot.key == key);
    position.assumed("everything that a shape holds has a slot")
}
