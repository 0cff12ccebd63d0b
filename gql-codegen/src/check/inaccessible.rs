//! What a supergraph has and the router does not serve. <https://specs.apollo.dev/inaccessible/v0.2>

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::schema::{Coordinate, Schema};
use crate::source::Span;

/// The finding that an element is inaccessible, in place of one that it does not exist; `None` if it is not in the supergraph.
pub(super) fn finding(
    schema: &Schema,
    rule: &'static Rule,
    what: &str,
    coordinate: Coordinate<'_>,
    used: Span,
) -> Option<Diagnostic> {
    let defined = schema.inaccessible(coordinate)?;
    let message = format!("{what} \"{coordinate}\" is inaccessible.");
    Some(
        Diagnostic::error(rule, message, used)
            .say("not served to clients")
            .explain(Some(defined), "defined here")
            .help("It is in the supergraph, and not in the schema that a router serves."),
    )
}
