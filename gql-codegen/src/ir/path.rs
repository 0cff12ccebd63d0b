//! Identifiers, paths and types of Rust.

use std::fmt;

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ident(String);

impl Ident {
    /// For lowering, whose names are identifiers.
    pub(crate) fn new(name: String) -> Self {
        Self(name)
    }

    /// The text.
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
    /// A type of Rust's.
    BuiltIn(BuiltIn),
    /// A type of the same module.
    Here(Ident),
    /// A type of the module around.
    Super(Ident),
    /// Any JSON value: a type of the runtime.
    Json,
    /// A path as the configuration writes it.
    External(String),
}

/// The path as generated code writes it.
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

/// A type of Rust's that a built-in scalar is.
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
    /// The name of the type.
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
    /// By its path.
    Path(Path),
    /// May be null or absent.
    Option(Box<Type>),
    /// Absent, null or a value.
    Input(Box<Type>),
    /// A list.
    Vec(Box<Type>),
    /// On the heap, to end a recursion.
    Box(Box<Type>),
    /// A view of an object that a directive may take away, among others.
    Maybe(Box<Type>),
}

impl Type {
    /// `Option<self>`, once.
    #[must_use]
    pub fn optional(self) -> Self {
        if matches!(self, Self::Option(_)) {
            self
        } else {
            Self::Option(Box::new(self))
        }
    }

    /// The type that an `Option` holds; any other type as it is.
    #[must_use]
    pub fn required(self) -> Self {
        match self {
            Self::Option(inner) => *inner,
            other => other,
        }
    }

    /// Whether it is an `Option`.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Option(_))
    }
}
