//! Operations over every transport, in a browser.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use gql_runtime::http::{HeaderMap, HeaderValue};
use gql_runtime::subscription::Event;
use gql_runtime::transport::service::{Body, CredentialsMode, Fetch, HttpService};
use gql_runtime::transport::websocket::{ConnectionState, Subprotocols};
use gql_runtime::transport::{
    Backoff, BoxFuture, Deduplicate, Endpoint, Http, Mock, Multipart, Sse, WebSocket,
};
use gql_runtime::{Client, Error, OperationKind, Request, Response, Upload, operations};
use gql_web_tests::{EXAMPLE, GRAPHQL_WS, LEGACY, Server, YOGA, pause, until};
use serde_json::{Value, json};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[operations(
    schema = "../../schemas/bookshop.graphql",
    documents = "../../docs/graphql/books.graphql"
)]
mod shop {}

const COUNTDOWN: &str = "subscription Countdown($name: String!, $from: Int!, $delay: Int!) \
    { countdown(name: $name, from: $from, delay: $delay) }";

fn subscription(document: &'static str, variables: Value) -> Request {
    let mut request = Request::new(document);
    request.kind = Some(OperationKind::Subscription);
    request.set_variables(&variables).unwrap();
    request
}

fn countdown(name: &str, from: u32, delay: u32) -> Request {
    subscription(COUNTDOWN, json!({"name": name, "from": from, "delay": delay}))
}

fn query(document: &'static str) -> Request {
    let mut request = Request::new(document);
    request.kind = Some(OperationKind::Query);
    request
}

/// Returns the number of countdowns of this name that run at the server.
async fn running(server: Server, name: &str) -> i64 {
    let mut request = query("query Running($name: String!) { running(name: $name) }");
    request.set_variables(&json!({"name": name})).unwrap();
    let client = Client::new(Http::new(&server.endpoint("/graphql").await));
    let response: Response<Value> = client.execute_raw(request).await.unwrap();
    response.data.unwrap()["running"].as_i64().unwrap()
}

async fn socket(server: Server, path: &str) -> WebSocket {
    WebSocket::new(&server.endpoint(path).await)
        .reconnect(Backoff::new().initial_delay(Duration::from_millis(200)))
}

/// All numbers of a countdown.
async fn counted(client: &Client, request: Request) -> Vec<i64> {
    let mut events = client.subscribe_raw::<Value>(request).data();
    let mut numbers = Vec::new();
    while let Some(event) = events.next().await {
        numbers.push(event.unwrap()["countdown"].as_i64().unwrap());
    }
    numbers
}

#[wasm_bindgen_test]
async fn typed_query_mutation_and_subscription() {
    let http = EXAMPLE.endpoint("/graphql").await;
    let client = Client::builder()
        .queries(Http::new(&http))
        .subscriptions(socket(EXAMPLE, "/ws").await)
        .build();
    let books = shop::Books {
        genre: Some(shop::Genre::Crime),
        first: 10,
    };
    let data = client.query(books).data().await.unwrap();
    assert_eq!(data.books[0].title, "The Hound of the Baskervilles");
    let data = client.mutate(shop::AddBook::new("Kim")).data().await.unwrap();
    assert_eq!(data.add_book.title, "Kim");
    let mut added = client.subscribe(shop::BookAdded).data();
    let titles = [added.next().await, added.next().await].map(|book| book.unwrap().unwrap().book_added.title);
    assert_eq!(titles, ["Emma", "Frankenstein"]);
}

#[wasm_bindgen_test]
async fn queries_by_get() {
    let http = Http::new(&YOGA.endpoint("/graphql").await).use_get_for_queries(true);
    let mut request = query("query Greeting($name: String!) { greeting(name: $name) }");
    request.set_variables(&json!({"name": "Ö & ü"})).unwrap();
    let response: Response<Value> = Client::new(http).execute_raw(request).await.unwrap();
    assert_eq!(response.data.unwrap()["greeting"], "Hello, Ö & ü!");
}

#[wasm_bindgen_test]
async fn an_upload() {
    let client = Client::new(Http::new(&YOGA.endpoint("/graphql").await));
    let mut request = Request::new("mutation Received($file: Upload!) { received(file: $file) }");
    let bytes = vec![b'x'; 3_000_000];
    let file = Upload::from_bytes("größe.txt", bytes).content_type("text/plain");
    request
        .set_variables(&std::collections::BTreeMap::from([("file", file)]))
        .unwrap();
    let response: Response<Value> = client.execute_raw(request).await.unwrap();
    assert_eq!(response.data.unwrap()["received"], "größe.txt");
}

#[wasm_bindgen_test]
async fn subscriptions_over_both_websocket_protocols() {
    for (server, path, subprotocols) in [
        (GRAPHQL_WS, "/graphql", Subprotocols::Negotiate),
        (GRAPHQL_WS, "/graphql", Subprotocols::GraphqlTransportWs),
        (LEGACY, "/graphql", Subprotocols::GraphqlWs),
    ] {
        let socket = socket(server, path).await.subprotocols(subprotocols);
        let client = Client::new(socket.clone());
        assert_eq!(
            counted(&client, countdown("both", 5, 1)).await,
            [5, 4, 3, 2, 1, 0]
        );
        let legacy = matches!(subprotocols, Subprotocols::GraphqlWs);
        let expected = if legacy {
            "graphql-ws"
        } else {
            "graphql-transport-ws"
        };
        assert!(
            matches!(socket.state(), ConnectionState::Connected { subprotocol, .. } if subprotocol == expected)
        );
        socket.close().await;
    }
    for subprotocols in [Subprotocols::GraphqlTransportWs, Subprotocols::GraphqlWs] {
        let client = Client::new(socket(EXAMPLE, "/ws").await.subprotocols(subprotocols));
        let request = subscription(
            "subscription { priceChanged(changes: 3, interval: 5) { price } }",
            json!({}),
        );
        let events = client.subscribe_raw::<Value>(request).data();
        assert_eq!(events.map(Result::unwrap).count().await, 3);
    }
}

#[wasm_bindgen_test]
async fn subscriptions_over_multipart_and_sse() {
    for path in ["/enveloped", "/graphql"] {
        let client = Client::new(Multipart::new(&EXAMPLE.endpoint(path).await));
        let request = subscription(
            "subscription { priceChanged(changes: 3, interval: 5) { price } }",
            json!({}),
        );
        let events = client.subscribe_raw::<Value>(request).data();
        assert_eq!(events.map(Result::unwrap).count().await, 3, "{path}");
    }
    let client = Client::new(Sse::new(&YOGA.endpoint("/graphql").await));
    assert_eq!(counted(&client, countdown("sse", 4, 1)).await, [4, 3, 2, 1, 0]);
}

#[wasm_bindgen_test]
async fn events_arrive_while_the_response_goes_on() {
    let client = Client::new(Sse::new(&YOGA.endpoint("/graphql").await));
    let mut events = client
        .subscribe_raw::<Value>(countdown("streamed", 1000, 100))
        .data();
    for expected in [1000, 999] {
        assert_eq!(events.next().await.unwrap().unwrap()["countdown"], expected);
    }
}

#[wasm_bindgen_test]
async fn results_in_parts() {
    let client = Client::new(Http::new(&YOGA.endpoint("/graphql").await));
    let mut request = query("query { running(name: \"none\") ... @defer { greeting(name: \"parts\") } }");
    request.incremental = true;
    let response: Response<Value> = client.execute_raw(request).await.unwrap();
    assert_eq!(
        response.data.unwrap(),
        json!({"running": 0, "greeting": "Hello, parts!"})
    );
}

#[wasm_bindgen_test]
async fn dropping_a_subscription_completes_it_at_the_server() {
    let client = Client::new(socket(GRAPHQL_WS, "/graphql").await);
    let mut events = client
        .subscribe_raw::<Value>(countdown("dropped", 1000, 20))
        .data();
    events.next().await.unwrap().unwrap();
    assert_eq!(running(GRAPHQL_WS, "dropped").await, 1);
    drop(events);
    let ended = until(async || running(GRAPHQL_WS, "dropped").await == 0).await;
    let frames = GRAPHQL_WS.frames().await;
    assert!(
        ended && frames.iter().any(|frame| frame["type"] == "complete"),
        "{frames:?}"
    );
}

#[wasm_bindgen_test]
async fn dropping_a_stream_or_a_call_aborts_the_request() {
    let endpoint = YOGA.endpoint("/graphql").await;
    let before = YOGA.aborted().await;
    let client = Client::new(Sse::new(&endpoint));
    let mut events = client
        .subscribe_raw::<Value>(countdown("aborted", 1000, 20))
        .data();
    events.next().await.unwrap().unwrap();
    drop(events);
    assert!(until(async || running(YOGA, "aborted").await == 0).await);
    assert!(until(async || YOGA.aborted().await == before + 1).await);

    YOGA.hold().await;
    let client = Client::new(Http::new(&endpoint));
    let call = client.execute_raw::<Value>(query("{ greeting(name: \"held\") }"));
    let Either::Right(_) = select(Box::pin(call), Box::pin(pause(300))).await else {
        panic!("the request was answered");
    };
    assert!(until(async || YOGA.aborted().await == before + 2).await);
}

#[wasm_bindgen_test]
async fn a_timeout_aborts_the_request() {
    let before = YOGA.aborted().await;
    YOGA.hold().await;
    let client = Client::new(Http::new(&YOGA.endpoint("/graphql").await).timeout(Duration::from_millis(200)));
    let error = client
        .execute_raw::<Value>(query("{ greeting(name: \"late\") }"))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(until(async || YOGA.aborted().await == before + 1).await);
}

#[wasm_bindgen_test]
async fn a_server_that_is_killed_and_comes_back() {
    // It takes whatever is offered first.
    let socket = socket(LEGACY, "/graphql")
        .await
        .subprotocols(Subprotocols::GraphqlWs);
    let client = Client::new(socket.clone());
    let mut events = client
        .subscribe_raw::<Value>(countdown("killed", 1000, 20))
        .events();
    assert!(matches!(events.next().await, Some(Ok(Event::Response(_)))));
    LEGACY.kill().await;
    assert!(until(async || matches!(socket.state(), ConnectionState::Reconnecting { .. })).await);
    LEGACY.start().await;
    loop {
        match events.next().await {
            Some(Ok(Event::Response(_))) => {}
            Some(Ok(Event::Reconnected)) => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(events.next().await, Some(Ok(Event::Response(_)))));
    assert!(matches!(
        socket.state(),
        ConnectionState::Connected {
            reconnected: true,
            ..
        }
    ));
    socket.close().await;
}

#[wasm_bindgen_test]
async fn a_server_of_streams_that_is_killed_and_comes_back() {
    let backoff = Backoff::new().initial_delay(Duration::from_millis(300));
    let client = Client::new(Sse::new(&YOGA.endpoint("/graphql").await).reconnect(backoff));
    let mut events = client
        .subscribe_raw::<Value>(countdown("killed", 1000, 20))
        .events();
    assert!(matches!(events.next().await, Some(Ok(Event::Response(_)))));
    YOGA.kill().await;
    YOGA.start().await;
    loop {
        match events.next().await {
            Some(Ok(Event::Response(_))) => {}
            Some(Ok(Event::Reconnected)) => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(events.next().await, Some(Ok(Event::Response(_)))));
}

#[wasm_bindgen_test]
async fn tokens_are_refreshed() {
    let token =
        |refused: bool| HeaderValue::from_static(if refused { "Bearer good" } else { "Bearer forged" });
    let endpoint = Endpoint::builder(YOGA.url("/graphql").await)
        .headers_with(move |refusal: Option<Error>| async move {
            Ok::<_, Error>(HeaderMap::from_iter([(
                gql_runtime::http::header::AUTHORIZATION,
                token(refusal.is_some()),
            )]))
        })
        .build()
        .unwrap();
    let client = Client::new(Http::new(&endpoint));
    let response: Response<Value> = client
        .execute_raw(query("{ credentials { authorization } }"))
        .await
        .unwrap();
    assert_eq!(
        response.data.unwrap()["credentials"]["authorization"],
        "Bearer good"
    );

    // A value of the page's thread in a hook: no bound asks for `Send`.
    let refused = Rc::new(Cell::new(false));
    let (renewed, known) = (refused.clone(), refused.clone());
    let endpoint = Endpoint::builder(GRAPHQL_WS.url("/graphql").await)
        .on_unauthorized(move |_| {
            renewed.set(true);
            async { true }
        })
        .build()
        .unwrap();
    let socket = WebSocket::new(&endpoint).init_payload_with(move || {
        let token = if known.get() { "good" } else { "forged" };
        async move { Ok(json!({"token": token})) }
    });
    let client = Client::new(socket);
    let request = subscription("subscription { credentials { token } }", json!({}));
    let mut events = client.subscribe_raw::<Value>(request).data();
    assert_eq!(
        events.next().await.unwrap().unwrap()["credentials"]["token"],
        "good"
    );
    assert!(refused.get());
}

#[wasm_bindgen_test]
async fn a_refusal_has_the_close_code_and_its_reason() {
    let socket =
        WebSocket::new(&GRAPHQL_WS.endpoint("/graphql").await).init_payload(json!({"token": "forged"}));
    let client = Client::new(socket);
    let mut events = client.subscribe_raw::<Value>(countdown("refused", 1, 1)).data();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!(
        (error.close_code(), error.close_reason()),
        (Some(4403), Some("Forbidden"))
    );
}

#[wasm_bindgen_test]
async fn ten_thousand_events() {
    let request = || subscription("subscription { failingAfter(events: 10000) }", json!({}));
    let sse = Client::new(Sse::new(&YOGA.endpoint("/graphql").await));
    let websocket = Client::new(socket(GRAPHQL_WS, "/graphql").await);
    for client in [websocket, sse] {
        let mut events = client.subscribe_raw::<Value>(request()).data();
        for expected in 1..=10_000 {
            assert_eq!(events.next().await.unwrap().unwrap()["failingAfter"], expected);
        }
        assert!(events.next().await.unwrap().unwrap_err().is_graphql());
    }
}

#[wasm_bindgen_test]
async fn many_requests_at_once_wait_for_the_browser_to_send_them() {
    let client = Client::new(socket(GRAPHQL_WS, "/graphql").await);
    let name = "n".repeat(1_000_000);
    let calls = (0..20).map(|_| {
        let mut request = query("query Greeting($name: String!) { greeting(name: $name) }");
        request.set_variables(&json!({"name": name})).unwrap();
        client.execute_raw::<Value>(request)
    });
    let results = futures_util::future::join_all(calls).await;
    assert!(
        results
            .iter()
            .all(|result| result.as_ref().unwrap().data.is_some())
    );
}

#[wasm_bindgen_test]
async fn sockets_do_not_leak() {
    let (before, opened) = GRAPHQL_WS.sockets().await;
    for number in 0..50 {
        let client = Client::new(socket(GRAPHQL_WS, "/graphql").await);
        let mut events = client.subscribe_raw::<Value>(countdown("leak", 1000, 5)).data();
        match number % 3 {
            // While it connects.
            0 => drop(events),
            1 => {
                let started = select(Box::pin(events.next()), Box::pin(pause(2))).await;
                drop(started);
            }
            _ => drop(events.next().await.unwrap().unwrap()),
        }
    }
    let closed = until(async || GRAPHQL_WS.sockets().await.0 <= before).await;
    let (open, after) = GRAPHQL_WS.sockets().await;
    assert!(
        closed && after >= opened + 16,
        "{open} open, {} opened",
        after - opened
    );
}

#[wasm_bindgen_test]
async fn an_idle_socket_is_closed() {
    let socket = socket(GRAPHQL_WS, "/graphql")
        .await
        .close_when_idle(Duration::from_millis(100));
    let client = Client::new(socket.clone());
    assert_eq!(counted(&client, countdown("idle", 1, 1)).await, [1, 0]);
    assert!(until(async || matches!(socket.state(), ConnectionState::Closed { code: Some(1000), .. })).await);
}

#[wasm_bindgen_test]
async fn equal_subscriptions_share_one_operation() {
    let before = GRAPHQL_WS.frames().await.len();
    let client = Client::new(Deduplicate::new(socket(GRAPHQL_WS, "/graphql").await));
    let both = [(); 2].map(|()| counted(&client, countdown("shared", 20, 10)));
    for numbers in futures_util::future::join_all(both).await {
        assert_eq!(numbers.len(), 21);
    }
    let frames = GRAPHQL_WS.frames().await.split_off(before);
    assert_eq!(
        frames.iter().filter(|frame| frame["type"] == "subscribe").count(),
        1
    );
}

#[wasm_bindgen_test]
async fn headers_of_an_upgrade_are_refused() {
    let endpoint = Endpoint::builder(GRAPHQL_WS.url("/graphql").await)
        .bearer_auth("secret")
        .build()
        .unwrap();
    let client = Client::new(WebSocket::new(&endpoint));
    let mut events = client.subscribe_raw::<Value>(countdown("headers", 1, 1)).data();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("`init_payload`"),
        "{error}"
    );
    // With a payload in their place they are those of requests.
    let client = Client::new(WebSocket::new(&endpoint).init_payload(json!({"token": "secret"})));
    assert_eq!(counted(&client, countdown("headers", 1, 1)).await, [1, 0]);
}

#[wasm_bindgen_test]
async fn what_a_browser_does_not_send_is_refused() {
    let url = YOGA.url("/graphql").await;
    let endpoint = Endpoint::builder(url).header("cookie", "a=b").build().unwrap();
    let error = Client::new(Http::new(&endpoint))
        .execute_raw::<Value>(query("{ greeting(name: \"x\") }"))
        .await;
    let error = error.unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("`cookie`"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn redirects_and_servers_that_are_not_there() {
    let moved = Client::new(Http::new(&YOGA.endpoint("/moved").await));
    let error = moved
        .execute_raw::<Value>(query("{ greeting(name: \"x\") }"))
        .await
        .unwrap_err();
    assert!(
        error.is_protocol() && error.to_string().contains("redirects"),
        "{error}"
    );
    // A port without a server.
    let unreachable = Endpoint::new("http://127.0.0.1:9/graphql?key=secret").unwrap();
    let error = Client::new(Http::new(&unreachable))
        .execute_raw::<Value>(query("{ x }"))
        .await
        .unwrap_err();
    assert!(
        error.is_closed() && error.is_transient() && !error.to_string().contains("secret"),
        "{error}"
    );
    let socket = WebSocket::new(&unreachable).reconnect(None);
    let mut events = Client::new(socket)
        .subscribe_raw::<Value>(countdown("nobody", 1, 1))
        .data();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(
        error.is_connect() && !error.to_string().contains("secret"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn credentials_modes() {
    // Cookies are those of the host, and the server has another port: it is another origin.
    let document = js_sys::Reflect::get(&js_sys::global(), &"document".into()).unwrap();
    js_sys::Reflect::set(&document, &"cookie".into(), &"gql=yes; path=/".into()).unwrap();
    for (mode, seen) in [
        (CredentialsMode::Omit, "no cookies"),
        (CredentialsMode::SameOrigin, "no cookies"),
        (CredentialsMode::Include, "gql=yes"),
    ] {
        let endpoint = Endpoint::builder(YOGA.url("/graphql").await)
            .credentials_mode(mode)
            .build()
            .unwrap();
        let client = Client::new(Http::new(&endpoint));
        let response: Response<Value> = client
            .execute_raw(query("{ greeting(name: \"x\") }"))
            .await
            .unwrap();
        assert_eq!(response.http.unwrap().headers["x-seen"], seen, "{mode:?}");
    }
}

#[wasm_bindgen_test]
async fn a_service_of_the_program() {
    struct Named(Fetch);
    impl HttpService for Named {
        fn call(
            &self,
            mut request: gql_runtime::http::Request<Body>,
        ) -> BoxFuture<Result<gql_runtime::http::Response<Body>, Error>> {
            request
                .headers_mut()
                .insert("authorization", HeaderValue::from_static("Bearer named"));
            self.0.call(request)
        }
    }
    let endpoint = Endpoint::builder(YOGA.url("/graphql").await)
        .service(Named(Fetch::new()))
        .build()
        .unwrap();
    let client = Client::new(Http::new(&endpoint));
    let response: Response<Value> = client
        .execute_raw(query("{ credentials { authorization } }"))
        .await
        .unwrap();
    assert_eq!(
        response.data.unwrap()["credentials"]["authorization"],
        "Bearer named"
    );
}

#[wasm_bindgen_test]
async fn the_mock_and_relative_urls() {
    let mock = Mock::new();
    mock.on::<shop::Books>().answer(json!({"books": []})).unwrap();
    let data = Client::new(mock).query(shop::Books::new(1)).data().await.unwrap();
    assert!(data.books.is_empty());
    let page = web_sys::window().unwrap().origin();
    assert_eq!(
        Endpoint::new("/graphql").unwrap().url(),
        format!("{page}/graphql")
    );
}

#[wasm_bindgen_test]
async fn queries_are_sent_again() {
    let before = YOGA.aborted().await;
    YOGA.hold().await;
    let http = Http::new(&YOGA.endpoint("/graphql").await)
        .read_timeout(Duration::from_millis(200))
        .retry(
            Backoff::new()
                .max_attempts(2)
                .initial_delay(Duration::from_millis(20)),
        );
    let response: Response<Value> = Client::new(http)
        .execute_raw(query("{ greeting(name: \"again\") }"))
        .await
        .unwrap();
    assert_eq!(response.data.unwrap()["greeting"], "Hello, again!");
    assert!(until(async || YOGA.aborted().await == before + 1).await);
}
