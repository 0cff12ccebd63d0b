//! A bookshop: its catalog, its stock, and its activity. All of it is in memory, and the same at each start.

mod activity;
mod author;
mod book;
mod catalog;
mod date_time;
mod filter;
mod log;
mod mutation;
mod order;
mod query;
mod review;
mod shop;
mod subscription;

use std::sync::Arc;

use async_graphql::{SDLExportOptions, SchemaBuilder};

pub(crate) use self::shop::Shop;
use self::{mutation::Mutation, query::Query, subscription::Subscription};

/// The schema with its three root types.
pub(crate) type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Returns a schema that runs on this shop.
pub(crate) fn schema(shop: Arc<Shop>) -> Schema {
    builder().data(shop).finish()
}

/// Returns an executor with a bookshop of its own, for programs that run it without the [server](crate::Server).
#[must_use]
pub fn executor() -> impl async_graphql::Executor {
    schema(Arc::new(Shop::open()))
}

/// Returns the schema in the schema definition language, as `schemas/bookshop.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    builder().finish().sdl_with_options(options)
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query, Mutation, Subscription)
}
