//! Reports elements that a supergraph contains but the router does not serve. <https://specs.apollo.dev/inaccessible/v0.2>

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::schema::{Coordinate, Schema};
use crate::source::Span;

/// Returns the diagnostic that an element is inaccessible, which replaces the one that it does not exist; `None` if the
/// supergraph does not contain it.
pub(super) fn diagnostic(
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
            .with_label("not accessible to clients")
            .with_secondary(Some(defined), "defined here")
            .help("the supergraph defines it as inaccessible, so a router does not serve it"),
    )
}
