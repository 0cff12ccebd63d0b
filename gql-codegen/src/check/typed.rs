//! The proof that operations are valid, which carries what was proved: roots, fields, types and fragments are resolved.

use crate::schema::{FieldDef, Schema, TypeId, TypeRef};
use crate::syntax::ast;

/// Operations that are valid against a schema. Only [`check`](super::check()) makes one.
///
/// In all of them, and in the fragments that they use, every name is resolved to what it means in the schema; fragments have no
/// cycles, leaves and only leaves have no selections, and the selections under one response key can be merged.
#[derive(Debug)]
pub struct Typed<'a> {
    pub(super) schema: &'a Schema,
    pub(super) operations: Vec<Operation<'a>>,
    pub(super) fragments: Vec<Fragment<'a>>,
}

impl<'a> Typed<'a> {
    /// The schema that the operations are valid against.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Every operation, in the order of the documents.
    pub fn operations(&self) -> &[Operation<'a>] {
        &self.operations
    }

    /// The fragment of an id that this `Typed` gave.
    pub fn fragment(&self, id: FragmentId) -> &Fragment<'a> {
        &self.fragments[id.0]
    }
}

/// Identifies a fragment of a [`Typed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FragmentId(pub(super) usize);

/// An operation and its types.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The definition in the document.
    pub node: &'a ast::OperationDefinition<'a>,
    /// The type that the selections start at.
    pub root: TypeId,
    /// The variables, in order.
    pub variables: Vec<Variable<'a>>,
    /// The selections of the root.
    pub selections: SelectionSet<'a>,
    /// The fragments that have to be sent along, each once, in the order of first use.
    pub fragments: Vec<FragmentId>,
}

/// A variable and its type.
#[derive(Debug)]
pub struct Variable<'a> {
    /// The definition in the document.
    pub node: &'a ast::VariableDefinition<'a>,
    /// The type, an input type of the schema.
    pub ty: TypeRef,
}

/// A fragment that an operation uses.
#[derive(Debug)]
pub struct Fragment<'a> {
    /// Its id.
    pub id: FragmentId,
    /// The definition in the document.
    pub node: &'a ast::FragmentDefinition<'a>,
    /// The composite type that the type condition names.
    pub condition: TypeId,
    /// The selections on that type.
    pub selections: SelectionSet<'a>,
}

/// Selections on one type.
#[derive(Debug)]
pub struct SelectionSet<'a> {
    /// The node in the document.
    pub id: ast::NodeId,
    /// The composite type that the fields are looked up in.
    pub parent: TypeId,
    /// In order.
    pub selections: Vec<Selection<'a>>,
}

/// A selection and its types.
#[derive(Debug)]
pub enum Selection<'a> {
    /// `key: name(…) { … }`
    Field(Field<'a>),
    /// `...Name`
    Spread(Spread<'a>),
    /// `... on Type { … }`
    Inline(Inline<'a>),
}

impl<'a> Selection<'a> {
    /// The directives on the selection.
    pub fn directives(&self) -> &'a [ast::Directive<'a>] {
        match self {
            Self::Field(field) => &field.node.directives,
            Self::Spread(spread) => &spread.node.directives,
            Self::Inline(inline) => &inline.node.directives,
        }
    }
}

/// A field and its definition.
#[derive(Debug)]
pub struct Field<'a> {
    /// The selection in the document.
    pub node: &'a ast::Field<'a>,
    /// The type that the field is selected on.
    pub parent: TypeId,
    /// The field of that type, or a meta field.
    pub definition: &'a FieldDef,
    /// The selections on the field's type; `None` if that is a leaf.
    pub selections: Option<SelectionSet<'a>>,
}

/// A spread and its fragment.
#[derive(Debug)]
pub struct Spread<'a> {
    /// The selection in the document.
    pub node: &'a ast::FragmentSpread<'a>,
    /// The fragment of that name.
    pub fragment: FragmentId,
}

/// An inline fragment and its type condition.
#[derive(Debug)]
pub struct Inline<'a> {
    /// The selection in the document.
    pub node: &'a ast::InlineFragment<'a>,
    /// The composite type that the type condition names; `None` without one.
    pub condition: Option<TypeId>,
    /// The selections on that type, or on the type around the fragment.
    pub selections: SelectionSet<'a>,
}
