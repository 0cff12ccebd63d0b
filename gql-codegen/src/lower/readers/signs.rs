//! Whether a shape that a directive may take away is there: the JSON object does not say so, it is concluded from the members that
//! came.

use super::Object;
use super::slots::{Piece, Slot, Value};
use crate::lower::shapes::{Content, Members, ShapeId, Shapes, TYPE_NAME};
use crate::schema::Schema;

/// A slot that is there whenever a shape is.
#[derive(Debug)]
pub(in crate::lower) struct Sign {
    pub(in crate::lower) piece: Piece,
    /// Whether the field cannot be null.
    pub(in crate::lower) required: bool,
    /// Whether it is not there without the shape.
    pub(in crate::lower) own: bool,
}

/// Lists the slots that show that a shape is there.
pub(in crate::lower) fn signs(
    shapes: &Shapes<'_>,
    schema: &Schema,
    shape: ShapeId,
    object: Object,
    slots: &[Slot<'_>],
) -> Vec<Sign> {
    let is_evidence = |slot: &Slot<'_>| slot.key == TYPE_NAME && matches!(slot.value, Value::Evidence);
    let mut reader = Reader {
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

struct Reader<'s, 't> {
    shapes: &'s Shapes<'t>,
    schema: &'s Schema,
    shape: ShapeId,
    object: Object,
    slots: &'s [Slot<'t>],
    /// Whether `__typename` is read for its presence.
    has_evidence: bool,
    signs: Vec<Sign>,
}

impl Reader<'_, '_> {
    /// Notes the slots of a part of the shape that is there whenever the shape is.
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
                Content::Leaf { key, field } => self.note(key, None, field.definition.ty.is_non_null()),
                Content::Object { key, field, child } => {
                    self.note(key, Some(child.shape), field.definition.ty.is_non_null());
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
            self.signs.push(Sign { piece, required, own });
        }
    }
}
