//! HTTP/2 over TLS, negotiated by ALPN: streams that are not read, refused certificates, and canceled responses.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::http::{Request, Response};
use bytes::Bytes;
use gql_runtime::transport::{Backoff, Endpoint, Http, Multipart, Sse};
use gql_runtime::{Client, Subscription, Tls};
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::multipart::{ROUTER, SOON};
use crate::operations::{Get, Number, Set, Watch};
use crate::tls::{Authority, acceptor, trusting};

/// The size of an event, a few of which fill the window of a stream.
const LARGE: usize = 64 * 1024;

/// An HTTP/2 server over TLS. Its tasks end with it.
struct Server {
    url: String,
    tls: Tls,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that answers each request with a function, and allows this number of concurrent streams.
    async fn start<F, R>(most: u32, answer: F) -> Self
    where
        F: Fn(Request<h2::RecvStream>, SendResponse<Bytes>) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let authority = Authority::new();
        let acceptor = acceptor(&authority.issue("localhost", |_| {}), None, &[b"h2"]);
        let tls = trusting(&authority);
        Self::accepting(acceptor, tls, move |connection| async move {
            let mut builder = h2::server::Builder::new();
            builder.max_concurrent_streams(most);
            let mut connection = builder.handshake(connection).await.unwrap();
            while let Some(Ok((request, respond))) = connection.accept().await {
                tokio::spawn(answer(request, respond));
            }
        })
        .await
    }

    async fn accepting<F, R>(acceptor: TlsAcceptor, tls: Tls, handle: F) -> Self
    where
        F: Fn(tokio_rustls::server::TlsStream<tokio::net::TcpStream>) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "https://localhost:{}/graphql",
            listener.local_addr().unwrap().port()
        );
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = connections.clone();
        let task = tokio::spawn(async move {
            let mut tasks = tokio::task::JoinSet::new();
            while let Ok((tcp, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let acceptor = acceptor.clone();
                tasks.spawn(async move {
                    match acceptor.accept(tcp).into_fallible().await {
                        Ok(connection) => handle(connection).await,
                        // The data from the client is read, so that the connection ends without a reset.
                        Err((_, mut tcp)) => {
                            while tcp.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
                        }
                    }
                });
            }
        });
        Self {
            url,
            tls,
            connections,
            task,
        }
    }

    fn endpoint(&self) -> Endpoint {
        Endpoint::builder(&self.url)
            .tls(self.tls.clone())
            .build()
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers a query immediately, and a subscription with an endless sequence of large events.
async fn endless(request: Request<h2::RecvStream>, mut respond: SendResponse<Bytes>) {
    let accept = request.headers()["accept"].to_str().unwrap();
    let (content_type, event) = if accept.starts_with("multipart/") {
        let padding = " ".repeat(LARGE);
        (
            ROUTER,
            format!("\r\n--graphql\r\n\r\n{{\"payload\":{{\"data\":{{\"n\":1}}}}{padding}}}"),
        )
    } else if accept == "text/event-stream" {
        let padding = "x".repeat(LARGE);
        (
            accept,
            format!("event: next\ndata: {{\"data\":{{\"n\":1}}}}\n:{padding}\n\n"),
        )
    } else {
        let head = Response::builder().header("content-type", "application/json");
        let mut body = respond.send_response(head.body(()).unwrap(), false).unwrap();
        body.send_data(r#"{"data":{"n":2}}"#.into(), true).unwrap();
        return;
    };
    let head = Response::builder()
        .header("content-type", content_type)
        .body(())
        .unwrap();
    let mut body = respond.send_response(head, false).unwrap();
    let event = Bytes::from(event);
    while send(&mut body, event.clone()).await.is_some() {}
}

/// Sends the bytes as the client accepts them. Returns `None` if the client has disconnected.
async fn send(body: &mut SendStream<Bytes>, mut bytes: Bytes) -> Option<()> {
    while !bytes.is_empty() {
        body.reserve_capacity(bytes.len());
        let room = poll_fn(|context| body.poll_capacity(context)).await?.ok()?;
        body.send_data(bytes.split_to(room.min(bytes.len())), false)
            .ok()?;
    }
    Some(())
}

async fn event(events: &mut Subscription<Number>) {
    let event = timeout(SOON * 4, events.next())
        .await
        .expect("an event soon")
        .unwrap();
    assert_eq!(event.unwrap().data, Some(Number { n: 1 }));
}

/// Runs a query and a mutation, which must be answered immediately.
async fn asked_beside(client: &Client) {
    let query = timeout(SOON, client.query(Get { id: 1 }).into_future());
    let query = query.await.expect("an answer soon").unwrap();
    assert_eq!(query.data, Some(Number { n: 2 }));
    let mutation = timeout(SOON, client.mutate(Set { id: 1 }).into_future());
    assert!(mutation.await.expect("an answer soon").is_ok());
}

#[tokio::test]
async fn ht_110_unread_streams_do_not_block_other_requests() {
    let server = Server::start(100, endless).await;
    let endpoint = server.endpoint();
    let client = || Client::builder().queries(Http::new(&endpoint));
    for client in [
        client().subscriptions(Multipart::new(&endpoint)).build(),
        client().subscriptions(Sse::new(&endpoint)).build(),
    ] {
        let mut streams = Vec::new();
        for id in 0..50 {
            let mut events = client.subscribe(Watch { id });
            event(&mut events).await;
            streams.push(events);
        }
        // Waits for all of them to fill their windows.
        tokio::time::sleep(Duration::from_millis(300)).await;
        asked_beside(&client).await;
        // Another subscription starts as well, and the first one is still running.
        event(&mut client.subscribe(Watch { id: 50 })).await;
        for _ in 0..20 {
            event(&mut streams[0]).await;
        }
        asked_beside(&client).await;
    }
}

#[tokio::test]
async fn ht_111_more_streams_than_a_connection_may_have() {
    let server = Server::start(100, |request, mut respond| async move {
        if request.headers()["accept"]
            .to_str()
            .unwrap()
            .starts_with("multipart/")
        {
            let head = Response::builder().header("content-type", ROUTER);
            let mut body = respond.send_response(head.body(()).unwrap(), false).unwrap();
            body.send_data(crate::multipart::PART.into(), false).unwrap();
            let _ = poll_fn(|context| body.poll_reset(context)).await;
        } else {
            endless(request, respond).await;
        }
    })
    .await;
    let endpoint = server.endpoint();
    let client = Client::builder()
        .queries(Http::new(&endpoint))
        .subscriptions(Multipart::new(&endpoint))
        .build();
    asked_beside(&client).await;
    let mut streams = Vec::new();
    for id in 0..150 {
        let mut events = client.subscribe(Watch { id });
        event(&mut events).await;
        streams.push(events);
    }
    asked_beside(&client).await;
    assert_eq!(server.connections.load(Ordering::SeqCst), 3);
    // A released slot is used again.
    drop(streams);
    event(&mut client.subscribe(Watch { id: 0 })).await;
    assert_eq!(server.connections.load(Ordering::SeqCst), 3);
}

/// With TLS 1.3, the refusal follows the handshake, and HTTP/2 reports it as text.
#[tokio::test]
async fn tls_101_a_refused_client_certificate_over_http_2() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let acceptor = acceptor(
        &authority.issue("localhost", |_| {}),
        Some(&clients),
        &[b"h2", b"http/1.1"],
    );
    let server = Server::accepting(acceptor, trusting(&authority), |_| async {}).await;
    let retry = Backoff::new()
        .max_attempts(3)
        .initial_delay(Duration::from_millis(1));
    let http = Client::new(Http::new(&server.endpoint()).retry(retry));
    let error = http.query(Get { id: 1 }).await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");
    assert!(error.to_string().contains("CertificateRequired"), "{error}");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    let mut events = Client::multipart(server.endpoint())
        .unwrap()
        .subscribe(Watch { id: 1 });
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_tls() && error.is_terminal(), "{error:?}");
}

#[tokio::test]
async fn ht_101_a_response_that_is_given_up() {
    let server = Server::start(100, |request, mut respond| async move {
        let head = Response::builder().header("content-type", "application/json");
        let mut body = respond.send_response(head.body(()).unwrap(), false).unwrap();
        let reason = match request.headers()["x-reason"].to_str().unwrap() {
            "cancel" => Reason::CANCEL,
            "none" => Reason::NO_ERROR,
            _ => {
                body.send_data(r#"{"data":{"n":2}}"#.into(), false).unwrap();
                body.send_data(Bytes::new(), true).unwrap();
                return;
            }
        };
        body.send_data(r#"{"data":{"#.into(), false).unwrap();
        // The data must arrive before the reset.
        tokio::time::sleep(Duration::from_millis(50)).await;
        body.send_reset(reason);
    })
    .await;
    let client = Client::http(server.endpoint()).unwrap();
    for reason in ["cancel", "none"] {
        let call = client.query(Get { id: 1 }).header("x-reason", reason);
        let error = call.await.unwrap_err();
        assert!(error.is_closed(), "{reason}: {error:?}");
        assert_eq!(error.status(), Some(::http::StatusCode::OK));
    }
    let whole = client.query(Get { id: 1 }).header("x-reason", "").await;
    assert_eq!(whole.unwrap().data, Some(Number { n: 2 }));
}
