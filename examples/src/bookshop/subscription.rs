//! The subscription root.

use std::{sync::Arc, time::Duration};

use async_graphql::{Context, Result, SimpleObject, Subscription as Root};
use futures_util::{Stream, StreamExt, stream};

use super::{Shop, activity::Activity, book::Book};

#[derive(Debug)]
pub(crate) struct Subscription;

/// A book has a new price.
#[derive(Debug, SimpleObject)]
pub(crate) struct PriceChange {
    book: Book,
    /// The new price in US dollars.
    price: f64,
    /// Whether the new price is below the old one.
    reduced: bool,
}

#[Root]
impl Subscription {
    /// The books that are added to the catalog: today's two arrivals, then each new book.
    async fn book_added(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of books after which the stream is complete.", default = 3)]
        first: usize,
    ) -> Result<impl Stream<Item = Book> + use<>> {
        let shop = context.data::<Arc<Shop>>()?;
        Ok(shop.arrivals().take(first))
    }

    /// The activity in the shop: today's events, then each new event.
    async fn activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of events after which the stream is complete; unlimited if absent.")]
        first: Option<usize>,
    ) -> Result<impl Stream<Item = Activity> + use<>> {
        let log = Arc::clone(context.data::<Arc<Shop>>()?.activity());
        Ok(log.read_from(0).take(first.unwrap_or(usize::MAX)))
    }

    /// Changes of prices, which the shop invents, at an interval in milliseconds.
    async fn price_changed(
        &self,
        context: &Context<'_>,
        #[graphql(default = 3)] changes: usize,
        #[graphql(default = 20)] interval: u64,
    ) -> Result<impl Stream<Item = PriceChange> + use<>> {
        let shop = context.data::<Arc<Shop>>()?;
        let closed = shop.closed();
        let books = shop.books().into_iter().cycle().take(changes);
        let changes = stream::iter(books).then(move |book| async move {
            tokio::time::sleep(Duration::from_millis(interval)).await;
            PriceChange {
                price: book.details().price - 0.5,
                reduced: true,
                book,
            }
        });
        Ok(changes.take_until(Box::pin(closed)))
    }
}
