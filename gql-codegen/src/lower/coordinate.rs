//! Coordinates, by which the configuration names a single field, input field or variable.

use crate::check::typed::Variable;

/// The coordinate of a field: `Type.field`.
pub(super) fn field_coordinate(parent: &str, field: &str) -> String {
    format!("{parent}.{field}")
}

/// The coordinate of a variable: `Operation.$variable`.
pub(super) fn variable_coordinate(operation: &str, variable: &Variable<'_>) -> String {
    format!("{operation}.${}", variable.node.name.text)
}
