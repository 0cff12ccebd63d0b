//! The types of responses: which structs and enums there are, and what each member of them is.

use super::accessors::Key;
use super::alike::{Alike, shared, subject_of};
use super::names::{self, Names};
use super::selection::{Entry, Group, Node, Set, Subject, children, collect, groups};
use super::{Lowering, Place};
use crate::check::typed::FragmentId;
use crate::ir::{About, Accessor, Type};
use crate::schema::{TypeId, TypeRef};

/// An index into the views of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ViewId(pub(super) usize);

/// A Rust type for what selection sets ask of an object: one look at it. A fragment is a view of its own.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) parent: TypeId,
    pub(super) sets: Vec<Set<'a>>,
    pub(super) shape: Shape<'a>,
    /// The methods of a union for members that its variants have in common.
    pub(super) accessors: Vec<(Key<'a>, Accessor)>,
}

#[derive(Debug, Clone)]
pub(super) enum Shape<'a> {
    /// Whatever type the object is of, the members are the same.
    Struct(Vec<Member<'a>>),
    /// One variant a group of types, the last one for all others.
    Union(Vec<Variant<'a>>),
}

#[derive(Debug, Clone)]
pub(super) struct Variant<'a> {
    pub(super) name: String,
    /// Empty for all others.
    pub(super) types: Vec<TypeId>,
    /// The type conditions that hold for it.
    pub(super) conditions: Vec<TypeId>,
    pub(super) payload: Payload<'a>,
}

/// What a variant holds.
#[derive(Debug, Clone)]
pub(super) enum Payload<'a> {
    /// The type's name: nothing is selected.
    TypeName,
    /// Just this fragment.
    Fragment(ViewId),
    Struct {
        name: String,
        members: Vec<Member<'a>>,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) about: About,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
    pub(super) what: What<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum What<'a> {
    Leaf {
        key: &'a str,
        ty: TypeRef,
        type_name: bool,
    },
    Child {
        key: &'a str,
        ty: TypeRef,
        view: ViewId,
    },
    Fragment(ViewId),
}

/// Where members are made.
#[derive(Clone, Copy)]
struct Inside<'a, 'i> {
    /// How the names of their types begin.
    prefix: &'i str,
    place: Place,
    /// Object fields that variants share.
    alike: &'i [Alike<'a>],
}

impl<'i> Inside<'_, 'i> {
    /// In a struct that stands alone.
    fn new(prefix: &'i str, place: Place) -> Self {
        Self {
            prefix,
            place,
            alike: &[],
        }
    }
}

impl<'a> Lowering<'a, '_> {
    /// The view of an operation's data: `ResponseData`, or the fragment that it is.
    pub(super) fn root_view(
        &mut self,
        sets: Vec<Set<'a>>,
        root: TypeId,
        prefix: &str,
        place: Place,
    ) -> ViewId {
        match self.lone_fragment(&sets, root) {
            Some(fragment) => self.fragment(fragment),
            None => self.own_view("ResponseData".into(), prefix, sets, root, place),
        }
    }

    /// The view of these sets: a fragment that is all that they ask is used as it is.
    fn view(&mut self, sets: Vec<Set<'a>>, parent: TypeId, prefix: &str, place: Place) -> ViewId {
        if let Some(fragment) = self.lone_fragment(&sets, parent) {
            let view = self.fragment(fragment);
            self.alias(place, prefix, view);
            return view;
        }
        let name = self.scope(place).names.give(&names::escape(prefix));
        self.own_view(name.clone(), &name, sets, parent, place)
    }

    /// The view of a named fragment, one for all that spread it.
    pub(super) fn fragment(&mut self, id: FragmentId) -> ViewId {
        if let Some(view) = self.fragments.get(&id) {
            return *view;
        }
        let fragment = self.typed.fragment(id);
        let parent = fragment.condition;
        let sets = vec![Set {
            set: &fragment.selections,
            conditional: false,
        }];
        let name = names::upper(fragment.node.name.text, self.config.normalization);
        let name = self.shared.names.give(&name);
        let view = match self.lone_fragment(&sets, parent) {
            Some(inner) => {
                let inner = self.fragment(inner);
                let target = self.views[inner.0].name.clone();
                self.shared.items.push(crate::ir::Item::Alias { name, target });
                inner
            }
            None => self.own_view(name.clone(), &name, sets, parent, Place::Shared),
        };
        self.fragments.insert(id, view);
        self.reads(view);
        view
    }

    /// The fragment that is the whole selection, if it is one that every object satisfies.
    fn lone_fragment(&self, sets: &[Set<'a>], parent: TypeId) -> Option<FragmentId> {
        let entries = collect(self.typed, sets, self.subject(parent));
        match entries.as_slice() {
            [
                Entry::Spread {
                    fragment,
                    conditional: false,
                },
            ] => groups(self.typed, sets, parent, false)
                .is_empty()
                .then_some(*fragment),
            _ => None,
        }
    }

    /// An object of that static type that no condition tells apart.
    pub(super) fn subject(&self, parent: TypeId) -> Subject {
        if self.typed.schema().ty(parent).is_abstract() {
            Subject::Other(parent)
        } else {
            Subject::Object(parent)
        }
    }

    fn own_view(
        &mut self,
        name: String,
        prefix: &str,
        sets: Vec<Set<'a>>,
        parent: TypeId,
        place: Place,
    ) -> ViewId {
        let id = ViewId(self.views.len());
        let shape = Shape::Struct(Vec::new());
        self.views.push(View {
            name,
            place,
            parent,
            sets: sets.clone(),
            shape,
            accessors: Vec::new(),
        });
        let groups = groups(self.typed, &sets, parent, false);
        let shape = if groups.is_empty() {
            let entries = collect(self.typed, &sets, self.subject(parent));
            let type_name = self.loses_type_name(&entries, &sets, parent).then_some(parent);
            Shape::Struct(self.members(entries, Inside::new(prefix, place), type_name))
        } else {
            Shape::Union(self.variants(&sets, parent, groups, prefix, place))
        };
        if let Shape::Union(variants) = &shape {
            self.views[id.0].accessors = self.accessors(variants, place);
        }
        self.views[id.0].shape = shape;
        id
    }

    /// Whether what is written of an object would not say of which type it was, though that is asked when it is read: a fragment
    /// says so, and may be away.
    fn loses_type_name(&self, entries: &[Entry<'a>], sets: &[Set<'a>], parent: TypeId) -> bool {
        let may_go = |entry: &Entry<'_>| {
            matches!(
                entry,
                Entry::Spread {
                    conditional: true,
                    ..
                }
            )
        };
        self.serialize && entries.iter().any(may_go) && !groups(self.typed, sets, parent, true).is_empty()
    }

    fn variants(
        &mut self,
        sets: &[Set<'a>],
        parent: TypeId,
        groups: Vec<Group>,
        prefix: &str,
        place: Place,
    ) -> Vec<Variant<'a>> {
        let known: Vec<_> = groups
            .iter()
            .map(|group| collect(self.typed, sets, subject_of(group, parent)))
            .collect();
        let other = collect(self.typed, sets, Subject::Other(parent));
        let alike = self.alike(&known, &other, prefix, place);
        let mut taken = Names::new();
        let mut variants = Vec::new();
        for (group, entries) in groups.into_iter().zip(known) {
            let schema = self.typed.schema();
            let wanted = match group.types.as_slice() {
                [one] => names::upper(&schema.ty(*one).name, self.config.normalization),
                _ => names::joined(group.conditions.iter().map(|&id| &*schema.ty(id).name)),
            };
            let name = taken.give(&wanted);
            let type_name = self.serialize && group.types.len() != 1;
            let inside = Inside {
                prefix: &format!("{prefix}On{name}"),
                place,
                alike: &alike,
            };
            let payload = self.payload(entries, inside, type_name.then_some(parent));
            variants.push(Variant {
                name,
                types: group.types,
                conditions: group.conditions,
                payload,
            });
        }
        let name = taken.give_first(&["Other", "Unknown", "Unrecognized", "Other"]);
        let inside = Inside {
            prefix: &format!("{prefix}On{name}"),
            place,
            alike: &alike,
        };
        let payload = self.payload(other, inside, self.serialize.then_some(parent));
        variants.push(Variant {
            name,
            types: Vec::new(),
            conditions: Vec::new(),
            payload,
        });
        variants
    }

    /// What a variant holds; with `type_name`, the name of the object's type (it is within that one) whether selected or not.
    fn payload(
        &mut self,
        entries: Vec<Entry<'a>>,
        inside: Inside<'a, '_>,
        type_name: Option<TypeId>,
    ) -> Payload<'a> {
        match entries.as_slice() {
            [] => Payload::TypeName,
            [
                Entry::Spread {
                    fragment,
                    conditional: false,
                },
            ] if type_name.is_none() => {
                let view = self.fragment(*fragment);
                self.alias(inside.place, inside.prefix, view);
                Payload::Fragment(view)
            }
            _ => {
                let scope = self.scope(inside.place);
                let name = scope.names.give(&names::escape(inside.prefix));
                let inside = Inside {
                    prefix: &name,
                    ..inside
                };
                let members = self.members(entries, inside, type_name);
                Payload::Struct { name, members }
            }
        }
    }

    fn members(
        &mut self,
        entries: Vec<Entry<'a>>,
        inside: Inside<'a, '_>,
        type_name: Option<TypeId>,
    ) -> Vec<Member<'a>> {
        let place = inside.place;
        let mut taken = Names::new();
        let mut members = Vec::new();
        let selected = entries.iter().any(|entry| {
            matches!(
                entry,
                Entry::Field {
                    key: "__typename",
                    conditional: false,
                    ..
                }
            )
        });
        if let Some(parent) = type_name.filter(|_| !selected) {
            members.extend(self.type_name(&mut taken, parent));
        }
        for entry in entries {
            let member = match entry {
                Entry::Spread {
                    fragment,
                    conditional,
                } => {
                    let view = self.fragment(fragment);
                    let ty = Type::Path(self.path(place, Place::Shared, &self.views[view.0].name));
                    Some(Member {
                        name: taken.give(self.snakes.of(self.typed.fragment(fragment).node.name.text)),
                        ty: if conditional { ty.optional() } else { ty },
                        about: About::default(),
                        conditional,
                        what: What::Fragment(view),
                    })
                }
                Entry::Field {
                    key,
                    nodes,
                    conditional,
                } => {
                    let name = taken.give(self.snakes.of(key));
                    self.field(name, key, &nodes, conditional, inside)
                }
            };
            members.extend(member);
        }
        members
    }

    /// The name of the object's type, as if it were selected.
    fn type_name(&self, taken: &mut Names, parent: TypeId) -> Option<Member<'a>> {
        const KEY: &str = "__typename";
        let ty = self.typed.schema().meta_field(parent, KEY)?.ty;
        Some(Member {
            name: taken.give("typename"),
            ty: Type::Path("String".into()),
            about: About {
                docs: Some("The object's type.".into()),
                deprecated: None,
            },
            conditional: false,
            what: What::Leaf {
                key: KEY,
                ty,
                type_name: true,
            },
        })
    }

    /// The view of a field's objects; `None` for a leaf.
    pub(super) fn child(
        &mut self,
        nodes: &[Node<'a>],
        conditional: bool,
        name: &str,
        place: Place,
    ) -> Option<ViewId> {
        let typed = self.typed;
        let node = nodes.first()?;
        let named = node.field.definition.ty.named;
        let sets = children(nodes, conditional);
        let is_composite = typed.schema().ty(named).is_composite();
        is_composite.then(|| self.view(sets, named, name, place))
    }

    fn field(
        &mut self,
        name: String,
        key: &'a str,
        nodes: &[Node<'a>],
        conditional: bool,
        inside: Inside<'a, '_>,
    ) -> Option<Member<'a>> {
        let (typed, place) = (self.typed, inside.place);
        let node = nodes.first()?;
        let field = node.field.definition;
        let field_name = node.field.node.name.text;
        let (ty, about) = (field.ty, self.about(field.description, field.deprecated.as_ref()));
        // By another name it is a member like any other.
        let type_name = field_name == "__typename" && key == field_name;
        let (base, what) = if typed.schema().ty(ty.named).is_composite() {
            let view = match shared(inside.alike, key, nodes) {
                Some(view) => view,
                None => {
                    let name = format!("{}{}", inside.prefix, names::camel(key));
                    self.child(nodes, conditional, &name, place)?
                }
            };
            let seen = &self.views[view.0];
            (
                self.path(place, seen.place, &seen.name),
                What::Child { key, ty, view },
            )
        } else {
            let coordinate = format!("{}.{field_name}", typed.schema().ty(node.field.parent).name);
            let leaf = self.leaf(ty.named, &coordinate, place);
            (leaf, What::Leaf { key, ty, type_name })
        };
        let about = if field_name == "__typename" {
            About::default()
        } else {
            about
        };
        let ty = wrap(Type::Path(base), ty);
        Some(Member {
            name,
            ty: if conditional { ty.optional() } else { ty },
            about,
            conditional,
            what,
        })
    }
}

/// A type in the lists and options that its reference says.
pub(super) fn wrap(base: Type, ty: TypeRef) -> Type {
    let inner = match ty.item() {
        Some(item) => Type::Vec(Box::new(wrap(base, item))),
        None => base,
    };
    if ty.is_non_null() {
        inner
    } else {
        Type::Option(Box::new(inner))
    }
}
