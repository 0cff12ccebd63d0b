//! Finds the parts of a schema that operations use. Diagnostics about other parts matter less.

use std::collections::HashSet;

use super::typed::{Field, Selection, SelectionSet, Typed};
use crate::schema::{InputValue, Schema, TypeId, TypeKind};
use crate::source::Span;

/// Returns the definitions of the types, fields, arguments and values that the operations can reach.
pub(crate) fn touched(typed: &Typed<'_>) -> HashSet<Span> {
    let mut touched = Touched {
        schema: typed.schema,
        types: HashSet::new(),
        spans: HashSet::new(),
    };
    for operation in &typed.operations {
        touched.ty(operation.root);
        for variable in &operation.variables {
            touched.ty(variable.ty.named);
        }
        touched.selections(&operation.selections);
    }
    for fragment in &typed.fragments {
        touched.ty(fragment.condition);
        touched.selections(&fragment.selections);
    }
    touched.spans
}

struct Touched<'a> {
    schema: &'a Schema,
    types: HashSet<TypeId>,
    spans: HashSet<Span>,
}

impl Touched<'_> {
    fn selections(&mut self, set: &SelectionSet<'_>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => self.field(field),
                Selection::Spread(_) => {}
                Selection::Inline(inline) => {
                    if let Some(condition) = inline.condition {
                        self.ty(condition);
                    }
                    self.selections(&inline.selections);
                }
            }
        }
    }

    fn field(&mut self, field: &Field<'_>) {
        self.spans.extend(field.definition.span);
        self.ty(field.parent);
        self.ty(field.definition.ty.named);
        self.inputs(&field.definition.arguments);
        if let Some(selections) = &field.selections {
            self.selections(selections);
        }
    }

    /// Visits a type, including all members of an input type or an enum, for which code is generated as a whole.
    fn ty(&mut self, id: TypeId) {
        if !self.types.insert(id) {
            return;
        }
        let ty = self.schema.ty(id);
        self.spans.extend(ty.span);
        match &ty.kind {
            TypeKind::InputObject { fields, .. } => self.inputs(fields),
            TypeKind::Enum { values } => self.spans.extend(values.iter().filter_map(|value| value.span)),
            TypeKind::Scalar { .. }
            | TypeKind::Object(_)
            | TypeKind::Interface(_)
            | TypeKind::Union { .. } => {}
        }
    }

    fn inputs(&mut self, inputs: &[InputValue]) {
        for input in inputs {
            self.spans.extend(input.span);
            self.ty(input.ty.named);
        }
    }
}
