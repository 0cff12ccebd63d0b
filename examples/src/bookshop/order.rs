//! Orders and their results.

use async_graphql::{ID, InputObject, SimpleObject, Union};

use super::{book::Book, date_time::DateTime};

/// The book to order.
#[derive(Debug, InputObject)]
pub(crate) struct OrderInput {
    pub(crate) book: ID,
    pub(crate) copies: i32,
}

/// The result of an order.
#[derive(Clone, Debug, Union)]
pub(crate) enum OrderResult {
    Order(Order),
    OutOfStock(OutOfStock),
}

/// An order that the shop accepted.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Order {
    pub(crate) id: ID,
    pub(crate) placed_at: DateTime,
    pub(crate) book: Book,
    pub(crate) copies: i32,
    /// The price of all copies in US dollars.
    pub(crate) total: f64,
}

/// There are not enough copies.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct OutOfStock {
    pub(crate) reason: String,
    /// Other books of the genre that can be ordered.
    pub(crate) alternatives: Vec<Book>,
}
