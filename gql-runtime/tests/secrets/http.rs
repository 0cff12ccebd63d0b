//! The HTTP transports and their options.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use gql_runtime::transport::{
    Backoff, Deduplicate, Endpoint, EndpointBuilder, Http, Multipart, Proxy, Split, Sse, Transport,
};
use gql_runtime::{Client, Error, OperationKind, Response, Upload};
use serde::Serialize;

use crate::server::{Server, response};
use crate::{Look, request, secret};

const JSON: &str = "content-type: application/json\r\n";

/// A URL with a password and a key.
fn url(address: &str) -> String {
    let (password, key) = (secret("userinfo"), secret("query"));
    format!("http://user:{password}@{address}/graphql?api_key={key}")
}

fn builder(url: String) -> EndpointBuilder {
    Endpoint::builder(url)
        .no_proxy()
        .header("x-api-key", secret("header"))
        .bearer_auth(secret("bearer"))
        .cookie("session", &secret("cookie"))
        .connect_timeout(Duration::from_millis(500))
}

pub(crate) async fn look(look: &mut Look) {
    options(look);
    values(look).await;
    // Run concurrently, as they mostly wait.
    let answers = answers().into_iter().map(|(what, bytes, hold)| async move {
        let mut look = Look::default();
        let server = Server::saying(bytes, hold).await;
        every_transport(&mut look, what, builder(url(&server.address)).build().unwrap()).await;
        look
    });
    for looked in futures_util::future::join_all(answers).await {
        look.add(looked);
    }
    every_transport(
        look,
        "http: refused",
        builder(url("127.0.0.1:1")).build().unwrap(),
    )
    .await;
    every_transport(
        look,
        "http: no such name",
        builder(url("no.such.invalid")).build().unwrap(),
    )
    .await;
    let plain = Server::saying("no TLS", false).await;
    let https = url(&plain.address).replace("http://", "https://");
    every_transport(look, "http: not TLS", builder(https).build().unwrap()).await;
    proxies(look).await;
    provider(look).await;
}

/// Responses that are failures. The redirects repeat the secrets, as servers do.
fn answers() -> Vec<(&'static str, String, bool)> {
    let (password, key) = (secret("location-userinfo"), secret("location"));
    let elsewhere =
        format!("https://user:{password}@login.example.com:8443/graphql?api_key={key}&variables={key}");
    let within = format!("/elsewhere?api_key={key}");
    let redirect = |status: &str, location: &str| {
        let body = format!("Found. Redirecting to {location}");
        response(
            status,
            &format!("location: {location}\r\ncontent-type: text/plain\r\n"),
            &body,
        )
    };
    let set_cookie = format!("set-cookie: session={}\r\n", secret("set-cookie"));
    vec![
        (
            "http: redirect to another origin",
            redirect("302 Found", &elsewhere),
            false,
        ),
        (
            "http: permanent redirect",
            redirect("308 Permanent Redirect", &elsewhere),
            false,
        ),
        (
            "http: redirects without end",
            redirect("307 Temporary Redirect", &within),
            false,
        ),
        (
            "http: see other without end",
            redirect("303 See Other", &within),
            false,
        ),
        (
            "http: redirect to nowhere",
            redirect("302 Found", &format!("ht!tp://{key}")),
            false,
        ),
        (
            "http: 500",
            response("500 Internal Server Error", &set_cookie, "out of order"),
            false,
        ),
        ("http: 401", response("401 Unauthorized", &set_cookie, ""), false),
        (
            "http: not JSON",
            response("200 OK", "content-type: text/html\r\n", "<html>"),
            false,
        ),
        ("http: broken JSON", response("200 OK", JSON, "{\"data\":"), false),
        ("http: no response", response("200 OK", JSON, "{}"), false),
        (
            "http: misfit",
            response("200 OK", JSON, "{\"data\":\"text\"}"),
            false,
        ),
        (
            "http: GraphQL errors",
            response("200 OK", JSON, "{\"errors\":[{\"message\":\"m\"}]}"),
            false,
        ),
        (
            "http: cut body",
            "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned(),
            false,
        ),
        ("http: not HTTP", "nonsense\r\n\r\n".to_owned(), false),
        ("http: closed", String::new(), false),
        ("http: silent", String::new(), true),
        (
            "http: silent stream",
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".to_owned(),
            true,
        ),
        (
            "http: cut parts",
            "HTTP/1.1 200 OK\r\ncontent-type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".to_owned(),
            false,
        ),
        (
            "http: cannot be decompressed",
            response(
                "200 OK",
                "content-type: application/json\r\ncontent-encoding: gzip\r\n",
                "no gzip",
            ),
            false,
        ),
    ]
}

async fn every_transport(look: &mut Look, what: &str, endpoint: Endpoint) {
    let limit = Duration::from_millis(300);
    let http = || Http::new(&endpoint).timeout(limit);
    let once = Backoff::new()
        .max_attempts(1)
        .initial_delay(Duration::from_millis(1));
    let multipart = Multipart::new(&endpoint)
        .timeout(limit)
        .read_timeout(limit)
        .reconnect(once.clone());
    let sse = Sse::new(&endpoint)
        .timeout(limit)
        .read_timeout(limit)
        .reconnect(once);
    let transports: Vec<Box<dyn Transport>> = vec![
        Box::new(http()),
        Box::new(http().use_get_for_queries(true)),
        Box::new(
            http().retry(
                Backoff::new()
                    .max_attempts(1)
                    .initial_delay(Duration::from_millis(1)),
            ),
        ),
        Box::new(http().batch(Duration::from_millis(1), 2)),
        Box::new(multipart.clone()),
        Box::new(sse.clone()),
    ];
    // Run concurrently, as they mostly wait.
    let looked = transports.into_iter().map(|transport| async move {
        let mut look = Look::default();
        for kind in [OperationKind::Query, OperationKind::Mutation] {
            let result = transport.execute(request(kind)).await;
            let result = result
                .and_then(Response::<u8>::decode)
                .and_then(Response::into_result);
            look.error(what, &result.unwrap_err());
        }
        let mut parts = request(OperationKind::Query);
        parts.incremental = true;
        for item in transport.incremental(parts).take(9).collect::<Vec<_>>().await {
            shown(&mut look, what, item.map(|_| ()));
        }
        look
    });
    for looked in futures_util::future::join_all(looked).await {
        look.add(looked);
    }
    for transport in [Box::new(multipart) as Box<dyn Transport>, Box::new(sse)] {
        let events = transport.subscribe(request(OperationKind::Subscription));
        for item in events.take(9).collect::<Vec<_>>().await {
            shown(look, what, item.map(|_| ()));
        }
    }
}

fn shown(look: &mut Look, what: &str, result: Result<(), Error>) {
    if let Err(error) = result {
        look.error(what, &error);
    }
}

/// Invalid options.
fn options(look: &mut Look) {
    let (password, key) = (secret("userinfo"), secret("query"));
    for url in [
        format!("http://user:{password}@[host/?api_key={key}"),
        format!("ftp://user:{password}@host/?api_key={key}"),
        format!("http://user:{password}@host:port/?api_key={key}"),
        format!("user:{password}@host/?api_key={key}"),
        format!("/?api_key={key}"),
        format!("{key} {password}"),
    ] {
        look.error("unusable URL", &builder(url.clone()).build().unwrap_err());
        look.error("unusable URL", &Client::http(url.as_str()).unwrap_err());
        for proxy in [url.clone(), url.replace("http://", "socks9://")] {
            match Proxy::all(proxy) {
                Ok(proxy) => look.debug("Debug: Proxy", &proxy),
                Err(error) => look.error("unusable proxy", &error),
            }
        }
    }
    let broken = format!("{}\n", secret("header"));
    let endpoint = || Endpoint::builder("http://host/");
    for builder in [
        endpoint().header("x-api-key", &broken),
        endpoint().header(&broken, "value"),
        endpoint().bearer_auth(&broken),
        endpoint().cookie("session", &broken),
    ] {
        look.debug("unusable header", &builder);
        look.error("unusable header", &builder.build().unwrap_err());
    }
}

#[derive(Serialize)]
struct NotANumber {
    password: String,
    price: f64,
}

/// The `Debug` output of values that contain secrets.
async fn values(look: &mut Look) {
    let endpoint = builder(url("127.0.0.1:1"));
    look.debug("Debug: EndpointBuilder", &endpoint);
    let endpoint = endpoint.build().unwrap();
    look.debug("Debug: Endpoint", &endpoint);
    let http = Http::new(&endpoint).batch(Duration::from_secs(60), 9);
    // Both wait for other requests.
    let mut waiting = [
        http.execute(request(OperationKind::Query)),
        http.execute(request(OperationKind::Query)),
    ];
    for waiting in &mut waiting {
        assert!(waiting.now_or_never().is_none());
    }
    look.debug("Debug: Http with a waiting batch", &http);
    let multipart = Multipart::new(&endpoint);
    look.debug("Debug: Multipart", &multipart);
    look.debug("Debug: Sse", &Sse::new(&endpoint));
    look.debug("Debug: Split", &Split::new(http.clone(), multipart.clone()));
    let shared = Deduplicate::new(multipart);
    let events = shared.subscribe(request(OperationKind::Subscription));
    look.debug("Debug: Deduplicate", &shared);
    drop(events);
    let client = Client::new(http);
    look.debug("Debug: Client", &client);
    let mut with_header = request(OperationKind::Query);
    with_header
        .headers
        .insert("authorization", secret("header").parse().unwrap());
    with_header.uploads = vec![(
        "variables.a".to_owned(),
        Upload::from_bytes("name", secret("upload")),
    )];
    look.debug("Debug: Request", &with_header);
    look.debug(
        "Debug: Subscription",
        &client.subscribe_raw::<u8>(request(OperationKind::Subscription)),
    );
    let variables = NotANumber {
        password: secret("variables"),
        price: f64::NAN,
    };
    look.error(
        "variables that are not JSON",
        &with_header.set_variables(&variables).unwrap_err(),
    );
    look.error(
        "a subscription that is executed",
        &client
            .execute_raw::<u8>(request(OperationKind::Subscription))
            .await
            .unwrap_err(),
    );
}

/// Proxies with credentials: one that is unreachable, and one that refuses.
async fn proxies(look: &mut Look) {
    let refusing = Server::saying(response("407 Proxy Authentication Required", "", ""), false).await;
    for address in ["127.0.0.1:1", &refusing.address] {
        let proxy = format!("http://user:{}@{address}", secret("proxy"));
        for scheme in ["http", "https"] {
            let url = format!(
                "{scheme}://user:{}@server.invalid/?api_key={}",
                secret("userinfo"),
                secret("query")
            );
            let endpoint = Endpoint::builder(url)
                .proxy(Proxy::all(&proxy).unwrap())
                .bearer_auth(secret("bearer"))
                .build()
                .unwrap();
            look.debug("Debug: Endpoint with a proxy", &endpoint);
            every_transport(look, "http: proxy", endpoint).await;
        }
    }
}

/// A provider of headers that fails, and one whose headers are refused.
async fn provider(look: &mut Look) {
    let refusing = Server::saying(response("401 Unauthorized", "", ""), false).await;
    let failing = builder(url(&refusing.address)).headers_with(|refusal| async move {
        match refusal {
            None => Ok(::http::HeaderMap::new()),
            Some(_) => Err("there is no other token"),
        }
    });
    every_transport(look, "http: a provider fails", failing.build().unwrap()).await;
}
