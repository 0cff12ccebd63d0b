//! Explains why a field with `@paginate` cannot be read page by page.

use super::connection::{Direction, KeyedFields, argument, page_info, selected};
use super::find::Candidate;
use super::{Recognizer, Size};
use crate::check::typed::Field;
use crate::diagnostic::Diagnostic;
use crate::ir::OperationKind;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{InputValue, Schema};
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
    error(
        at(field),
        format!("a {kind} cannot be read page by page"),
        "each page would run the operation again",
        "remove `@paginate`, or use a query",
    )
}

/// Reports that several lists have `@paginate`.
pub(super) fn several(first: &Field<'_>, others: &[&Field<'_>]) -> Diagnostic {
    let diagnostic = error(
        at(first),
        "several lists of one operation cannot be read page by page at once",
        "the first list",
        "keep `@paginate` on one of them, and write an operation for each other list",
    );
    let others = others.iter().copied();
    others.fold(diagnostic, |it, other| it.with_primary(at(other), "another list"))
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

    /// Returns the argument for the cursor in the schema.
    fn argument(&self) -> Option<&'t InputValue> {
        let mut arguments = self.field.definition.arguments.iter();
        arguments.find(|it| &*it.name == self.direction.argument())
    }

    /// The field is in a list.
    fn place(&self) -> Option<Diagnostic> {
        let path = self.candidate.path.join(".");
        self.candidate.in_list.then(|| {
            error(
                at(self.field),
                format!("`{path}` is in a list, so that each of its objects has a cursor of its own"),
                "not a single list",
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
        } else if self.argument().is_none() {
            format!("`{coordinate}` is not a connection: it has no argument `{name}`")
        } else if page_info(schema, definition.ty.named, direction).is_none() {
            format!(
                "`{coordinate}` is not a connection: `{ty}` has no field with `{has_more}` and `{cursor}`"
            )
        } else {
            return None;
        };
        Some(error(
            at(self.field),
            message,
            format!("of the type `{ty}`"),
            "remove `@paginate`, and use `pages_by`, which computes the variables of the next page",
        ))
    }

    /// The argument for the cursor is not a variable, or not one of its own.
    fn cursor(&self) -> Option<Diagnostic> {
        let name = self.direction.argument();
        // Nullable, so that the first page has none.
        let ty = self.schema().display(self.argument()?.ty.nullable());
        let help =
            format!("declare the variable `${name}: {ty}` of the operation, and pass it: `{name}: ${name}`");
        let Some(given) = argument(self.field, name) else {
            let key = self.key();
            return Some(error(
                at(self.field),
                format!("`{key}` is requested without `{name}`, so that each page would be the same"),
                format!("no `{name}`"),
                help,
            ));
        };
        let Value::Variable(variable) = given.value else {
            return Some(error(
                given.value.span(),
                format!("`{name}` must be a variable, because each page is requested with another cursor"),
                "not a variable",
                help,
            ));
        };
        let mut others = self.recognizer.candidates.iter();
        let other = others.find(|other| other.path != self.candidate.path && other.uses(variable.text))?;
        let path = other.path.join(".");
        Some(error(
            given.value.span(),
            format!("`${}` is also the cursor of `{path}`", variable.text),
            "the variable of two lists",
            "declare a variable for each list",
        ))
    }

    /// The information about the page is not selected.
    fn selection(&self) -> Option<Diagnostic> {
        let (schema, direction) = (self.schema(), self.direction);
        let name = page_info(schema, self.field.definition.ty.named, direction)?;
        let members = [direction.has_more(), direction.cursor()];
        let infos = selected(self.recognizer.typed, &self.candidate.fields, name);
        let Some(info) = infos.first() else {
            return Some(error(
                at(self.field),
                format!("`{}` is selected without `{name}`", self.key()),
                format!("no `{name}`"),
                format!("add `{name} {{ {} }}` to its selection", members.join(" ")),
            ));
        };
        let missing = |info: &KeyedFields<'t>| {
            let lacks = |name: &&str| selected(self.recognizer.typed, &info.fields, name).is_empty();
            members.into_iter().filter(lacks).collect::<Vec<_>>()
        };
        // With aliases, one of several selections is enough, but it must be complete.
        if infos.iter().any(|info| missing(info).is_empty()) {
            return None;
        }
        let missing = missing(info);
        let list = missing.join("` and `");
        Some(error(
            info.fields.first()?.node.name.span,
            format!("`{name}` is selected without `{list}`"),
            format!("no `{list}`"),
            format!("add `{}` to its selection", missing.join(" ")),
        ))
    }

    /// The size of pages is that of the other direction.
    fn size(&self) -> Option<Diagnostic> {
        let (own, other) = (self.direction, self.direction.opposite());
        let is_never = |direction| matches!(self.recognizer.size(self.field, direction), Size::Never);
        if !is_never(own) || is_never(other) {
            return None;
        }
        let (size, cursor) = (other.size(), own.argument());
        let (other_size, other_cursor) = (own.size(), other.argument());
        Some(error(
            argument(self.field, size)?.span,
            format!("`{size}` with `{cursor}` requests the same items for each page"),
            format!("the size of pages that are read with `{other_cursor}`"),
            format!("use `{other_size}` with `{cursor}`, or `{other_cursor}` with `{size}`"),
        ))
    }

    /// The type of the variable differs from that of the cursor.
    fn types(&self) -> Option<Diagnostic> {
        let (schema, direction) = (self.schema(), self.direction);
        let given = argument(self.field, direction.argument())?;
        let name = page_info(schema, self.field.definition.ty.named, direction)?;
        let info = schema.field(self.field.definition.ty.named, name)?;
        let cursor = schema.field(info.ty.named, direction.cursor())?;
        let (of_cursor, of_argument) = (
            schema.display(cursor.ty.nullable()),
            schema.display(self.argument()?.ty.nullable()),
        );
        if of_cursor == of_argument {
            return None;
        }
        let (variable, name) = (&given.value, direction.cursor());
        Some(error(
            variable.span(),
            format!("`{variable}` has another type than `{name}`: `{of_argument}`, not `{of_cursor}`"),
            format!("of the type `{of_argument}`"),
            "use one Rust type for both, by the option `scalars`",
        ))
    }

    /// The members cannot be reached in the generated types.
    fn variants(&self) -> Diagnostic {
        error(
            at(self.field),
            format!(
                "`{}` cannot be read page by page through the generated types",
                self.key()
            ),
            "its members are results, differ between variants, or have the types of the configuration",
            "select it for one type of the objects around it, use the types of the schema for `hasNextPage` and cursors, and do \
             not use `@catch(to: RESULT)` for the list and the information about the page",
        )
    }
}

fn error(
    span: Span,
    message: impl Into<String>,
    label: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(&PAGINATE_ON_CONNECTION, message, span)
        .with_label(label)
        .help(help)
}

/// Returns the span of the field's alias and name.
fn at(field: &Field<'_>) -> Span {
    let node = field.node;
    node.response_key().span.through(node.name.span)
}
