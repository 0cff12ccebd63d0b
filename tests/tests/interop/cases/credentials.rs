//! Credentials in a header, and in the payload of `connection_init`.

use super::{Peer, must};
use crate::operations::{Credentials, CredentialsOnce};
use crate::way::Settings;
use crate::{Outcome, told};

async fn seen(peer: &Peer<'_>, settings: Settings) -> Outcome<String> {
    let client = peer.client_with(settings)?;
    if peer.way.streams() {
        Ok(told::all(client.subscribe(CredentialsOnce)).await)
    } else {
        Ok(told::answer(&client.query(Credentials).await))
    }
}

pub(super) async fn header(peer: &Peer<'_>) -> Outcome<String> {
    let settings = Settings {
        authorization: Some("Bearer genuine"),
        ..Settings::default()
    };
    let seen = seen(peer, settings).await?;
    must(
        seen.contains("Bearer genuine") || seen.contains("406"),
        seen.clone(),
    )?;
    Ok(seen)
}

pub(super) async fn header_refused(peer: &Peer<'_>) -> Outcome<String> {
    let settings = Settings {
        authorization: Some("Bearer forged"),
        ..Settings::default()
    };
    let seen = seen(peer, settings).await?;
    must(seen.contains("auth"), seen.clone())?;
    Ok(seen)
}

pub(super) async fn init_payload(peer: &Peer<'_>) -> Outcome<String> {
    let settings = Settings {
        token: Some("genuine"),
        ..Settings::default()
    };
    let seen = seen(peer, settings).await?;
    must(seen.contains("genuine"), seen.clone())?;
    Ok(seen)
}

pub(super) async fn init_payload_refused(peer: &Peer<'_>) -> Outcome<String> {
    let settings = Settings {
        token: Some("forged"),
        ..Settings::default()
    };
    let seen = seen(peer, settings).await?;
    must(seen.contains("auth"), seen.clone())?;
    Ok(seen)
}

/// The first token is refused; the client is asked for another and goes on, and its caller sees none of it.
pub(super) async fn renewed(peer: &Peer<'_>) -> Outcome<String> {
    let settings = Settings {
        renews: true,
        ..Settings::default()
    };
    let seen = seen(peer, settings).await?;
    must(seen.contains("genuine") || seen.contains("406"), seen.clone())?;
    Ok(seen)
}
