//! A first operation, which selects a field of the query type that requires no arguments.

use gql_codegen::schema::{FieldDef, Schema};
use gql_codegen::syntax::ast::OperationType;

/// Returns the text of the operation, if the schema has such a field.
pub(super) fn operation(schema: &Schema) -> Option<String> {
    let root = schema.ty(schema.root(OperationType::Query)?).composite()?;
    let is_free = |field: &&FieldDef| !needs_arguments(field) && field.deprecated.is_none();
    let free = || root.fields.iter().filter(is_free);
    let leaf = |field: &&FieldDef| schema.ty(field.ty.named).is_leaf();
    // Prefer an object with fields to a single value.
    let selected = free().find_map(|field| Some((field, leaves(schema, field)?)));
    let body = match selected {
        Some((field, leaves)) => format!("  {} {{\n    {}\n  }}", field.name, leaves.join("\n    ")),
        None => format!("  {}", free().find(leaf)?.name),
    };
    Some(format!("query First {{\n{body}\n}}\n"))
}

/// Returns some leaf fields of the type of `field`.
fn leaves<'a>(schema: &'a Schema, field: &FieldDef) -> Option<Vec<&'a str>> {
    let composite = schema.ty(field.ty.named).composite()?;
    let leaves: Vec<&str> = composite
        .fields
        .iter()
        .filter(|field| !needs_arguments(field) && field.deprecated.is_none())
        .filter(|field| schema.ty(field.ty.named).is_leaf())
        .map(|field| &*field.name)
        .take(5)
        .collect();
    (!leaves.is_empty()).then_some(leaves)
}

fn needs_arguments(field: &FieldDef) -> bool {
    field.arguments.iter().any(|argument| argument.is_required())
}
