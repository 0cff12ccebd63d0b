//! Berths: where a vessel lies.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};

use super::{Harbour, vessel::Vessel};

/// A place at the quay.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Berth {
    pub(crate) number: i32,
    /// Of the water, at low tide.
    pub(crate) depth_metres: f64,
    #[graphql(skip)]
    pub(crate) vessel_id: Option<ID>,
    #[graphql(skip)]
    pub(crate) closed: bool,
}

/// Whether a vessel may come.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum BerthState {
    /// Under repair.
    Closed,
    Free,
    Occupied,
    #[graphql(deprecation = "Berths are no longer reserved.")]
    Reserved,
}

#[ComplexObject]
impl Berth {
    pub(crate) async fn state(&self) -> BerthState {
        match &self.vessel_id {
            _ if self.closed => BerthState::Closed,
            Some(_) => BerthState::Occupied,
            None => BerthState::Free,
        }
    }

    /// Who lies here.
    async fn vessel(&self, context: &Context<'_>) -> Result<Option<Vessel>> {
        let harbour = context.data::<Arc<Harbour>>()?;
        Ok(self.vessel_id.as_ref().and_then(|id| harbour.vessel(id)))
    }
}
