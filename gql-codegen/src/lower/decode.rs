//! How JSON becomes the views: which members are read, and what is made of them.
//!
//! Several views may look at one object, a struct and the fragments beside it: the object is read once, into slots, one a
//! response key, and all views are made of these.

use std::collections::BTreeMap;

use super::names::Names;
use super::selection::{Set, Subject, groups, is_implied};
use super::settle::settle;
use super::views::{Member, Payload, Shape, Variant, ViewId, What, wrap};
use super::{Lowering, Place};
use crate::ir::{Arm, Decode, Item, Make, Object, Part, Slot, Type, Views};
use crate::schema::{TypeId, TypeRef};

/// A slot in the making: what is known of a response key after all views were asked.
pub(super) struct Wanted<'a> {
    pub(super) key: &'a str,
    name: String,
    /// `None` for a key that no view reads on its own: `__typename`, where a variant asks for it.
    ty: Option<TypeRef>,
    /// Whether every view's member may be taken away.
    pub(super) maybe: bool,
    children: Vec<Look>,
    /// The views, one in the other, that all those who ask for it are in.
    pub(super) within: Vec<ViewId>,
    /// Whether it is read because its presence tells something, whatever it holds.
    pub(super) evidence: bool,
}

impl Wanted<'_> {
    /// The place of a view among those that the value is taken apart into.
    pub(super) fn place_of(&self, view: Option<ViewId>) -> usize {
        view.and_then(|view| self.children.iter().position(|look| look.view == view))
            .unwrap_or(0)
    }

    /// Whether what one view sees of it may be taken away.
    pub(super) fn may_go(&self, place: usize) -> bool {
        match self.children.as_slice() {
            [] | [_] => self.maybe,
            several => several.get(place).is_some_and(|look| look.maybe),
        }
    }

    /// Whether nothing but this view asks for it: then it is there if the view is.
    pub(super) fn is_of(&self, view: ViewId) -> bool {
        self.within.contains(&view)
    }

    /// One more asks for it, within these views.
    pub(super) fn is_asked(&mut self, maybe: bool, within: &[ViewId]) {
        self.maybe &= maybe;
        self.within.retain(|view| within.contains(view));
    }
}

/// A view of an object, and whether a directive may take it away while the object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub(super) view: ViewId,
    pub(super) maybe: bool,
}

impl Look {
    /// The only one: then it is there whenever the object is.
    fn only(view: ViewId) -> Self {
        Self { view, maybe: false }
    }
}

/// The object that slots are collected for.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) subject: Subject,
    /// Whether `__typename` has been read already.
    pub(super) known: bool,
    pub(super) place: Place,
}

impl<'a> Lowering<'a, '_> {
    /// Declares the types of a view and of all that it needs and that are not declared yet.
    pub(super) fn emit_views(&mut self, root: ViewId) {
        self.reads(root);
        let first = self.emitted;
        let mut decodes = BTreeMap::new();
        while !self.unread.is_empty() {
            let mut next = std::mem::take(&mut self.unread);
            next.sort_unstable();
            for id in next {
                let view = &self.views[id.0];
                let (parent, place) = (view.parent, view.place);
                let decode = self.decode(&[Look::only(id)], parent, place);
                decodes.insert(id, decode);
            }
        }
        // What was a part of others so far may be read by itself in the object of another type.
        let late = decodes.range(..ViewId(first)).map(|(id, _)| *id);
        for id in late.collect::<Vec<_>>() {
            if let Some(decode) = decodes.remove(&id) {
                self.declare_late(id, decode);
            }
        }
        for index in first..self.views.len() {
            let decode = decodes.remove(&ViewId(index));
            self.declare(ViewId(index), decode);
        }
        self.emitted = self.views.len();
    }

    /// A view is read by itself somewhere.
    pub(super) fn reads(&mut self, view: ViewId) {
        if self.decoded.insert(view) {
            self.unread.push(view);
        }
    }

    /// How an object whose static type is `parent` becomes these views (more than one: a joint type of them).
    fn decode(&mut self, views: &[Look], parent: TypeId, place: Place) -> Decode {
        let sets: Vec<Set<'a>> = views
            .iter()
            .flat_map(|look| self.views[look.view.0].sets.clone())
            .collect();
        let groups = groups(self.typed, &sets, parent, true);
        if groups.is_empty() {
            let context = Context {
                subject: self.only_subject(parent),
                known: false,
                place,
            };
            return Decode::Object(self.object(views, context));
        }
        self.discriminated.extend(sets.iter().map(|set| set.set.id));
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
        Decode::Cases {
            types,
            arms,
            other,
            nameless: None,
        }
    }

    /// An object whose type is not asked for. Where an interface has one type, it is of that: a fragment on another interface may
    /// have a variant for it.
    fn only_subject(&self, parent: TypeId) -> Subject {
        let schema = self.typed.schema();
        match *schema.possible_types(parent) {
            [only] if schema.ty(parent).is_abstract() => Subject::Object(only),
            _ => self.subject(parent),
        }
    }

    fn arm(&mut self, views: &[Look], context: Context) -> Arm {
        if let [only] = views
            && let Shape::Union(variants) = &self.views[only.view.0].shape
            && let Some(variant) = self.variant(variants, context.subject)
            && let Payload::Fragment(fragment) = variant.payload
        {
            let name = variant.name.clone();
            // A fragment that asks for the type's name finds it gone: read it here then.
            let mut wanted = Vec::new();
            self.want(fragment, context, false, &mut Vec::new(), &mut wanted);
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
                self.reads(fragment);
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

    fn object(&mut self, views: &[Look], context: Context) -> Object {
        let mut wanted = Vec::new();
        let mut conditional = false;
        for look in views {
            conditional |= look.maybe;
            conditional |= self.want(look.view, context, look.maybe, &mut Vec::new(), &mut wanted);
        }
        if conditional {
            self.want_evidence(views, context, &mut wanted);
        }
        let mut taken = self.variables_taken(context);
        for slot in &mut wanted {
            slot.name = taken.give(self.snakes.of(slot.key));
        }
        let mut slots = Vec::new();
        for slot in &wanted {
            let ty = match slot.children.as_slice() {
                [] => slot.evidence.then(|| Type::Path("String".into())),
                [one] => {
                    self.reads(one.view);
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
                parts: match slot.children.as_slice() {
                    [] | [_] => Vec::new(),
                    several => parts(&slot.name, several, &mut taken),
                },
            });
        }
        let mut make = match views {
            [one] if !one.maybe => self.make(one.view, context, &wanted, &[]),
            several => Make::Tuple {
                path: String::new(),
                values: several
                    .iter()
                    .map(|look| match look.maybe {
                        true => Make::Maybe(Box::new(self.make_if_there(look.view, context, &wanted, &[]))),
                        false => self.make(look.view, context, &wanted, &[]),
                    })
                    .collect(),
            },
        };
        settle(&mut make);
        Object { slots, make }
    }

    /// How an object without its type's name becomes these views: where those that ask for the name may all be away, it is written
    /// without the name when they are, and has to be read again.
    fn nameless(&mut self, views: &[Look], parent: TypeId, place: Place) -> Option<Object> {
        let context = Context {
            subject: Subject::Other(parent),
            known: true,
            place,
        };
        let asks = |look: &Look| {
            let sets = &self.views[look.view.0].sets;
            !groups(self.typed, sets, parent, true).is_empty() || self.names_type(look.view, context.subject)
        };
        let asks: Vec<bool> = views.iter().map(asks).collect();
        let others: Vec<Look> = views
            .iter()
            .zip(&asks)
            .filter(|(_, asks)| !**asks)
            .map(|(look, _)| *look)
            .collect();
        let may_all_be_away = views.iter().zip(&asks).all(|(look, asks)| look.maybe || !asks);
        if !self.serialize || others.is_empty() || others.len() == views.len() || !may_all_be_away {
            return None;
        }
        let Object { slots, make } = self.object(&others, context);
        let mut made = match make {
            Make::Tuple { values, .. } => values,
            one => vec![one],
        }
        .into_iter();
        let values = asks
            .iter()
            .filter_map(|asks| if *asks { Some(Make::Away) } else { made.next() })
            .collect();
        let path = String::new();
        Some(Object {
            slots,
            make: Make::Tuple { path, values },
        })
    }

    /// Names that the slots' variables must not have: they would mean something else.
    fn variables_taken(&self, context: Context) -> Names {
        let mut taken = Names::within(&self.unit_structs);
        if context.known {
            taken.give("typename");
        }
        taken
    }

    /// The name, from within `place`, of the type that reads several views of one object at once.
    ///
    /// It stands where its views do: the ones of fragments meet again in other fragments and operations, whose modules find what is
    /// shared alone. The object's type belongs to it, since fragments mean less or more by the type that they are spread in.
    fn joint(&mut self, views: &[Look], parent: TypeId, place: Place) -> String {
        let is_shared = |look: &Look| self.views[look.view.0].place == Place::Shared;
        let home = if views.iter().all(is_shared) {
            Place::Shared
        } else {
            place
        };
        let key = (views.to_vec(), parent);
        if let Some(name) = self.joint.get(&key) {
            return self.path(place, home, name);
        }
        let first = views
            .first()
            .map_or_else(String::new, |look| self.views[look.view.0].name.clone());
        let name = self.scope(home).names.give(&format!("{first}Views"));
        self.joint.insert(key, name.clone());
        let types = views
            .iter()
            .map(|look| {
                let view = &self.views[look.view.0];
                let ty = Type::Path(self.path(home, view.place, &view.name));
                if look.maybe { Type::Maybe(Box::new(ty)) } else { ty }
            })
            .collect();
        let mut decode = self.decode(views, parent, home);
        if let Decode::Cases { nameless, .. } = &mut decode {
            *nameless = self.nameless(views, parent, home);
        }
        let path = |object: &mut Object| {
            if let Make::Tuple { path, .. } = &mut object.make {
                path.clone_from(&name);
            }
        };
        match &mut decode {
            Decode::Object(object) => path(object),
            Decode::Cases {
                arms,
                other,
                nameless,
                ..
            } => {
                nameless.iter_mut().for_each(path);
                for arm in arms.iter_mut().map(|(_, arm)| arm).chain([other]) {
                    if let Arm::Object(object) = arm {
                        path(object);
                    }
                }
            }
        }
        self.scope(home).items.push(Item::Views(Views {
            name: name.clone(),
            views: types,
            decode,
        }));
        self.path(place, home, &name)
    }

    /// The variant that an object becomes.
    pub(super) fn variant<'v>(
        &self,
        variants: &'v [Variant<'a>],
        subject: Subject,
    ) -> Option<&'v Variant<'a>> {
        let schema = self.typed.schema();
        variants
            .iter()
            .find(|variant| match subject {
                Subject::Object(object) => variant.types.contains(&object),
                // A variant of one type bears its name, which an unknown type does not have.
                Subject::Other(parent) => {
                    variant.types.len() != 1
                        && !variant.conditions.is_empty()
                        && variant
                            .conditions
                            .iter()
                            .all(|&condition| is_implied(schema, condition, parent))
                }
            })
            .or(variants.last())
    }

    /// The members that a view has for an object; whether it asks for the type's name instead.
    pub(super) fn parts(&self, view: ViewId, subject: Subject) -> (Vec<Member<'a>>, bool) {
        match &self.views[view.0].shape {
            Shape::Struct(members) => (members.clone(), false),
            Shape::Union(variants) => match self.variant(variants, subject).map(|variant| &variant.payload) {
                Some(Payload::Struct { members, .. }) => (members.clone(), false),
                Some(Payload::Fragment(inner)) => self.parts(*inner, subject),
                Some(Payload::TypeName) | None => (Vec::new(), true),
            },
        }
    }

    /// Collects the slots that a view asks for; `within` are the views that it is in. Gives whether a directive may take away a view in it.
    fn want(
        &mut self,
        view: ViewId,
        context: Context,
        outer: bool,
        within: &mut Vec<ViewId>,
        wanted: &mut Vec<Wanted<'a>>,
    ) -> bool {
        let mut conditional = false;
        within.push(view);
        let (members, type_name) = self.parts(view, context.subject);
        if type_name && !context.known {
            let sets = &self.views[view.0].sets;
            self.discriminated.extend(sets.iter().map(|set| set.set.id));
            add(wanted, "__typename", None, outer, within);
        }
        for member in members {
            let maybe = outer || member.conditional;
            match member.what {
                What::Fragment(inner) => {
                    conditional |= member.conditional;
                    conditional |= self.want(inner, context, maybe, within, wanted);
                }
                What::Leaf { type_name: true, .. } if context.known => {}
                What::Leaf { key, ty, .. } => {
                    add(wanted, key, Some(ty), maybe, within);
                }
                What::Child { key, ty, view } => {
                    let slot = add(wanted, key, Some(ty), maybe, within);
                    let Some(slot) = wanted.get_mut(slot) else {
                        continue;
                    };
                    match slot.children.iter_mut().find(|look| look.view == view) {
                        Some(look) => look.maybe &= maybe,
                        None => slot.children.push(Look { view, maybe }),
                    }
                }
            }
        }
        within.pop();
        conditional
    }
}

/// What the slot of this name is taken apart into.
fn parts(slot: &str, looks: &[Look], taken: &mut Names) -> Vec<Part> {
    let part = |(index, look): (usize, &Look)| Part {
        name: taken.give(&format!("{slot}_{index}")),
        maybe: look.maybe,
    };
    looks.iter().enumerate().map(part).collect()
}

/// The slot of a key, made if it is new.
pub(super) fn add<'a>(
    wanted: &mut Vec<Wanted<'a>>,
    key: &'a str,
    ty: Option<TypeRef>,
    maybe: bool,
    within: &[ViewId],
) -> usize {
    if let Some(index) = wanted.iter().position(|slot| slot.key == key) {
        wanted[index].is_asked(maybe, within);
        return index;
    }
    wanted.push(Wanted {
        key,
        name: String::new(),
        ty,
        maybe,
        children: Vec::new(),
        within: within.to_vec(),
        evidence: false,
    });
    wanted.len() - 1
}
