//! Rust identifiers, paths and types.

use std::fmt;

/// A Rust identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ident(String);

impl Ident {
    /// Creates an identifier during lowering, which only produces valid names.
    pub(crate) fn new(name: String) -> Self {
        Self(name)
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Path {
    /// A type in Rust's prelude or a primitive type.
    BuiltIn(BuiltIn),
    /// A type in the same module.
    Here(Ident),
    /// A type in the parent module.
    Super(Ident),
    /// A JSON value, which is a type of the runtime.
    Json,
    /// A path from the configuration.
    External(String),
}

/// Formats the path as in generated code.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(built_in) => f.write_str(built_in.as_str()),
            Self::Here(name) => write!(f, "{name}"),
            Self::Super(name) => write!(f, "super::{name}"),
            Self::Json => f.write_str("codegen::Json"),
            Self::External(path) => f.write_str(path),
        }
    }
}

/// The Rust type of a built-in scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BuiltIn {
    /// `String`, for `ID` and `String`.
    String,
    /// `bool`, for `Boolean`.
    Bool,
    /// `f64`, for `Float`.
    F64,
    /// `i64`, for `Int`.
    I64,
}

impl BuiltIn {
    /// Returns the name of the type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Bool => "bool",
            Self::F64 => "f64",
            Self::I64 => "i64",
        }
    }
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Type {
    /// The type with this path.
    Path(Path),
    /// A type that may be null or absent: `Option<T>`.
    Option(Box<Type>),
    /// A type that distinguishes absent, null and a value: `Input<T>`.
    Input(Box<Type>),
    /// A list: `Vec<T>`.
    Vec(Box<Type>),
    /// A boxed type, for recursive types.
    Box(Box<Type>),
    /// One of several views of an object, which a directive may exclude.
    Maybe(Box<Type>),
    /// A value or the error of its field: `Result<T, FieldError>`.
    Result(Box<Type>),
    /// A value or the error of its field, while it is read.
    Caught(Box<Type>),
    /// One of several views of an object, which a value in it may make null.
    Nullable(Box<Type>),
}

impl Type {
    /// Returns `Option<self>`, unless the type is already an `Option`.
    #[must_use]
    pub fn optional(self) -> Self {
        if matches!(self, Self::Option(_)) {
            self
        } else {
            Self::Option(Box::new(self))
        }
    }

    /// Returns the type in an `Option`, or the type itself.
    #[must_use]
    pub fn required(self) -> Self {
        match self {
            Self::Option(inner) => *inner,
            other => other,
        }
    }

    /// Returns whether the type is an `Option`.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Option(_))
    }
}
