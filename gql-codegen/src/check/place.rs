//! Where a value stands, and what that place takes.

use crate::diagnostic::Diagnostic;
use crate::schema::{InputValue, Schema, TypeId, TypeRef};
use crate::source::Span;

/// An argument, an input field, an item of a list in one, or a variable's default.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// What it takes; `None` where that is not known, and then nothing is said about the value.
    pub(super) expected: Option<TypeRef>,
    /// Whether it has a default of its own.
    pub(super) has_default: bool,
    /// The `@oneOf` type whose field it is.
    pub(super) one_of: Option<TypeId>,
    /// The argument or input field that it belongs to.
    pub(super) declared: Option<Declared>,
}

/// Where an argument or input field is declared, and as what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    span: Option<Span>,
    ty: TypeRef,
}

impl Declared {
    /// Points to it.
    pub(super) fn explain(self, schema: &Schema, finding: Diagnostic) -> Diagnostic {
        finding.explain(
            self.span,
            format!("declared as `{}` here", schema.display(self.ty)),
        )
    }
}

impl Place {
    /// An argument or input field; nothing is known of the place if there is none.
    pub(super) fn of(input: Option<&InputValue>) -> Self {
        input.map_or(Self::default(), |input| Self {
            expected: Some(input.ty),
            has_default: input.default.is_some(),
            one_of: None,
            declared: Some(Declared {
                span: input.span,
                ty: input.ty,
            }),
        })
    }
}
