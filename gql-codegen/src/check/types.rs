//! KnownTypeNames: type conditions and variables name types that the schema has.
//! <https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence>

use super::inaccessible;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::schema::Coordinate;
use crate::schema::validate::type_names::KNOWN_TYPE_NAMES;
use crate::suggest;
use crate::syntax::ast::Name;

/// The finding about a type name that the schema does not have.
pub(super) fn unknown(index: &Index<'_>, name: Name<'_>) -> Option<Diagnostic> {
    let schema = index.schema;
    let is_there = |id| index.is_there(id);
    // Defining types among operations is a finding of its own.
    if schema.find(name.text).is_some_and(is_there) || index.defines_type(name.text) {
        return None;
    }
    let coordinate = Coordinate::Type(name.text);
    let hidden = inaccessible::finding(schema, &KNOWN_TYPE_NAMES, "Type", coordinate, name.span);
    if hidden.is_some() {
        return hidden;
    }
    let types = schema.types.iter().filter(|ty| is_there(ty.id));
    let near = suggest::suggestion_list(name.text, types.map(|ty| &*ty.name));
    let message = format!("Unknown type \"{}\".{}", name.text, suggest::did_you_mean(&near));
    Some(
        Diagnostic::error(&KNOWN_TYPE_NAMES, message, name.span)
            .say("no such type")
            .replace(name.span, &near),
    )
}
