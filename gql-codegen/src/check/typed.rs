//! Valid operations, whose root types, fields, types and fragments are resolved.

use super::client::{self, ClientUses};
use crate::schema::{FieldDef, Schema, TypeId, TypeRef};
use crate::syntax::ast;

/// Operations that are valid against a schema. Only [`check`](super::check()) creates values of this type.
///
/// Every name in the operations and in the fragments that they use is resolved. Fragments have no cycles, a field has a
/// selection set if and only if its type has fields, and all selections with the same response key can be merged.
#[derive(Debug)]
pub struct Typed<'a> {
    pub(super) schema: &'a Schema,
    pub(super) operations: Vec<Operation<'a>>,
    pub(super) fragments: Vec<Fragment<'a>>,
}

impl<'a> Typed<'a> {
    /// Returns the schema that the operations are valid against.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Returns every operation, in the order of the documents.
    pub fn operations(&self) -> &[Operation<'a>] {
        &self.operations
    }

    /// Returns whether a directive is sent, which those of the client are not.
    pub fn is_sent(&self, directive: &ast::Directive<'_>) -> bool {
        client::find(self.schema, directive.name.text).is_none()
    }

    /// Returns the fragment with this id, which must be from this `Typed`.
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
    /// The root type.
    pub root: TypeId,
    /// The client directives of the operation.
    pub client: ClientUses,
    /// The variables, in the order of their definitions.
    pub variables: Vec<Variable<'a>>,
    /// The root selection set.
    pub selections: SelectionSet<'a>,
    /// The fragments that the operation needs, in the order of first use.
    pub fragments: Vec<FragmentId>,
}

/// A variable and its type.
#[derive(Debug)]
pub struct Variable<'a> {
    /// The definition in the document.
    pub node: &'a ast::VariableDefinition<'a>,
    /// The input type of the variable.
    pub ty: TypeRef,
}

/// A fragment that an operation uses.
#[derive(Debug)]
pub struct Fragment<'a> {
    /// The id.
    pub id: FragmentId,
    /// The definition in the document.
    pub node: &'a ast::FragmentDefinition<'a>,
    /// The composite type of the type condition.
    pub condition: TypeId,
    /// The client directives of the fragment.
    pub client: ClientUses,
    /// The selections on that type.
    pub selections: SelectionSet<'a>,
}

/// A selection set and its parent type.
#[derive(Debug)]
pub struct SelectionSet<'a> {
    /// The node in the document.
    pub id: ast::NodeId,
    /// The composite type that the fields are looked up in.
    pub parent: TypeId,
    /// The selections, in the order of the text.
    pub selections: Vec<Selection<'a>>,
}

/// A selection and its types.
#[derive(Debug)]
pub enum Selection<'a> {
    /// A field: `key: name(…) { … }`.
    Field(Field<'a>),
    /// A fragment spread: `...Name`.
    Spread(Spread<'a>),
    /// An inline fragment: `... on Type { … }`.
    Inline(Inline<'a>),
}

impl<'a> Selection<'a> {
    /// Returns the directives of the selection.
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
    /// The definition of the field or meta-field.
    pub definition: &'a FieldDef,
    /// The client directives of the field.
    pub client: ClientUses,
    /// The selection set of the field; `None` if its type is a scalar or enum.
    pub selections: Option<SelectionSet<'a>>,
}

/// A spread and its fragment.
#[derive(Debug)]
pub struct Spread<'a> {
    /// The selection in the document.
    pub node: &'a ast::FragmentSpread<'a>,
    /// The fragment with that name.
    pub fragment: FragmentId,
    /// The client directives of the spread.
    pub client: ClientUses,
}

/// An inline fragment and its type condition.
#[derive(Debug)]
pub struct Inline<'a> {
    /// The selection in the document.
    pub node: &'a ast::InlineFragment<'a>,
    /// The composite type of the type condition; `None` without a condition.
    pub condition: Option<TypeId>,
    /// The client directives of the fragment.
    pub client: ClientUses,
    /// The selection set on the type of the condition or the enclosing type.
    pub selections: SelectionSet<'a>,
}
