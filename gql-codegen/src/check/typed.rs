//! The proof that operations are valid, and what it lets one ask without a second check.

use std::collections::HashMap;

use super::meta::MetaFields;
use crate::schema::{FieldDef, Schema, TypeId, TypeRef};
use crate::syntax::ast::{
    Definition, Document, FragmentDefinition, OperationDefinition, Selection, SelectionSet, Type,
};

/// Operations that are valid against a schema. Only [`check`](super::check()) makes one.
///
/// For every selection in it: the field is there, spreads name a fragment, type conditions and variables name a type
/// of the right kind, fragments have no cycles, and selections under one response key can be merged.
#[derive(Debug)]
pub struct Typed<'a> {
    schema: &'a Schema,
    operations: Vec<&'a OperationDefinition<'a>>,
    fragments: Vec<&'a FragmentDefinition<'a>>,
    by_name: HashMap<&'a str, usize>,
    meta: MetaFields,
}

impl<'a> Typed<'a> {
    /// Of documents that nothing is known about yet.
    pub(super) fn new(schema: &'a Schema, documents: &'a [Document<'a>]) -> Self {
        let mut operations = Vec::new();
        let mut fragments: Vec<&'a FragmentDefinition<'a>> = Vec::new();
        let mut by_name = HashMap::new();
        for definition in documents.iter().flat_map(|document| &document.definitions) {
            match definition {
                Definition::Operation(operation) => operations.push(operation),
                Definition::Fragment(fragment) => {
                    by_name.insert(fragment.name.text, fragments.len());
                    fragments.push(fragment);
                }
                _ => {}
            }
        }
        Self {
            schema,
            operations,
            fragments,
            by_name,
            meta: MetaFields::new(schema),
        }
    }

    /// What the operations are valid against.
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// Every operation, in the order of the documents.
    pub fn operations(&self) -> &[&'a OperationDefinition<'a>] {
        &self.operations
    }

    /// Every fragment, in the order of the documents.
    pub fn fragments(&self) -> &[&'a FragmentDefinition<'a>] {
        &self.fragments
    }

    /// The fragment of that name.
    pub fn fragment(&self, name: &str) -> Option<&'a FragmentDefinition<'a>> {
        self.fragments.get(*self.by_name.get(name)?).copied()
    }

    /// The type that an operation's selections start at.
    pub fn root(&self, operation: &OperationDefinition<'_>) -> Option<TypeId> {
        self.schema.root(operation.operation)
    }

    /// A field of a composite type, `__typename`, `__schema` and `__type` among them.
    pub fn field(&self, parent: TypeId, name: &str) -> Option<&FieldDef> {
        self.meta.field(self.schema, parent, name)
    }

    /// A type as written in an operation; `None` if the schema does not have it.
    pub fn type_ref(&self, ty: &Type<'_>) -> Option<TypeRef> {
        super::meta::type_ref(self.schema, ty)
    }

    /// The fragments that a selection set needs, its fragments' fragments too, each once, in the order of first use:
    /// what has to be sent along with an operation.
    pub fn fragments_of(&self, selections: &'a SelectionSet<'a>) -> Vec<&'a FragmentDefinition<'a>> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.fragments.len()];
        // A stack, not recursion: fragments may form long chains. Sets go on it in reverse, so that the first is next.
        let mut open = vec![selections];
        while let Some(set) = open.pop() {
            let mut inner = Vec::new();
            for selection in &set.selections {
                match selection {
                    Selection::Field(field) => inner.extend(&field.selection_set),
                    Selection::InlineFragment(inline) => inner.push(&inline.selection_set),
                    Selection::FragmentSpread(spread) => {
                        if let Some(&index) = self.by_name.get(spread.name.text)
                            && let Some(&fragment) = self.fragments.get(index)
                            && !std::mem::replace(&mut seen[index], true)
                        {
                            found.push(fragment);
                            inner.push(&fragment.selection_set);
                        }
                    }
                }
            }
            open.extend(inner.into_iter().rev());
        }
        found
    }
}
