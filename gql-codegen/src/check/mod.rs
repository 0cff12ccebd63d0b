//! Checks operations against a schema, following the validation chapter of the specification. The result is [`Typed`].
//! <https://spec.graphql.org/September2025/#sec-Validation>
//!
//! The rules, their names and their messages are those of graphql-js 16, and of version 17 for rules that it added. All errors
//! are found in one run, and each mistake causes one diagnostic.

pub(crate) mod arguments;
mod built_in;
pub mod client;
mod concern;
pub(crate) mod conditional;
pub(crate) mod deprecated;
pub(crate) mod directives;
pub(crate) mod documents;
pub(crate) mod fields;
pub(crate) mod fragments;
mod graph;
mod inaccessible;
pub(crate) mod incremental;
mod index;
pub mod levels;
mod list;
mod names;
pub(crate) mod overlapping;
mod place;
mod resolve;
pub(crate) mod subscriptions;
mod touched;
pub mod typed;
pub(crate) mod types;
pub(crate) mod values;
pub(crate) mod variables;
mod walk;

use crate::check::fragments::NO_UNUSED_FRAGMENTS;
use crate::diagnostic::{Diagnostics, Severity};
use crate::rule::Level;
use crate::schema::Schema;
use crate::source::Span;
use crate::syntax::ast::Document;
pub use concern::Concern;
use graph::Graph;
use index::Index;
use levels::Levels;
pub use list::RULES;
pub(crate) use touched::touched;
pub use typed::Typed;

/// Checks the operations and fragments of all `documents` together.
///
/// Fragments are visible in every document, and names must be unique across documents. `levels` determines the severity of
/// violations. Diagnostics are in the order of the text. The result is `None` if there is an error; warnings are allowed.
/// Unless the level of `NoUnusedFragments` is `error`, errors in unused fragments are warnings.
///
/// ```
/// use gql_codegen::{check, diagnostic::Diagnostics, schema, source::Sources, syntax};
///
/// let mut diagnostics = Diagnostics::new();
/// let mut sources = Sources::new();
/// let text = "type Query { now: String }";
/// let document = syntax::parse(sources.add("schema.graphql", text), text, &mut diagnostics);
/// let schema = schema::build(sources.clone(), &[document], &mut diagnostics);
///
/// // The sources of the operations follow those of the schema, so that a diagnostic can refer to both.
/// let mut sources = schema.sources.clone();
/// let text = "query Clock { nov }";
/// let documents = [syntax::parse(sources.add("clock.graphql", text), text, &mut diagnostics)];
/// let (typed, diagnostics) = check::check(&schema, &documents, &check::levels::Levels::default());
/// assert!(typed.is_none());
/// let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| &*diagnostic.message).collect();
/// assert_eq!(messages, [r#"Cannot query field "nov" on type "Query". Did you mean "now"?"#]);
/// ```
pub fn check<'a>(
    schema: &'a Schema,
    documents: &'a [Document<'a>],
    levels: &Levels,
) -> (Option<Typed<'a>>, Diagnostics) {
    let index = Index::new(schema, documents);
    let graph = Graph::new(&index);
    let (mut diagnostics, uses, labels) = walk::walk(&index);

    documents::executable_definitions(&index, &mut diagnostics);
    documents::unique_operation_names(&index, &mut diagnostics);
    documents::lone_anonymous_operation(&index, &mut diagnostics);
    documents::known_operation_types(&index, &mut diagnostics);
    subscriptions::single_field_subscriptions(&index, &mut diagnostics);
    fragments::unique_fragment_names(&index, &mut diagnostics);
    let unused = fragments::unused(&index, &graph, &mut diagnostics);
    fragments::cycles(&index, &graph, &mut diagnostics);
    variables::uses(&index, &graph, &uses, &mut diagnostics);
    incremental::on_root_field(&index, &mut diagnostics);
    incremental::on_valid_operations(&index, &mut diagnostics);
    incremental::unique_labels(&index, &graph, &labels, &mut diagnostics);
    overlapping::overlapping_fields(&index, &graph, &mut diagnostics);

    levels.apply(&mut diagnostics);
    if levels.get(&NO_UNUSED_FRAGMENTS) != Some(Level::Error) {
        relax(&mut diagnostics, &unused);
    }
    diagnostics.sort();
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    let typed = match resolve::resolve(&index) {
        Ok(typed) => typed,
        Err(error) => {
            diagnostics.push(error);
            return (None, diagnostics);
        }
    };
    let mut conflicts = Diagnostics::new();
    client::conflicts(&typed, &mut conflicts);
    let typed = (!conflicts.has_errors()).then_some(typed);
    diagnostics.append(conflicts);
    diagnostics.sort();
    (typed, diagnostics)
}

/// Turns errors within `fragments` into warnings, because unused fragments are not sent and no code is generated for them.
fn relax(diagnostics: &mut Diagnostics, fragments: &[Span]) {
    for diagnostic in diagnostics.iter_mut() {
        let is_in_one = |span: Span| fragments.iter().any(|fragment| fragment.contains(span));
        if diagnostic.severity == Severity::Error && diagnostic.primary.iter().all(|it| is_in_one(it.span)) {
            diagnostic.severity = Severity::Warning;
        }
    }
}
