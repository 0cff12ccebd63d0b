//! Authors.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};

use super::{Shop, book::Book};

/// A person who writes books.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Author {
    pub(crate) id: ID,
    pub(crate) name: String,
    /// The year of birth; null if it is not known.
    pub(crate) born: Option<i32>,
}

#[ComplexObject]
impl Author {
    /// The author's books that are in the catalog.
    async fn books(&self, context: &Context<'_>) -> Result<Vec<Book>> {
        let mut books = context.data::<Arc<Shop>>()?.books();
        books.retain(|book| book.details().author.id == self.id);
        Ok(books)
    }
}
