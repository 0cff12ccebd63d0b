//! Operations with one result.

use futures_util::TryStreamExt;

use super::{Peer, must};
use crate::operations::{Add, Deferred, Greeting, Label, LabelOnce, Seal, SealOnce};
use crate::{Outcome, told};

pub(super) async fn query(peer: &Peer<'_>) -> Outcome<String> {
    let variables = Greeting {
        name: "\u{1f30d}".to_owned(),
    };
    let answer = peer.client()?.query(variables).await;
    if let Ok(response) = &answer {
        let greeting = response.data.as_ref().map(|data| data.greeting.as_str());
        let right = greeting == Some("Hello, \u{1f30d}!") || !response.errors.is_empty();
        must(right, format!("neither the greeting nor an error: {response:?}"))?;
    }
    Ok(told::answer(&answer))
}

/// Twice on one client; the server must have seen each once.
pub(super) async fn mutation(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let mut sums = Vec::new();
    for amount in [2, 3] {
        let answer = client.mutate(Add { amount }).await;
        match &answer {
            Ok(response) if response.errors.is_empty() => {
                sums.extend(response.data.as_ref().map(|data| data.add))
            }
            _ => return Ok(told::answer(&answer)),
        }
    }
    match sums[..] {
        [first, second] if second == first + 3 => Ok("the sum grew by what was added".to_owned()),
        _ => Err(format!("added 2 and 3, the sums were {sums:?}").into()),
    }
}

/// Each part brings the result so far; a server that does not know `@defer` sends it whole, or refuses it.
pub(super) async fn in_parts(peer: &Peer<'_>) -> Outcome<String> {
    let variables = || Deferred {
        name: "nobody".to_owned(),
    };
    let client = peer.client()?;
    let snapshots = client.query(variables()).incremental();
    let seen = told::all(snapshots.map_ok(|snapshot| snapshot.response)).await;
    let whole = told::answer(&client.query(variables()).await);
    let last = seen.split("; ").filter(|item| *item != "end").last();
    must(
        last == Some(&whole),
        format!("awaited it is {whole}, in parts {seen}"),
    )?;
    let right = whole.contains("running: 0, greeting: Some(\"Hello, nobody!\")");
    must(
        right || whole.contains(" with ") || whole.starts_with("error("),
        seen.clone(),
    )?;
    Ok(seen)
}

/// The rest of the data arrives, with an error that has path and code.
pub(super) async fn failing_field(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let seen = if peer.way.streams() {
        told::all(client.subscribe(LabelOnce)).await
    } else {
        told::answer(&client.query(Label).await)
    };
    let both = seen.contains("\"p1\"") && seen.contains("the label is gone (at parcel.label)\" GONE");
    must(both || seen.contains("406"), seen.clone())?;
    Ok(seen)
}

/// Nothing is left, or data that do not fit; the error must be there in either case.
pub(super) async fn failing_non_null_field(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let seen = if peer.way.streams() {
        told::all(client.subscribe(SealOnce)).await
    } else {
        told::answer(&client.query(Seal).await)
    };
    must(
        seen.contains("the seal is broken") || seen.contains("406"),
        seen.clone(),
    )?;
    Ok(seen)
}
