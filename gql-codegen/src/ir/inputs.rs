//! Enums, input objects and variables.

use super::{Docs, Ident, Path, Type};

/// An enum of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Enum {
    /// The documentation of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Additional derives.
    pub derives: Vec<Path>,
    /// The values, in the order of the schema.
    pub values: Vec<EnumValue>,
    /// The variant for unknown values.
    pub other: Ident,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EnumValue {
    /// The documentation of the value.
    pub docs: Docs,
    /// The name in the schema.
    pub value: String,
    /// The name in Rust.
    pub variant: Ident,
}

/// The variables of an operation, or an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Input {
    /// The documentation of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Additional derives.
    pub derives: Vec<Path>,
    /// The fields, in the order of the schema.
    pub fields: Vec<InputField>,
    /// Whether every field is optional, in which case the type implements `Default`.
    pub default: bool,
}

/// A variable or a field of an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct InputField {
    /// The documentation of the field.
    pub docs: Docs,
    /// The name in the request.
    pub key: String,
    /// The name in Rust.
    pub name: Ident,
    /// The Rust variable.
    pub variable: Ident,
    /// The method that sets the field; `None` if the field is required.
    pub setter: Option<Ident>,
    /// The type.
    pub ty: Type,
    /// Whether the field is omitted if it has no value.
    pub skip: bool,
}

/// A `@oneOf` input object, which has one variant for each field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OneOf {
    /// The documentation of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Additional derives.
    pub derives: Vec<Path>,
    /// The variants. `name` is the name of the variant.
    pub variants: Vec<InputField>,
}
