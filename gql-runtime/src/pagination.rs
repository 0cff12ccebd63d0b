//! Operations with a list that is read page by page.

use crate::error::Error;
use crate::operation::{Operation, OperationVariables};

/// The data of the operation that has these variables.
type Data<V> = <<V as OperationVariables>::Operation as Operation>::Data;

/// An operation with a list that [`Call::pages`](crate::Call::pages) reads page by page.
///
/// The macros and the generator implement this trait for a query with one connection: a field with a variable as its
/// argument `after` whose selection has `pageInfo { hasNextPage endCursor }`, or with `before` and
/// `pageInfo { hasPreviousPage startCursor }`. `@paginate` on a field chooses one of several. Implement it by hand for a list of another form, or use
/// [`Call::pages_by`](crate::Call::pages_by). <https://relay.dev/graphql/connections.htm>
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no list that can be read page by page",
    label = "no list that can be read page by page",
    note = "a list that `pages` reads has a variable as its argument `after`, such as `issues(first: $first, after: $after)`, and its \
            selection has `pageInfo {{ hasNextPage endCursor }}`; to read it from its end: `before` and \
            `pageInfo {{ hasPreviousPage startCursor }}`",
    note = "put `@paginate` on the field of the list, and the generator reports what is missing in the document",
    note = "for a list with an offset, use `pages_by`"
)]
pub trait Paginated: OperationVariables {
    /// Changes the variables, with which `data` was requested, to those of the next page.
    ///
    /// # Errors
    /// Returns an error if the server announced another page but did not provide a new cursor for it
    /// ([`Error::is_protocol`]).
    fn advance(&mut self, data: &Data<Self>) -> Result<Advance, Error>;

    /// Returns whether pages are read from the end of the list to its beginning.
    fn is_backward(&self) -> bool {
        false
    }
}

/// A [`Paginated`] operation that selects the nodes of its list, which [`Call::nodes`](crate::Call::nodes) returns one by
/// one. The macros and the generator implement it where the selection has `nodes` or `edges { node }`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no list whose nodes can be read one by one",
    label = "no list whose nodes can be read one by one",
    note = "a list that `nodes` reads has a variable as its argument `after`, such as `issues(first: $first, after: $after)`, and its \
            selection has `pageInfo {{ hasNextPage endCursor }}` and `nodes` or `edges {{ node }}`; to read it from its end: `before` \
            and `pageInfo {{ hasPreviousPage startCursor }}`",
    note = "put `@paginate` on the field of the list, and the generator reports what is missing in the document"
)]
pub trait PaginatedNodes: Paginated {
    /// The type of a node.
    type Node;

    /// Returns the nodes of a page without nulls, in the order of the list.
    fn nodes(data: Data<Self>) -> Vec<Self::Node>;
}

/// The result of [`Paginated::advance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advance {
    /// The variables are those of the next page.
    Next,
    /// The data is the last page.
    Last,
    /// The data does not have the list, because it or an object around it is null.
    Missing,
}
