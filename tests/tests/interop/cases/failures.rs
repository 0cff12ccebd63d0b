//! Documents that the server does not take, and sources that fail.

use std::time::Duration;

use gql_runtime::{Client, Request};
use serde_json::Value;
use tokio::time::timeout;

use super::{Peer, must};
use crate::operations::{Countdown, FailingAfter};
use crate::{Outcome, told};

/// The macro would refuse these documents, so they are sent untyped.
async fn send(peer: &Peer<'_>, client: &Client, selection: &str) -> Outcome<String> {
    let seen = if peer.way.streams() {
        told::all(client.subscribe_raw::<Value>(Request::new(format!("subscription {selection}")))).await
    } else {
        told::answer(
            &client
                .execute_raw::<Value>(Request::new(format!("query {selection}")))
                .await,
        )
    };
    must(
        seen.contains("error(") || seen.contains(" with "),
        format!("no error: {seen}"),
    )?;
    Ok(seen)
}

pub(super) async fn validation_error(peer: &Peer<'_>) -> Outcome<String> {
    send(peer, &peer.client()?, "{ nothing }").await
}

pub(super) async fn syntax_error(peer: &Peer<'_>) -> Outcome<String> {
    send(peer, &peer.client()?, "{").await
}

/// Some servers close the socket for it. The other operation must fail or go on; it must neither hang nor end as if complete.
pub(super) async fn syntax_error_beside_another(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let variables = Countdown {
        name: "beside".to_owned(),
        from: 5,
        delay: 200,
    };
    let mut other = client.subscribe(variables);
    let first = other.next().await;
    must(matches!(first, Some(Ok(_))), format!("no first event: {first:?}"))?;
    let broken = send(peer, &client, "{").await?;
    let rest = timeout(Duration::from_secs(10), told::all(other)).await?;
    let whole = rest.contains("countdown: 0");
    must(
        whole || rest.contains("error("),
        format!("the other was told nothing: {rest}"),
    )?;
    let other = if whole { "goes on" } else { rest.as_str() };
    Ok(format!("{broken}; the other: {other}"))
}

/// The events before the failure arrive, then the error.
pub(super) async fn failing_source(peer: &Peer<'_>) -> Outcome<String> {
    let variables = FailingAfter { events: 2 };
    let seen = told::all(peer.client()?.subscribe(variables)).await;
    must(
        seen.contains("error(") || seen.contains(" with "),
        format!("no error: {seen}"),
    )?;
    Ok(seen)
}
