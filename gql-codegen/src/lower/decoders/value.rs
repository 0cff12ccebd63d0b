//! The values made from the slots of an object: structs, optional fragments and variants.

use super::Writer;
use crate::bug::{Assumed, Bug};
use crate::ir::{Coercion, Ident, Path};
use crate::lower::place::Declared;
use crate::lower::readers::Slots;
use crate::lower::readers::signs::signs;
use crate::lower::readers::slots::Piece;
use crate::lower::shapes::{Content, Member, Payload, ShapeId, ShapeKind, TYPE_NAME};

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

impl Draft {
    /// Returns the number of uses of the type's name.
    pub(super) fn type_names(&self) -> usize {
        match self {
            Self::Struct { fields, .. } => fields.iter().map(|(_, value)| value.type_names()).sum(),
            Self::Tuple { values, .. } => values.iter().map(Self::type_names).sum(),
            Self::Variant { value, .. } | Self::When { value, .. } | Self::Maybe(value) => value.type_names(),
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
        let value = Box::new(self.shape(slots, id, &inside)?);
        Ok(Draft::When { pieces, value })
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
            Content::TypeName { .. } => slot(slots, TYPE_NAME, true, None, member.conditional, guarded),
            Content::Leaf { key, field } => {
                let required = field.definition.ty.is_non_null();
                slot(slots, key, required, None, member.conditional, guarded)
            }
            Content::Object { key, field, child } => {
                let required = field.definition.ty.is_non_null();
                slot(
                    slots,
                    key,
                    required,
                    Some(child.shape),
                    member.conditional,
                    guarded,
                )
            }
            Content::Fragment { shape, .. } if !member.conditional => self.shape(slots, *shape, guarded),
            Content::Fragment { shape, .. } => self.shape_if_there(slots, *shape, guarded),
        };
        members
            .iter()
            .map(|member| Ok((member.name.clone(), value(member)?)))
            .collect()
    }
}

/// Returns the content of a slot as the value of a member; `required` means that the field cannot be null.
fn slot(
    slots: &Slots<'_>,
    key: &str,
    required: bool,
    child: Option<ShapeId>,
    conditional: bool,
    guarded: &[Piece],
) -> Result<Draft, Bug> {
    let slot = position(slots, key)?;
    let part = slots.slots[slot].part_of(child);
    let piece = Piece { slot, part };
    let maybe = slots.slots[slot].may_be_away(part) && !guarded.contains(&piece);
    let coercion = match (conditional, maybe, required) {
        (true, false, true) => Coercion::Some,
        (_, true, false) => Coercion::Flatten,
        _ => Coercion::None,
    };
    Ok(Draft::Slot { piece, coercion })
}

/// Returns the slot with a response key.
fn position(slots: &Slots<'_>, key: &str) -> Result<usize, Bug> {
    let position = slots.slots.iter().position(|slot| slot.key == key);
    position.assumed("everything that a shape holds has a slot")
}
