//! Results in parts over multipart HTTP, and their snapshots.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::{Http, Mock, Multipart, Persisted, Sse, Transport};
use gql_runtime::{Client, Incremental, Mutation, Operation, OperationVariables, Query, Request};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::timeout;

use crate::multipart::{SOON, streaming};
use crate::operations::{Get, Number};
use crate::server::Server;

/// The data of a deferred fragment and a streamed list.
#[derive(Debug, Deserialize, PartialEq, Clone)]
struct Ship {
    n: i32,
    name: Option<String>,
    crew: Option<Vec<i32>>,
}

macro_rules! operations {
    ($($name:ident: $kind:ty, $keyword:literal;)*) => {$(
        #[derive(Serialize)]
        struct $name {
            id: u32,
        }
        impl OperationVariables for $name {
            type Operation = Self;
        }
        impl Operation for $name {
            type Kind = $kind;
            type Variables = Self;
            type Data = Ship;
            const NAME: &'static str = stringify!($name);
            const DOCUMENT: &'static str = concat!($keyword, " ", stringify!($name), " { n ... @defer { name crew } }");
            const HASH: &'static str = "abc123";
            const INCREMENTAL: bool = true;
        }
    )*};
}
operations! {
    Look: Query, "query";
    Rename: Mutation, "mutation";
}

const ACCEPT: &str = "multipart/mixed;deferSpec=20220824, multipart/mixed;incrementalSpec=v0.2, \
                      application/graphql-response+json, application/json";
const BY_PATH: &str = "multipart/mixed;boundary=\"-\";deferSpec=20220824";
const BY_ID: &str = "multipart/mixed; boundary=-; incrementalSpec=v0.2";

/// Both HTTP transports that support parts.
fn clients(server: &Server) -> [Client; 2] {
    [
        Client::http(server.endpoint()).unwrap(),
        Client::new(Multipart::new(&server.endpoint())),
    ]
}

/// Returns the next snapshot as text: its data, and `…` if more is announced.
async fn next(snapshots: &mut Incremental<Ship>) -> String {
    match timeout(SOON, snapshots.next()).await.expect("an item soon") {
        None => "end".to_owned(),
        Some(Err(error)) => format!("error: {error}"),
        Some(Ok(snapshot)) => {
            let Some(Ship { n, name, crew }) = &snapshot.response.data else {
                return "no data".to_owned();
            };
            let more = if snapshot.is_last() { "" } else { " …" };
            let errors: String = snapshot
                .response
                .errors
                .iter()
                .map(|it| format!(" {it}"))
                .collect();
            format!("{n} {name:?} {crew:?}{errors}{more}")
        }
    }
}

async fn all(mut snapshots: Incremental<Ship>) -> Vec<String> {
    let mut items = Vec::new();
    loop {
        let item = next(&mut snapshots).await;
        let is_over = item == "end" || item.starts_with("error");
        items.push(item);
        if is_over {
            return items;
        }
    }
}

const PARTS: &[&str] = &[
    "\r\n---\r\nContent-Type: application/json\r\n\r\n{\"data\":{\"n\":1,\"crew\":[]},\"hasNext\":true}\r\n---",
    "\r\nContent-Type: application/json\r\n\r\n{\"incremental\":[{\"path\":[\"crew\",0],\"items\":[1,2]}],\"hasNext\":true}\r\n---",
    "\r\nContent-Type: application/json\r\n\r\n{\"incremental\":[{\"path\":[\"crew\",2],\"items\":[3]},\
     {\"path\":[],\"data\":{\"name\":\"Ada\"}}],\"hasNext\":false}\r\n-----\r\n",
];

#[tokio::test]
async fn df_001_parts_by_path_each_with_the_result_so_far() {
    let server = streaming(BY_PATH, PARTS).await;
    for client in clients(&server) {
        let mut snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(next(&mut snapshots).await, "1 None Some([]) …");
        assert_eq!(next(&mut snapshots).await, "1 None Some([1, 2]) …");
        assert_eq!(next(&mut snapshots).await, "1 Some(\"Ada\") Some([1, 2, 3])");
        assert_eq!(next(&mut snapshots).await, "end");
        assert_eq!(next(&mut snapshots).await, "end");
    }
    for seen in server.seen() {
        assert_eq!(seen.header("accept"), Some(ACCEPT));
        assert_eq!(seen.header("accept-encoding"), Some("identity"));
    }
}

#[tokio::test]
async fn df_001_awaited_it_is_the_whole_result() {
    let server = streaming(BY_PATH, PARTS).await;
    let whole = Ship {
        n: 1,
        name: Some("Ada".into()),
        crew: Some(vec![1, 2, 3]),
    };
    for client in clients(&server) {
        let response = client.query(Look { id: 1 }).await.unwrap();
        assert_eq!(response.data.as_ref(), Some(&whole));
        let response = client.mutate(Rename { id: 1 }).await.unwrap();
        assert_eq!(response.data.as_ref(), Some(&whole));
    }
}

#[tokio::test]
async fn df_002_a_last_part_without_changes_is_no_item() {
    let server = streaming(
        BY_PATH,
        &[
            "---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}\r\n",
            "---\r\n\r\n{\"incremental\":[{\"data\":{\"name\":\"Ada\"}}],\"hasNext\":true}\r\n",
            "---\r\n\r\n{\"hasNext\":false}\r\n-----\r\n",
        ],
    )
    .await;
    for client in clients(&server) {
        let snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(
            all(snapshots).await,
            ["1 None None …", "1 Some(\"Ada\") None …", "end"]
        );
    }
}

#[tokio::test]
async fn df_003_parts_by_id() {
    let server = streaming(
        BY_ID,
        &[
            "---\r\n\r\n{\"data\":{\"n\":1,\"crew\":[7]},\"pending\":[{\"id\":\"0\",\"path\":[]},\
             {\"id\":\"1\",\"path\":[\"crew\"]}],\"hasNext\":true}\r\n---",
            "\r\n\r\n{\"incremental\":[{\"id\":\"0\",\"data\":{\"name\":\"Ada\"}}],\"completed\":[{\"id\":\"0\"}],\"hasNext\":true}\r\n---",
            "\r\n\r\n{\"incremental\":[{\"id\":\"1\",\"items\":[8]}],\"completed\":[{\"id\":\"1\"}],\"hasNext\":false}\r\n-----",
        ],
    )
    .await;
    for client in clients(&server) {
        let snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(
            all(snapshots).await,
            [
                "1 None Some([7]) …",
                "1 Some(\"Ada\") Some([7]) …",
                "1 Some(\"Ada\") Some([7, 8])",
                "end"
            ]
        );
    }
}

#[tokio::test]
async fn df_004_errors_of_a_part_and_a_part_that_was_not_announced() {
    const FIRST: &str =
        "---\r\n\r\n{\"data\":{\"n\":1},\"pending\":[{\"id\":\"0\",\"path\":[]}],\"hasNext\":true}\r\n---";
    let server = streaming(
        BY_ID,
        &[
            FIRST,
            "\r\n\r\n{\"completed\":[{\"id\":\"0\",\"errors\":[{\"message\":\"lost\"}]}],\"hasNext\":false}\r\n-----",
        ],
    )
    .await;
    for client in clients(&server) {
        let snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(all(snapshots).await, ["1 None None …", "1 None None lost", "end"]);
    }
    let server = streaming(
        BY_ID,
        &[
            FIRST,
            "\r\n\r\n{\"incremental\":[{\"id\":\"5\",\"data\":{}}],\"hasNext\":false}\r\n-----",
        ],
    )
    .await;
    for client in clients(&server) {
        let says = "error: the server sent the part `5`, which it did not announce";
        let mut snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(next(&mut snapshots).await, "1 None None …");
        assert_eq!(next(&mut snapshots).await, says);
        assert_eq!(next(&mut snapshots).await, "end");
        let error = client.query(Look { id: 1 }).await.unwrap_err();
        assert!(error.is_protocol(), "{error:?}");
    }
}

#[tokio::test]
async fn df_005_a_json_response_is_one_item() {
    let server = Server::answering(
        "200 OK",
        "content-type: application/json\r\n",
        r#"{"data":{"n":1,"name":"Ada"}}"#,
    )
    .await;
    for client in clients(&server) {
        let snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(all(snapshots).await, ["1 Some(\"Ada\") None", "end"]);
        let response = client.query(Look { id: 1 }).await.unwrap();
        assert_eq!(response.http.unwrap().status, 200);
    }
    let server = Server::answering(
        "406 Not Acceptable",
        "content-type: application/json\r\n",
        r#"{"errors":[{"message":"m"}]}"#,
    )
    .await;
    for client in clients(&server) {
        let error = client.query(Look { id: 1 }).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(406));
    }
}

#[tokio::test]
async fn df_006_a_part_is_delivered_before_the_next_one_arrives() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.stream(BY_PATH).await;
        connection
            .chunk("---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}")
            .await;
        // The server only continues once the client has disconnected.
        connection.gone().await;
    })
    .await;
    for client in clients(&server) {
        let mut snapshots = client.query(Look { id: 1 }).incremental();
        assert_eq!(next(&mut snapshots).await, "1 None None …");
    }
}

#[tokio::test]
async fn df_101_an_end_before_the_last_part_is_an_error() {
    let first = "---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}\r\n";
    let server = Server::start(move |mut connection| async move {
        connection.request().await;
        connection.stream(BY_PATH).await;
        connection.chunk(first).await;
    })
    .await;
    for client in clients(&server) {
        let snapshots = client.query(Look { id: 1 }).incremental();
        let items = all(snapshots).await;
        assert!(
            items[1].starts_with("error: the stream ended before the last delimiter"),
            "{items:?}"
        );
    }
    let server = streaming(
        BY_PATH,
        &["---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}\r\n-----\r\n"],
    )
    .await;
    for client in clients(&server) {
        let error = client.query(Look { id: 1 }).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the response ended, but the server had announced further parts"
        );
    }
}

#[tokio::test]
async fn df_102_the_time_limit_is_one_for_the_whole_result() {
    let server = streaming(BY_PATH, &["---\r\n\r\n{\"data\":{\"n\":1},\"hasNext\":true}\r\n"]).await;
    for client in clients(&server) {
        let limit = Duration::from_millis(200);
        let call = client.query(Look { id: 1 }).timeout(limit);
        let items = all(call.incremental()).await;
        assert_eq!(
            items,
            [
                "1 None None …",
                "error: the server did not send the whole result within 200ms"
            ]
        );
    }
}

#[tokio::test]
async fn df_103_a_refused_hash_is_followed_by_the_document() {
    let server = Server::start(|mut connection| async move {
        while let Some(seen) = connection.request().await {
            if seen.json()["query"].is_null() {
                connection
                    .json("200 OK", r#"{"errors":[{"message":"PersistedQueryNotFound"}]}"#)
                    .await;
            } else {
                connection.stream(BY_PATH).await;
                for part in PARTS {
                    connection.chunk(part).await;
                }
                connection.end().await;
            }
        }
    })
    .await;
    let client = Client::new(Http::new(&server.endpoint()).persisted(Persisted::Automatic));
    let response = client.query(Look { id: 1 }).await.unwrap();
    assert_eq!(response.data.unwrap().name.as_deref(), Some("Ada"));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn df_104_server_sent_events_bring_parts_too() {
    let server = streaming(
        "text/event-stream",
        &[
            "event: next\ndata: {\"data\":{\"n\":1},\"hasNext\":true}\n\n",
            "event: next\ndata: {\"incremental\":[{\"path\":[],\"data\":{\"name\":\"Ada\"}}],\"hasNext\":false}\n\n",
            "event: complete\n\n",
        ],
    )
    .await;
    let client = Client::new(Sse::new(&server.endpoint()));
    let snapshots = client.query(Look { id: 1 }).incremental();
    assert_eq!(
        all(snapshots).await,
        ["1 None None …", "1 Some(\"Ada\") None", "end"]
    );
}

#[tokio::test]
async fn df_105_all_parts_after_the_first_have_a_limit_of_their_own() {
    let first = json!({"data": {"n": 1, "name": "x".repeat(100)}, "hasNext": true});
    let part = json!({"incremental": [{"path": [], "data": {"name": "Ada"}}], "hasNext": true});
    let size = part.to_string().len();
    for (limit, ends) in [(2 * size, "no error"), (2 * size - 1, "error")] {
        let mock = Mock::new();
        let script = mock.on::<Look>().subscription();
        script.payload(&first);
        // Parts from before a lost connection are discarded.
        script.reconnected();
        for payload in [&first, &part, &part] {
            script.payload(payload);
        }
        script.payload(&json!({"hasNext": false}));
        let limit = limit + json!({"hasNext": false}).to_string().len();
        let call = Client::new(mock).query(Look { id: 1 }).max_parts_size(limit);
        match call.await {
            Ok(response) => assert_eq!(
                (response.data.and_then(|data| data.name).as_deref(), ends),
                (Some("Ada"), "no error")
            ),
            Err(error) => {
                assert_eq!(ends, "error");
                let says = format!("the parts of the result are larger than the limit of {limit} bytes");
                assert!(error.is_protocol() && error.to_string() == says, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn the_mock_gives_scripted_parts_or_its_answer() {
    let mock = Mock::new();
    let script = mock.on::<Look>().subscription();
    script.payload(&json!({"data": {"n": 1}, "hasNext": true}));
    // After a lost connection, the operation is started again.
    script.reconnected();
    script.payload(&json!({"data": {"n": 2}, "hasNext": true}));
    script.payload(&json!({"incremental": [{"path": [], "data": {"name": "Ada"}}], "hasNext": false}));
    mock.on::<Look>().answer(json!({"n": 3})).unwrap();
    let client = Client::new(mock.clone());
    let snapshots = client.query(Look { id: 1 }).incremental();
    assert_eq!(
        all(snapshots).await,
        ["1 None None …", "2 None None …", "2 Some(\"Ada\") None", "end"]
    );
    let response = client.query(Look { id: 1 }).await.unwrap();
    assert_eq!(response.data.map(|data| data.n), Some(3));
    // Any operation can be streamed. One without `@defer` and `@stream` does not announce support for parts when it is
    // awaited.
    mock.on::<Get>().answer(json!({"n": 4})).unwrap();
    mock.on::<Get>().answer(json!({"n": 5})).unwrap();
    let mut snapshots = client.query(Get { id: 1 }).incremental();
    let snapshot = snapshots.next().await.unwrap().unwrap();
    assert_eq!(
        (snapshot.response.data, snapshot.has_next),
        (Some(Number { n: 4 }), false)
    );
    assert!(snapshots.next().await.is_none());
    client.query(Get { id: 1 }).await.unwrap();
    let announced: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.incremental)
        .collect();
    assert_eq!(announced, [true, true, true, false]);
}

/// A stream that reports a timeout has ended, and does not report it repeatedly.
#[tokio::test]
async fn a_result_in_parts_that_times_out_ends_once() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        std::future::pending::<()>().await;
    })
    .await;
    let limit = Duration::from_millis(50);
    let transports: [Box<dyn Transport>; 2] = [
        Box::new(Http::new(&server.endpoint()).timeout(limit)),
        Box::new(Multipart::new(&server.endpoint()).timeout(limit)),
    ];
    for transport in transports {
        let mut request = Request::new("{ a }");
        request.incremental = true;
        let items: Vec<_> = transport.incremental(request).take(9).collect().await;
        assert_eq!(items.len(), 1);
        assert!(items[0].as_ref().unwrap_err().is_timeout());
    }
}
