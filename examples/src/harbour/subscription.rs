//! The subscription root.

use std::{sync::Arc, time::Duration};

use async_graphql::{Context, Result, SimpleObject, Subscription as Root};
use futures_util::{Stream, StreamExt, stream};

use super::{Harbour, movement::Movement};

#[derive(Debug)]
pub(crate) struct Subscription;

/// The height of the water.
#[derive(Debug, SimpleObject)]
pub(crate) struct Tide {
    metres: f64,
    rising: bool,
}

#[Root]
impl Subscription {
    /// The harbour master's log: what is written down already, then each new movement.
    async fn movements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many to send before the stream is complete; all, if not given.")] first: Option<
            usize,
        >,
    ) -> Result<impl Stream<Item = Movement> + use<>> {
        let log = Arc::clone(context.data::<Arc<Harbour>>()?.log());
        Ok(log.read().take(first.unwrap_or(usize::MAX)))
    }

    /// The tide gauge, read so many times, at an interval in milliseconds.
    async fn tide(
        &self,
        context: &Context<'_>,
        #[graphql(default = 3)] readings: u32,
        #[graphql(default = 20)] interval: u64,
    ) -> Result<impl Stream<Item = Tide> + use<>> {
        let closed = context.data::<Arc<Harbour>>()?.log().closed();
        let readings = stream::iter(0..readings).then(move |reading| async move {
            tokio::time::sleep(Duration::from_millis(interval)).await;
            Tide::at(reading)
        });
        Ok(readings.take_until(Box::pin(closed)))
    }
}

impl Tide {
    /// A tide of eight readings: four up, four down.
    fn at(reading: u32) -> Self {
        let step = reading % 8;
        let steps_up = if step < 4 { step } else { 8 - step };
        Self {
            metres: 1.0 + 0.5 * f64::from(steps_up),
            rising: step < 4,
        }
    }
}
