//! Explains why a field with `@paginate` cannot be read page by page.

use super::connection::{Direction, argument, page_info, selected};
use super::find::Candidate;
use super::{Recognizer, Size};
use crate::check::typed::Field;
use crate::diagnostic::Diagnostic;
use crate::ir::OperationKind;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::Schema;
use crate::source::Span;
use crate::syntax::ast::Value;

/// The rule `PaginateOnConnection`.
pub static PAGINATE_ON_CONNECTION: Rule = Rule {
    name: "PaginateOnConnection",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: Some("https://relay.dev/graphql/connections.htm"),
    explanation: "`@paginate` must be used on the one connection of a query that is read page by page. The connection has a \
        variable as its argument `after`, and selects `hasNextPage` and `endCursor` of its `pageInfo`; or `before`, \
        `hasPreviousPage` and `startCursor`, to read it from its end.",
    example: Some(
        "query ($id: ID!) { book(id: $id) { reviews(first: 9) @paginate { nodes { text } } } }    # wrong: no cursor
query ($id: ID!, $after: String) {                                                      # right
  book(id: $id) {
    reviews(first: 9, after: $after) @paginate { nodes { text } pageInfo { hasNextPage endCursor } }
  }
}",
    ),
};

/// Reports that an operation is not a query.
pub(super) fn no_query(kind: OperationKind, field: &Field<'_>) -> Diagnostic {
    let kind = kind.as_str().to_lowercase();
    error(format!("a {kind} cannot be read page by page"), at(field))
        .with_label("each page would run the operation again")
        .help("remove `@paginate`, or use a query")
}

/// Reports that several lists have `@paginate`.
pub(super) fn several(first: &Field<'_>, others: &[&Field<'_>]) -> Diagnostic {
    let mut diagnostic = error(
        "several lists of one operation cannot be read page by page at once",
        at(first),
    )
    .with_label("the first list");
    for other in others {
        diagnostic = diagnostic.with_primary(at(other), "another list");
    }
    diagnostic.help("keep `@paginate` on one of them, and write an operation for each other list")
}

/// The field and what it is compared with.
pub(super) struct Explainer<'e, 'p, 't> {
    recognizer: &'e Recognizer<'p, 't>,
    candidate: &'e Candidate<'t>,
    field: &'t Field<'t>,
    direction: Direction,
}

impl<'e, 'p, 't> Explainer<'e, 'p, 't> {
    pub(super) fn new(
        recognizer: &'e Recognizer<'p, 't>,
        candidate: &'e Candidate<'t>,
        field: &'t Field<'t>,
    ) -> Self {
        let given = |name: &str| argument(field, name).is_some();
        let is_backward = match (given("after"), given("before")) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => given("last") && !given("first"),
        };
        Self {
            recognizer,
            candidate,
            field,
            direction: match is_backward {
                true => Direction::Backward,
                false => Direction::Forward,
            },
        }
    }

    /// Returns the first obstacle.
    pub(super) fn explain(&self) -> Diagnostic {
        self.place()
            .or_else(|| self.definition())
            .or_else(|| self.cursor())
            .or_else(|| self.selection())
            .or_else(|| self.size())
            .or_else(|| self.types())
            .unwrap_or_else(|| self.variants())
    }

    fn schema(&self) -> &'t Schema {
        self.recognizer.typed.schema()
    }

    fn key(&self) -> &'t str {
        self.field.node.response_key().text
    }

    /// The field is in a list.
    fn place(&self) -> Option<Diagnostic> {
        let path = self.candidate.path.join(".");
        self.candidate.in_list.then(|| {
            error(
                format!("`{path}` is in a list, so that each of its objects has a cursor of its own"),
                at(self.field),
            )
            .with_label("not a single list")
            .help(
                "read the outer list page by page, and this one with an operation of its own for each object",
            )
        })
    }

    /// The field is not a connection.
    fn definition(&self) -> Option<Diagnostic> {
        let (schema, definition, direction) = (self.schema(), self.field.definition, self.direction);
        let coordinate = format!("{}.{}", schema.ty(self.field.parent).name, definition.name);
        let (name, has_more, cursor) = (direction.argument(), direction.has_more(), direction.cursor());
        let ty = schema.display(definition.ty);
        let message = if definition.ty.is_list() {
            format!("`{coordinate}` is a list, not a connection")
        } else if !definition.arguments.iter().any(|it| &*it.name == name) {
            format!("`{coordinate}` is not a connection: it has no argument `{name}`")
        } else if page_info(schema, definition.ty.named, direction).is_none() {
            format!(
                "`{coordinate}` is not a connection: `{ty}` has no field with `{has_more}` and `{cursor}`"
            )
        } else {
            return None;
        };
        let diagnostic = error(message, at(self.field)).with_label(format!("of the type `{ty}`"));
        Some(
            diagnostic.help(
                "remove `@paginate`, and use `pages_by`, which computes the variables of the next page",
            ),
        )
    }

    /// The argument for the cursor is not a variable, or not one of its own.
    fn cursor(&self) -> Option<Diagnostic> {
        let name = self.direction.argument();
        let ty = self.cursor_type(name);
        let Some(given) = argument(self.field, name) else {
            return Some(
                error(
                    format!(
                        "`{}` is requested without `{name}`, so that each page would be the same",
                        self.key()
                    ),
                    at(self.field),
                )
                .with_label(format!("no `{name}`"))
                .help(format!(
                    "declare the variable `${name}: {ty}` of the operation, and pass it: `{name}: ${name}`"
                )),
            );
        };
        let Value::Variable(variable) = given.value else {
            return Some(
                error(
                    format!(
                        "`{name}` must be a variable, because each page is requested with another cursor"
                    ),
                    given.value.span(),
                )
                .with_label("not a variable")
                .help(format!(
                    "declare the variable `${name}: {ty}` of the operation, and pass it: `{name}: ${name}`"
                )),
            );
        };
        let mut others = self.recognizer.candidates.iter();
        let other = others.find(|other| other.path != self.candidate.path && other.uses(variable.text))?;
        let path = other.path.join(".");
        Some(
            error(
                format!("`${}` is also the cursor of `{path}`", variable.text),
                given.value.span(),
            )
            .with_label("the variable of two lists")
            .help("declare a variable for each list"),
        )
    }

    /// Returns the type of the argument for the cursor, nullable so that the first page has none.
    fn cursor_type(&self, name: &str) -> String {
        let mut arguments = self.field.definition.arguments.iter();
        let argument = arguments.find(|it| &*it.name == name);
        argument.map_or_else(
            || "String".to_owned(),
            |it| self.schema().display(it.ty.nullable()),
        )
    }

    /// The information about the page is not selected.
    fn selection(&self) -> Option<Diagnostic> {
        let (schema, direction) = (self.schema(), self.direction);
        let name = page_info(schema, self.field.definition.ty.named, direction)?;
        let (has_more, cursor) = (direction.has_more(), direction.cursor());
        let infos = selected(self.recognizer.typed, &self.candidate.fields, name);
        let Some(info) = infos.first() else {
            return Some(
                error(
                    format!("`{}` is selected without `{name}`", self.key()),
                    at(self.field),
                )
                .with_label(format!("no `{name}`"))
                .help(format!("add `{name} {{ {has_more} {cursor} }}` to its selection")),
            );
        };
        let lacks = |name: &&str| {
            infos
                .iter()
                .all(|info| selected(self.recognizer.typed, &info.fields, name).is_empty())
        };
        let missing: Vec<_> = [has_more, cursor].into_iter().filter(lacks).collect();
        if missing.is_empty() {
            return None;
        }
        let info = info.fields.first()?;
        let list = missing.join("` and `");
        Some(
            error(
                format!("`{name}` is selected without `{list}`"),
                info.node.name.span,
            )
            .with_label(format!("no `{list}`"))
            .help(format!("add `{}` to its selection", missing.join(" "))),
        )
    }

    /// The size of pages is that of the other direction.
    fn size(&self) -> Option<Diagnostic> {
        let (own, other) = match self.direction {
            Direction::Forward => (Direction::Forward, Direction::Backward),
            Direction::Backward => (Direction::Backward, Direction::Forward),
        };
        let is_never = |direction| matches!(self.recognizer.size(self.field, direction), Size::Never);
        if !is_never(own) || is_never(other) {
            return None;
        }
        let given = argument(self.field, other.size())?;
        let (size, cursor) = (other.size(), own.argument());
        Some(
            error(
                format!("`{size}` with `{cursor}` requests the same items for each page"),
                given.span,
            )
            .with_label(format!(
                "the size of pages that are read with `{}`",
                other.argument()
            ))
            .help(format!(
                "use `{}` with `{cursor}`, or `{}` with `{size}`",
                own.size(),
                other.argument()
            )),
        )
    }

    /// The type of the variable differs from that of the cursor.
    fn types(&self) -> Option<Diagnostic> {
        let direction = self.direction;
        let given = argument(self.field, direction.argument())?;
        let Value::Variable(variable) = given.value else {
            return None;
        };
        let schema = self.schema();
        let name = page_info(schema, self.field.definition.ty.named, direction)?;
        let info = schema.field(self.field.definition.ty.named, name)?;
        let cursor = schema.field(info.ty.named, direction.cursor())?;
        let mut arguments = self.field.definition.arguments.iter();
        let argument = arguments.find(|it| &*it.name == direction.argument())?;
        let (of_cursor, of_argument) = (
            schema.display(cursor.ty.nullable()),
            schema.display(argument.ty.nullable()),
        );
        if of_cursor == of_argument {
            return None;
        }
        Some(
            error(
                format!(
                    "`${}` has another type than `{}`: `{of_argument}`, not `{of_cursor}`",
                    variable.text,
                    direction.cursor()
                ),
                given.value.span(),
            )
            .with_label(format!("of the type `{of_argument}`"))
            .help("use one Rust type for both, by the option `scalars`"),
        )
    }

    /// The members cannot be reached in the generated types.
    fn variants(&self) -> Diagnostic {
        error(
            format!("`{}` cannot be read page by page through the generated types", self.key()),
            at(self.field),
        )
        .with_label("its members are results, differ between variants, or have the types of the configuration")
        .help(
            "select it for one type of the objects around it, use the types of the schema for `hasNextPage` and cursors, and do \
             not use `@catch(to: RESULT)` for the list and the information about the page",
        )
    }
}

fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(&PAGINATE_ON_CONNECTION, message, span)
}

/// Returns the span of the field's alias and name.
fn at(field: &Field<'_>) -> Span {
    let node = field.node;
    node.response_key().span.through(node.name.span)
}
