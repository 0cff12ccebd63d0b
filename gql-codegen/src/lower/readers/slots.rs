//! The members of an object that its shapes select.

use super::{ReadObject, ShapeUse};
use crate::bug::Bug;
use crate::check::typed::Field;
use crate::lower::shapes::{Content, Members, NullPolicy, ShapeId, Shapes, TYPE_NAME};
use crate::schema::{ListLevels, Schema, TypeRef};

/// A member of an object that is read, merged from all shapes that select it.
#[derive(Debug)]
pub(in crate::lower) struct ReadSlot<'t> {
    pub(in crate::lower) key: &'t str,
    /// Whether every selection of the member may be excluded.
    pub(in crate::lower) maybe: bool,
    /// Whether a null is an error, because one of the selections requires a value.
    pub(in crate::lower) non_null: bool,
    /// The strictest type of all selections of a field.
    pub(in crate::lower) ty: Option<TypeRef>,
    /// The nested shapes that contain all selections of the member.
    pub(super) within: Vec<ShapeId>,
    pub(in crate::lower) value: SlotValue,
}

/// The content of a slot.
#[derive(Debug)]
pub(in crate::lower) enum SlotValue {
    Leaf,
    /// `__typename`, read because its presence shows that a shape is present.
    Evidence,
    Objects {
        /// The levels at which an error may be in place of the value.
        caught: ListLevels,
        /// The shapes that the objects are split into.
        shapes: Vec<ShapeUse>,
    },
}

/// A slot, or one of the shapes that its value is split into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) struct Piece {
    pub(in crate::lower) slot: usize,
    pub(in crate::lower) part: usize,
}

impl ReadSlot<'_> {
    /// Returns the shapes of the objects in the slot.
    pub(in crate::lower) fn shapes(&self) -> &[ShapeUse] {
        match &self.value {
            SlotValue::Objects { shapes, .. } => shapes,
            SlotValue::Leaf | SlotValue::Evidence => &[],
        }
    }

    /// Returns the index of a shape among those that the value is split into.
    pub(in crate::lower) fn part_of(&self, shape: Option<ShapeId>) -> usize {
        let position = self.shapes().iter().position(|it| Some(it.shape) == shape);
        position.unwrap_or(0)
    }

    /// Returns whether the value seen by one shape may be absent.
    pub(in crate::lower) fn may_be_away(&self, part: usize) -> bool {
        match self.shapes() {
            [] | [_] => self.maybe,
            several => several.get(part).is_some_and(|it| it.maybe),
        }
    }

    /// Returns whether only this shape selects the member, whose presence then shows that the shape is present.
    pub(super) fn is_of(&self, shape: ShapeId) -> bool {
        self.within.contains(&shape)
    }

    /// Adds a member that the value is read for.
    fn is_read(&mut self, policy: NullPolicy, field: &Field<'_>) {
        self.non_null |= policy.rejects_null(field);
        let ty = policy.ty(field);
        self.ty = Some(self.ty.map_or(ty, |known| known.strictest(ty)));
    }

    /// Adds a selection by another shape, within these shapes.
    pub(super) fn is_asked(&mut self, maybe: bool, within: &[ShapeId]) {
        self.maybe &= maybe;
        self.within.retain(|shape| within.contains(shape));
    }
}

/// The slots of an object under construction.
#[derive(Debug, Default)]
pub(super) struct Collected<'t> {
    pub(super) slots: Vec<ReadSlot<'t>>,
    /// Whether a directive may exclude one of the shapes.
    pub(super) conditional: bool,
    /// The shapes that select `__typename` although nothing else needs it.
    pub(super) discriminated: Vec<ShapeId>,
}

/// Collects the slots that these shapes select.
pub(super) fn collect<'t>(
    shapes: &Shapes<'t>,
    schema: &Schema,
    uses: &[ShapeUse],
    object: ReadObject,
) -> Result<Collected<'t>, Bug> {
    let mut collector = Collector {
        shapes,
        schema,
        object,
        collected: Collected::default(),
        within: Vec::new(),
    };
    for ShapeUse { shape, maybe } in uses {
        collector.collected.conditional |= maybe;
        collector.shape(*shape, *maybe)?;
    }
    Ok(collector.collected)
}

struct Collector<'s, 't> {
    shapes: &'s Shapes<'t>,
    schema: &'s Schema,
    object: ReadObject,
    collected: Collected<'t>,
    /// The enclosing shapes, and the current one.
    within: Vec<ShapeId>,
}

impl Collector<'_, '_> {
    /// Collects a shape; `outer` is whether a directive may exclude it.
    fn shape(&mut self, id: ShapeId, outer: bool) -> Result<(), Bug> {
        self.within.push(id);
        let members = self.shapes.members(id, self.object.subject, self.schema);
        if matches!(members, Members::TypeName) && !self.object.known {
            self.collected.discriminated.push(id);
            add(&mut self.collected.slots, TYPE_NAME, outer, &self.within, || {
                SlotValue::Leaf
            });
        }
        for member in members.selected() {
            let maybe = outer || member.conditional;
            let policy = member.policy;
            let slots = &mut self.collected.slots;
            match member.content {
                Content::Fragment { shape, .. } => {
                    self.collected.conditional |= member.conditional;
                    self.shape(shape, maybe)?;
                }
                Content::TypeName { .. } if self.object.known => {}
                Content::TypeName { .. } => {
                    add(slots, TYPE_NAME, maybe, &self.within, || SlotValue::Leaf);
                }
                Content::Leaf { key, field } => {
                    let slot = add(slots, key, maybe, &self.within, || SlotValue::Leaf);
                    slot.is_read(policy, field);
                }
                Content::Object { key, field, child } => {
                    let objects = || SlotValue::Objects {
                        caught: policy.caught,
                        shapes: Vec::new(),
                    };
                    let slot = add(slots, key, maybe, &self.within, objects);
                    slot.is_read(policy, field);
                    add_shape(slot, child.shape, maybe)?;
                }
            }
        }
        self.within.pop();
        Ok(())
    }
}

/// Adds another shape of the objects in a slot.
fn add_shape(slot: &mut ReadSlot<'_>, shape: ShapeId, maybe: bool) -> Result<(), Bug> {
    let SlotValue::Objects { shapes, .. } = &mut slot.value else {
        return Err(Bug::new(
            "fields with one response key are all objects or all leaves",
        ));
    };
    match shapes.iter_mut().find(|it| it.shape == shape) {
        Some(known) => known.maybe &= maybe,
        None => shapes.push(ShapeUse { shape, maybe }),
    }
    Ok(())
}

/// Returns the slot of a key, creating it if necessary.
pub(super) fn add<'v, 't>(
    slots: &'v mut Vec<ReadSlot<'t>>,
    key: &'t str,
    maybe: bool,
    within: &[ShapeId],
    value: impl FnOnce() -> SlotValue,
) -> &'v mut ReadSlot<'t> {
    let known = slots.iter().position(|slot| slot.key == key);
    let index = known.unwrap_or(slots.len());
    match slots.get_mut(index) {
        Some(slot) => slot.is_asked(maybe, within),
        None => slots.push(ReadSlot {
            key,
            maybe,
            non_null: false,
            ty: None,
            within: within.to_vec(),
            value: value(),
        }),
    }
    &mut slots[index]
}
