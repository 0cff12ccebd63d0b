//! The schema elements that operations can use, with their uses.

use gql_codegen::schema::{FieldDef, InputValue, Schema, TypeDef, TypeKind};

use crate::usage::{Usage, Use};

/// A schema element and its uses.
pub(super) struct Element<'a> {
    /// The schema coordinate. <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>
    pub(super) coordinate: String,
    pub(super) kind: &'static str,
    /// The kind of a type, such as `object` or `enum`.
    pub(super) of: Option<&'static str>,
    /// The reason for the deprecation.
    pub(super) deprecated: Option<&'a str>,
    pub(super) uses: Vec<&'a Use>,
}

impl Element<'_> {
    pub(super) fn is_used(&self) -> bool {
        !self.uses.is_empty()
    }
}

/// Lists all elements except the built-in ones.
pub(super) fn elements<'a>(schema: &'a Schema, usage: &'a Usage) -> Vec<Element<'a>> {
    let mut list = List {
        usage,
        elements: Vec::new(),
    };
    for ty in schema.defined_types() {
        list.ty(ty);
    }
    for directive in schema
        .directives
        .iter()
        .filter(|directive| directive.span.is_some())
    {
        list.add(format!("@{}", directive.name), "directive", None, None);
    }
    list.elements
}

struct List<'a> {
    usage: &'a Usage,
    elements: Vec<Element<'a>>,
}

impl<'a> List<'a> {
    fn ty(&mut self, ty: &'a TypeDef) {
        let of = match &ty.kind {
            TypeKind::Scalar { .. } => "scalar",
            TypeKind::Object(_) => "object",
            TypeKind::Interface(_) => "interface",
            TypeKind::Union { .. } => "union",
            TypeKind::Enum { .. } => "enum",
            TypeKind::InputObject { .. } => "input",
        };
        self.add(ty.name.to_string(), "type", Some(of), None);
        match &ty.kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => {
                for field in &composite.fields {
                    self.field(ty, field);
                }
            }
            TypeKind::InputObject { fields, .. } => {
                for field in fields {
                    self.input(format!("{}.{}", ty.name, field.name), "input field", field);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, ty: &TypeDef, field: &'a FieldDef) {
        let coordinate = format!("{}.{}", ty.name, field.name);
        self.add(coordinate.clone(), "field", None, field.deprecated.as_deref());
        for argument in &field.arguments {
            self.input(format!("{coordinate}({}:)", argument.name), "argument", argument);
        }
    }

    fn input(&mut self, coordinate: String, kind: &'static str, input: &'a InputValue) {
        self.add(coordinate, kind, None, input.deprecated.as_deref());
    }

    fn add(
        &mut self,
        coordinate: String,
        kind: &'static str,
        of: Option<&'static str>,
        deprecated: Option<&'a str>,
    ) {
        let uses = self.usage.uses(&coordinate).collect();
        self.elements.push(Element {
            coordinate,
            kind,
            of,
            deprecated,
            uses,
        });
    }
}
