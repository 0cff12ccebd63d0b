//! The coordinates with which the configuration refers to a single field, input field or variable.

use crate::check::typed::Variable;

/// Returns the coordinate of a field: `Type.field`.
pub(super) fn field_coordinate(parent: &str, field: &str) -> String {
    format!("{parent}.{field}")
}

/// Returns the coordinate of a variable: `Operation.$variable`.
pub(super) fn variable_coordinate(operation: &str, variable: &Variable<'_>) -> String {
    format!("{operation}.${}", variable.node.name.text)
}
