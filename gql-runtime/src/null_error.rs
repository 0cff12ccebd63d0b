//! The error of an object that is null where no null is possible.

use std::fmt;

/// The message of an error about an object that is null. Its text is complete when the error occurs.
pub(crate) const NULL: &str = "a required field is null, and nothing around it is nullable";

/// Returns whether an object was read to its end, and is null.
#[cold]
pub(crate) fn is_null(error: &impl fmt::Display) -> bool {
    error.to_string() == NULL
}
