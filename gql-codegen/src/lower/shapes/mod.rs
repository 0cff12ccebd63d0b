//! Selections to shapes: the structs and enums, and their members.
//!
//! A shape is the set of members that selection sets select on an object: one view of the object. Each fragment has its own
//! shape, so several shapes may refer to the same object. Members and variants have their Rust names; types get theirs in a
//! later pass, when all types are known.

mod build;
mod groups;
pub(crate) mod nesting;
pub(super) mod nulls;
pub(super) mod selection;
mod shared;

use std::collections::HashMap;
use std::ops::Range;

use super::case::SnakeCaseCache;
use super::place::Module;
use crate::check::typed::{Field, FragmentId};
use crate::ir::Ident;
use crate::schema::{Schema, TypeId};
pub(super) use build::shapes;
pub(super) use groups::{Group, groups};
pub(super) use nulls::{FieldTypes, NullPolicy};
use selection::{ConditionalSet, Subject, is_implied};

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
    /// The data of the operations, in order.
    pub(super) operations: Vec<RootShape>,
    /// The shapes, sorted so that each follows those that it refers to.
    pub(super) inside_out: Vec<ShapeId>,
    /// The names of all members in `snake_case`.
    pub(super) snakes: SnakeCaseCache<'t>,
    /// The number of structs in variants.
    pub(super) structs: usize,
    /// Whether each shape may be null, because a required field in it is.
    nullable: Vec<bool>,
}

impl<'t> Shapes<'t> {
    /// Returns the shape with this id.
    pub(super) fn get(&self, id: ShapeId) -> &Shape<'t> {
        &self.list[id.0]
    }

    /// Returns whether an object of the shape may be null, because a required field in it is.
    pub(super) fn is_nullable(&self, id: ShapeId) -> bool {
        self.nullable[id.0]
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Iterates over the shapes of fragments, in no particular order.
    pub(super) fn fragments(&self) -> impl Iterator<Item = ShapeId> {
        self.fragments.values().map(|fragment| fragment.shape)
    }

    /// Returns the shape of a fragment.
    pub(super) fn fragment(&self, id: FragmentId) -> Option<FragmentShape> {
        self.fragments.get(&id).copied()
    }

    /// Returns the members that a shape has for an object; none if a union only selects the name of the type for it.
    pub(super) fn members(&self, id: ShapeId, subject: Subject, schema: &Schema) -> Members<'_, 't> {
        match &self.get(id).kind {
            ShapeKind::Object(members) => Members::Selected(members),
            ShapeKind::Union(union) => match &union.variant(subject, schema).payload {
                Payload::Struct { members, .. } => Members::Selected(members),
                Payload::Fragment { shape, .. } => self.members(*shape, subject, schema),
                Payload::TypeName => Members::TypeName,
            },
        }
    }
}

/// The members of a shape for one object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Members<'s, 't> {
    /// The name of the object's type, because nothing is selected.
    TypeName,
    Selected(&'s [Member<'t>]),
}

impl<'s, 't> Members<'s, 't> {
    /// Returns the selected members.
    pub(super) fn selected(self) -> &'s [Member<'t>] {
        match self {
            Self::TypeName => &[],
            Self::Selected(members) => members,
        }
    }
}

/// The data of an operation.
#[derive(Debug)]
pub(super) struct RootShape {
    pub(super) data: Child,
    /// The shapes that this operation is the first to mention.
    pub(super) shapes: Range<usize>,
}

impl RootShape {
    /// Iterates over the shapes that this operation is the first to mention.
    pub(super) fn new_shapes(&self) -> impl Iterator<Item = ShapeId> + use<> {
        self.shapes.clone().map(ShapeId)
    }
}

/// The shape of a named fragment.
#[derive(Debug, Clone, Copy)]
pub(super) struct FragmentShape {
    pub(super) shape: ShapeId,
    /// The fragment that is the whole selection of this one, whose shape it shares.
    pub(super) alias_of: Option<FragmentId>,
}

/// The members that selection sets select on an object.
#[derive(Debug)]
pub(super) struct Shape<'t> {
    /// The module of the type.
    pub(super) place: Module,
    /// The static type of the object.
    pub(super) parent: TypeId,
    pub(super) sets: Vec<ConditionalSet<'t>>,
    pub(super) kind: ShapeKind<'t>,
    /// The types that are distinguished when the object is read, including those distinguished by nested fragments.
    pub(super) cases: Vec<Group>,
}

impl<'t> Shape<'t> {
    /// Iterates over the members of the shape and of its variants, without those of fragments that are variants.
    fn own_members(&self) -> impl Iterator<Item = &Member<'t>> {
        let members = match &self.kind {
            ShapeKind::Object(members) => members.as_slice(),
            ShapeKind::Union(_) => &[],
        };
        let of_variants = self.payloads().filter_map(|payload| match payload {
            Payload::Struct { members, .. } => Some(members),
            Payload::Fragment { .. } | Payload::TypeName => None,
        });
        members.iter().chain(of_variants.flatten())
    }

    /// Iterates over the fragments that are variants.
    fn variant_fragments(&self) -> impl Iterator<Item = ShapeId> {
        self.payloads().filter_map(|payload| match payload {
            Payload::Fragment { shape, .. } => Some(*shape),
            Payload::Struct { .. } | Payload::TypeName => None,
        })
    }

    fn payloads(&self) -> impl Iterator<Item = &Payload<'t>> {
        let union = match &self.kind {
            ShapeKind::Object(_) => None,
            ShapeKind::Union(union) => Some(union),
        };
        let variants = union.into_iter().flat_map(UnionShape::variants);
        variants.map(|variant| &variant.payload)
    }

    /// Returns whether `__typename` determines how the object is read, in which case it is selected.
    pub(super) fn is_discriminated(&self) -> bool {
        !self.cases.is_empty()
    }
}

#[derive(Debug)]
pub(super) enum ShapeKind<'t> {
    /// The members do not depend on the object's type.
    Object(Vec<Member<'t>>),
    /// The members depend on the object's type.
    Union(UnionShape<'t>),
}

/// A variant for each group of types, and one for all other types.
#[derive(Debug)]
pub(super) struct UnionShape<'t> {
    /// The object fields whose type several variants share.
    pub(super) shared: Vec<(&'t str, Child)>,
    pub(super) known: Vec<VariantShape<'t>>,
    /// The variant for all other types.
    pub(super) other: VariantShape<'t>,
}

impl<'t> UnionShape<'t> {
    /// Iterates over all variants, ending with the one for other types.
    pub(super) fn variants(&self) -> impl Iterator<Item = &VariantShape<'t>> {
        self.known.iter().chain([&self.other])
    }

    /// Returns the variant for an object.
    pub(super) fn variant(&self, subject: Subject, schema: &Schema) -> &VariantShape<'t> {
        let mut known = self.known.iter();
        let known = known.find(|variant| match subject {
            Subject::Object(object) => variant.types.contains(&object),
            // A variant for a single type has the name of that type, which an unknown type does not have.
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
pub(super) struct VariantShape<'t> {
    pub(super) name: Ident,
    /// The types; empty for the variant for other types.
    pub(super) types: Vec<TypeId>,
    /// The type conditions that apply to the variant.
    pub(super) conditions: Vec<TypeId>,
    pub(super) payload: Payload<'t>,
}

impl VariantShape<'_> {
    /// Returns the type if the variant is for a single one.
    pub(super) fn only_type(&self) -> Option<TypeId> {
        match self.types.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// The content of a variant.
#[derive(Debug)]
pub(super) enum Payload<'t> {
    /// The name of the type, because nothing is selected.
    TypeName,
    /// A fragment, which is the whole selection.
    Fragment { fragment: FragmentId, shape: ShapeId },
    /// A struct.
    Struct { id: StructId, members: Vec<Member<'t>> },
}

#[derive(Debug)]
pub(super) struct Member<'t> {
    pub(super) name: Ident,
    /// Whether a directive may exclude the member.
    pub(super) conditional: bool,
    pub(super) policy: NullPolicy,
    pub(super) content: Content<'t>,
}

impl<'t> Member<'t> {
    /// Returns the key that identifies the member across shapes: its response key, or the fragment.
    pub(super) fn key(&self) -> MemberKey<'t> {
        match self.content {
            Content::TypeName { .. } => MemberKey::Field(TYPE_NAME),
            Content::Leaf { key, .. } | Content::Object { key, .. } => MemberKey::Field(key),
            Content::Fragment { shape, .. } => MemberKey::Fragment(shape),
        }
    }
}

/// The response key of the type's name.
pub(super) const TYPE_NAME: &str = "__typename";

/// The identity of a member across shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKey<'t> {
    /// A field with this response key.
    Field(&'t str),
    Fragment(ShapeId),
}

#[derive(Debug)]
pub(super) enum Content<'t> {
    /// The name of the object's type; `None` if it is added without being selected.
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
    pub(super) origin: ChildOrigin,
}

/// The origin of the type of a [`Child`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChildOrigin {
    /// The type is made for this field.
    Own,
    /// The type is that of a fragment, which is the whole selection.
    Fragment(FragmentId),
    /// The type is shared by the variants of a union.
    Shared,
}
