//! KnownTypeNames: the types of type conditions and variables exist in the schema.
//! <https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence>

use super::inaccessible;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::schema::Coordinate;
use crate::schema::validate::type_names::KNOWN_TYPE_NAMES;
use crate::suggest;
use crate::syntax::ast::Name;

/// Returns a diagnostic about a type name that does not exist in the schema.
pub(super) fn unknown(index: &Index<'_>, name: Name<'_>) -> Option<Diagnostic> {
    let schema = index.schema;
    let is_there = |id| index.is_there(id);
    // A type definition in an operation file is reported by another rule.
    if schema.find(name.text).is_some_and(is_there) || index.defines_type(name.text) {
        return None;
    }
    let coordinate = Coordinate::Type(name.text);
    let hidden = inaccessible::diagnostic(schema, &KNOWN_TYPE_NAMES, "Type", coordinate, name.span);
    if hidden.is_some() {
        return hidden;
    }
    let types = schema.types.iter().filter(|ty| is_there(ty.id));
    let near = suggest::suggestion_list(name.text, types.map(|ty| &*ty.name));
    let message = format!("Unknown type \"{}\".{}", name.text, suggest::did_you_mean(&near));
    Some(
        Diagnostic::error(&KNOWN_TYPE_NAMES, message, name.span)
            .with_label("no such type")
            .replace(name.span, &near),
    )
}
