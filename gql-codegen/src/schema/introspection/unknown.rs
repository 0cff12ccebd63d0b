//! Reports unknown values of introspection enums as warnings, and continues without them.
//!
//! A server may follow a later edition of the specification or a proposal, and the rest of its schema is still usable.
//! <https://spec.graphql.org/draft/#sec-Schema-Introspection.Schema-Introspection-Schema>

use super::INTROSPECTION;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::coordinate::Coordinate;
use crate::source::Span;

/// The maximum number of places in a warning.
const MAX_PLACES: usize = 5;
/// The maximum number of reported values, whose number the server determines.
const MAX_VALUES: usize = 20;
/// The maximum number of characters shown of a value.
const LONGEST_VALUE: usize = 80;

/// The role of an unknown value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnknownUse {
    /// A directive location, which is omitted.
    Location,
    /// The kind of a type, which is replaced by a kind that fits its members.
    Kind,
    /// The kind of a wrapping type, which is replaced by the wrapped type.
    Wrapper,
    /// The kind of a type without a name and a wrapped type. The field or argument is omitted.
    Nameless,
}

/// The unknown values found so far, and their places.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    values: Vec<UnknownValue>,
    /// The number of uses of values beyond [`MAX_VALUES`].
    others: usize,
    /// Directives without a known location.
    directives: Coordinates,
}

#[derive(Debug)]
struct UnknownValue {
    of: UnknownUse,
    name: String,
    places: Coordinates,
}

/// Schema coordinates, up to the reported number.
#[derive(Debug, Default)]
struct Coordinates {
    named: Vec<String>,
    count: usize,
}

impl Unknown {
    /// Records the use of a value at a coordinate.
    pub(super) fn note(&mut self, of: UnknownUse, name: &str, place: Coordinate<'_>) {
        let name: String = name.chars().take(LONGEST_VALUE).collect();
        let known = self.values.iter_mut().find(|it| it.of == of && it.name == name);
        if let Some(value) = known {
            value.places.add(place);
        } else if self.values.len() < MAX_VALUES {
            let mut places = Coordinates::default();
            places.add(place);
            self.values.push(UnknownValue { of, name, places });
        } else {
            self.others += 1;
        }
    }

    /// Records that a directive is omitted because it has no known location.
    pub(super) fn without_location(&mut self, directive: Coordinate<'_>) {
        self.directives.add(directive);
    }

    /// Adds a warning for each value.
    pub(super) fn report(&self, span: Span, diagnostics: &mut Diagnostics) {
        let mut warn = |message| diagnostics.push(Diagnostic::warning(&INTROSPECTION, message, span));
        for value in &self.values {
            warn(value.message());
        }
        if self.others > 0 {
            warn(format!("{} more uses of unknown values", self.others));
        }
        if self.directives.count > 0 {
            let places = self.directives.list();
            warn(format!(
                "directives without a known location are ignored: {places}"
            ));
        }
    }
}

impl UnknownValue {
    fn message(&self) -> String {
        let (name, places) = (&self.name, self.places.list());
        match self.of {
            UnknownUse::Location => {
                format!("unknown directive location `{name}` is ignored in: {places}")
            }
            UnknownUse::Kind => {
                format!(
                    "unknown type kind `{name}`; the kind of these types is inferred from their members: {places}"
                )
            }
            UnknownUse::Wrapper => {
                format!("unknown type kind `{name}` is ignored in the types of: {places}")
            }
            UnknownUse::Nameless => format!("unknown type kind `{name}`; these are ignored: {places}"),
        }
    }
}

impl Coordinates {
    fn add(&mut self, place: Coordinate<'_>) {
        self.count += 1;
        if self.named.len() < MAX_PLACES {
            self.named.push(place.to_string());
        }
    }

    fn list(&self) -> String {
        let named = self.named.join(", ");
        match self.count - self.named.len() {
            0 => named,
            more => format!("{named} and {more} more"),
        }
    }
}
