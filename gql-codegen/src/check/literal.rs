//! Values as messages show them, and what the built-in scalars and enums say of one.
//! <https://spec.graphql.org/September2025/#sec-Scalars.Input-Coercion>

use std::fmt::Write;

use crate::schema::{TypeDef, TypeKind};
use crate::suggest;
use crate::syntax::ast::Value;

/// A value in the form that graphql-js prints.
pub(super) fn print(value: &Value<'_>) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Variable(name) => {
            out.push('$');
            out.push_str(name.text);
        }
        Value::Int(text, _) | Value::Float(text, _) => out.push_str(text),
        Value::String(string) if string.block => block(&string.value(), out),
        Value::String(string) => quote(&string.value(), out),
        Value::Boolean(value, _) => out.push_str(if *value { "true" } else { "false" }),
        Value::Null(_) => out.push_str("null"),
        Value::Enum(name) => out.push_str(name.text),
        Value::List(items, _) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(fields, _) => {
            out.push('{');
            for (place, field) in fields.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                out.push_str(field.name.text);
                out.push_str(": ");
                write(&field.value, out);
            }
            out.push('}');
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn block(text: &str, out: &mut String) {
    let many = text.contains('\n');
    let escaped = text.replace("\"\"\"", "\\\"\"\"");
    let newline = if many { "\n" } else { "" };
    let _ = write!(out, "\"\"\"{newline}{escaped}{newline}\"\"\"");
}

/// Why a scalar or enum does not take a value that is no variable and not null; `None` if it does.
pub(super) fn objection(ty: &TypeDef, value: &Value<'_>) -> Option<String> {
    match &ty.kind {
        TypeKind::Enum { values } => {
            let names = || values.iter().map(|it| &*it.name);
            let (message, near) = match value {
                Value::Enum(name) if names().any(|it| it == name.text) => return None,
                Value::Enum(name) => (
                    format!("Value \"{}\" does not exist in \"{}\" enum.", name.text, ty.name),
                    suggest::suggestion_list(name.text, names()),
                ),
                other => {
                    let text = print(other);
                    (
                        format!("Enum \"{}\" cannot represent non-enum value: {text}.", ty.name),
                        suggest::suggestion_list(&text, names()),
                    )
                }
            };
            Some(message + &suggest::did_you_mean_with("the enum value", &near))
        }
        _ => scalar(&ty.name, value),
    }
}

/// The built-in scalars; others take everything.
fn scalar(name: &str, value: &Value<'_>) -> Option<String> {
    let problem = match (name, value) {
        ("Int", Value::Int(text, _)) => {
            return text
                .parse::<i32>()
                .is_err()
                .then(|| format!("Int cannot represent non 32-bit signed integer value: {text}"));
        }
        ("Int", _) => "Int cannot represent non-integer value",
        ("Float", Value::Int(..) | Value::Float(..)) => return None,
        ("Float", _) => "Float cannot represent non numeric value",
        ("String", Value::String(_)) => return None,
        ("String", _) => "String cannot represent a non string value",
        ("Boolean", Value::Boolean(..)) => return None,
        ("Boolean", _) => "Boolean cannot represent a non boolean value",
        ("ID", Value::String(_) | Value::Int(..)) => return None,
        ("ID", _) => "ID cannot represent a non-string and non-integer value",
        _ => return None,
    };
    Some(format!("{problem}: {}", print(value)))
}
