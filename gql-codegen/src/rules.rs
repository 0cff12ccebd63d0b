//! The list of all rules, in the order of `gql-codegen explain` and the guide.

use crate::rule::Rule;

pub use crate::bug::INTERNAL_ERROR;
pub use crate::check::arguments::{KNOWN_ARGUMENT_NAMES, PROVIDED_REQUIRED_ARGUMENTS};
pub use crate::check::client::MATCHING_CLIENT_DIRECTIVES;
pub use crate::check::client::catch::CATCH_ON_NULLABLE_FIELD;
pub use crate::check::client::drop_nulls::DROP_NULLS_ON_LIST_FIELD;
pub use crate::check::client::required::{REQUIRED_ON_NULLABLE_FIELD, REQUIRED_ON_UNCONDITIONAL_FIELD};
pub use crate::check::deprecated::NO_DEPRECATED;
pub use crate::check::documents::{
    EXECUTABLE_DEFINITIONS, KNOWN_OPERATION_TYPES, LONE_ANONYMOUS_OPERATION, UNIQUE_OPERATION_NAMES,
};
pub use crate::check::fields::{FIELDS_ON_CORRECT_TYPE, NO_TYPENAME_ALIAS, SCALAR_LEAFS};
pub use crate::check::fragments::{
    FRAGMENTS_ON_COMPOSITE_TYPES, KNOWN_FRAGMENT_NAMES, NO_FRAGMENT_CYCLES, NO_UNUSED_FRAGMENTS,
    POSSIBLE_FRAGMENT_SPREADS, UNIQUE_FRAGMENT_NAMES,
};
pub use crate::check::incremental::{
    DEFER_STREAM_DIRECTIVE_LABEL, DEFER_STREAM_DIRECTIVE_ON_ROOT_FIELD,
    DEFER_STREAM_DIRECTIVE_ON_VALID_OPERATIONS, STREAM_DIRECTIVE_ON_LIST_FIELD,
};
pub use crate::check::overlapping::OVERLAPPING_FIELDS_CAN_BE_MERGED;
pub use crate::check::subscriptions::SINGLE_FIELD_SUBSCRIPTIONS;
pub use crate::check::values::VALUES_OF_CORRECT_TYPE;
pub use crate::check::variables::{
    NO_UNDEFINED_VARIABLES, NO_UNUSED_VARIABLES, UNIQUE_VARIABLE_NAMES, VARIABLES_ARE_INPUT_TYPES,
    VARIABLES_IN_ALLOWED_POSITION,
};
pub use crate::config::ANONYMOUS_OPERATION;
pub use crate::diagnostic::CONFIGURATION;
pub use crate::lower::errors::MATCHING_ERROR_HANDLING;
pub use crate::lower::limits::SELECTION_LIMITS;
pub use crate::lower::pages::PAGINATE_ON_CONNECTION;
pub use crate::lower::shapes::nesting::REQUIRED_FIELD_NESTING;
pub use crate::lower::types::scalars::UNMAPPED_SCALAR;
#[cfg(feature = "introspection")]
pub use crate::schema::introspection::INTROSPECTION;
pub use crate::schema::validate::TYPE_SYSTEM;
pub use crate::schema::validate::arguments::{
    KNOWN_ARGUMENT_NAMES_ON_DIRECTIVES, PROVIDED_REQUIRED_ARGUMENTS_ON_DIRECTIVES, UNIQUE_ARGUMENT_NAMES,
    UNIQUE_INPUT_FIELD_NAMES,
};
pub use crate::schema::validate::directives::{KNOWN_DIRECTIVES, UNIQUE_DIRECTIVES_PER_LOCATION};
pub use crate::schema::validate::root_types::{LONE_SCHEMA_DEFINITION, UNIQUE_OPERATION_TYPES};
pub use crate::schema::validate::semantic::SEMANTIC_NULLABILITY;
pub use crate::schema::validate::type_names::{BUILT_IN_SCALARS, KNOWN_TYPE_NAMES, POSSIBLE_TYPE_EXTENSIONS};
pub use crate::schema::validate::unique_names::{
    UNIQUE_ARGUMENT_DEFINITION_NAMES, UNIQUE_DIRECTIVE_NAMES, UNIQUE_ENUM_VALUE_NAMES,
    UNIQUE_FIELD_DEFINITION_NAMES, UNIQUE_TYPE_NAMES,
};
pub use crate::syntax::complaint::SYNTAX;

/// The rules for syntax, the configuration and the generator.
static GENERAL: &[&Rule] = &[
    &SYNTAX,
    &CONFIGURATION,
    #[cfg(feature = "introspection")]
    &INTROSPECTION,
    &SELECTION_LIMITS,
    &REQUIRED_FIELD_NESTING,
    &PAGINATE_ON_CONNECTION,
    &MATCHING_ERROR_HANDLING,
    &ANONYMOUS_OPERATION,
    &UNMAPPED_SCALAR,
    &INTERNAL_ERROR,
];

/// The rules for schemas.
static SCHEMA: &[&Rule] = &[
    &TYPE_SYSTEM,
    &LONE_SCHEMA_DEFINITION,
    &UNIQUE_OPERATION_TYPES,
    &UNIQUE_TYPE_NAMES,
    &BUILT_IN_SCALARS,
    &UNIQUE_ENUM_VALUE_NAMES,
    &UNIQUE_FIELD_DEFINITION_NAMES,
    &UNIQUE_ARGUMENT_DEFINITION_NAMES,
    &UNIQUE_DIRECTIVE_NAMES,
    &POSSIBLE_TYPE_EXTENSIONS,
    &KNOWN_ARGUMENT_NAMES_ON_DIRECTIVES,
    &PROVIDED_REQUIRED_ARGUMENTS_ON_DIRECTIVES,
    &SEMANTIC_NULLABILITY,
];

/// Iterates over all rules: first those for syntax, the configuration and the generator, then those for operations, then those
/// for schemas.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [GENERAL, crate::check::RULES, SCHEMA]
        .into_iter()
        .flatten()
        .copied()
}
