//! Connections in the schema and in selections. <https://relay.dev/graphql/connections.htm>

use crate::check::Typed;
use crate::check::typed::{Field, Selection, SelectionSet};
use crate::schema::{Schema, TypeId};
use crate::syntax::ast::{Argument, Value};

/// The direction in which pages are read, and the names that the specification gives to its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    pub(super) const ALL: [Self; 2] = [Self::Forward, Self::Backward];

    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }

    /// Returns the argument for the cursor. <https://relay.dev/graphql/connections.htm#sec-Arguments>
    pub(super) fn argument(self) -> &'static str {
        match self {
            Self::Forward => "after",
            Self::Backward => "before",
        }
    }

    /// Returns the argument for the size of a page.
    pub(super) fn size(self) -> &'static str {
        match self {
            Self::Forward => "first",
            Self::Backward => "last",
        }
    }

    /// Returns the field that is true if there is another page. <https://relay.dev/graphql/connections.htm#sec-undefined.PageInfo.Fields>
    pub(super) fn has_more(self) -> &'static str {
        match self {
            Self::Forward => "hasNextPage",
            Self::Backward => "hasPreviousPage",
        }
    }

    /// Returns the field with the cursor of the next page.
    pub(super) fn cursor(self) -> &'static str {
        match self {
            Self::Forward => "endCursor",
            Self::Backward => "startCursor",
        }
    }
}

/// Returns the argument with this name.
pub(super) fn argument<'t>(field: &Field<'t>, name: &str) -> Option<&'t Argument<'t>> {
    field.node.arguments.iter().find(|it| it.name.text == name)
}

/// Returns the variable that is the value of the argument with this name.
pub(super) fn variable<'t>(field: &Field<'t>, name: &str) -> Option<&'t str> {
    match argument(field, name)?.value {
        Value::Variable(variable) => Some(variable.text),
        _ => None,
    }
}

/// Returns the name of the field with information about the page, which a connection has. It is recognized by its type.
/// <https://relay.dev/graphql/connections.htm#sec-Connection-Types.Fields.PageInfo>
pub(super) fn page_info(schema: &Schema, connection: TypeId, direction: Direction) -> Option<&str> {
    let fields = &schema.ty(connection).composite()?.fields;
    let describes_page = |ty: TypeId| {
        let has = |name| {
            schema
                .field(ty, name)
                .is_some_and(|field| !field.ty.is_list() && schema.ty(field.ty.named).is_leaf())
        };
        has(direction.has_more()) && has(direction.cursor())
    };
    let info = fields
        .iter()
        .find(|field| !field.ty.is_list() && describes_page(field.ty.named))?;
    Some(&info.name)
}

/// The fields with one response key in the selections of an object.
#[derive(Debug)]
pub(super) struct KeyedFields<'t> {
    pub(super) key: &'t str,
    pub(super) fields: Vec<&'t Field<'t>>,
}

/// Returns the selections of a field with this name, one for each response key, with fragments expanded.
pub(super) fn selected<'t>(typed: &'t Typed<'t>, of: &[&'t Field<'t>], name: &str) -> Vec<KeyedFields<'t>> {
    let mut found = Vec::new();
    let sets = of.iter().filter_map(|field| field.selections.as_ref());
    sets.for_each(|set| collect(typed, set, name, &mut found));
    found
}

/// Recurses as deep as the limits of selections allow.
fn collect<'t>(
    typed: &'t Typed<'t>,
    set: &'t SelectionSet<'t>,
    name: &str,
    found: &mut Vec<KeyedFields<'t>>,
) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                if field.node.name.text != name {
                    continue;
                }
                let key = field.node.response_key().text;
                match found.iter_mut().find(|it| it.key == key) {
                    Some(known) => known.fields.push(field),
                    None => found.push(KeyedFields {
                        key,
                        fields: vec![field],
                    }),
                }
            }
            Selection::Inline(inline) => collect(typed, &inline.selections, name, found),
            Selection::Spread(spread) => {
                collect(typed, &typed.fragment(spread.fragment).selections, name, found);
            }
        }
    }
}
