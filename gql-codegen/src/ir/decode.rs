//! The decoding of responses.

use super::{Ident, Path, Type};

/// The conversion of a JSON object to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Decode {
    /// The members are always the same.
    Object(Object),
    /// The members depend on `__typename`.
    Cases {
        /// The object types that are distinguished.
        types: Vec<String>,
        /// The arm of some of `types`, which are given by index.
        arms: Vec<(Vec<usize>, Arm)>,
        /// The arm of all other types.
        other: Arm,
        /// The decoding of an object without `__typename`, which the server omits if every selection of it is excluded.
        nameless: Option<Object>,
    },
    /// The value may be null, because a value in it is.
    Nullable(Box<Decode>),
}

impl Decode {
    /// Returns whether the members depend on `__typename`.
    pub fn is_by_type(&self) -> bool {
        match self {
            Self::Object(_) => false,
            Self::Cases { .. } => true,
            Self::Nullable(inner) => inner.is_by_type(),
        }
    }
}

/// The decoding of an object of a known type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Arm {
    /// Decodes the members.
    Object(Object),
    /// Delegates to a type that decodes itself, and wraps the value in this variant.
    Variant(Ident),
    /// Delegates to a type that may be null, and wraps the value in this variant.
    NullableVariant(Ident),
}

/// The members of a JSON object that are read, and the value made from them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Object {
    /// The slots, one for each response key.
    pub slots: Vec<Slot>,
    /// The value made from the slots.
    pub value: Expr,
    /// Whether the value uses the name of the object's type.
    pub needs_type_name: bool,
}

/// A slot for a member of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Slot {
    /// The response key.
    pub key: String,
    /// The Rust variable.
    pub name: Ident,
    /// The type, if it cannot be inferred from the value.
    pub ty: Option<Type>,
    /// Whether a directive may exclude the member, in which case the variable is an `Option`.
    pub maybe: bool,
    /// Whether a null is an error.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
    pub non_null: bool,
    /// The views that the value is split into; empty if there is only one.
    pub parts: Vec<Part>,
}

/// One of several views of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Part {
    /// The Rust variable.
    pub name: Ident,
    /// Whether a directive may exclude the view, in which case the variable is an `Option`.
    pub maybe: bool,
}

/// An expression that makes a value from slots.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Expr {
    /// A struct: `Path { field: value, … }`.
    Struct {
        /// The path of the struct.
        path: Path,
        /// The fields.
        fields: Vec<(Ident, Expr)>,
    },
    /// An enum variant: `Path::Variant(value)`.
    Variant {
        /// The path of the enum.
        path: Path,
        /// The name of the variant.
        variant: Ident,
        /// The value of the variant.
        value: Box<Expr>,
    },
    /// A tuple struct: `Path(value, …)`.
    Tuple {
        /// The path of the struct.
        path: Path,
        /// The values.
        values: Vec<Expr>,
    },
    /// The value of a slot, or of a view in it.
    Slot {
        /// The variable.
        variable: Ident,
        /// Whether the value is cloned, because a later expression uses it, too.
        clone: bool,
        /// The conversion to the type of the field.
        coercion: Coercion,
    },
    /// A value whose nulls are treated differently from how they are read.
    Converted {
        /// The value as it is read.
        value: Box<Expr>,
        /// Whether it is an `Option` whose `None` makes the object around it null.
        required: bool,
        /// The conversion of the value, or of that in the `Option`.
        conversion: Conversion,
    },
    /// An object within another one, which is `None` if a value in it makes it null.
    Attempt(Box<Expr>),
    /// An object that is one of several views, and that a value in it may make null.
    Nullable(Box<Expr>),
    /// `Some(value)` if the guards are present, otherwise `None`: a fragment that a directive may exclude.
    When {
        /// The optional slots to check; without any, the result is always `Some`.
        guards: Vec<Guard>,
        /// The value if all guards are present.
        value: Box<Expr>,
    },
    /// One of several views, which a directive may exclude.
    Maybe(Box<Expr>),
    /// Such a view if it is excluded.
    Away,
    /// The name of the object's type, which has already been read.
    TypeName {
        /// Whether it is wrapped in `Some`, for a field that a directive may exclude.
        some: bool,
        /// Whether it is cloned.
        clone: bool,
    },
}

/// A slot, or a view in it, that must be present.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Guard {
    /// The variable.
    pub variable: Ident,
    /// Whether the value is cloned, because a later expression uses it, too.
    pub clone: bool,
}

/// The conversion of a value that contains nulls to a type without them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Conversion {
    /// No conversion.
    Same,
    /// An object that may be null although its position is not nullable. The null goes on to the object around it.
    Object,
    /// `Option<T>`: a null in it stops here.
    Option(Box<Conversion>),
    /// A value in a `Result` that has an `Option`, although another selection of it rejects nulls.
    Some(Box<Conversion>),
    /// `Vec<T>`: a null of an item goes on to the object around the list.
    List(Box<Conversion>),
    /// `Vec<Option<T>>` without the items that are null.
    Present(Box<Conversion>),
    /// `Vec<T>` without the items whose conversion is null.
    Kept(Box<Conversion>),
    /// `Result<T, FieldError>`: a value or the error in its place.
    Caught(Box<Conversion>),
    /// `Result<Option<T>, FieldError>` in which the null goes on to the list around it.
    Required(Box<Conversion>),
}

impl Conversion {
    /// Returns the conversion of an `Option`.
    pub(crate) fn option(inner: Self) -> Self {
        match inner {
            Self::Same => Self::Same,
            inner => Self::Option(Box::new(inner)),
        }
    }

    /// Returns the conversion of a list.
    pub(crate) fn list(inner: Self) -> Self {
        match inner {
            Self::Same => Self::Same,
            inner => Self::List(Box::new(inner)),
        }
    }

    /// Returns whether the result may be a null, which goes on to the object around the value.
    pub fn is_fallible(&self) -> bool {
        match self {
            Self::Object | Self::Required(_) => true,
            Self::List(inner) | Self::Caught(inner) => inner.is_fallible(),
            Self::Same | Self::Option(_) | Self::Some(_) | Self::Present(_) | Self::Kept(_) => false,
        }
    }
}

/// The conversion of a slot's value to the type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Coercion {
    /// No conversion.
    None,
    /// `Some(…)`: the value is always present, but the field is optional.
    Some,
    /// `….flatten()`: absent and null are equivalent for the field.
    Flatten,
}
