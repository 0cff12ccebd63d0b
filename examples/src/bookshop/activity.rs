//! Activity in the shop: a union, as each kind of activity has its own fields.

use async_graphql::{SimpleObject, Union};

use super::{book::Book, date_time::DateTime};

/// Something that happened in the shop.
#[derive(Clone, Debug, Union)]
pub(crate) enum Activity {
    Delivery(Delivery),
    Notice(Notice),
    Sale(Sale),
}

/// Copies of a printed book came in.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Delivery {
    pub(crate) at: DateTime,
    pub(crate) book: Book,
    pub(crate) copies: i32,
    /// The supplier's name; null if it is not known.
    pub(crate) supplier: Option<String>,
}

/// A message to all customers.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Notice {
    pub(crate) at: DateTime,
    pub(crate) text: String,
}

/// A book was sold.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Sale {
    pub(crate) at: DateTime,
    pub(crate) book: Book,
    pub(crate) copies: i32,
}
