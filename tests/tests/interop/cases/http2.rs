//! HTTP/2, over TLS and with nothing else to fall back to: many requests on one connection.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use gql_runtime::{Client, Error};

use super::streams::{numbers, unsupported, variables};
use super::{Peer, must};
use crate::certificates::Certificates;
use crate::operations::{Credentials, Running};
use crate::way::{Settings, Way};
use crate::{Outcome, told};

const SUBSCRIPTIONS: usize = 10;

fn client(peer: &Peer<'_>, way: Way) -> Outcome<Client> {
    let settings = Settings {
        authorization: Some("Bearer genuine"),
        http2: true,
        tls: Certificates::get()?.trusting()?,
        ..Settings::default()
    };
    settings.client(way, &peer.servers.tls)
}

/// A server without HTTP/2 ends the connection in one way or the other.
fn not_spoken(error: &Error) -> Option<String> {
    let lost = error.is_closed() || error.is_connect() || error.is_protocol();
    lost.then(|| "not spoken by the server".to_owned())
        .or_else(|| unsupported(error))
}

pub(super) async fn several_at_once(peer: &Peer<'_>) -> Outcome<String> {
    let client = client(peer, peer.way)?;
    if !peer.way.streams() {
        return match client.query(Credentials).await {
            Err(error) => not_spoken(&error).ok_or_else(|| error.into()),
            answer => Ok(told::answer(&answer)),
        };
    }
    let all = (0..SUBSCRIPTIONS).map(|_| numbers(&client, variables("over HTTP/2", 3, 30)));
    match try_join_all(all).await {
        Ok(all) => {
            must(
                all.iter().all(|numbers| *numbers == [3, 2, 1, 0]),
                format!("{all:?}"),
            )?;
            Ok("every event of ten".to_owned())
        }
        Err(error) => not_spoken(&error).ok_or_else(|| error.into()),
    }
}

/// The connection stays for the others; it is the stream that is reset.
pub(super) async fn dropped(peer: &Peer<'_>) -> Outcome<String> {
    let name = format!("dropped over HTTP/2, {}", peer.way);
    let client = client(peer, peer.way)?;
    let control = Settings {
        tls: Certificates::get()?.trusting()?,
        ..Settings::default()
    };
    let control = control.client(Way::Http, &peer.servers.tls)?;
    let running = async || -> Outcome<i64> {
        let variables = Running { name: name.clone() };
        Ok(control.query(variables).await?.into_result()?.running)
    };
    let mut kept = client.subscribe(variables("kept over HTTP/2", 1000, 20));
    let mut events = client.subscribe(variables(&name, 1000, 20));
    for events in [&mut kept, &mut events] {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return not_spoken(&error).ok_or_else(|| error.into()),
            None => return Err("ended without an event".into()),
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
    must(
        matches!(kept.next().await, Some(Ok(_))),
        "the other subscription ended, too",
    )?;
    Ok("the server ended it, and no other".to_owned())
}
