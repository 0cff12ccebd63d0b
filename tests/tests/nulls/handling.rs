//! The handling of the errors of fields: of a value by its directive or a default, and of all values of an operation.

use gql_codegen::check::client::ClientUses;
use gql_codegen::check::client::catch::{CATCH, CATCH_BY_DEFAULT};
use gql_codegen::check::typed::{Field, Selection, SelectionSet, Typed};

/// The representation of an error that makes a value null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handling {
    /// Null by default: the value takes no errors of others, and the error is not handled.
    Keep,
    /// Null by request.
    Null,
    Result,
    Throw,
}

impl Handling {
    /// Returns the default in a definition with these directives.
    pub(crate) fn default(client: &ClientUses, configured: Self) -> Self {
        let word = client.get(&CATCH_BY_DEFAULT).and_then(|it| it.word("to"));
        word.map_or(configured, Self::of_default)
    }

    /// Returns the default that a directive or the configuration requests.
    pub(crate) fn of_default(word: &str) -> Self {
        match word {
            "RESULT" => Self::Result,
            "THROW" => Self::Throw,
            _ => Self::Keep,
        }
    }

    /// Returns the handling of a nullable value at a level of a field.
    pub(crate) fn at(field: &Field<'_>, level: u32, default: Self) -> Self {
        let Some(catch) = field.client.get(&CATCH) else {
            return default;
        };
        if !catch.ints("levels").unwrap_or(&[0]).contains(&i64::from(level)) {
            return default;
        }
        match catch.word("to") {
            Some("RESULT") => Self::Result,
            Some("THROW") => Self::Throw,
            _ => Self::Null,
        }
    }
}

/// A field of an object in the data, with all its selections.
pub(crate) struct Place<'t> {
    pub(crate) key: &'t str,
    /// The handling at each level; `None` where the type is non-null.
    pub(crate) levels: Vec<Option<Handling>>,
    pub(crate) fields: Vec<Place<'t>>,
}

/// A selection set with the default of the operation or fragment that it is in.
type Set<'t> = (&'t SelectionSet<'t>, Handling);

/// Returns the fields of the data of the only operation.
pub(crate) fn places<'t>(typed: &'t Typed<'t>, configured: Handling) -> Vec<Place<'t>> {
    let operation = &typed.operations()[0];
    let default = Handling::default(&operation.client, configured);
    places_of(typed, &[(&operation.selections, default)], configured)
}

fn places_of<'t>(typed: &'t Typed<'t>, sets: &[Set<'t>], configured: Handling) -> Vec<Place<'t>> {
    let mut selected = Vec::new();
    for set in sets {
        collect(typed, *set, configured, &mut selected);
    }
    let place = |(key, fields): (&'t str, Vec<(&'t Field<'t>, Handling)>)| {
        let (first, default) = fields[0];
        let levels = first.definition.ty.levels();
        let levels =
            levels.map(|(level, ty)| (!ty.is_non_null()).then(|| Handling::at(first, level, default)));
        let inner = fields.into_iter();
        let inner: Vec<_> = inner
            .filter_map(|(field, default)| Some((field.selections.as_ref()?, default)))
            .collect();
        Place {
            key,
            levels: levels.collect(),
            fields: places_of(typed, &inner, configured),
        }
    };
    selected.into_iter().map(place).collect()
}

/// Collects the fields of a set and of all fragments in it, which handle the errors of a field alike.
fn collect<'t>(
    typed: &'t Typed<'t>,
    (set, default): Set<'t>,
    configured: Handling,
    selected: &mut Vec<(&'t str, Vec<(&'t Field<'t>, Handling)>)>,
) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let key = field.node.response_key().text;
                match selected.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, fields)) => fields.push((field, default)),
                    None => selected.push((key, vec![(field, default)])),
                }
            }
            Selection::Inline(inline) => {
                collect(typed, (&inline.selections, default), configured, selected);
            }
            Selection::Spread(spread) => {
                let fragment = typed.fragment(spread.fragment);
                let default = Handling::default(&fragment.client, configured);
                collect(typed, (&fragment.selections, default), configured, selected);
            }
        }
    }
}
