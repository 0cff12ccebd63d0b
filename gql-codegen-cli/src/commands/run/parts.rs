//! Merges results that arrive in parts (`@defer`, `@stream`). <https://github.com/graphql/graphql-spec/pull/1110>

use std::sync::Arc;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::SourceId;
use gql_codegen::syntax::ast::{Definition, Selection, SelectionSet};
use gql_codegen::syntax::parse;
use gql_runtime::transport::Transport;
use gql_runtime::{
    Any, Client, Error, GraphQLError, Operation, OperationVariables, PathSegment, Request, Response,
};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::show;
use crate::failure::{CommandResult, Outcome};
use crate::server::failed;
use crate::terminal::Terminal;

/// Returns whether a document contains `@defer` or `@stream`. Accepting parts that never arrive is harmless.
pub(super) fn are_asked_for(document: &str) -> bool {
    // Syntax errors are reported when the document is read.
    let document = parse(SourceId(0), document, &mut Diagnostics::new());
    document.definitions.iter().any(|definition| match definition {
        Definition::Operation(operation) => has_parts(&operation.selection_set),
        Definition::Fragment(fragment) => has_parts(&fragment.selection_set),
        _ => false,
    })
}

/// Searches a selection set, recursing as deep as the parser allows.
fn has_parts(set: &SelectionSet<'_>) -> bool {
    set.selections.iter().any(|selection| {
        let mut directives = selection.directives().iter();
        directives.any(|directive| matches!(directive.name.text, "defer" | "stream"))
            || match selection {
                Selection::Field(field) => field.selection_set.as_ref().is_some_and(has_parts),
                Selection::InlineFragment(inline) => has_parts(&inline.selection_set),
                Selection::FragmentSpread(_) => false,
            }
    })
}

/// Runs the operation and prints the complete result or, if `each` is set, the result after each part.
pub(super) async fn run(
    transport: Arc<dyn Transport>,
    request: Request,
    each: bool,
    terminal: &Terminal,
) -> CommandResult {
    let mut snapshots = Client::new(transport).query(Untyped(request)).incremental();
    let mut outcome = Outcome::Clean;
    let mut whole = None;
    while let Some(snapshot) = snapshots.next().await {
        let line = line(&snapshot.map_err(failed)?.response);
        if each {
            outcome = outcome.and(show(line.as_bytes(), terminal)?);
        } else {
            whole = Some(line);
        }
    }
    match whole {
        Some(line) => show(line.as_bytes(), terminal),
        None => Ok(outcome),
    }
}

/// An operation whose data is not decoded.
struct Untyped(Request);

impl OperationVariables for Untyped {
    type Operation = Self;
}

impl Serialize for Untyped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.variables.serialize(serializer)
    }
}

impl Operation for Untyped {
    type Kind = Any;
    type Variables = Self;
    type Data = Box<RawValue>;
    const NAME: &'static str = "";
    const DOCUMENT: &'static str = "";
    const HASH: &'static str = "";
    const INCREMENTAL: bool = true;

    fn request(operation: &Self) -> Result<Request, Error> {
        Ok(operation.0.clone())
    }
}

/// Formats a response as a server would send it in one piece. <https://spec.graphql.org/September2025/#sec-Response-Format>
fn line(response: &Response<Box<RawValue>>) -> String {
    let data = response.data.as_ref().map_or("null", |data| data.get());
    let mut line = format!("{{\"data\":{data}");
    if !response.errors.is_empty() {
        let errors: Value = response.errors.iter().map(error).collect();
        line += &format!(",\"errors\":{errors}");
    }
    if !response.extensions.is_empty() {
        let extensions = Value::Object(response.extensions.clone());
        line += &format!(",\"extensions\":{extensions}");
    }
    line + "}"
}

/// Formats an error. <https://spec.graphql.org/September2025/#sec-Errors.Error-Result-Format>
fn error(error: &GraphQLError) -> Value {
    let mut written = Map::new();
    written.insert("message".into(), json!(error.message));
    if !error.locations.is_empty() {
        let places = error.locations.iter();
        let places = places.map(|place| json!({ "line": place.line, "column": place.column }));
        written.insert("locations".into(), places.collect());
    }
    if !error.path.is_empty() {
        let path = error.path.iter().map(|segment| match segment {
            PathSegment::Key(key) => json!(key),
            PathSegment::Index(index) => json!(index),
        });
        written.insert("path".into(), path.collect());
    }
    if !error.extensions.is_empty() {
        written.insert("extensions".into(), Value::Object(error.extensions.clone()));
    }
    written.extend(error.other.clone());
    Value::Object(written)
}

#[cfg(test)]
mod tests {
    use super::are_asked_for;

    #[test]
    fn parts_are_asked_for_wherever_a_directive_stands() {
        for (document, asked) in [
            (
                "{ a { b } ...F } fragment F on Query { c @include(if: true) }",
                false,
            ),
            ("{ a { b ...F @defer } }", true),
            ("{ a { ... @defer { b } } }", true),
            ("{ a { b @stream(initialCount: 1) } }", true),
            ("{ a } fragment F on Query { ... { b { c @stream } } }", true),
        ] {
            assert_eq!(are_asked_for(document), asked, "{document}");
        }
    }
}
