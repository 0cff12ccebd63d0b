//! Determines whether an optional shape is present, which must be inferred from the members of the JSON object.

use super::ReadObject;
use super::slots::{Piece, ReadSlot, SlotValue};
use crate::check::typed::Field;
use crate::lower::shapes::{Content, Member, Members, ShapeId, Shapes, TYPE_NAME};
use crate::schema::Schema;

/// A slot that is present whenever a shape is.
#[derive(Debug)]
pub(in crate::lower) struct Sign {
    pub(in crate::lower) piece: Piece,
    /// Whether the field is non-null.
    pub(in crate::lower) required: bool,
    /// Whether the slot is present only if the shape is.
    pub(in crate::lower) own: bool,
}

/// Lists the slots that show that a shape is present.
pub(in crate::lower) fn signs(
    shapes: &Shapes<'_>,
    schema: &Schema,
    shape: ShapeId,
    object: ReadObject,
    slots: &[ReadSlot<'_>],
) -> Vec<Sign> {
    let is_evidence =
        |slot: &ReadSlot<'_>| slot.key == TYPE_NAME && matches!(slot.value, SlotValue::Evidence);
    let mut reader = SignFinder {
        shapes,
        schema,
        shape,
        object,
        slots,
        has_evidence: slots.iter().any(is_evidence),
        signs: Vec::new(),
    };
    reader.part(shape);
    reader.signs
}

struct SignFinder<'s, 't> {
    shapes: &'s Shapes<'t>,
    schema: &'s Schema,
    shape: ShapeId,
    object: ReadObject,
    slots: &'s [ReadSlot<'t>],
    /// Whether `__typename` is read as evidence of presence.
    has_evidence: bool,
    signs: Vec<Sign>,
}

impl SignFinder<'_, '_> {
    /// Adds the slots of a part that is present whenever the shape is.
    fn part(&mut self, part: ShapeId) {
        let members = self.shapes.members(part, self.object.subject, self.schema);
        let asks = matches!(members, Members::TypeName);
        if !self.object.known && (asks || (self.has_evidence && self.shapes.get(part).is_discriminated())) {
            self.note(TYPE_NAME, None, true);
        }
        for member in members.selected().iter().filter(|member| !member.conditional) {
            match &member.content {
                Content::Fragment { shape, .. } => self.part(*shape),
                Content::TypeName { .. } if self.object.known => {}
                Content::TypeName { .. } => self.note(TYPE_NAME, None, true),
                Content::Leaf { key, field } => self.note(key, None, is_required(member, field)),
                Content::Object { key, field, child } => {
                    self.note(key, Some(child.shape), is_required(member, field));
                }
            }
        }
    }

    fn note(&mut self, key: &str, child: Option<ShapeId>, required: bool) {
        let Some((index, slot)) = self.slots.iter().enumerate().find(|(_, slot)| slot.key == key) else {
            return;
        };
        let piece = Piece {
            slot: index,
            part: slot.part_of(child),
        };
        if slot.may_be_away(piece.part) && self.signs.iter().all(|sign| sign.piece != piece) {
            let own = slot.is_of(self.shape);
            let required = required || slot.non_null;
            self.signs.push(Sign { piece, required, own });
        }
    }
}

/// Returns whether the value of a field is not an `Option`.
fn is_required(member: &Member<'_>, field: &Field<'_>) -> bool {
    member.policy.is_result() || member.policy.ty(field).is_non_null()
}
