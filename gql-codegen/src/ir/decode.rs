//! How responses are decoded.

use super::{Ident, Path, Type};

/// How a JSON object becomes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Decode {
    /// Always the same members.
    Object(Object),
    /// Members by `__typename`.
    Cases {
        /// The object types that are told apart.
        types: Vec<String>,
        /// Which arm each of `types` takes.
        arms: Vec<(Vec<usize>, Arm)>,
        /// For all other types.
        other: Arm,
        /// For an object that was written without its type's name, since all that asks for the name was away.
        nameless: Option<Object>,
    },
}

/// What is done with an object of a known type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Arm {
    /// Its members are read here.
    Object(Object),
    /// A type that reads itself, in this variant.
    Variant(Ident),
}

/// The members of one JSON object, and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Object {
    /// One a response key.
    pub slots: Vec<Slot>,
    /// The value that is made of them.
    pub value: Expr,
    /// Whether the value uses the name of the object's type.
    pub needs_type_name: bool,
}

/// A member of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Slot {
    /// Its response key.
    pub key: String,
    /// The Rust variable that holds it.
    pub name: Ident,
    /// Its type, where it cannot be inferred from what is made of it.
    pub ty: Option<Type>,
    /// Whether it may be absent by a directive: then it is an `Option` of what it holds.
    pub maybe: bool,
    /// The views that it is taken apart into; empty where there is but one.
    pub parts: Vec<Part>,
}

/// A view of a member, among others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Part {
    /// The Rust variable that holds it.
    pub name: Ident,
    /// Whether it may be absent by a directive: then it is an `Option` of what it holds.
    pub maybe: bool,
}

/// An expression that makes a value of the slots.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Expr {
    /// `Path { field: value, … }`
    Struct {
        /// The struct.
        path: Path,
        /// Its fields.
        fields: Vec<(Ident, Expr)>,
    },
    /// `Path::Variant(value)`
    Variant {
        /// The enum.
        path: Path,
        /// The variant.
        variant: Ident,
        /// What it holds.
        value: Box<Expr>,
    },
    /// `Path(value, …)`
    Tuple {
        /// The struct.
        path: Path,
        /// What it holds.
        values: Vec<Expr>,
    },
    /// The value of a slot, or of a part of one.
    Slot {
        /// The variable that holds it.
        variable: Ident,
        /// Whether it is cloned, since a later expression takes it too.
        clone: bool,
        /// How it becomes the value of the field.
        coercion: Coercion,
    },
    /// `Some(value)` if these are there, `None` otherwise: a fragment that a directive may take away.
    When {
        /// The slots that may be absent; none of them: always `Some`.
        guards: Vec<Guard>,
        /// The value if all are there.
        value: Box<Expr>,
    },
    /// A view of several that may be taken away.
    Maybe(Box<Expr>),
    /// Such a view, where it is away.
    Away,
    /// The name of the object's type, which has been read already.
    TypeName {
        /// In a `Some`: for a field that a directive may take away.
        some: bool,
        /// Whether it is cloned.
        clone: bool,
    },
}

/// A slot, or a part of one, whose presence is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Guard {
    /// The variable that holds it.
    pub variable: Ident,
    /// Whether it is cloned, since a later expression takes it too.
    pub clone: bool,
}

/// How the content of a slot becomes the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Coercion {
    /// It is the value.
    None,
    /// `Some(…)`: always there, but not for this field.
    Some,
    /// `….flatten()`: absent and null are the same for this field.
    Flatten,
}
