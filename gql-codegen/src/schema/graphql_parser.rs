//! Converts documents of the crate `graphql-parser` to GraphQL text.
//!
//! The printer of that crate does not preserve every string: characters beyond the basic plane and indented descriptions are
//! damaged.

use graphql_parser::query::Value;
use graphql_parser::schema::{
    Definition, Directive, Document, EnumValue, Field, InputValue, SchemaDefinition, Text, Type,
    TypeDefinition, TypeExtension,
};

use super::sdl::{Sdl, SdlItem, joined};
use crate::syntax::quoted;

/// Converts the document to GraphQL text, which is then parsed like any other text.
pub fn to_sdl<'a, T: Text<'a>>(document: &Document<'a, T>) -> String {
    let mut sdl = Sdl::default();
    for definition in &document.definitions {
        match definition {
            Definition::SchemaDefinition(schema) => schema_definition(&mut sdl, schema),
            Definition::TypeDefinition(ty) => type_definition(&mut sdl, ty),
            Definition::TypeExtension(ty) => type_extension(&mut sdl, ty),
            Definition::DirectiveDefinition(directive) => {
                let locations: Vec<&str> = directive
                    .locations
                    .iter()
                    .map(|location| location.as_str())
                    .collect();
                let repeatable = if directive.repeatable { " repeatable" } else { "" };
                sdl.directive(&SdlItem {
                    description: directive.description.clone(),
                    name: format!("directive @{}", directive.name.as_ref()),
                    arguments: inputs(&directive.arguments),
                    rest: format!("{repeatable}{}", joined(" on ", &locations, " | ")),
                });
            }
        }
    }
    sdl.finish()
}

fn schema_definition<'a, T: Text<'a>>(sdl: &mut Sdl, schema: &SchemaDefinition<'a, T>) {
    let roots: Vec<SdlItem> = [
        ("query", &schema.query),
        ("mutation", &schema.mutation),
        ("subscription", &schema.subscription),
    ]
    .into_iter()
    .filter_map(|(operation, ty)| {
        Some(SdlItem {
            name: format!("{operation}: {}", ty.as_ref()?.as_ref()),
            ..SdlItem::default()
        })
    })
    .collect();
    // Without root types, the definition is not valid and has no effect.
    if !roots.is_empty() {
        sdl.definition(None, &format!("schema{}", directives(&schema.directives)), &roots);
    }
}

fn type_definition<'a, T: Text<'a>>(sdl: &mut Sdl, ty: &TypeDefinition<'a, T>) {
    let (description, head, items) = match ty {
        TypeDefinition::Scalar(ty) => (
            &ty.description,
            format!("scalar {}{}", ty.name.as_ref(), directives(&ty.directives)),
            Vec::new(),
        ),
        TypeDefinition::Object(ty) => (
            &ty.description,
            composite("type", &ty.name, &ty.implements_interfaces, &ty.directives),
            fields(&ty.fields),
        ),
        TypeDefinition::Interface(ty) => (
            &ty.description,
            composite("interface", &ty.name, &ty.implements_interfaces, &ty.directives),
            fields(&ty.fields),
        ),
        TypeDefinition::Union(ty) => (
            &ty.description,
            union("union", &ty.name, &ty.directives, &ty.types),
            Vec::new(),
        ),
        TypeDefinition::Enum(ty) => (
            &ty.description,
            format!("enum {}{}", ty.name.as_ref(), directives(&ty.directives)),
            values(&ty.values),
        ),
        TypeDefinition::InputObject(ty) => (
            &ty.description,
            format!("input {}{}", ty.name.as_ref(), directives(&ty.directives)),
            inputs(&ty.fields),
        ),
    };
    sdl.definition(description.as_deref(), &head, &items);
}

fn type_extension<'a, T: Text<'a>>(sdl: &mut Sdl, ty: &TypeExtension<'a, T>) {
    let (head, items) = match ty {
        TypeExtension::Scalar(ty) => (
            format!("extend scalar {}{}", ty.name.as_ref(), directives(&ty.directives)),
            Vec::new(),
        ),
        TypeExtension::Object(ty) => (
            composite("extend type", &ty.name, &ty.implements_interfaces, &ty.directives),
            fields(&ty.fields),
        ),
        TypeExtension::Interface(ty) => (
            composite(
                "extend interface",
                &ty.name,
                &ty.implements_interfaces,
                &ty.directives,
            ),
            fields(&ty.fields),
        ),
        TypeExtension::Union(ty) => (
            union("extend union", &ty.name, &ty.directives, &ty.types),
            Vec::new(),
        ),
        TypeExtension::Enum(ty) => (
            format!("extend enum {}{}", ty.name.as_ref(), directives(&ty.directives)),
            values(&ty.values),
        ),
        TypeExtension::InputObject(ty) => (
            format!("extend input {}{}", ty.name.as_ref(), directives(&ty.directives)),
            inputs(&ty.fields),
        ),
    };
    sdl.definition(None, &head, &items);
}

fn composite<'a, T: Text<'a>>(
    keyword: &str,
    name: &T::Value,
    interfaces: &[T::Value],
    on_it: &[Directive<'a, T>],
) -> String {
    let implements = joined(" implements ", interfaces, " & ");
    format!("{keyword} {}{implements}{}", name.as_ref(), directives(on_it))
}

fn union<'a, T: Text<'a>>(
    keyword: &str,
    name: &T::Value,
    on_it: &[Directive<'a, T>],
    members: &[T::Value],
) -> String {
    let members = joined(" = ", members, " | ");
    format!("{keyword} {}{}{members}", name.as_ref(), directives(on_it))
}

fn fields<'a, T: Text<'a>>(fields: &[Field<'a, T>]) -> Vec<SdlItem> {
    fields
        .iter()
        .map(|field| SdlItem {
            description: field.description.clone(),
            name: field.name.as_ref().to_owned(),
            arguments: inputs(&field.arguments),
            rest: format!(
                ": {}{}",
                type_text(&field.field_type),
                directives(&field.directives)
            ),
        })
        .collect()
}

fn inputs<'a, T: Text<'a>>(inputs: &[InputValue<'a, T>]) -> Vec<SdlItem> {
    inputs
        .iter()
        .map(|input| {
            let default = input
                .default_value
                .as_ref()
                .map(|value| format!(" = {}", value_text(value)));
            SdlItem {
                description: input.description.clone(),
                name: input.name.as_ref().to_owned(),
                arguments: Vec::new(),
                rest: format!(
                    ": {}{}{}",
                    type_text(&input.value_type),
                    default.unwrap_or_default(),
                    directives(&input.directives)
                ),
            }
        })
        .collect()
}

fn values<'a, T: Text<'a>>(values: &[EnumValue<'a, T>]) -> Vec<SdlItem> {
    values
        .iter()
        .map(|value| SdlItem {
            description: value.description.clone(),
            name: value.name.as_ref().to_owned(),
            arguments: Vec::new(),
            rest: directives(&value.directives),
        })
        .collect()
}

fn directives<'a, T: Text<'a>>(directives: &[Directive<'a, T>]) -> String {
    directives
        .iter()
        .map(|directive| {
            let arguments: Vec<String> = directive
                .arguments
                .iter()
                .map(|(name, value)| format!("{}: {}", name.as_ref(), value_text(value)))
                .collect();
            match arguments.as_slice() {
                [] => format!(" @{}", directive.name.as_ref()),
                some => format!(" @{}({})", directive.name.as_ref(), some.join(", ")),
            }
        })
        .collect()
}

fn type_text<'a, T: Text<'a>>(ty: &Type<'a, T>) -> String {
    match ty {
        Type::NamedType(name) => name.as_ref().to_owned(),
        Type::ListType(inner) => format!("[{}]", type_text(inner)),
        Type::NonNullType(inner) => format!("{}!", type_text(inner)),
    }
}

fn value_text<'a, T: Text<'a>>(value: &Value<'a, T>) -> String {
    match value {
        Value::Variable(name) => format!("${}", name.as_ref()),
        Value::Int(number) => number.as_i64().unwrap_or_default().to_string(),
        // `{:?}` preserves the decimal point of whole numbers: `1.0`.
        Value::Float(number) => format!("{number:?}"),
        Value::String(string) => quoted(string),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Null => "null".to_owned(),
        Value::Enum(name) => name.as_ref().to_owned(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(value_text).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", name.as_ref(), value_text(value)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}
