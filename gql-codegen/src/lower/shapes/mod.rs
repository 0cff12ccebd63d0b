//! Selections -> shapes: which structs and enums there are, and what each member of them is.
//!
//! A shape is what selection sets ask of an object: one view of it. A fragment is a shape of its own, so that several shapes may
//! look at one object. Members and variants have their Rust names; types get theirs later, when all of them are known.

mod build;
mod groups;
pub(super) mod selection;
mod shared;

use std::collections::HashMap;
use std::ops::Range;

use super::case::SnakeCaseCache;
use super::place::Place;
use crate::check::typed::{Field, FragmentId};
use crate::ir::Ident;
use crate::schema::{Schema, TypeId};
pub(super) use build::shapes;
pub(super) use groups::{Group, groups};
use selection::{Set, Subject, is_implied};

/// Identifies a shape. Shapes are numbered in the order in which the operations mention them, each before those within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ShapeId(pub(super) usize);

/// Identifies the struct of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct StructId(pub(super) usize);

/// The shapes of a run.
#[derive(Debug)]
pub(super) struct Shapes<'t> {
    list: Vec<Shape<'t>>,
    fragments: HashMap<FragmentId, FragmentShape>,
    /// The operations, in order.
    pub(super) operations: Vec<Root>,
    /// Every shape after those that it names.
    pub(super) inside_out: Vec<ShapeId>,
    /// The names of all members.
    pub(super) snakes: SnakeCaseCache<'t>,
    /// The number of structs in variants.
    pub(super) structs: usize,
}

impl<'t> Shapes<'t> {
    /// The shape of an id that these shapes gave.
    pub(super) fn get(&self, id: ShapeId) -> &Shape<'t> {
        &self.list[id.0]
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The shapes of the fragments, in any order.
    pub(super) fn fragments(&self) -> impl Iterator<Item = ShapeId> {
        self.fragments.values().map(|fragment| fragment.shape)
    }

    /// The shape of a fragment that a shape names.
    pub(super) fn fragment(&self, id: FragmentId) -> Option<FragmentShape> {
        self.fragments.get(&id).copied()
    }

    /// The members that a shape has for an object. In a union that asks for nothing but the type's name then, there are none.
    pub(super) fn members(&self, id: ShapeId, subject: Subject, schema: &Schema) -> Members<'_, 't> {
        match &self.get(id).kind {
            Kind::Object(members) => Members::Selected(members),
            Kind::Union(union) => match &union.variant(subject, schema).payload {
                Payload::Struct { members, .. } => Members::Selected(members),
                Payload::Fragment { shape, .. } => self.members(*shape, subject, schema),
                Payload::TypeName => Members::TypeName,
            },
        }
    }
}

/// What a shape has for one object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Members<'s, 't> {
    /// The name of the object's type: nothing is selected.
    TypeName,
    Selected(&'s [Member<'t>]),
}

impl<'s, 't> Members<'s, 't> {
    /// The members that are selected.
    pub(super) fn selected(self) -> &'s [Member<'t>] {
        match self {
            Self::TypeName => &[],
            Self::Selected(members) => members,
        }
    }
}

/// The data of an operation.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) data: Child,
    /// The shapes that this operation is the first to mention.
    pub(super) shapes: Range<usize>,
}

impl Root {
    /// The shapes that this operation is the first to mention.
    pub(super) fn new_shapes(&self) -> impl Iterator<Item = ShapeId> + use<> {
        self.shapes.clone().map(ShapeId)
    }
}

/// The shape of a named fragment.
#[derive(Debug, Clone, Copy)]
pub(super) struct FragmentShape {
    pub(super) shape: ShapeId,
    /// The fragment that is the whole selection of this one, and has the shape.
    pub(super) alias_of: Option<FragmentId>,
}

/// What selection sets ask of an object.
#[derive(Debug)]
pub(super) struct Shape<'t> {
    /// The module of the type.
    pub(super) place: Place,
    /// The object's static type.
    pub(super) parent: TypeId,
    pub(super) sets: Vec<Set<'t>>,
    pub(super) kind: Kind<'t>,
    /// The types that are told apart when the object is read, because of fragments within fragments too.
    pub(super) cases: Vec<Group>,
}

impl Shape<'_> {
    /// Whether `__typename` decides how the object is read: then it is in the selection.
    pub(super) fn is_discriminated(&self) -> bool {
        !self.cases.is_empty()
    }
}

#[derive(Debug)]
pub(super) enum Kind<'t> {
    /// Whatever type the object is of, the members are the same.
    Object(Vec<Member<'t>>),
    /// The members depend on the type.
    Union(Union<'t>),
}

/// One variant for each group of types, and one for all others.
#[derive(Debug)]
pub(super) struct Union<'t> {
    /// The object fields whose type several variants share.
    pub(super) shared: Vec<(&'t str, Child)>,
    pub(super) known: Vec<Variant<'t>>,
    /// For all other types.
    pub(super) other: Variant<'t>,
}

impl<'t> Union<'t> {
    /// All variants, the one for other types last.
    pub(super) fn variants(&self) -> impl Iterator<Item = &Variant<'t>> {
        self.known.iter().chain([&self.other])
    }

    /// The variant that an object becomes.
    pub(super) fn variant(&self, subject: Subject, schema: &Schema) -> &Variant<'t> {
        let mut known = self.known.iter();
        let known = known.find(|variant| match subject {
            Subject::Object(object) => variant.types.contains(&object),
            // A variant of one type has the name of this type, which an unknown type does not have.
            Subject::Other(parent) => {
                variant.types.len() != 1
                    && !variant.conditions.is_empty()
                    && variant
                        .conditions
                        .iter()
                        .all(|&condition| is_implied(schema, condition, parent))
            }
        });
        known.unwrap_or(&self.other)
    }
}

#[derive(Debug)]
pub(super) struct Variant<'t> {
    pub(super) name: Ident,
    /// Empty for all others.
    pub(super) types: Vec<TypeId>,
    /// The type conditions that hold for it.
    pub(super) conditions: Vec<TypeId>,
    pub(super) payload: Payload<'t>,
}

impl Variant<'_> {
    /// The one type that the variant stands for.
    pub(super) fn only_type(&self) -> Option<TypeId> {
        match self.types.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// What a variant holds.
#[derive(Debug)]
pub(super) enum Payload<'t> {
    /// The type's name: nothing is selected.
    TypeName,
    /// Just this fragment.
    Fragment { fragment: FragmentId, shape: ShapeId },
    /// A struct of its own.
    Struct { id: StructId, members: Vec<Member<'t>> },
}

#[derive(Debug)]
pub(super) struct Member<'t> {
    pub(super) name: Ident,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
    pub(super) content: Content<'t>,
}

impl<'t> Member<'t> {
    /// What the member is in other shapes: its response key, or the fragment.
    pub(super) fn key(&self) -> Key<'t> {
        match self.content {
            Content::TypeName { .. } => Key::Field(TYPE_NAME),
            Content::Leaf { key, .. } | Content::Object { key, .. } => Key::Field(key),
            Content::Fragment { shape, .. } => Key::Fragment(shape),
        }
    }
}

/// The response key of the type's name.
pub(super) const TYPE_NAME: &str = "__typename";

/// What members of several shapes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'t> {
    /// A field, by its response key.
    Field(&'t str),
    Fragment(ShapeId),
}

#[derive(Debug)]
pub(super) enum Content<'t> {
    /// The name of the object's type, under its own name; `None` if it is there without being selected.
    TypeName {
        selected: Option<&'t Field<'t>>,
    },
    Leaf {
        key: &'t str,
        field: &'t Field<'t>,
    },
    Object {
        key: &'t str,
        field: &'t Field<'t>,
        child: Child,
    },
    Fragment {
        fragment: FragmentId,
        shape: ShapeId,
    },
}

/// The shape of a field's objects, or of an operation's data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    pub(super) shape: ShapeId,
    pub(super) origin: Origin,
}

/// Where the type of a [`Child`] comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is made for this field.
    Own,
    /// The selection is nothing but this fragment.
    Fragment(FragmentId),
    /// It is among the fields that the variants of a union share.
    Shared,
}
