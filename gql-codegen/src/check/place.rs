//! The position of a value in a document, and the type expected there.

use crate::diagnostic::Diagnostic;
use crate::schema::{FieldDef, InputValue, Schema, TypeId, TypeRef};
use crate::source::Span;

/// The position of an argument, an input field, an item of a list in one of these, or the default value of a variable.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ValuePosition {
    /// The expected type; `None` if unknown, in which case the value is not checked.
    pub(super) expected: Option<TypeRef>,
    /// Whether the position has a default value.
    pub(super) has_default: bool,
    /// The `@oneOf` type that the field belongs to.
    pub(super) one_of: Option<TypeId>,
    /// The argument or input field that the value belongs to.
    pub(super) declared: Option<DeclaredType>,
}

/// The type of a field, an argument or an input field, and its place in the schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeclaredType {
    span: Option<Span>,
    ty: TypeRef,
}

impl DeclaredType {
    pub(super) fn of_field(field: &FieldDef) -> Self {
        Self {
            span: field.span,
            ty: field.ty,
        }
    }

    /// Adds a label for the declaration.
    pub(super) fn explain(self, schema: &Schema, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.with_secondary(
            self.span,
            format!("declared as `{}` here", schema.display(self.ty)),
        )
    }
}

impl ValuePosition {
    /// Creates the position of an argument or input field; `None` stands for an unknown position.
    pub(super) fn of(input: Option<&InputValue>) -> Self {
        input.map_or(Self::default(), |input| Self {
            expected: Some(input.ty),
            has_default: input.default.is_some(),
            one_of: None,
            declared: Some(DeclaredType {
                span: input.span,
                ty: input.ty,
            }),
        })
    }
}
