//! Subscriptions that go well.

use std::time::{Duration, Instant};

use futures_util::{TryStreamExt, future};
use gql_runtime::transport::websocket::{ConnectionState, Subprotocols};
use gql_runtime::{Client, Error};

use super::{Peer, must};
use crate::operations::{Countdown, Running, countdown};
use crate::way::{Settings, Way};
use crate::{Outcome, told};

pub(super) fn variables(name: &str, from: i64, delay: i64) -> Countdown {
    Countdown {
        name: name.to_owned(),
        from,
        delay,
    }
}

pub(super) async fn numbers(client: &Client, variables: countdown::Variables) -> Result<Vec<i64>, Error> {
    let events = client.subscribe(variables).data();
    events.map_ok(|event| event.countdown).try_collect().await
}

/// Returns whether this server has no subscriptions over this transport. yoga answers multipart with 406.
pub(super) fn unsupported(error: &Error) -> Option<String> {
    error.status().filter(|status| status.as_u16() == 406)?;
    Some("not served: status 406".to_owned())
}

pub(super) async fn to_the_end(peer: &Peer<'_>) -> Outcome<String> {
    match numbers(&peer.client()?, variables("end", 3, 10)).await {
        Ok(numbers) => {
            must(numbers == [3, 2, 1, 0], format!("{numbers:?}"))?;
            Ok("every event, then the end".to_owned())
        }
        Err(error) => unsupported(&error).ok_or_else(|| error.into()),
    }
}

pub(super) async fn two_at_once(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let both = future::try_join(
        numbers(&client, variables("one", 5, 20)),
        numbers(&client, variables("two", 3, 30)),
    );
    match both.await {
        Ok((one, two)) => {
            let right = one == [5, 4, 3, 2, 1, 0] && two == [3, 2, 1, 0];
            must(right, format!("{one:?}, {two:?}"))?;
            Ok("every event of both".to_owned())
        }
        Err(error) => unsupported(&error).ok_or_else(|| error.into()),
    }
}

/// An event must not wait for the next one, which would show as two that come together.
pub(super) async fn prompt(peer: &Peer<'_>) -> Outcome<String> {
    const DELAY: Duration = Duration::from_millis(800);
    let mut events = peer.client()?.subscribe(variables("prompt", 2, 800));
    let mut arrivals = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(_) => arrivals.push(Instant::now()),
            Err(error) => return unsupported(&error).ok_or_else(|| error.into()),
        }
    }
    must(arrivals.len() == 3, format!("{} events", arrivals.len()))?;
    for pair in arrivals.windows(2) {
        if let [one, next] = pair {
            let between = next.duration_since(*one);
            must(between > DELAY / 2, format!("two events came within {between:?}"))?;
        }
    }
    Ok("none waits for the next".to_owned())
}

/// The server must see the end of a subscription that is dropped here.
pub(super) async fn dropped(peer: &Peer<'_>) -> Outcome<String> {
    let name = format!("dropped, {}", peer.way);
    let control = Settings::default().client(Way::Http, &peer.servers.plain)?;
    let running = async || -> Outcome<i64> {
        let variables = Running { name: name.clone() };
        Ok(control.query(variables).await?.into_result()?.running)
    };
    // The client stays, so that it is the subscription that ends, not the connection.
    let client = peer.client()?;
    let mut events = client.subscribe(variables(&name, 1000, 20));
    for _ in 0..2 {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return unsupported(&error).ok_or_else(|| error.into()),
            None => return Err("ended after less than two events".into()),
        }
    }
    must(running().await? == 1, "the server does not count it as running")?;
    drop(events);
    let from = Instant::now();
    while running().await? > 0 {
        must(
            from.elapsed() < Duration::from_secs(5),
            "the server still runs it after 5 s",
        )?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok("the server ended it".to_owned())
}

/// Silence three times as long as ours would last without pings; the server's own pings are answered meanwhile, as some ask for.
pub(super) async fn keep_alive(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client_with(Settings {
        read_timeout: Some(Duration::from_millis(600)),
        ..Settings::default()
    })?;
    let numbers = numbers(&client, variables("silent", 1, 1800)).await?;
    must(numbers == [1, 0], format!("{numbers:?}"))?;
    Ok("the connection outlives silence".to_owned())
}

/// Longer than every server here takes between two heartbeats, if it has any.
pub(super) async fn heartbeats(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client_with(Settings {
        read_timeout: Some(Duration::from_secs(13)),
        ..Settings::default()
    })?;
    match numbers(&client, variables("heartbeats", 0, 14_000)).await {
        Ok(numbers) => {
            must(numbers == [0], format!("{numbers:?}"))?;
            Ok("the stream outlives silence".to_owned())
        }
        Err(error) => match unsupported(&error) {
            Some(unsupported) => Ok(unsupported),
            None => Ok(told::error(&error)),
        },
    }
}

/// Which one is spoken is the server's choice, and not every server makes it well.
pub(super) async fn negotiated(peer: &Peer<'_>) -> Outcome<String> {
    let url = peer.servers.plain.url();
    let socket = Settings::default().socket(url, Subprotocols::Negotiate)?;
    let client = Client::new(socket.clone());
    match numbers(&client, variables("negotiated", 1, 10)).await {
        Ok(numbers) => {
            must(numbers == [1, 0], format!("{numbers:?}"))?;
            match socket.state() {
                ConnectionState::Connected { subprotocol, .. } => Ok(subprotocol.to_owned()),
                other => Err(format!("not connected after it was used: {other:?}").into()),
            }
        }
        Err(error) => Ok(told::error(&error)),
    }
}
