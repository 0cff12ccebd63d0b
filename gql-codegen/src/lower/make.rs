//! What is made of the slots of an object: structs, fragments that a directive may take away, variants.

use super::Lowering;
use super::decode::{Context, Wanted};
use super::views::{Member, Payload, Shape, ViewId, What};
use crate::ir::{Fit, Make};
use crate::schema::TypeRef;

/// A slot, and one of the views that its value is taken apart into.
pub(super) type Piece = (usize, usize);

impl<'a> Lowering<'a, '_> {
    /// What is made of the slots. `guarded` are those that are known to be there.
    pub(super) fn make(
        &self,
        view: ViewId,
        context: Context,
        wanted: &[Wanted<'a>],
        guarded: &[Piece],
    ) -> Make {
        let seen = &self.views[view.0];
        let path = self.path(context.place, seen.place, &seen.name);
        match &seen.shape {
            Shape::Struct(members) => Make::Struct {
                path,
                fields: self.make_members(members, context, wanted, guarded),
            },
            Shape::Union(variants) => {
                let Some(variant) = self.variant(variants, context.subject) else {
                    return Make::TypeName { some: false };
                };
                let value = match &variant.payload {
                    Payload::TypeName => self.make_type_name(context, wanted),
                    Payload::Fragment(inner) => self.make(*inner, context, wanted, guarded),
                    Payload::Struct { name, members } => Make::Struct {
                        path: self.path(context.place, seen.place, name),
                        fields: self.make_members(members, context, wanted, guarded),
                    },
                };
                Make::Variant {
                    path,
                    variant: variant.name.clone(),
                    value: Box::new(value),
                }
            }
        }
    }

    fn make_type_name(&self, context: Context, wanted: &[Wanted<'a>]) -> Make {
        match wanted.iter().position(|slot| slot.key == "__typename") {
            Some(slot) if !context.known => Make::Slot {
                slot,
                view: 0,
                clone: false,
                fit: Fit::Same,
            },
            _ => Make::TypeName { some: false },
        }
    }

    fn make_members(
        &self,
        members: &[Member<'a>],
        context: Context,
        wanted: &[Wanted<'a>],
        guarded: &[Piece],
    ) -> Vec<(String, Make)> {
        let make = |member: &Member<'a>| match &member.what {
            What::Leaf { type_name: true, .. } if context.known => Make::TypeName {
                some: member.conditional,
            },
            What::Leaf { key, ty, .. } => make_slot(wanted, guarded, key, *ty, None, member.conditional),
            What::Child { key, ty, view } => {
                make_slot(wanted, guarded, key, *ty, Some(*view), member.conditional)
            }
            What::Fragment(inner) if !member.conditional => self.make(*inner, context, wanted, guarded),
            What::Fragment(inner) => self.make_if_there(*inner, context, wanted, guarded),
        };
        members
            .iter()
            .map(|member| (member.name.clone(), make(member)))
            .collect()
    }
}

/// What a slot holds, as a member has it.
fn make_slot(
    wanted: &[Wanted<'_>],
    guarded: &[Piece],
    key: &str,
    ty: TypeRef,
    child: Option<ViewId>,
    conditional: bool,
) -> Make {
    let Some(slot) = wanted.iter().position(|slot| slot.key == key) else {
        return Make::TypeName { some: conditional };
    };
    let view = wanted[slot].place_of(child);
    let maybe = wanted[slot].may_go(view) && !guarded.contains(&(slot, view));
    let fit = match (conditional, maybe, ty.is_non_null()) {
        (true, false, true) => Fit::Some,
        (_, true, false) => Fit::Flatten,
        _ => Fit::Same,
    };
    Make::Slot {
        slot,
        view,
        clone: false,
        fit,
    }
}
