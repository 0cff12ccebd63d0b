//! The fields that every schema has without declaring them, and the look-up of types and fields with them.
//! <https://spec.graphql.org/September2025/#sec-Schema-Introspection>

use crate::schema::{FieldDef, InputValue, Schema, TypeId, TypeRef};
use crate::syntax::ast::{OperationType, Type};

/// `__typename`, `__schema` and `__type`.
#[derive(Debug)]
pub(super) struct MetaFields {
    typename: Option<FieldDef>,
    schema: Option<FieldDef>,
    ty: Option<FieldDef>,
}

impl MetaFields {
    pub(super) fn new(schema: &Schema) -> Self {
        let string = schema.find("String").and_then(|id| TypeRef::named(id).non_null());
        let schema_type = schema
            .find("__Schema")
            .and_then(|id| TypeRef::named(id).non_null());
        let name = string.map(|ty| InputValue {
            name: "name".into(),
            span: None,
            description: None,
            ty,
            default: None,
            deprecated: None,
        });
        Self {
            typename: string.map(|ty| field("__typename", ty, Vec::new())),
            schema: schema_type.map(|ty| field("__schema", ty, Vec::new())),
            ty: schema
                .find("__Type")
                .map(|id| field("__type", TypeRef::named(id), name.into_iter().collect())),
        }
    }

    /// A field of a composite type: `__typename` on all of them, `__schema` and `__type` on the query root.
    pub(super) fn field<'s>(
        &'s self,
        schema: &'s Schema,
        parent: TypeId,
        name: &str,
    ) -> Option<&'s FieldDef> {
        match name {
            "__typename" if schema.ty(parent).is_composite() => self.typename.as_ref(),
            "__schema" if schema.root(OperationType::Query) == Some(parent) => self.schema.as_ref(),
            "__type" if schema.root(OperationType::Query) == Some(parent) => self.ty.as_ref(),
            _ => schema.field(parent, name),
        }
    }
}

fn field(name: &str, ty: TypeRef, arguments: Vec<InputValue>) -> FieldDef {
    FieldDef {
        name: name.into(),
        span: None,
        description: None,
        arguments,
        ty,
        deprecated: None,
    }
}

/// A type as written in an operation; `None` if the schema does not have it.
pub(super) fn type_ref(schema: &Schema, ty: &Type<'_>) -> Option<TypeRef> {
    match ty {
        Type::Named(name) => schema.find(name.text).map(TypeRef::named),
        Type::List(inner, _) => type_ref(schema, inner)?.list(),
        Type::NonNull(inner, _) => type_ref(schema, inner)?.non_null(),
    }
}
