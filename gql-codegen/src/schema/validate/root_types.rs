//! Checks that there is one schema definition, with at most one type per operation type, all of which are objects.
//! <https://spec.graphql.org/September2025/#sec-Schema>

use std::collections::HashMap;

use super::{Rules, TYPE_SYSTEM, head};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::collect::types_of;
use crate::schema::{TypeKind, roots};
use crate::source::Span;
use crate::syntax::ast::{OperationType, SchemaDefinition};

/// The rule `LoneSchemaDefinition`.
pub static LONE_SCHEMA_DEFINITION: Rule = Rule {
    name: "LoneSchemaDefinition",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Schema"),
    explanation: "There must be at most one `schema { … }` definition.",
    example: None,
};

/// The rule `UniqueOperationTypes`.
pub static UNIQUE_OPERATION_TYPES: Rule = Rule {
    name: "UniqueOperationTypes",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Root-Operation-Types"),
    explanation: "The schema must define the root type of each operation type at most once.",
    example: None,
};

/// Checks LoneSchemaDefinition and UniqueOperationTypes.
pub(super) fn check_documents(rules: &mut Rules<'_, '_>) {
    let existing = roots::names(rules.existing, |name| {
        let mut types = rules.existing.iter().flat_map(types_of);
        types.any(|node| !node.extend && node.name.text == name)
    });
    let defined =
        existing.iter().any(Option::is_some) || roots::definitions(rules.existing).any(|node| !node.extend);
    let mut first: HashMap<OperationType, Span> = HashMap::new();
    let mut definitions = 0;
    for node in roots::definitions(rules.documents) {
        if !node.extend {
            if defined {
                let message = "Cannot define a new schema within a schema extension.";
                rules.warn(&LONE_SCHEMA_DEFINITION, message.to_owned(), [keyword(node)]);
            } else if definitions > 0 {
                let message = "Must provide only one schema definition.";
                rules.warn(&LONE_SCHEMA_DEFINITION, message.to_owned(), [keyword(node)]);
            }
            definitions += 1;
        }
        for root in &node.operations {
            let operation = root.operation.as_str();
            if existing[root.operation as usize].is_some() {
                let message =
                    format!("Type for {operation} already defined in the schema. It cannot be redefined.");
                rules.warn(&UNIQUE_OPERATION_TYPES, message, [root.span]);
            } else if let Some(&first) = first.get(&root.operation) {
                let message = format!("There can be only one {operation} type in schema.");
                rules.warn(&UNIQUE_OPERATION_TYPES, message, [first, root.span]);
            } else {
                first.insert(root.operation, root.span);
            }
        }
    }
}

/// Checks the root types: there must be one for queries, all must be objects, and they must differ.
/// <https://spec.graphql.org/September2025/#sec-Root-Operation-Types>
pub(super) fn check_types(rules: &mut Rules<'_, '_>) {
    let (existing, documents) = (rules.existing, rules.documents);
    let all = || existing.iter().chain(documents);
    let names = roots::names(all(), |name| rules.definition(name).is_some());
    let written = |operation: OperationType| {
        let mut roots = roots::definitions(all()).flat_map(|node| &node.operations);
        let root = roots.find(|root| root.operation == operation);
        root.map(|root| root.ty.span)
    };
    // The objects are in the order of the operation types.
    let mut objects: Vec<(&str, Vec<OperationType>)> = Vec::new();
    for (operation, default) in roots::DEFAULT {
        let Some(name) = names[operation as usize] else {
            // A part of a supergraph may extend the query type of another part, or only contribute entities.
            if operation == OperationType::Query && !rules.features.is_federation() {
                let place = roots::definitions(all()).find(|node| !node.extend).map(keyword);
                rules.warn(
                    &TYPE_SYSTEM,
                    "Query root type must be provided.".to_owned(),
                    place,
                );
            }
            continue;
        };
        let Some(node) = rules.definition(name) else {
            continue; // Unknown: KnownTypeNames says so.
        };
        let is_object = rules
            .schema
            .find(name)
            .is_some_and(|id| matches!(rules.schema.ty(id).kind, TypeKind::Object(_)));
        if is_object {
            match objects.iter_mut().find(|(object, _)| *object == name) {
                Some((_, operations)) => operations.push(operation),
                None => objects.push((name, vec![operation])),
            }
        } else {
            let place = written(operation).unwrap_or_else(|| head(node));
            let provided = if operation == OperationType::Query {
                ""
            } else {
                " if provided"
            };
            let message = format!("{default} root type must be Object type{provided}, it cannot be {name}.");
            rules.warn(&TYPE_SYSTEM, message, [place]);
        }
    }
    for (name, operations) in objects.into_iter().filter(|(_, operations)| operations.len() > 1) {
        let places: Vec<Span> = operations.iter().copied().filter_map(written).collect();
        let operations: Vec<&str> = operations.into_iter().map(OperationType::as_str).collect();
        let list = match operations.as_slice() {
            [one, two] => format!("{one} and {two}"),
            all => all.join(", ").replace(", subscription", ", and subscription"),
        };
        let message =
            format!("All root types must be different, \"{name}\" type is used as {list} root types.");
        rules.warn(&TYPE_SYSTEM, message, places);
    }
}

/// Returns the span of the keyword `schema`.
fn keyword(node: &SchemaDefinition<'_>) -> Span {
    Span::new(
        node.span.source,
        node.span.start,
        node.span.start + "schema".len() as u32,
    )
}
