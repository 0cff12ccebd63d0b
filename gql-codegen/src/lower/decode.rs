//! How JSON becomes the views: which members are read, and what is made of them.
//!
//! Several views may look at one object, a struct and the fragments beside it: the object is read once, into slots, one a
//! response key, and all views are made of these.

use super::names::{self, Names};
use super::selection::{Set, Subject, groups, is_implied};
use super::settle::settle;
use super::views::{Member, Payload, Shape, Variant, ViewId, What, wrap};
use super::{Lowering, Place};
use crate::ir::{Arm, Decode, Field, Fit, Item, Make, Object, Slot, Struct, Type, Union, Views};
use crate::schema::{TypeId, TypeRef};

/// A slot in the making: what is known of a response key after all views were asked.
struct Wanted<'a> {
    key: &'a str,
    name: String,
    /// `None` for a key that no view reads on its own: `__typename`, where a variant asks for it.
    ty: Option<TypeRef>,
    /// Whether every view's member may be taken away.
    maybe: bool,
    children: Vec<ViewId>,
}

/// The object that slots are collected for.
#[derive(Clone, Copy)]
struct Context {
    subject: Subject,
    /// Whether `__typename` has been read already.
    known: bool,
    place: Place,
}

impl<'a> Lowering<'a, '_> {
    /// Declares the types of a view and of all that it needs and that are not declared yet.
    pub(super) fn emit_views(&mut self, root: ViewId) {
        self.decoded.insert(root);
        let first = self.emitted;
        let mut decodes = std::collections::BTreeMap::new();
        // Fragments are read by themselves too; the others where a slot or a variant says so.
        let fragments: Vec<_> = self.fragments.values().copied().collect();
        self.decoded.extend(fragments);
        loop {
            let mut next: Vec<_> = self
                .decoded
                .iter()
                .copied()
                .filter(|view| view.0 >= first && !decodes.contains_key(view))
                .collect();
            if next.is_empty() {
                break;
            }
            next.sort();
            for id in next {
                let view = &self.views[id.0];
                let (parent, place) = (view.parent, view.place);
                let decode = self.decode(&[id], parent, place);
                decodes.insert(id, decode);
            }
        }
        for index in first..self.views.len() {
            let decode = decodes.remove(&ViewId(index));
            self.declare(ViewId(index), decode);
        }
        self.emitted = self.views.len();
    }

    fn declare(&mut self, id: ViewId, decode: Option<Decode>) {
        let view = &self.views[id.0];
        let (name, place, shape) = (view.name.clone(), view.place, view.shape.clone());
        let about = self.about(self.typed.schema().ty(view.parent).description, None);
        let derives = self.config.response_derives.clone();
        match shape {
            Shape::Struct(members) => {
                let item = Struct {
                    about,
                    name,
                    derives,
                    fields: fields(&members),
                    decode,
                };
                self.scope(place).items.push(Item::Struct(item));
            }
            Shape::Union(variants) => {
                let mut types = Vec::new();
                let mut structs = Vec::new();
                for variant in variants {
                    let holds = match variant.payload {
                        Payload::TypeName => "String".to_owned(),
                        Payload::Fragment(view) => {
                            let view = &self.views[view.0];
                            self.path(place, view.place, &view.name)
                        }
                        Payload::Struct { name, members } => {
                            let about = match variant.types.as_slice() {
                                [one] => self.about(self.typed.schema().ty(*one).description, None),
                                _ => Default::default(),
                            };
                            let derives = derives.clone();
                            let fields = fields(&members);
                            structs.push(Item::Struct(Struct {
                                about,
                                name: name.clone(),
                                derives,
                                fields,
                                decode: None,
                            }));
                            name
                        }
                    };
                    types.push((variant.name, Type::Path(holds)));
                }
                let item = Union {
                    about,
                    name,
                    derives,
                    variants: types,
                    decode,
                };
                self.scope(place).items.push(Item::Union(item));
                self.scope(place).items.extend(structs);
            }
        }
    }

    /// How an object whose static type is `parent` becomes these views (more than one: a joint type of them).
    fn decode(&mut self, views: &[ViewId], parent: TypeId, place: Place) -> Decode {
        let sets: Vec<Set<'a>> = views
            .iter()
            .flat_map(|view| self.views[view.0].sets.clone())
            .collect();
        let groups = groups(self.typed, &sets, parent, true);
        if groups.is_empty() {
            let context = Context {
                subject: self.subject(parent),
                known: false,
                place,
            };
            return Decode::Object(self.object(views, context));
        }
        self.discriminated
            .extend(sets.iter().map(|set| std::ptr::from_ref(set.set)));
        let mut types = Vec::new();
        let mut arms = Vec::new();
        for group in groups {
            let mut indices = Vec::new();
            for &object in &group.types {
                indices.push(types.len());
                types.push(self.typed.schema().ty(object).name.to_string());
            }
            let subject = group
                .types
                .first()
                .map_or(Subject::Other(parent), |object| Subject::Object(*object));
            arms.push((
                indices,
                self.arm(
                    views,
                    Context {
                        subject,
                        known: true,
                        place,
                    },
                ),
            ));
        }
        let other = self.arm(
            views,
            Context {
                subject: Subject::Other(parent),
                known: true,
                place,
            },
        );
        Decode::Cases { types, arms, other }
    }

    fn arm(&mut self, views: &[ViewId], context: Context) -> Arm {
        if let [view] = views
            && let Shape::Union(variants) = &self.views[view.0].shape
            && let Some(variant) = self.variant(variants, context.subject)
            && let Payload::Fragment(fragment) = variant.payload
        {
            let name = variant.name.clone();
            // A fragment that asks for the type's name finds it gone: read it here then.
            let mut wanted = Vec::new();
            self.want(fragment, context.subject, false, true, &mut wanted);
            let asks = wanted.iter().any(|slot| slot.key == "__typename");
            let alone = Context {
                subject: self.subject(self.views[fragment.0].parent),
                ..context
            };
            let same = groups(
                self.typed,
                &self.views[fragment.0].sets,
                self.views[fragment.0].parent,
                true,
            )
            .is_empty();
            if same && !asks && !self.names_type(fragment, alone.subject) {
                self.decoded.insert(fragment);
                return Arm::Variant(name);
            }
        }
        Arm::Object(self.object(views, context))
    }

    /// Whether a member of the view is the type's name.
    fn names_type(&self, view: ViewId, subject: Subject) -> bool {
        let mut found = false;
        let (members, type_name) = self.parts(view, subject);
        found |= type_name;
        for member in members {
            match &member.what {
                What::Leaf { type_name, .. } => found |= type_name,
                What::Fragment(inner) => found |= self.names_type(*inner, subject),
                What::Child { .. } => {}
            }
        }
        found
    }

    fn object(&mut self, views: &[ViewId], context: Context) -> Object {
        let mut wanted = Vec::new();
        for view in views {
            self.want(*view, context.subject, false, context.known, &mut wanted);
        }
        let mut taken = Names::new();
        for slot in &mut wanted {
            slot.name = taken.give(&names::snake(slot.key));
        }
        let mut slots = Vec::new();
        for slot in &wanted {
            let ty = match slot.children.as_slice() {
                [] => None,
                [one] => {
                    self.decoded.insert(*one);
                    None
                }
                several => {
                    let parent = slot.ty.map_or(TypeId(0), |ty| ty.named);
                    let joint = self.joint(several, parent, context.place);
                    slot.ty.map(|ty| wrap(Type::Path(joint), ty))
                }
            };
            slots.push(Slot {
                key: slot.key.to_owned(),
                name: slot.name.clone(),
                ty,
                maybe: slot.maybe,
                views: slot.children.len().max(1),
            });
        }
        let mut make = match views {
            [one] => self.make(*one, context, &wanted, &[]),
            several => Make::Tuple {
                path: String::new(),
                values: several
                    .iter()
                    .map(|view| self.make(*view, context, &wanted, &[]))
                    .collect(),
            },
        };
        settle(&mut make);
        Object { slots, make }
    }

    /// The type that reads several views of one object at once.
    fn joint(&mut self, views: &[ViewId], parent: TypeId, place: Place) -> String {
        if let Some(name) = self.joint.get(views) {
            return name.clone();
        }
        let first = views
            .first()
            .map_or_else(String::new, |view| self.views[view.0].name.clone());
        let name = self.scope(place).names.give(&format!("{first}Views"));
        self.joint.insert(views.to_vec(), name.clone());
        let types = views
            .iter()
            .map(|view| {
                let view = &self.views[view.0];
                Type::Path(self.path(place, view.place, &view.name))
            })
            .collect();
        let mut decode = self.decode(views, parent, place);
        let path = |object: &mut Object| {
            if let Make::Tuple { path, .. } = &mut object.make {
                path.clone_from(&name);
            }
        };
        match &mut decode {
            Decode::Object(object) => path(object),
            Decode::Cases { arms, other, .. } => {
                for arm in arms.iter_mut().map(|(_, arm)| arm).chain([other]) {
                    if let Arm::Object(object) = arm {
                        path(object);
                    }
                }
            }
        }
        self.scope(place).items.push(Item::Views(Views {
            name: name.clone(),
            views: types,
            decode,
        }));
        name
    }

    /// The variant that an object becomes.
    fn variant<'v>(&self, variants: &'v [Variant<'a>], subject: Subject) -> Option<&'v Variant<'a>> {
        let schema = self.typed.schema();
        variants
            .iter()
            .find(|variant| match subject {
                Subject::Object(object) => variant.types.contains(&object),
                Subject::Other(parent) => {
                    !variant.conditions.is_empty()
                        && variant
                            .conditions
                            .iter()
                            .all(|&condition| is_implied(schema, condition, parent))
                }
            })
            .or(variants.last())
    }

    /// The members that a view has for an object; whether it asks for the type's name instead.
    fn parts(&self, view: ViewId, subject: Subject) -> (Vec<Member<'a>>, bool) {
        match &self.views[view.0].shape {
            Shape::Struct(members) => (members.clone(), false),
            Shape::Union(variants) => match self.variant(variants, subject).map(|variant| &variant.payload) {
                Some(Payload::Struct { members, .. }) => (members.clone(), false),
                Some(Payload::Fragment(inner)) => self.parts(*inner, subject),
                Some(Payload::TypeName) | None => (Vec::new(), true),
            },
        }
    }

    /// Collects the slots that a view asks for.
    fn want(
        &mut self,
        view: ViewId,
        subject: Subject,
        outer: bool,
        known: bool,
        wanted: &mut Vec<Wanted<'a>>,
    ) {
        let (members, type_name) = self.parts(view, subject);
        if type_name && !known {
            let sets = &self.views[view.0].sets;
            self.discriminated
                .extend(sets.iter().map(|set| std::ptr::from_ref(set.set)));
            add(wanted, "__typename", None, outer);
        }
        for member in members {
            let maybe = outer || member.conditional;
            match member.what {
                What::Fragment(inner) => self.want(inner, subject, maybe, known, wanted),
                What::Leaf { type_name: true, .. } if known => {}
                What::Leaf { key, ty, .. } => {
                    add(wanted, key, Some(ty), maybe);
                }
                What::Child { key, ty, view } => {
                    let slot = add(wanted, key, Some(ty), maybe);
                    if let Some(slot) = wanted.get_mut(slot)
                        && !slot.children.contains(&view)
                    {
                        slot.children.push(view);
                    }
                }
            }
        }
    }

    /// What is made of the slots. `guarded` are those that are known to be there.
    fn make(&self, view: ViewId, context: Context, wanted: &[Wanted<'a>], guarded: &[usize]) -> Make {
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
        guarded: &[usize],
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
            What::Fragment(inner) => {
                let mut slots = Vec::new();
                self.guards(*inner, context, wanted, guarded, &mut slots);
                let inside: Vec<_> = guarded
                    .iter()
                    .copied()
                    .chain(slots.iter().map(|(slot, _)| *slot))
                    .collect();
                let value = Box::new(self.make(*inner, context, wanted, &inside));
                Make::When {
                    slots: slots
                        .into_iter()
                        .map(|(slot, view)| (slot, view, false))
                        .collect(),
                    value,
                }
            }
        };
        members
            .iter()
            .map(|member| (member.name.clone(), make(member)))
            .collect()
    }

    /// The slots that must be there for a fragment that a directive may take away, each with its view.
    fn guards(
        &self,
        view: ViewId,
        context: Context,
        wanted: &[Wanted<'a>],
        guarded: &[usize],
        slots: &mut Vec<(usize, usize)>,
    ) {
        for member in self
            .parts(view, context.subject)
            .0
            .iter()
            .filter(|member| !member.conditional)
        {
            let (key, child) = match &member.what {
                What::Fragment(inner) => {
                    self.guards(*inner, context, wanted, guarded, slots);
                    continue;
                }
                What::Leaf { type_name: true, .. } if context.known => continue,
                What::Leaf { key, .. } => (key, None),
                What::Child { key, view, .. } => (key, Some(view)),
            };
            let Some(slot) = wanted.iter().position(|slot| slot.key == *key) else {
                continue;
            };
            let place = child.and_then(|child| wanted[slot].children.iter().position(|other| other == child));
            let entry = (slot, place.unwrap_or(0));
            if wanted[slot].maybe && !guarded.contains(&slot) && !slots.contains(&entry) {
                slots.push(entry);
            }
        }
    }
}

fn fields(members: &[Member<'_>]) -> Vec<Field> {
    members
        .iter()
        .map(|member| Field {
            about: member.about.clone(),
            name: member.name.clone(),
            ty: member.ty.clone(),
        })
        .collect()
}

/// The slot of a key, made if it is new.
fn add<'a>(wanted: &mut Vec<Wanted<'a>>, key: &'a str, ty: Option<TypeRef>, maybe: bool) -> usize {
    if let Some(index) = wanted.iter().position(|slot| slot.key == key) {
        wanted[index].maybe &= maybe;
        return index;
    }
    wanted.push(Wanted {
        key,
        name: String::new(),
        ty,
        maybe,
        children: Vec::new(),
    });
    wanted.len() - 1
}

/// What a slot holds, as a member has it.
fn make_slot(
    wanted: &[Wanted<'_>],
    guarded: &[usize],
    key: &str,
    ty: TypeRef,
    child: Option<ViewId>,
    conditional: bool,
) -> Make {
    let Some(slot) = wanted.iter().position(|slot| slot.key == key) else {
        return Make::TypeName { some: conditional };
    };
    let view = child
        .and_then(|child| wanted[slot].children.iter().position(|other| *other == child))
        .unwrap_or(0);
    let maybe = wanted[slot].maybe && !guarded.contains(&slot);
    let fit = match (conditional, maybe, ty.is_non_null()) {
        (true, false, true) => Fit::Some,
        (true, true, false) => Fit::Flatten,
        _ => Fit::Same,
    };
    Make::Slot {
        slot,
        view,
        clone: false,
        fit,
    }
}
