//! Determines which of the built-in scalars a schema contains.
//! <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>

use crate::schema::{InputValue, Schema, TypeId, TypeKind};

/// The scalars that a schema contains only if it uses them.
pub(super) const ONLY_IF_USED: [&str; 3] = ["Int", "Float", "ID"];

/// Returns whether a field, argument or input field of the schema, or an argument of a directive, has the type.
pub(super) fn is_used(schema: &Schema, id: TypeId) -> bool {
    if schema.ty(id).span.is_some() {
        return true;
    }
    let takes = |inputs: &[InputValue]| inputs.iter().any(|it| it.ty.named == id);
    schema.types.iter().any(|ty| match &ty.kind {
        TypeKind::InputObject { fields, .. } => takes(fields),
        _ => ty.composite().is_some_and(|it| {
            it.fields
                .iter()
                .any(|field| field.ty.named == id || takes(&field.arguments))
        }),
    }) || schema.directives.iter().any(|it| takes(&it.arguments))
}
