//! Cursors of connections. <https://relay.dev/graphql/connections.htm>

use crate::error::Error;
use crate::input::Input;
use crate::pagination::Advance;

/// A variable for a cursor.
pub trait Cursor<C> {
    /// Returns whether the variable has this value.
    fn is(&self, cursor: &C) -> bool;
    /// Sets the variable.
    fn set(&mut self, cursor: C);
}

impl<C: PartialEq> Cursor<C> for C {
    fn is(&self, cursor: &C) -> bool {
        self == cursor
    }

    fn set(&mut self, cursor: C) {
        *self = cursor;
    }
}

impl<C: PartialEq> Cursor<C> for Option<C> {
    fn is(&self, cursor: &C) -> bool {
        self.as_ref() == Some(cursor)
    }

    fn set(&mut self, cursor: C) {
        *self = Some(cursor);
    }
}

impl<C: PartialEq> Cursor<C> for Input<C> {
    fn is(&self, cursor: &C) -> bool {
        self.value() == Some(cursor)
    }

    fn set(&mut self, cursor: C) {
        *self = Self::Value(cursor);
    }
}

/// Sets `after` for the next page: `has_next` is `hasNextPage`, and `None` if the response has no such list.
///
/// # Errors
/// Returns an error if there is another page, but no cursor that differs from that of this page.
pub fn forward<C: Clone>(
    after: &mut impl Cursor<C>,
    has_next: Option<&bool>,
    end: Option<&C>,
) -> Result<Advance, Error> {
    advance(after, has_next, end, ["hasNextPage", "endCursor"])
}

/// Sets `before` for the previous page: `has_previous` is `hasPreviousPage`, and `None` if the response has no such list.
///
/// # Errors
/// Returns an error if there is another page, but no cursor that differs from that of this page.
pub fn backward<C: Clone>(
    before: &mut impl Cursor<C>,
    has_previous: Option<&bool>,
    start: Option<&C>,
) -> Result<Advance, Error> {
    advance(before, has_previous, start, ["hasPreviousPage", "startCursor"])
}

/// Errors do not contain cursors, which are data of the server.
fn advance<C: Clone>(
    variable: &mut impl Cursor<C>,
    has_more: Option<&bool>,
    cursor: Option<&C>,
    [has_more_name, cursor_name]: [&str; 2],
) -> Result<Advance, Error> {
    match (has_more, cursor) {
        (None, _) => Ok(Advance::Missing),
        (Some(false), _) => Ok(Advance::Last),
        (Some(true), None) => Err(Error::protocol(format!(
            "the list has another page, but no cursor to continue from: `{has_more_name}` is true, and `{cursor_name}` is null"
        ))),
        (Some(true), Some(cursor)) if variable.is(cursor) => Err(Error::protocol(format!(
            "the list does not advance: `{has_more_name}` is true, but `{cursor_name}` is the cursor that the page was requested with"
        ))),
        (Some(true), Some(cursor)) => {
            variable.set(cursor.clone());
            Ok(Advance::Next)
        }
    }
}

/// An optional variable, such as `first` and `last`, which decide the direction of paging.
pub trait Given {
    /// Returns whether the variable has a value other than null.
    fn is_given(&self) -> bool;
}

impl<T> Given for Option<T> {
    fn is_given(&self) -> bool {
        self.is_some()
    }
}

impl<T> Given for Input<T> {
    fn is_given(&self) -> bool {
        self.is_value()
    }
}
