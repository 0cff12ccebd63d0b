//! TLS: with a certificate authority of our own, and with a certificate for us.

use gql_runtime::Tls;

use super::{Peer, must};
use crate::certificates::Certificates;
use crate::operations::{Credentials, CredentialsOnce};
use crate::server::Server;
use crate::way::Settings;
use crate::{Outcome, told};

async fn seen(peer: &Peer<'_>, server: &Server, tls: Tls) -> Outcome<String> {
    let settings = Settings {
        authorization: Some("Bearer genuine"),
        tls,
        ..Settings::default()
    };
    let client = settings.client(peer.way, server)?;
    if peer.way.streams() {
        Ok(told::all(client.subscribe(CredentialsOnce)).await)
    } else {
        Ok(told::answer(&client.query(Credentials).await))
    }
}

fn reached(seen: &str) -> bool {
    seen.contains("Bearer genuine") || seen.contains("406")
}

pub(super) async fn private_authority(peer: &Peer<'_>) -> Outcome<String> {
    let seen = seen(peer, &peer.servers.tls, Certificates::get()?.trusting()?).await?;
    must(reached(&seen), seen)?;
    Ok("reached".to_owned())
}

pub(super) async fn another_authority(peer: &Peer<'_>) -> Outcome<String> {
    let seen = seen(peer, &peer.servers.tls, Certificates::get()?.trusting_another()?).await?;
    must(seen.starts_with("error(tls"), seen.clone())?;
    Ok(seen)
}

pub(super) async fn client_certificate(peer: &Peer<'_>) -> Outcome<String> {
    let tls = Certificates::get()?.identified()?;
    let seen = seen(peer, &peer.servers.client_certificate, tls).await?;
    must(reached(&seen), seen)?;
    Ok("reached".to_owned())
}

/// With TLS 1.3 our handshake succeeds, and the refusal comes with the first read: as an alert, or as the mere end.
pub(super) async fn no_client_certificate(peer: &Peer<'_>) -> Outcome<String> {
    let tls = Certificates::get()?.trusting()?;
    let seen = seen(peer, &peer.servers.client_certificate, tls).await?;
    must(seen.starts_with("error("), seen)?;
    Ok("an error".to_owned())
}
