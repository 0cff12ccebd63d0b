//! The values that built-in scalars and enums accept. <https://spec.graphql.org/September2025/#sec-Scalars.Input-Coercion>

use crate::schema::{TypeDef, TypeKind};
use crate::suggest;
use crate::syntax::ast::Value;

/// The reason a value is not accepted.
pub(crate) struct Objection<'s> {
    pub(crate) message: String,
    /// Enum values with similar names.
    pub(crate) near: Vec<&'s str>,
}

/// Returns why a scalar or enum does not accept a value that is neither a variable nor null; `None` if it does.
pub(crate) fn objection<'s>(ty: &'s TypeDef, value: &Value<'_>) -> Option<Objection<'s>> {
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
                    let text = other.to_string();
                    (
                        format!("Enum \"{}\" cannot represent non-enum value: {text}.", ty.name),
                        suggest::suggestion_list(&text, names()),
                    )
                }
            };
            Some(Objection {
                message: message + &suggest::did_you_mean_with("the enum value", &near),
                near,
            })
        }
        _ => scalar(&ty.name, value).map(|message| Objection {
            message,
            near: Vec::new(),
        }),
    }
}

/// Checks built-in scalars. Other scalars accept every value.
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
    Some(format!("{problem}: {value}"))
}
