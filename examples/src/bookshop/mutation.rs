//! The mutation root.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};

use super::{
    Shop,
    activity::{Delivery, Notice},
    book::{Book, Genre},
    order::{OrderInput, OrderResult},
};

#[derive(Debug)]
pub(crate) struct Mutation;

#[Object]
impl Mutation {
    /// Orders copies of a book.
    async fn place_order(&self, context: &Context<'_>, order: OrderInput) -> Result<OrderResult> {
        context
            .data::<Arc<Shop>>()?
            .place_order(&order.book, order.copies)
    }

    /// Adds copies to the stock of a printed book; null if no printed book has this ID.
    async fn restock(
        &self,
        context: &Context<'_>,
        book: ID,
        copies: i32,
        supplier: Option<String>,
    ) -> Result<Option<Delivery>> {
        Ok(context.data::<Arc<Shop>>()?.restock(&book, copies, supplier))
    }

    /// Adds an e-book to the catalog, and its author if the name is new.
    async fn add_book(
        &self,
        context: &Context<'_>,
        title: String,
        #[graphql(default = "Anonymous")] author: String,
        #[graphql(default_with = "Genre::Fantasy")] genre: Genre,
        #[graphql(default = 9.99)] price: f64,
    ) -> Result<Book> {
        Ok(context
            .data::<Arc<Shop>>()?
            .add_book(title, &author, genre, price))
    }

    /// Posts a message to all customers.
    async fn post_notice(&self, context: &Context<'_>, text: String) -> Result<Notice> {
        Ok(context.data::<Arc<Shop>>()?.notice(&text))
    }
}
