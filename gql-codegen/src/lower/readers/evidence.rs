//! Reads `__typename` as evidence that a shape is present, where no other field shows it. Fragments on abstract types select it
//! anyway.

use super::signs::signs;
use super::slots::{ReadSlot, SlotValue, add};
use super::{ReadObject, ShapeUse};
use crate::lower::shapes::selection::Subject;
use crate::lower::shapes::{Content, ShapeId, Shapes, TYPE_NAME};
use crate::schema::Schema;

/// Adds a slot for `__typename` if a shape may be absent and no other field shows its presence.
pub(super) fn add_evidence<'t>(
    shapes: &Shapes<'t>,
    schema: &Schema,
    uses: &[ShapeUse],
    object: ReadObject,
    slots: &mut Vec<ReadSlot<'t>>,
) {
    if object.known {
        return;
    }
    let subject = object.subject;
    let parts = Parts {
        shapes,
        schema,
        subject,
    };
    let mut doubtful = Vec::new();
    for it in uses {
        if it.maybe {
            doubtful.push(it.shape);
        }
        parts.conditional(it.shape, &mut doubtful);
    }
    doubtful.retain(|&shape| {
        let signs = signs(shapes, schema, shape, object, slots);
        signs.iter().all(|sign| !sign.own) && parts.brings_type_name(shape)
    });
    let known = slots.iter().position(|slot| slot.key == TYPE_NAME && slot.maybe);
    if doubtful.is_empty() && known.is_none() {
        return;
    }
    let mut asked = Vec::new();
    for it in uses {
        parts.type_names(it.shape, it.maybe, &mut Vec::new(), &mut asked);
    }
    let Some(asked) = asked.first() else {
        return;
    };
    if let Some(known) = known {
        slots[known].is_asked(asked.maybe, &asked.within);
    }
    // If several shapes select it, its absence still means that all of them are absent.
    if !doubtful.is_empty() && known.map_or(asked, |known| &slots[known]).maybe {
        let slot = add(slots, TYPE_NAME, true, &asked.within, || SlotValue::Leaf);
        slot.value = SlotValue::Evidence;
    }
}

struct Parts<'s, 't> {
    shapes: &'s Shapes<'t>,
    schema: &'s Schema,
    subject: Subject,
}

impl<'t> Parts<'_, 't> {
    /// Iterates over the fragments among an object's members, with whether a directive may exclude each.
    fn fragments(&self, shape: ShapeId) -> impl Iterator<Item = (ShapeId, bool)> {
        let members = self.shapes.members(shape, self.subject, self.schema);
        let members = members.selected().iter();
        members.filter_map(|member| match member.content {
            Content::Fragment { shape, .. } => Some((shape, member.conditional)),
            _ => None,
        })
    }

    /// Lists the shapes within this one that a directive may exclude.
    fn conditional(&self, shape: ShapeId, found: &mut Vec<ShapeId>) {
        for (inner, conditional) in self.fragments(shape) {
            if conditional && !found.contains(&inner) {
                found.push(inner);
            }
            self.conditional(inner, found);
        }
    }

    /// Returns whether `__typename` is in the selection of the shape, or of a part that is present whenever the shape is.
    fn brings_type_name(&self, shape: ShapeId) -> bool {
        let brings = |(inner, conditional): (ShapeId, bool)| !conditional && self.brings_type_name(inner);
        self.shapes.get(shape).is_discriminated() || self.fragments(shape).any(brings)
    }

    /// Collects the slot of `__typename` from all shapes that select it.
    fn type_names(
        &self,
        shape: ShapeId,
        outer: bool,
        within: &mut Vec<ShapeId>,
        slots: &mut Vec<ReadSlot<'t>>,
    ) {
        within.push(shape);
        if self.shapes.get(shape).is_discriminated() {
            add(slots, TYPE_NAME, outer, within, || SlotValue::Leaf);
        }
        for (inner, conditional) in self.fragments(shape) {
            self.type_names(inner, outer || conditional, within, slots);
        }
        within.pop();
    }
}
