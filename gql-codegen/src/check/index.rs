//! The operations and fragments of a run by name, and lookups in the schema.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::built_in;
use crate::schema::{FieldDef, Schema, TypeId, TypeRef};
use crate::syntax::ast::{
    Definition, Document, FragmentDefinition, Name, OperationDefinition, Selection, SelectionSet, Type,
};

/// The lookup tables of all rules. Their content may be invalid.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) schema: &'a Schema,
    pub(super) documents: &'a [Document<'a>],
    /// The operations, in the order of the documents.
    pub(super) operations: Vec<&'a OperationDefinition<'a>>,
    /// The fragments, in the order of the documents.
    pub(super) fragments: Vec<&'a FragmentDefinition<'a>>,
    by_name: HashMap<&'a str, usize>,
    /// The types that documents define, although only a schema may do so.
    defined_types: HashSet<&'a str>,
    /// Whether the schema uses each of `built_in::ONLY_IF_USED`, computed on demand.
    used: [OnceCell<bool>; built_in::ONLY_IF_USED.len()],
}

impl<'a> Index<'a> {
    pub(super) fn new(schema: &'a Schema, documents: &'a [Document<'a>]) -> Self {
        let mut operations = Vec::new();
        let mut fragments: Vec<&'a FragmentDefinition<'a>> = Vec::new();
        let mut by_name = HashMap::new();
        let mut defined_types = HashSet::new();
        for definition in documents.iter().flat_map(|document| &document.definitions) {
            match definition {
                Definition::Operation(operation) => operations.push(operation),
                Definition::Fragment(fragment) => {
                    // The last fragment with a name counts, as in graphql-js.
                    by_name.insert(fragment.name.text, fragments.len());
                    fragments.push(fragment);
                }
                Definition::Type(ty) if !ty.extend => {
                    defined_types.insert(ty.name.text);
                }
                _ => {}
            }
        }
        Self {
            schema,
            documents,
            operations,
            fragments,
            by_name,
            defined_types,
            used: Default::default(),
        }
    }

    /// Returns the index of a fragment in `fragments`.
    pub(super) fn fragment(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Returns whether a document defines the type.
    pub(super) fn defines_type(&self, name: &str) -> bool {
        self.defined_types.contains(name)
    }

    /// Returns a field of a composite type or a meta-field. Meta-fields take precedence over fields of a schema with the same
    /// name.
    pub(super) fn field(&self, parent: TypeId, name: &str) -> Option<&'a FieldDef> {
        let meta = self.schema.meta_field(parent, name);
        meta.or_else(|| self.schema.field(parent, name))
    }

    /// Returns whether the schema contains the type. Some built-in scalars are only part of a schema that uses them.
    pub(super) fn is_there(&self, id: TypeId) -> bool {
        let name = &*self.schema.ty(id).name;
        let place = built_in::ONLY_IF_USED.iter().position(|it| *it == name);
        place.is_none_or(|place| *self.used[place].get_or_init(|| built_in::is_used(self.schema, id)))
    }

    /// Resolves a type as written; `None` if the schema does not contain it.
    pub(super) fn type_ref(&self, ty: &Type<'_>) -> Option<TypeRef> {
        let id = self.schema.find(ty.name().text)?;
        self.is_there(id).then(|| TypeRef::of(ty, id))?
    }

    /// Resolves the composite type of a type condition.
    pub(super) fn composite(&self, condition: Name<'_>) -> Option<TypeId> {
        let id = self.schema.find(condition.text)?;
        self.schema.ty(id).is_composite().then_some(id)
    }

    /// Returns the fragments that a selection set uses, directly or through other fragments, in the order of first use.
    pub(super) fn fragments_of(&self, selections: &'a SelectionSet<'a>) -> Vec<&'a FragmentDefinition<'a>> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.fragments.len()];
        // Uses a stack instead of recursion, because fragments may form long chains.
        let mut open = vec![selections.selections.iter()];
        while let Some(selections) = open.last_mut() {
            match selections.next() {
                None => {
                    open.pop();
                }
                Some(Selection::Field(field)) => {
                    open.extend(field.selection_set.as_ref().map(|set| set.selections.iter()));
                }
                Some(Selection::InlineFragment(inline)) => open.push(inline.selection_set.selections.iter()),
                Some(Selection::FragmentSpread(spread)) => {
                    if let Some(index) = self.fragment(spread.name.text)
                        && !std::mem::replace(&mut seen[index], true)
                    {
                        let fragment = self.fragments[index];
                        found.push(fragment);
                        open.push(fragment.selection_set.selections.iter());
                    }
                }
            }
        }
        found
    }
}
