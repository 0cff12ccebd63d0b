//! Removes the directives of the client from a text that is sent as it is written.

use super::find;
use crate::diagnostic::Diagnostics;
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{Definition, Directive, Selection, SelectionSet};
use crate::syntax::parse;

/// Returns the operations and fragments of a text without the directives of the client.
pub fn strip(schema: &Schema, text: &str) -> String {
    let document = parse(SourceId(0), text, &mut Diagnostics::new());
    let mut spans = Vec::new();
    let mut note = |directives: &[Directive<'_>]| {
        let of_client = directives
            .iter()
            .filter(|it| find(schema, it.name.text).is_some());
        spans.extend(of_client.map(|it| it.span));
    };
    for definition in &document.definitions {
        match definition {
            Definition::Operation(operation) => {
                note(&operation.directives);
                selections(&operation.selection_set, &mut note);
            }
            Definition::Fragment(fragment) => {
                note(&fragment.directives);
                selections(&fragment.selection_set, &mut note);
            }
            _ => {}
        }
    }
    without(text, spans)
}

/// Visits the directives of all selections, recursing as deep as the parser allows.
fn selections(set: &SelectionSet<'_>, note: &mut dyn FnMut(&[Directive<'_>])) {
    for selection in &set.selections {
        note(selection.directives());
        match selection {
            Selection::Field(field) => field.selection_set.iter().for_each(|set| selections(set, note)),
            Selection::InlineFragment(inline) => selections(&inline.selection_set, note),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn without(text: &str, mut spans: Vec<Span>) -> String {
    spans.sort_unstable();
    let (mut out, mut end) = (String::with_capacity(text.len()), 0);
    for range in spans.into_iter().map(Span::range) {
        out.push_str(text.get(end..range.start).unwrap_or_default());
        end = range.end;
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::strip;
    use crate::schema::Schema;

    #[test]
    fn only_directives_of_the_client_are_removed() {
        let text = "query Q($a: Int) @live { a @required(action: THROW) @include(if: true) b @dropNulls { ...F ... { c @required } } }\n\
            fragment F on A { d }";
        let expected =
            "query Q($a: Int) @live { a  @include(if: true) b  { ...F ... { c  } } }\nfragment F on A { d }";
        assert_eq!(strip(&Schema::default(), text), expected);
    }
}
