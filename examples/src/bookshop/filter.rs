//! The filter that picks some of the books.

use async_graphql::InputObject;

use super::book::{Book, Format};

/// A filter for books. Every field that is given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct BookFilter {
    pub(crate) format: Option<Format>,
    pub(crate) title_contains: Option<String>,
    /// The price must be below this one.
    pub(crate) cheaper_than: Option<f64>,
    /// At least one of these filters must hold.
    pub(crate) any: Option<Vec<BookFilter>>,
    /// This filter must not hold.
    pub(crate) not: Option<Box<BookFilter>>,
}

impl BookFilter {
    /// Returns whether the filter holds for this book.
    pub(crate) fn accepts(&self, book: &Book) -> bool {
        let details = book.details();
        self.format.is_none_or(|format| details.format == format)
            && self
                .title_contains
                .as_ref()
                .is_none_or(|part| details.title.contains(part.as_str()))
            && self.cheaper_than.is_none_or(|price| details.price < price)
            && self
                .any
                .as_ref()
                .is_none_or(|filters| filters.iter().any(|filter| filter.accepts(book)))
            && self.not.as_ref().is_none_or(|filter| !filter.accepts(book))
    }
}
