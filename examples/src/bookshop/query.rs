//! The query root.

use std::sync::Arc;

use async_graphql::{Context, Error, ErrorExtensions, ID, Object, Result, Union};

use super::{
    Shop,
    author::Author,
    book::{Audiobook, Book, Ebook, Genre, PrintedBook},
    date_time::DateTime,
    filter::BookFilter,
};

#[derive(Debug)]
pub(crate) struct Query;

/// A result of a search.
#[derive(Clone, Debug, Union)]
pub(crate) enum SearchResult {
    Author(Author),
    Audiobook(Audiobook),
    Ebook(Ebook),
    PrintedBook(PrintedBook),
}

#[Object]
impl Query {
    /// The time by the shop's clock.
    async fn now(&self, context: &Context<'_>) -> Result<DateTime> {
        Ok(context.data::<Arc<Shop>>()?.now())
    }

    /// The books in the catalog, or those of one genre.
    async fn books(
        &self,
        context: &Context<'_>,
        genre: Option<Genre>,
        filter: Option<BookFilter>,
        #[graphql(default = 10)] first: usize,
    ) -> Result<Vec<Book>> {
        let filter = filter.unwrap_or_default();
        let mut books = context.data::<Arc<Shop>>()?.books();
        books.retain(|book| genre.is_none_or(|genre| book.details().genre == genre) && filter.accepts(book));
        books.truncate(first);
        Ok(books)
    }

    /// The book with this ID; null if there is none.
    async fn book(&self, context: &Context<'_>, id: ID) -> Result<Option<Book>> {
        Ok(context.data::<Arc<Shop>>()?.book(&id))
    }

    /// The authors of the books in the catalog.
    async fn authors(&self, context: &Context<'_>) -> Result<Vec<Author>> {
        Ok(context.data::<Arc<Shop>>()?.authors())
    }

    /// Books by a part of their title, and authors by a part of their name.
    async fn search(&self, context: &Context<'_>, text: String) -> Result<Vec<SearchResult>> {
        let shop = context.data::<Arc<Shop>>()?;
        let (mut books, mut authors) = (shop.books(), shop.authors());
        books.retain(|book| book.details().title.contains(&text));
        authors.retain(|author| author.name.contains(&text));
        Ok(books
            .into_iter()
            .map(SearchResult::from_book)
            .chain(authors.into_iter().map(SearchResult::Author))
            .collect())
    }

    /// A title to read next. The recommendation service is down, so this field always fails.
    async fn recommendation(&self) -> Result<Option<String>> {
        let error = Error::new("the recommendation service is down");
        Err(error.extend_with(|_, extensions| extensions.set("code", "SERVICE_UNAVAILABLE")))
    }
}

impl SearchResult {
    fn from_book(book: Book) -> Self {
        match book {
            Book::PrintedBook(book) => Self::PrintedBook(book),
            Book::Ebook(book) => Self::Ebook(book),
            Book::Audiobook(book) => Self::Audiobook(book),
        }
    }
}
