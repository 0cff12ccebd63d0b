//! The query root.

use std::sync::Arc;

use async_graphql::{Context, Error, ErrorExtensions, ID, Object, Result};

use super::{
    Harbour,
    berth::{Berth, BerthState},
    movement::Found,
    scalar::Moment,
    vessel::{Vessel, VesselFilter},
};

#[derive(Debug)]
pub(crate) struct Query;

#[Object]
impl Query {
    /// The clock at the harbour master's.
    async fn now(&self, context: &Context<'_>) -> Result<Moment> {
        Ok(context.data::<Arc<Harbour>>()?.now())
    }

    /// The vessels that call at this harbour.
    async fn vessels(
        &self,
        context: &Context<'_>,
        filter: Option<VesselFilter>,
        #[graphql(default = 10)] first: usize,
    ) -> Result<Vec<Vessel>> {
        let filter = filter.unwrap_or_default();
        let vessels = context.data::<Arc<Harbour>>()?.vessels().iter();
        Ok(vessels
            .filter(|vessel| filter.accepts(vessel))
            .take(first)
            .cloned()
            .collect())
    }

    /// One vessel; null if none has this id.
    async fn vessel(&self, context: &Context<'_>, id: ID) -> Result<Option<Vessel>> {
        Ok(context.data::<Arc<Harbour>>()?.vessel(&id))
    }

    /// The berths in their order along the quay, or those in one state.
    async fn berths(&self, context: &Context<'_>, state: Option<BerthState>) -> Result<Vec<Berth>> {
        let mut berths = Vec::new();
        for berth in context.data::<Arc<Harbour>>()?.berths() {
            let is = berth.state(context).await?;
            if state.is_none_or(|wanted| is == wanted) {
                berths.push(berth);
            }
        }
        Ok(berths)
    }

    /// Vessels by a part of their name, berths by their number.
    async fn search(&self, context: &Context<'_>, text: String) -> Result<Vec<Found>> {
        let harbour = context.data::<Arc<Harbour>>()?;
        let vessels = harbour
            .vessels()
            .iter()
            .filter(|vessel| vessel.painted_name().contains(text.as_str()));
        let berths = harbour
            .berths()
            .into_iter()
            .filter(|berth| berth.number.to_string() == text);
        Ok(vessels
            .cloned()
            .map(Found::from)
            .chain(berths.map(Found::Berth))
            .collect())
    }

    /// The weather; the weather office never answers, so this field always fails.
    async fn forecast(&self) -> Result<Option<String>> {
        let error = Error::new("the weather office does not answer");
        Err(error.extend_with(|_, extensions| extensions.set("code", "NO_FORECAST")))
    }
}
