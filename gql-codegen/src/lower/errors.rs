//! Operations to tables of the fields whose errors they handle.

use crate::check::Typed;
use crate::check::client::ClientUses;
use crate::check::client::catch::{CATCH, CatchTo};
use crate::check::typed::{Field, Selection, SelectionSet};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Handling, Position};
use crate::lower::choose::Chosen;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::TypeRef;
use crate::source::Span;

/// The rule `MatchingErrorHandling`.
pub static MATCHING_ERROR_HANDLING: Rule = Rule {
    name: "MatchingErrorHandling",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "If a field is selected several times on an object, also in named fragments, its errors must be handled alike: by \
        the same `@catch`, or by the same default. The server sends the field once. Repeat the directive, or use an alias.",
    example: Some(
        "query { book { title ...Title } }    fragment Title on Book { title @catch }           # wrong
query { book { title ...Title } }    fragment Title on Book { caught: title @catch }   # right",
    ),
};

/// Returns the representation of the errors of fields without a directive, in a definition with these directives.
pub(super) fn default(typed: &Typed<'_>, client: &ClientUses, config: &Config) -> CatchTo {
    let general = || config.errors.or_else(|| CatchTo::of_schema(typed.schema()));
    CatchTo::by_default(client).or_else(general).unwrap_or_default()
}

/// Returns the fields of each operation whose errors are handled, and reports fields whose selections handle them differently.
pub(super) fn errors<'t>(
    typed: &'t Typed<'t>,
    chosen: &[Chosen<'t>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Position>> {
    let mut builder = TableBuilder {
        typed,
        config,
        diagnostics,
    };
    let table = |chosen: &Chosen<'t>| {
        let operation = chosen.operation;
        let default = default(typed, &operation.client, config);
        let mut fragments = operation.fragments.iter().map(|&id| typed.fragment(id));
        let handles = handles(&operation.selections, default)
            || fragments.any(|it| handles(&it.selections, self::default(typed, &it.client, config)));
        match handles {
            true => builder.fields(&[(&operation.selections, default)], false),
            false => Vec::new(),
        }
    };
    chosen.iter().map(table).collect()
}

/// Returns whether the errors of a field in the set are handled, recursing as deep as the parser allows.
fn handles(set: &SelectionSet<'_>, default: CatchTo) -> bool {
    default != CatchTo::Null
        || set.selections.iter().any(|selection| match selection {
            Selection::Field(field) => {
                field.client.get(&CATCH).is_some()
                    || field.selections.as_ref().is_some_and(|set| handles(set, default))
            }
            Selection::Inline(inline) => handles(&inline.selections, default),
            Selection::Spread(_) => false,
        })
}

/// A selection set with the representation of errors without a directive.
type Set<'t> = (&'t SelectionSet<'t>, CatchTo);

struct TableBuilder<'t, 'd> {
    typed: &'t Typed<'t>,
    config: &'d Config,
    diagnostics: &'d mut Diagnostics,
}

/// The selections of a field.
struct FieldSelections<'t> {
    key: &'t str,
    fields: Vec<(&'t Field<'t>, CatchTo)>,
}

impl<'t> TableBuilder<'t, '_> {
    /// Returns the fields of an object that are needed in the table. `is_inside` is whether an error that makes the object null
    /// is handled.
    fn fields(&mut self, sets: &[Set<'t>], is_inside: bool) -> Vec<Position> {
        let mut selected = Vec::new();
        for set in sets {
            self.collect(*set, &mut selected);
        }
        selected
            .iter()
            .filter_map(|field| self.position(field, is_inside))
            .collect()
    }

    /// Collects the fields of a set and of all fragments in it.
    fn collect(&self, (set, default): Set<'t>, selected: &mut Vec<FieldSelections<'t>>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let key = field.node.response_key().text;
                    match selected.iter_mut().find(|it| it.key == key) {
                        Some(known) => known.fields.push((field, default)),
                        None => selected.push(FieldSelections {
                            key,
                            fields: vec![(field, default)],
                        }),
                    }
                }
                Selection::Inline(inline) => self.collect((&inline.selections, default), selected),
                Selection::Spread(spread) => {
                    let fragment = self.typed.fragment(spread.fragment);
                    let default = self::default(self.typed, &fragment.client, self.config);
                    self.collect((&fragment.selections, default), selected);
                }
            }
        }
    }

    fn position(&mut self, selected: &FieldSelections<'t>, is_inside: bool) -> Option<Position> {
        let &(first, default) = selected.fields.first()?;
        let levels = levels(first, default);
        for &(other, default) in &selected.fields {
            if self::levels(other, default) != levels && !self.is_reported(at(other)) {
                self.report(selected.key, first, other);
            }
        }
        let handled =
            |level: Option<&Handling>| !matches!(level, None | Some(Handling::NonNull | Handling::Keep));
        // The innermost nullable level is the one that an error of a non-null field within makes null.
        let innermost = levels.iter().rfind(|level| **level != Handling::NonNull);
        let is_inside = match innermost {
            None => is_inside,
            level => handled(level),
        };
        let inner = selected.fields.iter();
        let inner: Vec<Set<'_>> = inner
            .filter_map(|(field, default)| Some((field.selections.as_ref()?, *default)))
            .collect();
        let fields = match inner.is_empty() {
            true => Vec::new(),
            false => self.fields(&inner, is_inside),
        };
        let is_needed = is_inside || !fields.is_empty() || levels.iter().any(|level| handled(Some(level)));
        is_needed.then(|| Position {
            key: selected.key.to_owned(),
            levels,
            fields,
        })
    }

    fn is_reported(&self, span: Span) -> bool {
        let mut found = self
            .diagnostics
            .iter()
            .filter(|it| std::ptr::eq(it.rule, &MATCHING_ERROR_HANDLING));
        found.any(|it| it.primary.iter().any(|label| label.span == span))
    }

    fn report(&mut self, key: &str, first: &Field<'_>, other: &Field<'_>) {
        let message = format!("the errors of `{key}` are handled differently in two selections of it");
        self.diagnostics.push(
            Diagnostic::error(&MATCHING_ERROR_HANDLING, message, at(first))
                .with_label("selected here")
                .with_primary(at(other), "and here")
                .help("repeat `@catch` or `@catchByDefault`, or use an alias"),
        );
    }
}

/// Returns the handling of errors at each level of a field.
fn levels(field: &Field<'_>, default: CatchTo) -> Vec<Handling> {
    let level = |(level, ty): (u32, TypeRef)| match CatchTo::at(&field.client, level) {
        _ if ty.is_non_null() => Handling::NonNull,
        Some(CatchTo::Null) => Handling::Null,
        given => match given.unwrap_or(default) {
            CatchTo::Null => Handling::Keep,
            CatchTo::Result => Handling::Result,
            CatchTo::Throw => Handling::Throw,
        },
    };
    field.definition.ty.levels().map(level).collect()
}

/// Returns the directive of a field, or the field itself.
fn at(field: &Field<'_>) -> Span {
    let directive = field.client.get(&CATCH).map(|it| it.span);
    directive.unwrap_or(field.node.span.through(field.node.name.span))
}

#[cfg(test)]
mod tests {
    use super::MATCHING_ERROR_HANDLING;
    use crate::{Config, SourceFile, generate, read_schema};

    const SCHEMA: &str = "type Query { book: Book } type Book { id: ID! title: String author: Author } type Author { name: String }";

    fn reported(document: &str) -> usize {
        let text = |path: &str, text: &str| SourceFile::new(path, text);
        let schema = read_schema(&[text("schema.graphql", SCHEMA)], true);
        let output = generate(&schema, &[text("a.graphql", document)], &Config::default());
        let found = output.diagnostics.iter();
        found
            .filter(|it| std::ptr::eq(it.rule, &MATCHING_ERROR_HANDLING))
            .count()
    }

    /// The server sends a field once, whose value cannot be both a result and a null.
    #[test]
    fn selections_in_fragments_handle_errors_alike() {
        for (document, expected) in [
            (
                "query A { book { title ...T } } fragment T on Book { title @catch }",
                1,
            ),
            (
                "query A { book { title @catch ...T } } fragment T on Book { title @catch }",
                0,
            ),
            (
                "query A { book { title ...T } } fragment T on Book { caught: title @catch }",
                0,
            ),
            (
                "query A { book { id ...T ...U } } fragment T on Book { author @catch { name } } fragment U on Book { author @catch { name @catch } }",
                1,
            ),
            (
                "query A @catchByDefault(to: THROW) { book { title ...T } } fragment T on Book { title }",
                1,
            ),
            (
                "query A @catchByDefault(to: THROW) { book { title ...T } } fragment T on Book @catchByDefault(to: THROW) { title }",
                0,
            ),
            (
                "query A @catchByDefault(to: THROW) { book { id ...T } } fragment T on Book { title }",
                0,
            ),
            ("query A { book { title ...T } } fragment T on Book { title }", 0),
            (
                "query A { book { ...T } } query B { book { title ...T } } fragment T on Book { title @catch }",
                1,
            ),
        ] {
            assert_eq!(reported(document), expected, "{document}");
        }
    }
}
