//! The variables of `run`: `--variables` and `--field`, converted to the types in the operation.

use std::path::Path;

use gql_codegen::schema::{Schema, TypeKind};
use gql_codegen::syntax::ast::{NullableType, OperationDefinition, Type};
use serde_json::{Map, Value};

use super::read;
use crate::failure::Failure;

/// Merges the fields into the object of `--variables`. Fields take precedence, and repeated fields form a list.
pub(super) fn variables(
    json: Option<&str>,
    fields: &[String],
    operation: &OperationDefinition<'_>,
    schema: &Schema,
) -> Result<Map<String, Value>, Failure> {
    let mut variables = match json {
        Some(json) => object(json, "--variables")?,
        None => Map::new(),
    };
    let mut own = Map::new();
    for field in fields {
        let (name, text) = field.split_once('=').unwrap_or((field, ""));
        let text = match text.strip_prefix('@') {
            Some(path) => read(Path::new(path))?,
            None => text.to_owned(),
        };
        let definition = operation.variables.iter().find(|each| each.name.text == name);
        let ty = definition.map(|definition| &definition.ty);
        match (ty.map(|ty| &ty.nullable), own.get_mut(name)) {
            (Some(NullableType::List(item, _)), Some(Value::Array(items))) => {
                items.push(value(Some(item), &text, schema));
            }
            (Some(NullableType::List(item, _)), None) if !text.trim_start().starts_with('[') => {
                let items = vec![value(Some(item), &text, schema)];
                own.insert(name.into(), Value::Array(items));
            }
            (_, Some(_)) => {
                return Err(Failure::with_help(
                    format!("variable `{name}` is specified more than once"),
                    "repeat only variables of a list type",
                ));
            }
            (_, None) => {
                own.insert(name.into(), value(ty, &text, schema));
            }
        }
    }
    variables.extend(own);
    Ok(variables)
}

/// Converts an argument: strings, IDs and enum values are used as is, anything else is parsed as JSON. Text that is not valid
/// JSON becomes a string, which the check rejects if the type of the variable is known.
fn value(ty: Option<&Type<'_>>, text: &str, schema: &Schema) -> Value {
    let is_text = match ty.map(|ty| &ty.nullable) {
        Some(NullableType::Named(name)) => {
            let is_enum = schema
                .find(name.text)
                .is_some_and(|id| matches!(schema.ty(id).kind, TypeKind::Enum { .. }));
            matches!(name.text, "String" | "ID") || (is_enum && text != "null")
        }
        _ => false,
    };
    match serde_json::from_str(text) {
        Ok(value) if !is_text => value,
        _ => Value::String(text.to_owned()),
    }
}

/// Parses a JSON object from the command line, or from the file after an `@`.
pub(super) fn object(text: &str, flag: &str) -> Result<Map<String, Value>, Failure> {
    let text = match text.strip_prefix('@') {
        Some(path) => read(Path::new(path))?,
        None => text.to_owned(),
    };
    // A parser may ignore a byte order mark. <https://www.rfc-editor.org/rfc/rfc8259#section-8.1>
    let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(json)
        .map_err(|error| Failure::new(format!("`{flag}` is not a JSON object: {error}")))
}

/// Parses `name=value`.
pub(super) fn field(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((name, _)) if !name.is_empty() => Ok(text.into()),
        _ => Err("expected NAME=VALUE".into()),
    }
}
