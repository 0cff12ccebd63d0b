//! Operations × schema -> [`Typed`]: the rules of the specification's validation chapter.
//! <https://spec.graphql.org/September2025/#sec-Validation>
//!
//! The rules, their names and their words are those of graphql-js 16; all errors are found in one run.

pub mod levels;
mod meta;
mod typed;

use crate::diagnostic::Diagnostics;
use crate::schema::Schema;
use crate::syntax::ast::Document;
use levels::Levels;
pub use typed::Typed;

/// Checks the operations and fragments of all `documents` together.
///
/// Fragments may be used from every document, and names are unique over all of them. `levels` says how bad the
/// breach of a rule is. The proof is given if no error is left; warnings may be.
pub fn check<'a>(
    schema: &'a Schema,
    documents: &'a [Document<'a>],
    levels: &Levels,
) -> (Option<Typed<'a>>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let typed = Typed::new(schema, documents);
    levels.apply(&mut diagnostics);
    ((!diagnostics.has_errors()).then_some(typed), diagnostics)
}
