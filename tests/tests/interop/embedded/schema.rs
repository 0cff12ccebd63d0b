//! The schema of `tests/interop/schema.graphql`, by async-graphql.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::{
    Context, Error, ErrorExtensions, ID, Object, Result, SimpleObject, Subscription as Source, Upload,
};
use futures_util::{Stream, stream};

pub(super) type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The header of the request, or of the upgrade.
pub(super) struct Authorization(pub(super) Option<String>);

/// The member of `connection_init`'s payload.
pub(super) struct Token(pub(super) Option<String>);

pub(super) fn schema() -> Schema {
    Schema::build(Query, Mutation, Subscription)
        .data(Countdowns::default())
        .data(Mutex::new(0_i32))
        .finish()
}

/// The number of countdowns that run, by name.
#[derive(Clone, Default)]
struct Countdowns(Arc<Mutex<HashMap<String, i32>>>);

impl Countdowns {
    fn running(&self, name: &str) -> i32 {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(name).copied().unwrap_or_default()
    }

    fn change(&self, name: &str, by: i32) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(name.to_owned()).or_default() += by;
    }
}

/// Counts as running until it is dropped.
struct Countdown {
    countdowns: Countdowns,
    name: String,
    next: i32,
}

impl Drop for Countdown {
    fn drop(&mut self) {
        self.countdowns.change(&self.name, -1);
    }
}

pub(super) struct Parcel;

#[Object]
impl Parcel {
    async fn id(&self) -> ID {
        ID::from("p1")
    }

    async fn weight(&self) -> f64 {
        20.0
    }

    async fn label(&self) -> Result<Option<String>> {
        Err(Error::new("the label is gone").extend_with(|_, extensions| extensions.set("code", "GONE")))
    }

    async fn seal(&self) -> Result<String> {
        Err("the seal is broken".into())
    }
}

#[derive(SimpleObject)]
pub(super) struct Credentials {
    authorization: Option<String>,
    token: Option<String>,
}

impl Credentials {
    fn of(context: &Context<'_>) -> Result<Self> {
        Ok(Self {
            authorization: context.data::<Authorization>()?.0.clone(),
            token: context.data::<Token>()?.0.clone(),
        })
    }
}

pub(super) struct Query;

#[Object]
impl Query {
    async fn greeting(&self, name: String) -> String {
        format!("Hello, {name}!")
    }

    async fn parcel(&self) -> Parcel {
        Parcel
    }

    async fn credentials(&self, context: &Context<'_>) -> Result<Credentials> {
        Credentials::of(context)
    }

    async fn running(&self, context: &Context<'_>, name: String) -> Result<i32> {
        Ok(context.data::<Countdowns>()?.running(&name))
    }
}

pub(super) struct Mutation;

#[Object]
impl Mutation {
    async fn add(&self, context: &Context<'_>, amount: i32) -> Result<i32> {
        let mut sum = context
            .data::<Mutex<i32>>()?
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *sum += amount;
        Ok(*sum)
    }

    async fn received(&self, context: &Context<'_>, file: Upload) -> Result<String> {
        Ok(file.value(context)?.filename)
    }
}

pub(super) struct Subscription;

#[Source]
impl Subscription {
    async fn countdown(
        &self,
        context: &Context<'_>,
        name: String,
        from: i32,
        delay: u64,
    ) -> Result<impl Stream<Item = i32>> {
        let countdowns = context.data::<Countdowns>()?.clone();
        countdowns.change(&name, 1);
        let countdown = Countdown {
            countdowns,
            name,
            next: from,
        };
        Ok(stream::unfold(countdown, move |mut countdown| async move {
            let event = countdown.next;
            if event < 0 {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(delay)).await;
            countdown.next -= 1;
            Some((event, countdown))
        }))
    }

    async fn failing_after(&self, events: i32) -> impl Stream<Item = Result<i32>> {
        let failure = Error::new("the source failed")
            .extend_with(|_, extensions| extensions.set("code", "SOURCE_FAILED"));
        stream::iter((1..=events).map(Ok).chain([Err(failure)]))
    }

    async fn parcel(&self) -> impl Stream<Item = Parcel> {
        stream::iter([Parcel])
    }

    async fn credentials(&self, context: &Context<'_>) -> Result<impl Stream<Item = Credentials>> {
        Ok(stream::iter([Credentials::of(context)?]))
    }
}
