//! The names that generated code uses in their usual meaning, for modules in which other items have these names.

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::cmp::{Eq, Ord, PartialEq, PartialOrd};
pub use std::convert::Into;
pub use std::default::Default;
pub use std::fmt::Debug;
pub use std::hash::Hash;
pub use std::marker::Copy;
pub use std::option::Option::{self, None, Some};
pub use std::primitive::{bool, f64, i64, str};
pub use std::string::String;
pub use std::vec::Vec;
