//! Subscriptions as server-sent events over real connections.

use futures_util::StreamExt;
use gql_runtime::Client;
use gql_runtime::transport::{Http, Split, Sse};

use crate::operations::{Get, Number, Watch};
use crate::server::Server;

const NEXT: &str = ":\n\nevent: next\ndata: {\"data\":{\"n\":1}}\n\n";

async fn streaming(chunks: &'static [&'static str]) -> Server {
    Server::start(move |mut connection| async move {
        while connection.request().await.is_some() {
            connection.stream("text/event-stream; charset=utf-8").await;
            for chunk in chunks {
                connection.chunk(chunk).await;
            }
            connection.end().await;
        }
    })
    .await
}

#[tokio::test]
async fn ss_001_events_and_the_end() {
    let server = streaming(&[NEXT, NEXT, "event: complete\ndata:\n\n"]).await;
    let client = Client::new(Sse::new(&server.endpoint()));
    let events: Vec<_> = client.subscribe(Watch { id: 1 }).data().collect().await;
    let events: Vec<_> = events.into_iter().map(Result::unwrap).collect();
    assert_eq!(events, [Number { n: 1 }, Number { n: 1 }]);
    // Some servers compare the whole header.
    assert_eq!(server.seen()[0].header("accept").unwrap(), "text/event-stream");
    assert_eq!(
        client.query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 1 })
    );
}

#[tokio::test]
async fn ss_003_the_end_of_the_body_is_an_error() {
    let server = streaming(&[NEXT]).await;
    let sse = Sse::new(&server.endpoint()).reconnect(None);
    let mut events = Client::new(sse).subscribe(Watch { id: 1 });
    assert!(events.next().await.unwrap().is_ok());
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the stream ended before the event `complete`");
    assert!(error.is_closed() && events.next().await.is_none());
}

#[tokio::test]
async fn split_sends_each_its_way() {
    let json = "content-type: application/json\r\n";
    let queries = Server::answering("200 OK", json, r#"{"data":{"n":9}}"#).await;
    let events = streaming(&[NEXT, "event: complete\n\n"]).await;
    let client = Client::new(Split::new(
        Http::new(&queries.endpoint()),
        Sse::new(&events.endpoint()),
    ));
    assert_eq!(
        client.query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 9 })
    );
    assert_eq!(client.subscribe(Watch { id: 1 }).count().await, 1);
    assert_eq!((queries.seen().len(), events.seen().len()), (1, 1));

    let mut none = Client::http(queries.url()).unwrap().subscribe(Watch { id: 1 });
    assert!(
        none.next()
            .await
            .unwrap()
            .unwrap_err()
            .to_string()
            .contains("Split")
    );
    assert!(none.next().await.is_none());
}
