//! Which members of an object its shapes ask for.

use super::{Object, ShapeUse};
use crate::bug::Bug;
use crate::lower::shapes::{Content, Members, ShapeId, Shapes, TYPE_NAME};
use crate::schema::{Schema, TypeRef};

/// A member of an object that is read: what is known of a response key after all shapes were asked.
#[derive(Debug)]
pub(in crate::lower) struct Slot<'t> {
    pub(in crate::lower) key: &'t str,
    /// Whether every shape's member may be taken away.
    pub(in crate::lower) maybe: bool,
    /// The shapes, one in the other, that all those that ask for it are in.
    pub(super) within: Vec<ShapeId>,
    pub(in crate::lower) value: Value,
}

/// What a slot holds.
#[derive(Debug)]
pub(in crate::lower) enum Value {
    Leaf,
    /// `__typename`, read because its presence shows that a shape is there.
    Evidence,
    Objects {
        /// The field's type.
        ty: TypeRef,
        /// The shapes that the objects are taken apart into.
        shapes: Vec<ShapeUse>,
    },
}

/// Identifies a slot, and one of the shapes that its value is taken apart into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) struct Piece {
    pub(in crate::lower) slot: usize,
    pub(in crate::lower) part: usize,
}

impl Slot<'_> {
    /// The shapes of the objects that it holds.
    pub(in crate::lower) fn shapes(&self) -> &[ShapeUse] {
        match &self.value {
            Value::Objects { shapes, .. } => shapes,
            Value::Leaf | Value::Evidence => &[],
        }
    }

    /// The place of a shape among those that the value is taken apart into.
    pub(in crate::lower) fn part_of(&self, shape: Option<ShapeId>) -> usize {
        let position = self.shapes().iter().position(|it| Some(it.shape) == shape);
        position.unwrap_or(0)
    }

    /// Whether what one shape sees of it may be taken away.
    pub(in crate::lower) fn may_be_away(&self, part: usize) -> bool {
        match self.shapes() {
            [] | [_] => self.maybe,
            several => several.get(part).is_some_and(|it| it.maybe),
        }
    }

    /// Whether nothing but this shape asks for it: then it is there if the shape is.
    pub(super) fn is_of(&self, shape: ShapeId) -> bool {
        self.within.contains(&shape)
    }

    /// One more shape asks for it, within these.
    pub(super) fn is_asked(&mut self, maybe: bool, within: &[ShapeId]) {
        self.maybe &= maybe;
        self.within.retain(|shape| within.contains(shape));
    }
}

/// The slots of an object in the making.
#[derive(Debug, Default)]
pub(super) struct Collected<'t> {
    pub(super) slots: Vec<Slot<'t>>,
    /// Whether a directive may take one of the shapes away.
    pub(super) conditional: bool,
    /// The shapes that ask for `__typename` where nothing else needs it.
    pub(super) discriminated: Vec<ShapeId>,
}

/// Collects the slots that these shapes ask for.
pub(super) fn collect<'t>(
    shapes: &Shapes<'t>,
    schema: &Schema,
    uses: &[ShapeUse],
    object: Object,
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
    object: Object,
    collected: Collected<'t>,
    /// The shapes that the current one is in, and itself.
    within: Vec<ShapeId>,
}

impl Collector<'_, '_> {
    /// `outer`: whether a directive may take the shape away.
    fn shape(&mut self, id: ShapeId, outer: bool) -> Result<(), Bug> {
        self.within.push(id);
        let members = self.shapes.members(id, self.object.subject, self.schema);
        if matches!(members, Members::TypeName) && !self.object.known {
            self.collected.discriminated.push(id);
            add(&mut self.collected.slots, TYPE_NAME, outer, &self.within, || {
                Value::Leaf
            });
        }
        for member in members.selected() {
            let maybe = outer || member.conditional;
            let slots = &mut self.collected.slots;
            match member.content {
                Content::Fragment { shape, .. } => {
                    self.collected.conditional |= member.conditional;
                    self.shape(shape, maybe)?;
                }
                Content::TypeName { .. } if self.object.known => {}
                Content::TypeName { .. } => {
                    add(slots, TYPE_NAME, maybe, &self.within, || Value::Leaf);
                }
                Content::Leaf { key, .. } => {
                    add(slots, key, maybe, &self.within, || Value::Leaf);
                }
                Content::Object { key, field, child } => {
                    let objects = || Value::Objects {
                        ty: field.definition.ty,
                        shapes: Vec::new(),
                    };
                    let slot = add(slots, key, maybe, &self.within, objects);
                    add_shape(slot, child.shape, maybe)?;
                }
            }
        }
        self.within.pop();
        Ok(())
    }
}

/// One more shape of the objects that a slot holds.
fn add_shape(slot: &mut Slot<'_>, shape: ShapeId, maybe: bool) -> Result<(), Bug> {
    let Value::Objects { shapes, .. } = &mut slot.value else {
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

/// The slot of a key, made if it is new.
pub(super) fn add<'v, 't>(
    slots: &'v mut Vec<Slot<'t>>,
    key: &'t str,
    maybe: bool,
    within: &[ShapeId],
    value: impl FnOnce() -> Value,
) -> &'v mut Slot<'t> {
    let known = slots.iter().position(|slot| slot.key == key);
    let index = known.unwrap_or(slots.len());
    match slots.get_mut(index) {
        Some(slot) => slot.is_asked(maybe, within),
        None => slots.push(Slot {
            key,
            maybe,
            within: within.to_vec(),
            value: value(),
        }),
    }
    &mut slots[index]
}
