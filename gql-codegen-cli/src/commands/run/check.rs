//! Checks variables against their definitions before a request is sent.
//! <https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values>

use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::rule::{Level, Rule};
use gql_codegen::schema::{InputValue, Schema, TypeId, TypeKind, TypeRef};
use gql_codegen::suggest::{similar_names, suggestion_list};
use gql_codegen::syntax::ast::{NullableType, OperationDefinition, Type, VariableDefinition};
use serde_json::{Map, Value};

/// The rule `Variables`.
pub(crate) static VARIABLES: Rule = Rule::new(
    "Variables",
    Level::Error,
    "The variables passed to `gql-codegen run` must be defined by the operation, and their values have the \
        types of these.",
)
.with_specification("https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values");

/// Reports unknown variables, missing ones, and values of the wrong type. Types that are not in the schema accept any value.
pub(super) fn check(
    operation: &OperationDefinition<'_>,
    variables: &Map<String, Value>,
    schema: &Schema,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for name in variables.keys() {
        let defined = || operation.variables.iter().map(|variable| variable.name.text);
        if !defined().any(|known| known == name) {
            let near = similar_names(&suggestion_list(name, defined()));
            let message = format!("the operation has no variable `${name}`{near}");
            let at = operation.name.map_or(operation.span, |name| name.span);
            diagnostics.push(Diagnostic::error(&VARIABLES, message, at));
        }
    }
    for definition in &operation.variables {
        let mut check = VariableCheck {
            schema,
            definition,
            diagnostics: &mut diagnostics,
        };
        let path = format!("${}", definition.name.text);
        match variables.get(definition.name.text) {
            Some(value) => check.written(&definition.ty, value, &path),
            None if definition.default.is_none() && definition.ty.non_null => {
                check.report(format!("variable `{path}` is required"));
            }
            None => {}
        }
    }
    diagnostics
}

struct VariableCheck<'a, 'd> {
    schema: &'a Schema,
    definition: &'a VariableDefinition<'d>,
    diagnostics: &'a mut Diagnostics,
}

impl VariableCheck<'_, '_> {
    /// Reports a mistake. Messages do not repeat values, which may be secret.
    fn report(&mut self, message: String) {
        let diagnostic = Diagnostic::error(&VARIABLES, message, self.definition.span);
        self.diagnostics
            .push(diagnostic.help("use `--no-check` to send the variables unchecked"));
    }

    fn mismatch(&mut self, path: &str, expected: &str, value: &Value) {
        self.report(format!("`{path}` expects {expected}, found {}", kind(value)));
    }

    /// Checks a value against a type as written in the operation.
    fn written(&mut self, ty: &Type<'_>, value: &Value, path: &str) {
        match (&ty.nullable, value) {
            (_, Value::Null) if ty.non_null => self.mismatch(path, "a non-null value", value),
            (_, Value::Null) => {}
            (NullableType::List(inner, _), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.written(inner, item, &format!("{path}[{index}]"));
                }
            }
            // A single value is coerced to a list. <https://spec.graphql.org/September2025/#sec-List.Input-Coercion>
            (NullableType::List(inner, _), _) => self.written(inner, value, path),
            (NullableType::Named(name), _) => {
                if let Some(id) = self.schema.find(name.text) {
                    self.named(id, value, path);
                }
            }
        }
    }

    /// Checks a value against a type of the schema.
    fn defined(&mut self, ty: TypeRef, value: &Value, path: &str) {
        match (ty.item(), value) {
            (_, Value::Null) if ty.is_non_null() => self.mismatch(path, "a non-null value", value),
            (_, Value::Null) => {}
            (Some(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.defined(inner, item, &format!("{path}[{index}]"));
                }
            }
            (Some(inner), _) => self.defined(inner, value, path),
            (None, _) => self.named(ty.named, value, path),
        }
    }

    /// Checks a non-null value. <https://spec.graphql.org/September2025/#sec-Scalars>
    fn named(&mut self, id: TypeId, value: &Value, path: &str) {
        let schema = self.schema;
        let ty = schema.ty(id);
        match &ty.kind {
            TypeKind::Scalar { .. } => {
                let (fits, expected) = match &*ty.name {
                    "Int" => (is_int(value), "a 32-bit integer"),
                    "Float" => (value.is_number(), "a Float"),
                    "String" => (value.is_string(), "a String"),
                    "Boolean" => (value.is_boolean(), "a Boolean"),
                    "ID" => (value.is_string() || value.is_i64() || value.is_u64(), "an ID"),
                    _ => return,
                };
                if !fits {
                    self.mismatch(path, expected, value);
                }
            }
            TypeKind::Enum { values } => match value.as_str() {
                None => self.mismatch(path, &format!("a value of enum `{}`", ty.name), value),
                Some(word) if values.iter().any(|value| &*value.name == word) => {}
                Some(word) => {
                    let near = suggestion_list(word, values.iter().map(|value| &*value.name));
                    let near = similar_names(&near);
                    self.report(format!("`{path}` is not a value of enum `{}`{near}", ty.name));
                }
            },
            TypeKind::InputObject { fields, one_of } => match value.as_object() {
                None => self.mismatch(path, &format!("an object of type `{}`", ty.name), value),
                Some(object) => self.object(&ty.name, fields, *one_of, object, path),
            },
            // The server reports a variable that does not have an input type.
            TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union { .. } => {}
        }
    }

    /// Checks an input object. <https://spec.graphql.org/September2025/#sec-Input-Objects.Input-Coercion>
    fn object(
        &mut self,
        name: &str,
        fields: &[InputValue],
        one_of: bool,
        object: &Map<String, Value>,
        path: &str,
    ) {
        for key in object.keys() {
            if !fields.iter().any(|field| &*field.name == key) {
                let near = similar_names(&suggestion_list(key, fields.iter().map(|field| &*field.name)));
                self.report(format!(
                    "`{path}`: input type `{name}` has no field `{key}`{near}"
                ));
            }
        }
        if one_of && (object.len() != 1 || object.values().any(Value::is_null)) {
            self.report(format!(
                "`{path}` must have exactly one field of `{name}`, which must not be null"
            ));
        }
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match object.get(&*field.name) {
                Some(value) => self.defined(field.ty, value, &path),
                None if field.ty.is_non_null() && field.default.is_none() => {
                    self.report(format!("`{path}` is required"));
                }
                None => {}
            }
        }
    }
}

/// Returns whether the value is a valid `Int`. <https://spec.graphql.org/September2025/#sec-Int.Input-Coercion>
fn is_int(value: &Value) -> bool {
    value.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        || value
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
