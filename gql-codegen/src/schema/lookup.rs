//! Queries about a schema and its types.

use super::{
    Composite, Coordinate, Description, DirectiveDef, FieldDef, InputValue, Schema, TypeDef, TypeId,
    TypeKind, TypeRef,
};
use crate::source::Span;
use crate::syntax::ast::OperationType;

impl InputValue {
    /// Returns whether a value must be provided: the type is non-null and there is no default.
    /// <https://spec.graphql.org/September2025/#sec-Required-Arguments>
    pub fn is_required(&self) -> bool {
        self.ty.is_non_null() && self.default.is_none()
    }
}

impl TypeDef {
    /// Returns whether the type is a scalar or enum, which have no selection sets.
    /// <https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections>
    pub fn is_leaf(&self) -> bool {
        matches!(self.kind, TypeKind::Scalar { .. } | TypeKind::Enum { .. })
    }

    /// Returns whether the type is an object, interface or union.
    pub fn is_composite(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union { .. }
        )
    }

    /// Returns whether the type is an interface or union.
    pub fn is_abstract(&self) -> bool {
        matches!(self.kind, TypeKind::Interface(_) | TypeKind::Union { .. })
    }

    /// Returns whether the type is a scalar, enum or input object. <https://spec.graphql.org/September2025/#IsInputType()>
    pub fn is_input(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Scalar { .. } | TypeKind::Enum { .. } | TypeKind::InputObject { .. }
        )
    }

    /// Returns the fields and interfaces of an object or interface.
    pub fn composite(&self) -> Option<&Composite> {
        match &self.kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => Some(composite),
            _ => None,
        }
    }

    pub(super) fn composite_mut(&mut self) -> Option<&mut Composite> {
        match &mut self.kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => Some(composite),
            _ => None,
        }
    }
}

impl Schema {
    /// Iterates over the types that the schema's files define, including built-in types that they repeat.
    pub fn defined_types(&self) -> impl Iterator<Item = &TypeDef> {
        self.types.iter().filter(|ty| ty.span.is_some())
    }

    /// Returns the type with this id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// Finds the type with this name.
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.find(&self.types, name)
    }

    /// Returns the root type of an operation type.
    pub fn root(&self, operation: OperationType) -> Option<TypeId> {
        self.roots[operation as usize]
    }

    /// Finds a directive by its name without the `@`.
    pub fn directive(&self, name: &str) -> Option<&DirectiveDef> {
        self.directives.iter().find(|directive| *directive.name == *name)
    }

    /// Finds a declared field of an object or interface. For `__typename` and other meta-fields, see [`Schema::meta_field`].
    pub fn field(&self, id: TypeId, name: &str) -> Option<&FieldDef> {
        let composite = self.ty(id).composite()?;
        composite.index.find(&composite.fields, name)
    }

    /// Finds a meta-field: `__typename` of any composite type, `__schema` and `__type` of the query root type.
    /// <https://spec.graphql.org/September2025/#sec-Introspection.Reserved-Names>
    pub fn meta_field(&self, parent: TypeId, name: &str) -> Option<&FieldDef> {
        let allowed = match name {
            "__typename" => self.ty(parent).is_composite(),
            "__schema" | "__type" => self.root(OperationType::Query) == Some(parent),
            _ => false,
        };
        if !allowed {
            return None;
        }
        self.meta_fields.iter().find(|field| *field.name == *name)
    }

    /// Returns the object types that a value of a composite type may have: for an object or interface in the order of
    /// definition, for a union as listed. <https://spec.graphql.org/September2025/#GetPossibleTypes()>
    pub fn possible_types(&self, id: TypeId) -> &[TypeId] {
        let ty = self.ty(id);
        match &ty.kind {
            TypeKind::Object(_) => std::slice::from_ref(&ty.id),
            TypeKind::Interface(composite) => &composite.implementors,
            TypeKind::Union { members } => members,
            _ => &[],
        }
    }

    /// Returns whether objects of type `object` satisfy the type condition `condition`.
    /// <https://spec.graphql.org/September2025/#DoesFragmentTypeApply()>
    pub fn applies(&self, condition: TypeId, object: TypeId) -> bool {
        condition == object
            || match &self.ty(condition).kind {
                // Implementors are in the order of definition, so their ids are sorted.
                TypeKind::Interface(composite) => composite.implementors.binary_search(&object).is_ok(),
                TypeKind::Union { members } => members.contains(&object),
                _ => false,
            }
    }

    /// Returns the definition of an element of a supergraph that is inaccessible to clients.
    pub(crate) fn inaccessible(&self, coordinate: Coordinate<'_>) -> Option<Span> {
        if self.inaccessible.is_empty() {
            return None;
        }
        self.inaccessible.get(&*coordinate.to_string()).copied()
    }

    /// Formats a type reference in GraphQL syntax.
    pub fn display(&self, ty: TypeRef) -> String {
        let nullable = ty.nullable();
        let inner = match nullable.item() {
            Some(item) => format!("[{}]", self.display(item)),
            None => self.ty(ty.named).name.to_string(),
        };
        if ty.is_non_null() { inner + "!" } else { inner }
    }

    /// Returns the text of a description; `None` if it is missing or empty.
    pub fn text(&self, description: Option<Description>) -> Option<String> {
        let description = description?;
        let raw = self.sources.slice(description.raw);
        let value = crate::syntax::string::value(raw, description.block);
        (!value.trim().is_empty()).then(|| value.into_owned())
    }
}
