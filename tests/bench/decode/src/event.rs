//! One event of a subscription, 200 bytes or 2 kB, as in the benchmark of events.

#[path = "../../events/src/hand.rs"]
pub mod hand;
#[path = "../../events/src/payload.rs"]
mod payload;

pub use payload::{event, items};

#[gql_runtime::operations(schema = "../events/schema.graphql", documents = "../events/ticker.graphql")]
pub mod generated {}

/// The execution result around ours.
#[derive(serde::Deserialize)]
#[allow(dead_code)] // Nobody reads the values.
pub struct Ours {
    pub data: generated::ticker::ResponseData,
}
