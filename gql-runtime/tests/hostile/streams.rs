//! Responses to one subscription over HTTP.

use gql_runtime::transport::{Endpoint, Multipart, Sse, Transport};
use gql_runtime::{Client, Error, Request};
use serde_json::Value;

use crate::server::{Script, serve};
use crate::{LIMIT, MIB, hostile};

/// Reads a subscription to its end, and returns its error.
async fn read(transport: impl Transport) -> Error {
    let mut events = Client::new(transport).subscribe_raw::<Value>(Request::new("subscription { a }"));
    loop {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) if !error.is_terminal() => {}
            Some(Err(error)) => return error,
            None => panic!("a hostile server is no success"),
        }
    }
}

async fn multipart(script: Script) -> Error {
    let url = format!("http://{}/graphql", serve(script));
    read(
        Multipart::new(&Endpoint::new(url).unwrap())
            .max_event_size(LIMIT)
            .max_response_size(LIMIT)
            .reconnect(None),
    )
    .await
}

async fn sse(script: Script) -> Error {
    let url = format!("http://{}/graphql", serve(script));
    read(
        Sse::new(&Endpoint::new(url).unwrap())
            .max_event_size(LIMIT)
            .max_response_size(LIMIT)
            .reconnect(None),
    )
    .await
}

fn parts(begin: &str, repeat: impl Into<Vec<u8>>) -> Script {
    Script::body("multipart/mixed; boundary=\"-\"", begin, repeat)
}

fn events(begin: &str, repeat: impl Into<Vec<u8>>) -> Script {
    Script::body("text/event-stream", begin, repeat)
}

#[test]
fn a_part_without_end() {
    for (what, begin, repeat) in [
        ("an endless part", "---\r\n\r\n{\"payload\":{\"data\":\"", "a"),
        ("an endless part that is no object", "---\r\n\r\n", "a"),
        ("an endless preamble", "text", "text "),
        ("an endless header of a part", "---\r\nx-header: ", "a"),
        ("endless headers of a part", "---\r\n", "x-header: a\r\n"),
        ("an endless delimiter", "---", " "),
        ("endless nesting in a part", "---\r\n\r\n{\"payload\":", "["),
    ] {
        let script = parts(begin, repeat.repeat(64 * 1024));
        hostile(what, 6 * LIMIT, Error::is_protocol, multipart(script));
    }
}

#[test]
fn a_first_line_without_end() {
    let script = Script::body("multipart/mixed", "--", "b".repeat(64 * 1024));
    hostile(
        "an endless boundary",
        6 * LIMIT,
        Error::is_protocol,
        multipart(script),
    );
}

#[test]
fn a_result_of_a_subscription_without_end() {
    let script = Script::body("application/json", "{\"data\":\"", "a".repeat(64 * 1024));
    hostile(
        "an endless single result",
        6 * LIMIT,
        Error::is_protocol,
        multipart(script),
    );
}

#[test]
fn an_event_without_end() {
    for (what, begin, repeat) in [
        ("an endless event", "event: next\ndata: ", "a"),
        ("an endless event of many lines", "event: next\n", "data: a\n"),
        ("an endless name of an event", "event: ", "a"),
        ("an endless comment", ": ", "a"),
        ("an endless field name", "", "a"),
    ] {
        let script = events(begin, repeat.repeat(64 * 1024));
        hostile(what, 6 * LIMIT, Error::is_protocol, sse(script));
    }
}

/// Bytes that are neither an event nor a part are not buffered.
#[test]
fn endless_heartbeats() {
    let heartbeats = "---\r\n\r\n{}\r\n".repeat(50_000);
    let script = parts(
        "",
        [heartbeats.as_bytes(), b"---\r\n\r\nnothing\r\n-----\r\n"].concat(),
    );
    hostile(
        "50,000 heartbeats, then no JSON",
        4 * MIB,
        |error| error.is_decode() || error.is_protocol(),
        multipart(script),
    );
    let comments = ": still here\nevent: other\ndata: x\n\n".repeat(50_000);
    let script = events(
        "",
        [
            comments.as_bytes(),
            b"event: error\ndata: [{\"message\":\"m\"}]\n\n",
        ]
        .concat(),
    );
    hostile(
        "50,000 comments and unknown events, then an error",
        4 * MIB,
        |_| true,
        sse(script),
    );
}
