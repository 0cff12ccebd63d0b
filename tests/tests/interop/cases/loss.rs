//! Servers that go away in the middle of a stream, and come back.

use std::time::Duration;

use gql_runtime::subscription::{Event, Events};
use gql_runtime::transport::Backoff;
use tokio::time::timeout;

use super::{Peer, must};
use crate::certificates::{Certificates, Security};
use crate::operations::{Countdown, countdown};
use crate::server::Server;
use crate::way::Settings;
use crate::{Outcome, told};

/// For what comes once the server runs again.
const PATIENCE: Duration = Duration::from_secs(15);

type Countdowns = Events<countdown::ResponseData>;

/// A countdown that does not end by itself, after its first two events; or why there is none.
async fn running(
    peer: &Peer<'_>,
    server: &Server,
    reconnect: Option<Backoff>,
) -> Outcome<Result<Countdowns, String>> {
    let settings = Settings {
        reconnect,
        tls: Certificates::get()?.trusting()?,
        ..Settings::default()
    };
    let variables = Countdown {
        name: "long".to_owned(),
        from: 100_000,
        delay: 20,
    };
    let client = settings.client(peer.way, server)?;
    let mut events = client.subscribe(variables).events();
    for _ in 0..2 {
        match timeout(PATIENCE, events.next()).await? {
            Some(Ok(_)) => {}
            Some(Err(error)) if error.status().is_some_and(|status| status.as_u16() == 406) => {
                return Ok(Err(format!("not served: {}", told::error(&error))));
            }
            other => return Err(format!("instead of an event: {other:?}").into()),
        }
    }
    Ok(Ok(events))
}

/// The stream is an error then, never the end that a complete subscription has.
pub(super) async fn killed(peer: &Peer<'_>) -> Outcome<String> {
    let mut server = peer.servers.software.start(Security::None).await?;
    let mut events = match running(peer, &server, None).await? {
        Ok(events) => events,
        Err(reason) => return Ok(reason),
    };
    server.kill().await?;
    loop {
        match timeout(PATIENCE, events.next()).await? {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                must(error.is_terminal(), format!("not said to be the end: {error}"))?;
                return Ok(told::error(&error));
            }
            None => return Err("the stream ended as if it were complete".into()),
        }
    }
}

/// The gap is reported to the reader, then the events go on.
pub(super) async fn restarted(peer: &Peer<'_>) -> Outcome<String> {
    restarted_with(peer, Security::None).await
}

/// Repeats it with a TLS handshake each time.
pub(super) async fn restarted_over_tls(peer: &Peer<'_>) -> Outcome<String> {
    restarted_with(peer, Security::Tls).await
}

async fn restarted_with(peer: &Peer<'_>, security: Security) -> Outcome<String> {
    let mut server = peer.servers.software.start(security).await?;
    let policy = Backoff::new()
        .max_attempts(200)
        .initial_delay(Duration::from_millis(50))
        .max_delay(Duration::from_millis(200));
    let mut events = match running(peer, &server, Some(policy)).await? {
        Ok(events) => events,
        Err(reason) => return Ok(reason),
    };
    server.kill().await?;
    server.start().await?;
    let mut gaps = 0;
    loop {
        match timeout(PATIENCE, events.next()).await? {
            Some(Ok(Event::Reconnected)) => gaps += 1,
            Some(Ok(Event::Response(_))) if gaps > 0 => break,
            Some(Ok(_)) => {}
            other => return Err(format!("after {gaps} gaps: {other:?}").into()),
        }
    }
    must(gaps == 1, format!("{gaps} gaps for one restart"))?;
    Ok("a gap, then events".to_owned())
}
