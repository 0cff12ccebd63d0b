//! KnownTypeNames: type conditions and variables name types that the schema has.
//! <https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence>

use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::schema::{InputValue, Schema, TypeId, TypeKind};
use crate::suggest;
use crate::syntax::ast::Name;

/// Built-in scalars that a schema has only if something in it is of that type.
/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
pub(super) const ONLY_IF_USED: [&str; 3] = ["Int", "Float", "ID"];

/// The finding about a type name that the schema does not have.
pub(super) fn unknown(index: &Index<'_>, name: Name<'_>) -> Option<Diagnostic> {
    let schema = index.schema;
    let is_there = |id| index.is_there(id);
    // Defining types among operations is a finding of its own.
    if schema.find(name.text).is_some_and(is_there) || index.defines_type(name.text) {
        return None;
    }
    let types = schema.types.iter().filter(|ty| is_there(ty.id));
    let near = suggest::suggestion_list(name.text, types.map(|ty| &*ty.name));
    let message = format!("Unknown type \"{}\".{}", name.text, suggest::did_you_mean(&near));
    Some(Diagnostic::error("KnownTypeNames", message, name.span).say("no such type"))
}

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
