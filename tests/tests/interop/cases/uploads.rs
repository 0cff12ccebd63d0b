//! Files among the variables.

use gql_runtime::Upload;

use super::{Peer, must};
use crate::operations::Received;
use crate::{Outcome, told};

/// Characters that a quoted string may not have as they are, and some that look as if they were escaped.
const NAME: &str = r#"a "quoted" name; 100%22.txt"#;

/// The name of a file arrives as it is.
pub(super) async fn name(peer: &Peer<'_>) -> Outcome<String> {
    let client = peer.client()?;
    let received = |name| {
        let file = Upload::from_bytes(name, "Fragile.").content_type("text/plain");
        client.mutate(Received { file }).into_future()
    };
    let answer = received(NAME).await;
    if let Ok(response) = &answer {
        let name = response.data.as_ref().map(|data| data.received.as_str());
        must(
            name == Some(NAME),
            format!("{NAME} arrived otherwise: {response:?}"),
        )?;
    }
    // Servers differ here: some take what is in front of it for folders.
    let backslash = received(r"scans\one.txt").await;
    Ok(format!("{}; {}", told::answer(&answer), told::answer(&backslash)))
}
