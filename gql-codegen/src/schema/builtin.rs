//! The built-in elements of every schema: scalars, directives and introspection types.
//! <https://spec.graphql.org/September2025/#sec-Schema-Introspection>

/// The definitions, in GraphQL.
pub(super) const TEXT: &str = include_str!("builtin.graphql");

/// The type in [`TEXT`] whose fields are `__typename`, `__schema` and `__type`.
pub(super) const META: &str = "__Meta";

/// The built-in scalars. <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
pub(super) const SCALARS: [&str; 5] = ["String", "Int", "Float", "Boolean", "ID"];

/// The introspection types. <https://spec.graphql.org/September2025/#sec-Schema-Introspection.Schema-Introspection-Schema>
pub(super) const INTROSPECTION: [&str; 8] = [
    "__Schema",
    "__Directive",
    "__DirectiveLocation",
    "__Type",
    "__Field",
    "__InputValue",
    "__EnumValue",
    "__TypeKind",
];

/// The built-in directives. <https://spec.graphql.org/September2025/#sec-Type-System.Directives.Built-in-Directives>
pub(super) const DIRECTIVES: [&str; 5] = ["include", "skip", "deprecated", "specifiedBy", "oneOf"];

/// Returns whether the specification defines a type with this name.
pub(super) fn is_type(name: &str) -> bool {
    SCALARS.contains(&name) || INTROSPECTION.contains(&name)
}

/// The default reason of `@deprecated`.
pub(super) const NO_REASON: &str = "No longer supported";
