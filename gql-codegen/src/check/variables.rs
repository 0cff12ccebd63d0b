//! Rules for variables: their names, types and uses in the operation and its fragments.
//! <https://spec.graphql.org/September2025/#sec-Validation.Variables>

use std::collections::{HashMap, HashSet};

use super::documents::head;
use super::graph::Graph;
use super::index::Index;
use super::names::unique_together;
use super::place::ValuePosition;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{Schema, TypeRef};
use crate::suggest;
use crate::syntax::ast::{Name, OperationDefinition, Value, VariableDefinition};

/// The rule `VariablesAreInputTypes`.
pub static VARIABLES_ARE_INPUT_TYPES: Rule = Rule {
    name: "VariablesAreInputTypes",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Variables-Are-Input-Types"),
    explanation: "The type of a variable must be a scalar, an enum or an input object.",
    example: None,
};

/// The rule `UniqueVariableNames`.
pub static UNIQUE_VARIABLE_NAMES: Rule = Rule {
    name: "UniqueVariableNames",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Variable-Uniqueness"),
    explanation: "The names of an operation's variables must be unique.",
    example: None,
};

/// The rule `NoUndefinedVariables`.
pub static NO_UNDEFINED_VARIABLES: Rule = Rule {
    name: "NoUndefinedVariables",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-All-Variable-Uses-Defined"),
    explanation: "An operation must define every variable that it and its fragments use.",
    example: None,
};

/// The rule `NoUnusedVariables`.
pub static NO_UNUSED_VARIABLES: Rule = Rule {
    name: "NoUnusedVariables",
    level: Level::Error,
    relaxation: Relaxation::Lenient,
    specification: Some("https://spec.graphql.org/September2025/#sec-All-Variables-Used"),
    explanation: "Every variable that an operation defines must be used by the operation or one of its fragments.",
    example: None,
};

/// The rule `VariablesInAllowedPosition`.
pub static VARIABLES_IN_ALLOWED_POSITION: Rule = Rule {
    name: "VariablesInAllowedPosition",
    level: Level::Error,
    relaxation: Relaxation::Lenient,
    specification: Some("https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed"),
    explanation: "The type of a variable must be allowed in every position where the variable is used.",
    example: Some(
        "query Q($id: ID) { node(id: $id) { id } }     # wrong: the argument is ID!
query Q($id: ID!) { node(id: $id) { id } }    # right",
    ),
};

/// A use of a variable in a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct VariableUse<'a> {
    pub(super) name: Name<'a>,
    pub(super) place: ValuePosition,
}

/// The uses of every operation and fragment, in the order of the index.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    pub(super) operations: Vec<Vec<VariableUse<'a>>>,
    pub(super) fragments: Vec<Vec<VariableUse<'a>>>,
}

/// Checks UniqueVariableNames. <https://spec.graphql.org/September2025/#sec-Variable-Uniqueness>
pub(super) fn unique(operation: &OperationDefinition<'_>, diagnostics: &mut Diagnostics) {
    let names = operation.variables.iter().map(|variable| {
        let mut name = variable.name;
        // Exclude the `$`.
        name.span.start += 1;
        name
    });
    unique_together(&UNIQUE_VARIABLE_NAMES, "variable", names, diagnostics);
}

/// Checks VariablesAreInputTypes. <https://spec.graphql.org/September2025/#sec-Variables-Are-Input-Types>
pub(super) fn input_type(schema: &Schema, variable: &VariableDefinition<'_>) -> Option<Diagnostic> {
    let ty = schema.ty(schema.find(variable.ty.name().text)?);
    if ty.is_input() {
        return None;
    }
    let message = format!(
        "Variable \"${}\" cannot be non-input type \"{}\".",
        variable.name.text, variable.ty
    );
    Some(
        Diagnostic::error(&VARIABLES_ARE_INPUT_TYPES, message, variable.ty.span())
            .with_label("not a scalar, enum or input object")
            .with_secondary(ty.span, format!("`{}` is defined here", ty.name)),
    )
}

/// Checks the rules that compare the variables of each operation with their uses.
pub(super) fn uses(index: &Index<'_>, graph: &Graph<'_>, uses: &Uses<'_>, diagnostics: &mut Diagnostics) {
    let relevant = with_variables(graph, uses);
    for (place, operation) in index.operations.iter().enumerate() {
        let mut found: Vec<VariableUse<'_>> = uses.operations[place].clone();
        // Fragments that do not use variables, directly or through other fragments, are skipped.
        let mut seen: Vec<bool> = relevant.iter().map(|relevant| !relevant).collect();
        for fragment in graph.reach(&graph.operations[place], &mut seen) {
            found.extend_from_slice(&uses.fragments[fragment]);
        }
        undefined(operation, &found, diagnostics);
        unused(operation, &found, diagnostics);
        // The last variable with a name counts, as in graphql-js.
        let definitions: HashMap<&str, &VariableDefinition<'_>> =
            operation.variables.iter().map(|it| (it.name.text, it)).collect();
        for variable_use in &found {
            if let Some(definition) = definitions.get(variable_use.name.text) {
                allowed_position(index, definition, variable_use, diagnostics);
            }
        }
    }
}

/// Returns the fragments that use variables, directly or through other fragments.
fn with_variables(graph: &Graph<'_>, uses: &Uses<'_>) -> Vec<bool> {
    let mut spread_by: Vec<Vec<usize>> = vec![Vec::new(); graph.fragments.len()];
    for (fragment, edges) in graph.fragments.iter().enumerate() {
        for target in edges.iter().filter_map(|edge| edge.target) {
            spread_by[target].push(fragment);
        }
    }
    let mut relevant: Vec<bool> = uses.fragments.iter().map(|uses| !uses.is_empty()).collect();
    let mut open: Vec<usize> = (0..relevant.len()).filter(|&place| relevant[place]).collect();
    while let Some(fragment) = open.pop() {
        for &by in &spread_by[fragment] {
            if !std::mem::replace(&mut relevant[by], true) {
                open.push(by);
            }
        }
    }
    relevant
}

/// Returns a text such as ` in operation "Name"`; empty for an anonymous operation.
fn operation_name(operation: &OperationDefinition<'_>, words: &str) -> String {
    operation.name.map_or(String::new(), |name| {
        format!("{words} operation \"{}\"", name.text)
    })
}

/// Checks NoUndefinedVariables. <https://spec.graphql.org/September2025/#sec-All-Variable-Uses-Defined>
fn undefined(operation: &OperationDefinition<'_>, uses: &[VariableUse<'_>], diagnostics: &mut Diagnostics) {
    let defined: HashSet<&str> = operation.variables.iter().map(|it| it.name.text).collect();
    for variable in uses.iter().map(|it| it.name) {
        if defined.contains(variable.text) {
            continue;
        }
        let name = variable.text;
        let by = operation_name(operation, " by");
        let message = format!("Variable \"${name}\" is not defined{by}.");
        let mut near = suggest::suggestion_list(name, operation.variables.iter().map(|it| it.name.text));
        let candidates: Vec<_> = near.iter().map(|near| format!("${near}")).collect();
        near.truncate(1);
        let diagnostic = Diagnostic::error(&NO_UNDEFINED_VARIABLES, message, variable.span)
            .with_label("not defined")
            .with_primary(head(operation), "in this operation");
        diagnostics.push(match near.first() {
            Some(near) => diagnostic
                .help(format!("a variable with a similar name exists: `${near}`"))
                .replace(variable.span, &candidates),
            None => diagnostic,
        });
    }
}

/// Checks NoUnusedVariables. <https://spec.graphql.org/September2025/#sec-All-Variables-Used>
fn unused(operation: &OperationDefinition<'_>, uses: &[VariableUse<'_>], diagnostics: &mut Diagnostics) {
    let used: HashSet<&str> = uses.iter().map(|it| it.name.text).collect();
    for variable in &operation.variables {
        if used.contains(variable.name.text) {
            continue;
        }
        let within = operation_name(operation, " in");
        let message = format!("Variable \"${}\" is never used{within}.", variable.name.text);
        diagnostics.push(
            Diagnostic::error(&NO_UNUSED_VARIABLES, message, variable.name.span).with_label("never used"),
        );
    }
}

/// Checks VariablesInAllowedPosition. <https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed>
fn allowed_position(
    index: &Index<'_>,
    definition: &VariableDefinition<'_>,
    variable_use: &VariableUse<'_>,
    diagnostics: &mut Diagnostics,
) {
    let name = variable_use.name.text;
    let (Some(given), Some(expected)) = (index.type_ref(&definition.ty), variable_use.place.expected) else {
        return;
    };
    let schema = index.schema;
    if !schema.ty(given.named).is_input() {
        // Another rule reports the unknown type.
        return;
    }
    let report = |message: String, text: String| {
        let diagnostic = Diagnostic::error(&VARIABLES_IN_ALLOWED_POSITION, message, definition.name.span)
            .with_label(format!("has type `{}`", schema.display(given)))
            .with_primary(variable_use.name.span, text);
        match variable_use.place.declared {
            Some(declared) => declared.explain(schema, diagnostic),
            None => diagnostic,
        }
    };
    if !is_allowed(
        given,
        definition.default.as_ref(),
        expected,
        variable_use.place.has_default,
    ) {
        let expected = schema.display(expected);
        let message = format!(
            "Variable \"${name}\" of type \"{}\" used in position expecting type \"{expected}\".",
            schema.display(given),
        );
        let diagnostic = report(message, format!("takes `{expected}`"));
        let only_null = expected.strip_suffix('!') == Some(&schema.display(given));
        diagnostics.push(if only_null {
            diagnostic.help(format!(
                "declare the variable as `${name}: {expected}`, or add a default value"
            ))
        } else {
            diagnostic
        });
    }
    if let Some(one_of) = variable_use.place.one_of
        && !given.is_non_null()
    {
        let message = format!(
            "Variable \"${name}\" is of type \"{}\" but must be non-nullable to be used for OneOf Input Object \"{}\".",
            schema.display(given),
            schema.ty(one_of).name,
        );
        diagnostics.push(report(message, "must not be null".to_owned()));
    }
}

/// Returns whether the variable can be used at a position. <https://spec.graphql.org/September2025/#IsVariableUsageAllowed()>
fn is_allowed(
    given: TypeRef,
    default: Option<&Value<'_>>,
    expected: TypeRef,
    place_has_default: bool,
) -> bool {
    if expected.is_non_null() && !given.is_non_null() {
        let has_default = default.is_some_and(|value| !matches!(value, Value::Null(_)));
        (has_default || place_has_default) && are_compatible(given, expected.nullable())
    } else {
        are_compatible(given, expected)
    }
}

/// Returns whether a type can be used where another is expected. <https://spec.graphql.org/September2025/#AreTypesCompatible()>
fn are_compatible(given: TypeRef, expected: TypeRef) -> bool {
    if expected.is_non_null() && !given.is_non_null() {
        return false;
    }
    match (given.item(), expected.item()) {
        (Some(given), Some(expected)) => are_compatible(given, expected),
        (None, None) => given.named == expected.named,
        _ => false,
    }
}
