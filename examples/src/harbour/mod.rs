//! The domain: vessels, berths, and a log of what moved. All of it in memory, the same at each start.

mod berth;
mod log;
mod movement;
mod mutation;
mod query;
mod scalar;
mod state;
mod subscription;
mod vessel;

use std::sync::Arc;

use async_graphql::{SDLExportOptions, SchemaBuilder};

pub(crate) use self::state::Harbour;
use self::{mutation::Mutation, query::Query, subscription::Subscription};

/// The schema with its three roots.
pub(crate) type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// A schema that runs on the harbour.
pub(crate) fn schema(harbour: Arc<Harbour>) -> Schema {
    builder().data(harbour).finish()
}

/// The schema with a harbour of its own, for who runs it without the [server](crate::Server).
#[must_use]
pub fn executor() -> impl async_graphql::Executor {
    schema(Arc::new(Harbour::in_the_morning()))
}

/// The schema in the schema definition language, as `schemas/harbour.graphql` holds it.
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
