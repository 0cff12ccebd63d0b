//! Values of introspection's enums that are not known: a warning for each, and the schema goes on without them.
//!
//! A server may follow a later edition of the specification, or a proposal. Its other types can be used all the same.
//! <https://spec.graphql.org/draft/#sec-Schema-Introspection.Schema-Introspection-Schema>

use super::INTROSPECTION;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::coordinate::Coordinate;
use crate::source::Span;

/// How many places a warning names.
const MAX_PLACES: usize = 5;
/// How many values are reported; a server decides how many there are.
const MAX_VALUES: usize = 20;
/// How many characters of a value are reported.
const LONGEST_VALUE: usize = 80;

/// What an unknown value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A location of a directive, which is left out.
    Location,
    /// The kind of a type, which its members give another one.
    Kind,
    /// The kind of a type around another one, which is read in its place.
    Wrapper,
    /// The kind of a type without a name and without a type in it. The field or argument is left out.
    Nameless,
}

/// The unknown values so far, and where they are.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    values: Vec<Value>,
    /// How many uses are of values beyond [`MAX_VALUES`].
    others: usize,
    /// Directives without any known location.
    directives: Places,
}

#[derive(Debug)]
struct Value {
    of: Use,
    name: String,
    places: Places,
}

/// Schema coordinates, as many as are reported.
#[derive(Debug, Default)]
struct Places {
    named: Vec<String>,
    count: usize,
}

impl Unknown {
    /// Notes that a value is used at a coordinate.
    pub(super) fn note(&mut self, of: Use, name: &str, place: Coordinate<'_>) {
        let name: String = name.chars().take(LONGEST_VALUE).collect();
        let known = self.values.iter_mut().find(|it| it.of == of && it.name == name);
        if let Some(value) = known {
            value.places.add(place);
        } else if self.values.len() < MAX_VALUES {
            let mut places = Places::default();
            places.add(place);
            self.values.push(Value { of, name, places });
        } else {
            self.others += 1;
        }
    }

    /// Notes that a directive is left out, since it has no known location.
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
            warn(format!("There are {} more uses of unknown values.", self.others));
        }
        if self.directives.count > 0 {
            let places = self.directives.list();
            warn(format!(
                "No location is known, so these directives are left out: {places}."
            ));
        }
    }
}

impl Value {
    fn message(&self) -> String {
        let (name, places) = (&self.name, self.places.list());
        match self.of {
            Use::Location => {
                format!("The directive location \"{name}\" is unknown and left out of: {places}.")
            }
            Use::Kind => {
                format!(
                    "The type kind \"{name}\" is unknown. These types are read by their members, and as scalars without any: {places}."
                )
            }
            Use::Wrapper => {
                format!("The type kind \"{name}\" is unknown and left out of the types of: {places}.")
            }
            Use::Nameless => format!("The type kind \"{name}\" is unknown. These are left out: {places}."),
        }
    }
}

impl Places {
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
