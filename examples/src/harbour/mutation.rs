//! The mutation root.

use std::sync::Arc;

use async_graphql::{Context, Error, ID, InputObject, Object, Result};

use super::{
    Harbour,
    movement::{BerthAnswer, Departure, Notice},
};

#[derive(Debug)]
pub(crate) struct Mutation;

/// Which vessel wants which berth.
#[derive(Debug, InputObject)]
pub(crate) struct BerthRequest {
    vessel: ID,
    berth: i32,
}

#[Object]
impl Mutation {
    /// Asks for a berth. A vessel that has one leaves it for the new one.
    async fn request_berth(&self, context: &Context<'_>, request: BerthRequest) -> Result<BerthAnswer> {
        let answer = context
            .data::<Arc<Harbour>>()?
            .moor(&request.vessel, request.berth);
        answer.ok_or_else(|| Error::new(format!("there is no vessel {}", *request.vessel)))
    }

    /// Sends a vessel to sea; null if she is there already.
    async fn depart(
        &self,
        context: &Context<'_>,
        vessel: ID,
        destination: Option<String>,
    ) -> Result<Option<Departure>> {
        Ok(context.data::<Arc<Harbour>>()?.depart(&vessel, destination))
    }

    /// Writes a word to all into the log.
    async fn post_notice(&self, context: &Context<'_>, text: String) -> Result<Notice> {
        Ok(context.data::<Arc<Harbour>>()?.notice(&text))
    }
}
