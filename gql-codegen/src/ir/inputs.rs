//! Enums, input objects and variables.

use super::{Docs, Ident, Path, Type};

/// An enum of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Enum {
    /// Of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Beyond the ones that every enum has.
    pub derives: Vec<Path>,
    /// In the schema's order.
    pub values: Vec<EnumValue>,
    /// The variant for values that the schema does not have.
    pub other: Ident,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EnumValue {
    /// Of the value.
    pub docs: Docs,
    /// In the schema.
    pub value: String,
    /// In Rust.
    pub variant: Ident,
}

/// Variables, or an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Input {
    /// Of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Beyond the ones that every input has.
    pub derives: Vec<Path>,
    /// In the schema's order.
    pub fields: Vec<InputField>,
    /// Whether every field may be left out: then it has a default.
    pub default: bool,
}

/// A variable or a field of an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct InputField {
    /// Of the field.
    pub docs: Docs,
    /// In the request.
    pub key: String,
    /// In Rust.
    pub name: Ident,
    /// The Rust variable that holds it.
    pub variable: Ident,
    /// The method that sets it; `None` if it must be given.
    pub setter: Option<Ident>,
    /// Its type.
    pub ty: Type,
    /// Whether it is left out when it has no value.
    pub skip: bool,
}

/// A `@oneOf` input: one variant a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OneOf {
    /// Of the type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Beyond the ones that every input has.
    pub derives: Vec<Path>,
    /// `name` is the variant's.
    pub variants: Vec<InputField>,
}
