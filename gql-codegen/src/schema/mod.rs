//! The types of a schema, indexed; built from the trees of one or many documents.
//! <https://spec.graphql.org/September2025/#sec-Type-System>

use std::collections::HashMap;

use crate::source::{Sources, Span};
use crate::syntax::ast::OperationType;

/// An index into the types of a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A schema as its documents (and their extensions) say, with the built-in scalars, introspection types and directives.
#[derive(Debug, Default)]
pub struct Schema {
    /// The texts that it was built from; every span in here points into them.
    pub sources: Sources,
    /// In the order of definition, built-in ones last.
    pub types: Vec<TypeDef>,
    /// Type names to places in `types`.
    pub by_name: HashMap<Box<str>, TypeId>,
    /// Directive definitions, built-in ones last.
    pub directives: Vec<DirectiveDef>,
    /// The root types, by [`OperationType`] as index.
    pub roots: [Option<TypeId>; 3],
    /// Of the schema itself.
    pub description: Option<Description>,
}

/// A text in the schema's sources, read only when asked for: most are never shown.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The text between the quotes.
    pub raw: Span,
    /// `"""…"""`.
    pub block: bool,
}

/// A named type.
#[derive(Debug)]
pub struct TypeDef {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition; `None` for what is built in.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// What is different for each kind.
    pub kind: TypeKind,
}

/// <https://spec.graphql.org/September2025/#sec-Types>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum TypeKind {
    Scalar { specified_by: Option<String> },
    Object(Composite),
    Interface(Composite),
    Union { members: Vec<TypeId> },
    Enum { values: Vec<EnumValue> },
    InputObject { fields: Vec<InputValue>, one_of: bool },
}

/// What objects and interfaces have.
#[derive(Debug, Default)]
pub struct Composite {
    /// As declared, in order.
    pub interfaces: Vec<TypeId>,
    /// In order; the first of a name counts.
    pub fields: Vec<FieldDef>,
    /// Names to places in `fields`.
    pub index: HashMap<Box<str>, u32>,
    /// Of an interface: the object types that implement it, in order of definition.
    pub implementors: Vec<TypeId>,
}

/// A field of an object or interface.
#[derive(Debug)]
pub struct FieldDef {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// In order.
    pub arguments: Vec<InputValue>,
    /// What it gives.
    pub ty: TypeRef,
    /// `@deprecated`, with its reason (the default reason where none is written).
    pub deprecated: Option<String>,
}

/// An argument, or a field of an input object.
#[derive(Debug)]
pub struct InputValue {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// What it takes.
    pub ty: TypeRef,
    /// Whether a default is written, and where its value stands.
    pub default: Option<Span>,
    /// `@deprecated`, with its reason.
    pub deprecated: Option<String>,
}

impl InputValue {
    /// Non-null and without a default: must be given. <https://spec.graphql.org/September2025/#sec-Required-Arguments>
    pub fn is_required(&self) -> bool {
        self.ty.is_non_null() && self.default.is_none()
    }
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// `@deprecated`, with its reason.
    pub deprecated: Option<String>,
}

/// A directive's definition.
#[derive(Debug)]
pub struct DirectiveDef {
    /// Without the `@`.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// In order.
    pub arguments: Vec<InputValue>,
    /// Whether it may stand twice at one place.
    pub repeatable: bool,
    /// Where it may stand: names of the grammar, such as `FIELD`.
    pub locations: Vec<Box<str>>,
}

/// A named type in its wrappers, without a heap allocation.
/// <https://spec.graphql.org/September2025/#sec-Wrapping-Types>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The type in the middle.
    pub named: TypeId,
    /// The wrappers from the outermost in, two bits each, the outermost in the lowest bits:
    /// 0 none, 1 list, 2 non-null.
    wrappers: u64,
}

impl TypeRef {
    /// The most wrappers that a reference can have.
    pub const MAX_WRAPPERS: usize = 32;

    /// The bare named type.
    pub fn named(named: TypeId) -> Self {
        Self { named, wrappers: 0 }
    }

    /// `[Self]`; `None` when there are too many wrappers.
    pub fn list(self) -> Option<Self> {
        self.wrap(1)
    }

    /// `Self!`; itself when it is non-null; `None` when there are too many wrappers.
    pub fn non_null(self) -> Option<Self> {
        if self.is_non_null() {
            Some(self)
        } else {
            self.wrap(2)
        }
    }

    fn wrap(self, bits: u64) -> Option<Self> {
        (self.wrappers >> 62 == 0).then(|| Self {
            named: self.named,
            wrappers: self.wrappers << 2 | bits,
        })
    }

    /// Whether the outermost wrapper is `!`.
    pub fn is_non_null(self) -> bool {
        self.wrappers & 3 == 2
    }

    /// Without an outermost `!`.
    pub fn nullable(self) -> Self {
        if self.is_non_null() {
            Self {
                named: self.named,
                wrappers: self.wrappers >> 2,
            }
        } else {
            self
        }
    }

    /// The type of the items, if it is a list (nullable or not).
    pub fn item(self) -> Option<Self> {
        let inner = self.nullable();
        (inner.wrappers & 3 == 1).then(|| Self {
            named: inner.named,
            wrappers: inner.wrappers >> 2,
        })
    }

    /// Whether it is a list (nullable or not).
    pub fn is_list(self) -> bool {
        self.item().is_some()
    }
}

impl TypeDef {
    /// Scalar or enum: no sub-selection. <https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections>
    pub fn is_leaf(&self) -> bool {
        matches!(self.kind, TypeKind::Scalar { .. } | TypeKind::Enum { .. })
    }

    /// Object, interface or union.
    pub fn is_composite(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union { .. }
        )
    }

    /// Interface or union.
    pub fn is_abstract(&self) -> bool {
        matches!(self.kind, TypeKind::Interface(_) | TypeKind::Union { .. })
    }

    /// Scalar, enum or input object. <https://spec.graphql.org/September2025/#IsInputType()>
    pub fn is_input(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Scalar { .. } | TypeKind::Enum { .. } | TypeKind::InputObject { .. }
        )
    }

    /// Fields and interfaces of an object or interface.
    pub fn composite(&self) -> Option<&Composite> {
        match &self.kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => Some(composite),
            _ => None,
        }
    }
}

impl Schema {
    /// The type of that id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The type of that name.
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    /// The root type of an operation.
    pub fn root(&self, operation: OperationType) -> Option<TypeId> {
        self.roots[operation as usize]
    }

    /// A field of an object or interface as declared; `__typename`, `__schema` and `__type` are the checker's to add.
    pub fn field(&self, id: TypeId, name: &str) -> Option<&FieldDef> {
        let composite = self.ty(id).composite()?;
        composite
            .index
            .get(name)
            .map(|&index| &composite.fields[index as usize])
    }

    /// The object types that a composite type may be at run time, in order of definition.
    /// <https://spec.graphql.org/September2025/#GetPossibleTypes()>
    pub fn possible_types(&self, id: TypeId) -> Vec<TypeId> {
        match &self.ty(id).kind {
            TypeKind::Object(_) => vec![id],
            TypeKind::Interface(composite) => composite.implementors.clone(),
            TypeKind::Union { members } => members.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether objects of the concrete type `object` satisfy the type condition `condition`.
    /// <https://spec.graphql.org/September2025/#DoesFragmentTypeApply()>
    pub fn applies(&self, condition: TypeId, object: TypeId) -> bool {
        condition == object
            || match &self.ty(condition).kind {
                TypeKind::Interface(composite) => composite.implementors.contains(&object),
                TypeKind::Union { members } => members.contains(&object),
                _ => false,
            }
    }

    /// A type reference as it is written in GraphQL.
    pub fn display(&self, ty: TypeRef) -> String {
        let nullable = ty.nullable();
        let inner = match nullable.item() {
            Some(item) => format!("[{}]", self.display(item)),
            None => self.ty(ty.named).name.to_string(),
        };
        if ty.is_non_null() { inner + "!" } else { inner }
    }

    /// What a description says; `None` where there is none or it is empty.
    pub fn text(&self, description: Option<Description>) -> Option<String> {
        let description = description?;
        let raw = self.sources.slice(description.raw);
        let value = crate::syntax::string::value(raw, description.block);
        (!value.trim().is_empty()).then(|| value.into_owned())
    }
}
