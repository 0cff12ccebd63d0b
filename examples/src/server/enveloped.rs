//! Subscriptions over multipart HTTP as Apollo Router sends them: a heartbeat at once, then each result as `{"payload": …}`.
//!
//! <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol>
//!
//! The delimiter that ends a part is sent with the part, so that a client can handle it at once:
//!
//! ```text
//! CRLF --graphql            CRLF content-type… CRLF CRLF {}               CRLF --graphql      heartbeat
//!                           CRLF content-type… CRLF CRLF {"payload":…}    CRLF --graphql      result
//!                           -- CRLF                                                           end
//! ```

use std::{convert::Infallible, time::Duration};

use async_graphql::Response as Reply;
use async_graphql_axum::GraphQLRequest;
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};
use serde_json::json;

use super::State;

/// The interval of heartbeats, which is Apollo Router's.
const HEARTBEAT: Duration = Duration::from_secs(5);
const CONTENT_TYPE: &str = "multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0";
const DELIMITER: &str = "\r\n--graphql";
const LAST: &str = "--\r\n";

/// Executes any operation; a query gives a stream of one result.
pub(super) async fn subscribe(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    request: GraphQLRequest,
) -> Response {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    if !accept.contains("subscriptionSpec=1.0") {
        let advice = "send `Accept: multipart/mixed;subscriptionSpec=1.0`";
        return (
            StatusCode::NOT_ACCEPTABLE,
            json!({ "errors": [{ "message": advice }] }).to_string(),
        )
            .into_response();
    }
    let replies = state.schema.execute_stream(request.into_inner()).boxed();
    (
        [(header::CONTENT_TYPE, CONTENT_TYPE)],
        Body::from_stream(chunks(replies)),
    )
        .into_response()
}

/// Returns the body, with one chunk for each part.
fn chunks(
    replies: impl Stream<Item = Reply> + Unpin + Send,
) -> impl Stream<Item = Result<String, Infallible>> {
    let opening = stream::iter([format!("{DELIMITER}{}", part("{}"))]);
    let parts = stream::unfold(replies, |mut replies| async {
        let body = match tokio::time::timeout(HEARTBEAT, replies.next()).await {
            Ok(reply) => json!({ "payload": reply? }).to_string(),
            Err(_) => "{}".to_owned(),
        };
        Some((part(&body), replies))
    });
    opening
        .chain(parts)
        .chain(stream::iter([LAST.to_owned()]))
        .map(Ok)
}

fn part(body: &str) -> String {
    format!("\r\ncontent-type: application/json\r\n\r\n{body}{DELIMITER}")
}
