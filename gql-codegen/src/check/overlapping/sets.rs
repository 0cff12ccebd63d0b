//! Flattens every selection set to a list of fields, including those of inline fragments, with their types.

use crate::check::index::Index;
use crate::schema::{Schema, TypeId, TypeKind, TypeRef};
use crate::syntax::ast::{Field, Selection, SelectionSet};

/// A selected field.
#[derive(Debug)]
pub(super) struct Selected<'a> {
    pub(super) field: &'a Field<'a>,
    /// The type that the field is selected on, if known.
    pub(super) parent: Option<TypeId>,
    /// The parent type if it is an object type. A value has exactly one object type.
    pub(super) object: Option<TypeId>,
    /// The type of the field; `None` for meta-fields and unknown fields.
    pub(super) ty: Option<TypeRef>,
    /// The index of the field's selection set in [`Sets`].
    pub(super) set: Option<usize>,
}

/// The content of a selection set.
#[derive(Debug, Default)]
pub(super) struct FieldSet<'a> {
    /// The fields, in the order of the text.
    pub(super) fields: Vec<Selected<'a>>,
    /// The fragments spread, without duplicates, as positions in the index.
    pub(super) fragments: Vec<usize>,
}

/// The selection sets of a run. Inline fragments are part of the enclosing selection set.
#[derive(Debug)]
pub(super) struct Sets<'a> {
    pub(super) list: Vec<FieldSet<'a>>,
    /// The set of each operation.
    pub(super) operations: Vec<usize>,
    /// The set of each fragment.
    pub(super) fragments: Vec<usize>,
}

impl<'a> Sets<'a> {
    pub(super) fn new(index: &Index<'a>) -> Self {
        let mut sets = Self {
            list: Vec::new(),
            operations: Vec::new(),
            fragments: Vec::new(),
        };
        for operation in &index.operations {
            let root = index.schema.root(operation.operation);
            let set = sets.add(index, &operation.selection_set, root);
            sets.operations.push(set);
        }
        for fragment in &index.fragments {
            let ty = index.schema.find(fragment.type_condition.text);
            let set = sets.add(index, &fragment.selection_set, ty);
            sets.fragments.push(set);
        }
        sets
    }

    fn add(&mut self, index: &Index<'a>, selections: &'a SelectionSet<'a>, parent: Option<TypeId>) -> usize {
        let place = self.list.len();
        self.list.push(FieldSet::default());
        let mut set = FieldSet::default();
        self.collect(index, selections, parent, &mut set);
        // Lists of spreads are short. Sorting them to remove duplicates would change their order.
        let mut seen = std::collections::HashSet::new();
        set.fragments.retain(|fragment| seen.insert(*fragment));
        self.list[place] = set;
        place
    }

    fn collect(
        &mut self,
        index: &Index<'a>,
        selections: &'a SelectionSet<'a>,
        parent: Option<TypeId>,
        set: &mut FieldSet<'a>,
    ) {
        for selection in &selections.selections {
            match selection {
                Selection::Field(field) => {
                    let ty = parent
                        .and_then(|parent| index.schema.field(parent, field.name.text))
                        .map(|def| def.ty);
                    let inner = field.selection_set.as_ref();
                    let inner = inner.map(|inner| self.add(index, inner, ty.map(|ty| ty.named)));
                    set.fields.push(Selected {
                        field,
                        parent,
                        object: parent.filter(|parent| is_object(index.schema, *parent)),
                        ty,
                        set: inner,
                    });
                }
                Selection::InlineFragment(inline) => {
                    let ty = match inline.type_condition {
                        Some(condition) => index.schema.find(condition.text),
                        None => parent,
                    };
                    self.collect(index, &inline.selection_set, ty, set);
                }
                Selection::FragmentSpread(spread) => {
                    set.fragments.extend(index.fragment(spread.name.text));
                }
            }
        }
    }
}

fn is_object(schema: &Schema, id: TypeId) -> bool {
    matches!(schema.ty(id).kind, TypeKind::Object(_))
}
