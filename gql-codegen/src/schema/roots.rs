//! Determines the root types of operations. <https://spec.graphql.org/September2025/#sec-Root-Operation-Types>

use super::{Schema, TypeId, TypeKind};
use crate::syntax::ast::{Definition, Document, OperationType, SchemaDefinition};

/// The default names of root types.
/// <https://spec.graphql.org/September2025/#sec-Root-Operation-Types.Default-Root-Operation-Type-Names>
pub(super) const DEFAULT: [(OperationType, &str); 3] = [
    (OperationType::Query, "Query"),
    (OperationType::Mutation, "Mutation"),
    (OperationType::Subscription, "Subscription"),
];

/// Returns the name of each root type. The first definition counts. `defined` returns whether a type exists.
pub(super) fn names<'d, 'a: 'd>(
    documents: impl IntoIterator<Item = &'d Document<'a>>,
    defined: impl Fn(&str) -> bool,
) -> [Option<&'a str>; 3] {
    let mut names = [None; 3];
    let (extensions, definitions): (Vec<_>, Vec<_>) = definitions(documents).partition(|node| node.extend);
    if definitions.is_empty() {
        for (operation, name) in DEFAULT {
            names[operation as usize] = defined(name).then_some(name);
        }
    }
    for node in definitions.into_iter().chain(extensions) {
        for root in &node.operations {
            names[root.operation as usize].get_or_insert(root.ty.text);
        }
    }
    names
}

/// Returns the root types that are valid, with the default names for those that no schema definition sets.
pub(super) fn roots(schema: &Schema, documents: &[&Document<'_>]) -> [Option<TypeId>; 3] {
    let object = |name: &str| {
        schema
            .find(name)
            .filter(|&id| matches!(schema.ty(id).kind, TypeKind::Object(_)))
    };
    let said = names(documents.iter().copied(), |name| object(name).is_some()).map(|name| object(name?));
    if said.iter().any(Option::is_some) {
        said
    } else {
        DEFAULT.map(|(_, name)| object(name))
    }
}

/// Iterates over the schema definitions and extensions, in the order of the documents.
pub(super) fn definitions<'d, 'a: 'd>(
    documents: impl IntoIterator<Item = &'d Document<'a>>,
) -> impl Iterator<Item = &'d SchemaDefinition<'a>> {
    documents
        .into_iter()
        .flat_map(|document| &document.definitions)
        .filter_map(|definition| match definition {
            Definition::Schema(node) => Some(node),
            _ => None,
        })
}
