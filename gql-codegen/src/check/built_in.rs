//! Which of the built-in scalars a schema has.
//! <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>

use crate::schema::{InputValue, Schema, TypeId, TypeKind};

/// Those that a schema has only if something in it is of that type.
pub(super) const ONLY_IF_USED: [&str; 3] = ["Int", "Float", "ID"];

/// Whether a field, argument or input field of the schema is of the type, or a directive's argument.
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
