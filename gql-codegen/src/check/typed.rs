//! The proof that operations are valid, and what it lets one ask without a second check.

use super::index::Index;
use crate::schema::{FieldDef, Schema, TypeId, TypeRef};
use crate::syntax::ast::{FragmentDefinition, OperationDefinition, SelectionSet, Type};

/// Operations that are valid against a schema. Only [`check`](super::check()) makes one.
///
/// In all of them, and in the fragments that they use, the root type and every selected field is there, spreads name a fragment, type conditions and
/// variables name a type of the right kind, fragments have no cycles, leaves and only leaves have no selections, and
/// the selections under one response key can be merged.
#[derive(Debug)]
pub struct Typed<'a> {
    index: Index<'a>,
}

impl<'a> Typed<'a> {
    /// For `check` alone: nothing has been found that is wrong with these.
    pub(super) fn new(index: Index<'a>) -> Self {
        Self { index }
    }

    /// What the operations are valid against.
    pub fn schema(&self) -> &'a Schema {
        self.index.schema
    }

    /// Every operation, in the order of the documents.
    pub fn operations(&self) -> &[&'a OperationDefinition<'a>] {
        &self.index.operations
    }

    /// The fragment of that name.
    pub fn fragment(&self, name: &str) -> Option<&'a FragmentDefinition<'a>> {
        let index = self.index.fragment(name)?;
        self.index.fragments.get(index).copied()
    }

    /// The type that an operation's selections start at.
    pub fn root(&self, operation: &OperationDefinition<'_>) -> Option<TypeId> {
        self.index.schema.root(operation.operation)
    }

    /// A field of a composite type, `__typename`, `__schema` and `__type` among them.
    pub fn field(&self, parent: TypeId, name: &str) -> Option<&'a FieldDef> {
        self.index.field(parent, name)
    }

    /// A type as written in an operation; `None` if the schema does not have it.
    pub fn type_ref(&self, ty: &Type<'_>) -> Option<TypeRef> {
        TypeRef::of(ty, self.schema().find(ty.name().text)?)
    }

    /// The fragments that a selection set needs, its fragments' fragments too, each once, in the order of first use:
    /// what has to be sent along with an operation.
    pub fn fragments_of(&self, selections: &'a SelectionSet<'a>) -> Vec<&'a FragmentDefinition<'a>> {
        self.index.fragments_of(selections)
    }
}
