//! The slots of an object with their variables, and the value made from them.

use super::Writer;
use super::moves::{Variables, assign_moves};
use super::value::{Draft, Holder};
use crate::bug::{Assumed, Bug};
use crate::ir::{BuiltIn, Ident, Object, Part, Path, Slot, Type};
use crate::lower::readers::slots::{ReadSlot as Read, SlotValue};
use crate::lower::readers::{Nameless, ShapeUse, Slots};
use crate::lower::scope::Scope;
use crate::lower::types::wrap_caught;

impl Writer<'_, '_> {
    /// Decodes an object without `__typename`: the shapes that select it are excluded.
    pub(super) fn nameless(&self, nameless: &Nameless<'_>) -> Result<Object, Bug> {
        let mut made = self.values(&nameless.slots)?.into_iter();
        let values = nameless.asks.iter().map(|asks| match asks {
            true => Ok(Draft::Away),
            false => made.next().assumed("every shape of a joint type has a value"),
        });
        let values = values.collect::<Result<_, _>>()?;
        self.finish(&nameless.slots, self.tuple(values)?)
    }

    /// Returns the value of a type that reads several shapes.
    pub(super) fn tuple(&self, values: Vec<Draft>) -> Result<Draft, Bug> {
        let path = self.joint.clone();
        let path = path.assumed("several shapes are read by a joint type")?;
        Ok(Draft::Tuple { path, values })
    }

    /// Returns the value of each shape.
    pub(super) fn values(&self, slots: &Slots<'_>) -> Result<Vec<Draft>, Bug> {
        let value = |it: &ShapeUse| {
            Ok(match it.maybe {
                true => Draft::Maybe(Box::new(self.shape_if_there(
                    slots,
                    it.shape,
                    &[],
                    Holder::View,
                )?)),
                false => self.held(slots, it.shape, &[], Holder::View)?,
            })
        };
        slots.shapes.iter().map(value).collect()
    }

    /// Assigns variables to the slots.
    pub(super) fn finish(&self, slots: &Slots<'_>, draft: Draft) -> Result<Object, Bug> {
        let mut taken = Scope::within(&self.names.unit_structs);
        if slots.object.known {
            taken.give("typename");
        }
        let names = slots
            .slots
            .iter()
            .map(|slot| taken.give(&self.shapes.snakes.get(slot.key)));
        let names: Vec<Ident> = names.collect();
        let mut declared = Vec::new();
        for (index, (slot, name)) in slots.slots.iter().zip(names).enumerate() {
            let part = |(part, it): (usize, &ShapeUse)| Part {
                name: taken.give(&format!("{name}_{part}")),
                maybe: it.maybe,
            };
            let parts = match slot.shapes() {
                [] | [_] => Vec::new(),
                several => several.iter().enumerate().map(part).collect(),
            };
            declared.push(Slot {
                key: slot.key.to_owned(),
                ty: self.slot_type(slots, index, slot)?,
                name,
                maybe: slot.maybe,
                non_null: slot.non_null,
                parts,
            });
        }
        let variables = Variables::new(&declared);
        Ok(Object {
            needs_type_name: draft.type_names() > 0,
            value: assign_moves(draft, &variables)?,
            slots: declared,
        })
    }

    /// Returns the type of a slot, if it cannot be inferred from its use.
    fn slot_type(&self, slots: &Slots<'_>, index: usize, slot: &Read<'_>) -> Result<Option<Type>, Bug> {
        match &slot.value {
            SlotValue::Leaf => Ok(None),
            SlotValue::Evidence => Ok(Some(Type::Path(Path::BuiltIn(BuiltIn::String)))),
            SlotValue::Objects { shapes, .. } if shapes.len() < 2 => Ok(None),
            SlotValue::Objects { caught, .. } => {
                let ty = slot.ty.assumed("objects are the value of a field")?;
                let joint = slots.joints.get(&index);
                let joint = *joint.assumed("objects that are taken apart have a joint type")?;
                let path = self.names.joint(joint).seen_from(self.place);
                Ok(Some(match wrap_caught(Type::Path(path), ty, *caught) {
                    Type::Caught(value) if slot.non_null => Type::Caught(Box::new(value.required())),
                    ty if slot.non_null => ty.required(),
                    ty => ty,
                }))
            }
        }
    }
}
