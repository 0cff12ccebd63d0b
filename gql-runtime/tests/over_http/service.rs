//! A program's own HTTP client below the transports: its requests, and the work that is still done above it.

use std::convert::Infallible;
use std::io::{self, ErrorKind, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use gql_runtime::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use gql_runtime::http::{HeaderMap, Method, Request, Response, StatusCode, Version};
use gql_runtime::transport::service::{Body, HttpService, Streamed, Tower};
use gql_runtime::transport::{Backoff, BoxFuture, Endpoint, EndpointBuilder, Http, Multipart, Proxy};
use gql_runtime::{Client, Error, Tls};
use http_body_util::{BodyExt as _, Full};
use tower::service_fn;

use crate::multipart::PART;
use crate::operations::{Get, Number, Set, Watch};

const ONE: &str = r#"{"data":{"n":1}}"#;
const ROUTER: &str = r#"multipart/mixed;boundary="graphql";subscriptionSpec=1.0"#;

/// A service that answers each request by its index, starting at 0.
fn answering<F>(answer: F) -> (Tower<impl Seen>, Arc<AtomicUsize>)
where
    F: Fn(usize, Request<Body>) -> Result<Response<Body>, Error> + Send + Sync + 'static,
{
    let calls = Arc::new(AtomicUsize::new(0));
    let (counted, answer) = (calls.clone(), Arc::new(answer));
    let service = service_fn(move |request: Request<Body>| {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        std::future::ready(answer(number, request))
    });
    (Tower::new(service), calls)
}

/// The bounds of a service in a `Tower`.
trait Seen:
    tower::Service<
        Request<Body>,
        Response = Response<Body>,
        Error = Error,
        Future = std::future::Ready<Result<Response<Body>, Error>>,
    > + Clone
    + Send
    + 'static
{
}

impl<S> Seen for S where
    S: tower::Service<
            Request<Body>,
            Response = Response<Body>,
            Error = Error,
            Future = std::future::Ready<Result<Response<Body>, Error>>,
        > + Clone
        + Send
        + 'static
{
}

fn json(text: impl Into<Bytes>) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(text.into()))
        .unwrap()
}

fn parts(body: Body) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, ROUTER)
        .body(body)
        .unwrap()
}

fn builder() -> EndpointBuilder {
    Endpoint::builder("https://user:p%40ss@example.com/graphql")
}

fn client(service: impl HttpService) -> Client {
    Client::http(builder().service(service).build().unwrap()).unwrap()
}

#[tokio::test]
async fn a_service_is_given_the_whole_request() {
    let (service, calls) = answering(|_, request| {
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "https://example.com/graphql");
        assert_eq!(request.headers()[AUTHORIZATION], "Basic dXNlcjpwQHNz");
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
        assert_eq!(request.headers()["x-one"], "1");
        assert!(request.extensions().get::<Streamed>().is_none());
        let body = request.body().as_bytes().unwrap();
        assert_eq!(request.body().length(), Some(body.len() as u64));
        let body: serde_json::Value = serde_json::from_slice(body).unwrap();
        assert_eq!(body["variables"]["id"], 7);
        Ok(json(ONE))
    });
    let client = client(service);
    let response = client.mutate(Set { id: 7 }).header("x-one", "1").await;
    assert_eq!(response.unwrap().data, Some(Number { n: 1 }));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_query_by_get_has_no_body() {
    let (service, _) = answering(|_, request| {
        assert_eq!(request.method(), Method::GET);
        assert!(request.uri().query().unwrap().starts_with("query="));
        assert_eq!(request.body().length(), Some(0));
        Ok(json(ONE))
    });
    let http = Http::new(&builder().service(service).build().unwrap());
    let response = Client::new(http.use_get_for_queries(true))
        .query(Get { id: 7 })
        .await;
    assert_eq!(response.unwrap().data, Some(Number { n: 1 }));
}

/// A body of any type, with its own data and errors.
#[tokio::test]
async fn a_subscription_ends_its_response_when_it_is_dropped() {
    let (alive, dropped) = tokio::sync::oneshot::channel::<Infallible>();
    let alive = Mutex::new(Some(alive));
    let (service, _) = answering(move |_, request| {
        assert!(request.extensions().get::<Streamed>().is_some());
        let alive = alive.lock().unwrap().take();
        let first = stream::iter([Ok::<_, io::Error>(Bytes::from([PART, "\r\n--graphql"].concat()))]);
        let rest = stream::pending().map(move |never| {
            let _ = &alive;
            never
        });
        Ok(parts(Body::from_stream(first.chain(rest), None)))
    });
    let multipart = Multipart::new(&builder().service(service).build().unwrap());
    let mut events = Client::new(multipart).subscribe(Watch { id: 1 });
    assert_eq!(events.next().await.unwrap().unwrap().data, Some(Number { n: 1 }));
    drop(events);
    dropped.await.unwrap_err();
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_dropped() {
    let (alive, dropped) = tokio::sync::oneshot::channel::<Infallible>();
    let alive = Arc::new(Mutex::new(Some(alive)));
    let service = service_fn(move |_: Request<Body>| {
        let alive = alive.lock().unwrap().take();
        async move {
            let never = std::future::pending::<Result<Response<Body>, Error>>().await;
            drop(alive);
            never
        }
    });
    let query = client(Tower::new(service)).mutate(Set { id: 1 });
    let error = query.timeout(Duration::from_millis(10)).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
    dropped.await.unwrap_err();
}

/// Transports that batch operations, or use another format.
#[tokio::test]
async fn batches_and_server_sent_events_go_through_it() {
    use gql_runtime::transport::Sse;
    let (service, calls) = answering(|_, request| {
        let mut response = json("");
        if request.headers()["accept"] == "text/event-stream" {
            let events = "event: next\ndata: {\"data\":{\"n\":1}}\n\nevent: complete\ndata:\n\n";
            *response.body_mut() = Body::from(events);
            let media_type = "text/event-stream".parse().unwrap();
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        } else {
            assert!(request.body().as_bytes().unwrap().starts_with(b"[{"));
            *response.body_mut() = Body::from(format!("[{ONE},{ONE}]"));
        }
        Ok(response)
    });
    let endpoint = builder().service(service).build().unwrap();
    let http = Http::new(&endpoint);
    let batching = Client::new(http.batch(Duration::from_secs(5), 2));
    let (first, second) = tokio::join!(
        batching.query(Get { id: 1 }).into_future(),
        batching.query(Get { id: 2 }).into_future(),
    );
    assert_eq!(first.unwrap().data, second.unwrap().data);
    let events = Client::new(Sse::new(&endpoint)).subscribe(Watch { id: 1 });
    let events: Vec<_> = events.map(|event| event.unwrap().data).collect().await;
    assert_eq!(events, [Some(Number { n: 1 })]);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn credentials_redirects_and_decompression_are_above_it() {
    let (service, calls) = answering(|number, request| {
        let mut response = json("");
        match number {
            0 => {
                assert_eq!(request.headers()["x-token"], "old");
                *response.status_mut() = StatusCode::UNAUTHORIZED;
            }
            1 => {
                assert_eq!(request.headers()["x-token"], "new");
                *response.status_mut() = StatusCode::FOUND;
                let there = "https://other:name@example.com/there".parse().unwrap();
                response.headers_mut().insert(LOCATION, there);
            }
            _ => {
                assert_eq!(request.method(), Method::POST);
                assert_eq!(request.uri(), "https://example.com/there");
                assert_eq!(request.headers()[AUTHORIZATION], "Basic dXNlcjpwQHNz");
                let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gzip.write_all(ONE.as_bytes()).unwrap();
                response = json(gzip.finish().unwrap());
                let coding = "gzip".parse().unwrap();
                response.headers_mut().insert(CONTENT_ENCODING, coding);
            }
        }
        Ok(response)
    });
    let endpoint = builder().service(service).headers_with(|refusal| async move {
        let mut headers = HeaderMap::new();
        let token = if refusal.is_some() { "new" } else { "old" };
        headers.insert("x-token", token.parse().unwrap());
        Ok::<_, Infallible>(headers)
    });
    let client = Client::http(endpoint.build().unwrap()).unwrap();
    let response = client.mutate(Set { id: 1 }).await.unwrap();
    assert_eq!(response.data, Some(Number { n: 1 }));
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_query_is_sent_again_and_a_mutation_never() {
    let (service, calls) = answering(|_, _| Err(Error::closed("lost")));
    let http = Http::new(&builder().service(service).build().unwrap());
    let client = Client::new(
        http.retry(
            Backoff::new()
                .max_attempts(2)
                .initial_delay(Duration::from_millis(1)),
        ),
    );
    assert!(client.mutate(Set { id: 1 }).await.unwrap_err().is_closed());
    assert_eq!(calls.swap(0, Ordering::Relaxed), 1);
    assert!(client.query(Get { id: 1 }).await.unwrap_err().is_closed());
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn errors_of_other_services_have_kinds() {
    #[derive(Debug)]
    struct Of(&'static str, Option<io::Error>);
    impl std::fmt::Display for Of {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.0)
        }
    }
    impl std::error::Error for Of {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            self.1.as_ref().map(|source| source as _)
        }
    }
    let failing = |make: fn() -> Of| {
        client(Tower::new(service_fn(move |_: Request<Body>| {
            std::future::ready(Err::<Response<Full<Bytes>>, _>(make()))
        })))
    };
    let refused = failing(|| Of("not sent", Some(ErrorKind::ConnectionRefused.into())));
    let error = refused.mutate(Set { id: 1 }).await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");

    let unsigned = failing(|| Of("no key is loaded", None));
    let error = unsigned.mutate(Set { id: 1 }).await.unwrap_err();
    assert!(error.is_closed() && error.may_have_been_sent(), "{error:?}");
    assert_eq!(error.to_string(), "the HTTP service failed: no key is loaded");

    let revealing = failing(|| Of("GET https://example.com/?secret=1", None));
    let error = revealing.mutate(Set { id: 1 }).await.unwrap_err();
    assert_eq!(error.to_string(), "the HTTP service failed");
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");

    // The innermost error does not show the URL, but an outer one does.
    let revealing = failing(|| {
        Of(
            "GET https://example.com/?secret=1",
            Some(io::Error::other("reset")),
        )
    });
    let error = revealing.mutate(Set { id: 1 }).await.unwrap_err();
    assert_eq!(error.to_string(), "the HTTP service failed: reset");
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[tokio::test]
async fn a_service_that_cannot_take_a_request_has_sent_none() {
    #[derive(Clone)]
    struct Closed;
    impl tower::Service<Request<Body>> for Closed {
        type Response = Response<Body>;
        type Error = io::Error;
        type Future = std::future::Pending<Result<Response<Body>, io::Error>>;

        fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<io::Result<()>> {
            std::task::Poll::Ready(Err(ErrorKind::Other.into()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            unreachable!("it is not ready")
        }
    }
    let error = client(Tower::new(Closed))
        .mutate(Set { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_closed() && !error.may_have_been_sent(), "{error:?}");
}

#[tokio::test]
async fn a_body_that_breaks_or_is_too_large_is_an_error() {
    let (service, _) = answering(|number, _| {
        Ok(match number {
            0 => json("").map(|_| {
                let broken = Err(io::Error::from(ErrorKind::ConnectionReset));
                Body::from_stream(stream::iter([Ok(Bytes::from_static(b"{\"data\"")), broken]), None)
            }),
            1 => json("").map(|_| Body::from_stream(stream::iter([Err(Error::protocol("too much"))]), None)),
            // A reset of an HTTP/2 stream may look like the end.
            2 => {
                let mut cut = json("").map(|_| {
                    let beginning = Ok::<_, Infallible>(Bytes::from_static(b"{\"data\""));
                    Body::from_stream(stream::iter([beginning]), None)
                });
                *cut.version_mut() = Version::HTTP_2;
                cut
            }
            _ => json(vec![b' '; 2000]),
        })
    });
    let http = Http::new(&builder().service(service).build().unwrap());
    let client = Client::new(http.max_response_size(1000));
    for (is, message) in [
        (
            Error::is_closed as fn(&Error) -> bool,
            "before the response was complete",
        ),
        (Error::is_protocol, "too much"),
        (Error::is_closed, "before the response was complete"),
        (Error::is_protocol, "larger than the limit of 1000 bytes"),
    ] {
        let error = client.query(Get { id: 1 }).await.unwrap_err();
        assert!(is(&error), "{error:?}");
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length() {
    use gql_runtime::{Request as Operation, Upload};
    let body = Arc::new(Mutex::new(None));
    let given = body.clone();
    let (service, _) = answering(move |_, request| {
        *given.lock().unwrap() = Some(request.into_body());
        Ok(json(ONE))
    });
    let mut request = Operation::new("mutation { a }");
    request.uploads = vec![("variables.a".to_owned(), Upload::from_path("Cargo.toml"))];
    client(service).execute_raw::<Number>(request).await.unwrap();
    let body = body.lock().unwrap().take().unwrap();
    assert!(body.as_bytes().is_none());
    let length = body.length().unwrap();
    let sent = body.collect().await.unwrap().to_bytes();
    assert_eq!(sent.len() as u64, length);
    let file = std::fs::read("Cargo.toml").unwrap();
    assert!(sent.windows(file.len()).any(|window| window == file));
}

#[tokio::test]
async fn a_stream_counts_its_remaining_bytes() {
    let items = [Ok::<_, Infallible>(Bytes::from_static(b"abc")), Ok("de".into())];
    let mut body = Body::from_stream(stream::iter(items), Some(5));
    let mut left = vec![body.length()];
    while let Some(frame) = body.frame().await {
        frame.unwrap();
        left.push(body.length());
    }
    assert_eq!(left, [Some(5), Some(2), Some(0)]);
    assert_eq!(
        Body::from_stream(stream::empty::<Result<_, Error>>(), None).length(),
        None
    );
    let debug = format!("{:?}", Body::from("secret"));
    assert_eq!(debug, "Body { length: Some(6) }");
}

#[test]
fn an_option_that_a_client_of_the_program_cannot_honor_is_an_error() {
    let with = |option: fn(EndpointBuilder) -> EndpointBuilder| {
        let service = || Tower::new(service_fn(|_: Request<Body>| async { Ok::<_, Error>(json(ONE)) }));
        let made = option(builder().service(service())).build().unwrap_err();
        let before = option(builder()).service(service()).build().unwrap_err();
        assert!(made.is_builder() && before.is_builder());
        assert_eq!(made.to_string(), before.to_string());
        let by = option(builder()).reqwest_builder(reqwest::Client::builder);
        let by = by.build().unwrap_err();
        assert_eq!(
            made.to_string().replace("`service`", "`reqwest_builder`"),
            by.to_string()
        );
        made.to_string()
    };
    for (option, name) in [
        (
            (|builder| builder.tls(Tls::new())) as fn(EndpointBuilder) -> EndpointBuilder,
            "tls",
        ),
        (
            |builder| builder.proxy(Proxy::all("http://127.0.0.1:1").unwrap()),
            "proxy",
        ),
        (|builder| builder.unix_socket("/nowhere"), "unix_socket"),
        (|builder| builder.cookie_store(true), "cookie_jar"),
        (EndpointBuilder::no_proxy, "no_proxy"),
        (|builder| builder.cookie_jar(Arc::default()), "cookie_jar"),
        (|builder| builder.connect_timeout(None), "connect_timeout"),
        (EndpointBuilder::http1_only, "http1_only"),
        (EndpointBuilder::http2_prior_knowledge, "http2_prior_knowledge"),
    ] {
        let message = with(option);
        assert!(message.contains(&format!("honor `{name}`:")), "{message}");
    }
    let two = builder().reqwest_builder(reqwest::Client::builder);
    let (service, _) = answering(|_, _| Ok(json(ONE)));
    let error = two.service(service).build().unwrap_err();
    assert!(error.to_string().contains("exclude each other"), "{error}");
}

/// A type that implements the trait directly.
struct Fixed(&'static str);

impl HttpService for Fixed {
    fn call(&self, _: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        Box::pin(std::future::ready(Ok(json(self.0))))
    }

    fn needs_tokio(&self) -> bool {
        false
    }
}

#[test]
fn without_a_runtime_a_service_that_needs_none_runs() {
    use futures_executor::block_on;
    let http =
        |service: Arc<dyn HttpService>| Http::new(&builder().service(service).build().unwrap()).timeout(None);
    let fixed: Arc<dyn HttpService> = Arc::new(Fixed(ONE));
    let response = block_on(
        Client::new(http(fixed.clone()))
            .query(Get { id: 1 })
            .into_future(),
    )
    .unwrap();
    assert_eq!(response.data, Some(Number { n: 1 }));

    let (service, calls) = answering(|number, _| {
        let mut response = json(ONE);
        if number == 0 {
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            *response.body_mut() = Body::from("<html>");
            response.headers_mut().remove(CONTENT_TYPE);
        }
        Ok(response)
    });
    let service = Arc::new(service.without_tokio());
    let client = Client::new(http(service.clone()));
    let error = block_on(client.query(Get { id: 1 }).into_future()).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(error.body_excerpt(), Some("<html>"));
    block_on(client.query(Get { id: 1 }).into_future()).unwrap();

    let stream = Multipart::new(&builder().service(service.clone()).build().unwrap())
        .timeout(None)
        .reconnect(None);
    let events: Vec<_> = block_on(Client::new(stream).subscribe(Watch { id: 1 }).collect());
    assert!(matches!(&events[..], [Ok(_)]), "{events:?}");
    assert_eq!(calls.load(Ordering::Relaxed), 3);

    // A timer needs a runtime, and so does a service that does not declare otherwise.
    let needing = Tower::new(service_fn(|_: Request<Body>| async { Ok::<_, Error>(json(ONE)) }));
    for transport in [
        http(fixed.clone()).timeout(Duration::from_secs(1)),
        http(fixed.clone()).read_timeout(Duration::from_secs(1)),
        http(fixed.clone()).retry(Backoff::new().max_attempts(1)),
        http(fixed).batch(Duration::from_millis(1), 2),
        http(Arc::new(needing)),
    ] {
        let error = block_on(Client::new(transport).query(Get { id: 1 }).into_future()).unwrap_err();
        assert!(
            error.is_builder() && error.to_string().contains("tokio::main"),
            "{error}"
        );
    }
}

#[test]
fn a_body_and_a_service_go_from_thread_to_thread() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Body>();
    check::<Tower<tower::util::BoxCloneService<Request<Body>, Response<Body>, Error>>>();
    check::<Arc<dyn HttpService>>();
}
