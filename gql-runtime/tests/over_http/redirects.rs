//! Redirects within the origin: the request is sent again unchanged, or the error reports that it was not.

use gql_runtime::Client;
use gql_runtime::transport::{Endpoint, Http, Multipart};

use crate::multipart::{PART, ROUTER};
use crate::operations::{Get, Number, Set, Watch};
use crate::server::Server;

/// A server that redirects `/graphql` with this status to `/graphql/`, which accepts POST. A GET has another response.
async fn moved(status: &'static str) -> Server {
    Server::start(move |mut connection| async move {
        while let Some(seen) = connection.request().await {
            let path = seen.line.split([' ', '?']).nth(1).unwrap();
            let wants_parts = seen.header("accept").unwrap().starts_with("multipart/");
            if path == "/graphql" {
                connection
                    .respond(status, "location: /graphql/\r\nset-cookie: moved=1\r\n", b"")
                    .await;
            } else if seen.line.starts_with("GET") {
                connection.json("200 OK", r#"{"data":{"n":0}}"#).await;
            } else if wants_parts {
                connection.stream(ROUTER).await;
                connection.chunk([PART, "\r\n--graphql--"].concat()).await;
                connection.end().await;
            } else {
                connection.json("200 OK", r#"{"data":{"n":2}}"#).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn ht_102_a_post_stays_a_post() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = moved(status).await;
        let client = Client::http(server.url()).unwrap();
        let mutation = client.mutate(Set { id: 7 }).header("x-one", "1").await;
        assert_eq!(mutation.unwrap().data, Some(Number { n: 2 }), "{status}");
        let seen = server.seen();
        assert_eq!(seen[1].line, "POST /graphql/ HTTP/1.1");
        assert_eq!(
            (&seen[0].body, seen[1].header("x-one")),
            (&seen[1].body, Some("1"))
        );
        assert_eq!(seen[1].json()["variables"]["id"], 7);

        let mut events = Client::new(Multipart::new(&server.endpoint())).subscribe(Watch { id: 1 });
        assert_eq!(events.next().await.unwrap().unwrap().data, Some(Number { n: 1 }));
    }
}

#[tokio::test]
async fn ht_103_a_redirect_that_is_not_followed_is_an_error() {
    let server = moved("303 See Other").await;
    let client = Client::http(server.url()).unwrap();
    for error in [
        client.mutate(Set { id: 1 }).await.unwrap_err(),
        client.query(Get { id: 1 }).await.unwrap_err(),
    ] {
        assert!(error.is_status(), "{error:?}");
        assert!(
            error
                .to_string()
                .starts_with("the server answered 303 See Other, a redirect to "),
            "{error}"
        );
    }
    // The redirect requests a GET, which a query by GET is.
    let by_get = Client::new(Http::new(&server.endpoint()).use_get_for_queries(true));
    let query = by_get.query(Get { id: 1 }).await.unwrap();
    assert_eq!(query.data, Some(Number { n: 0 }));

    let endpoint = Endpoint::builder(moved("301 Moved Permanently").await.url()).max_redirects(0);
    let error = Client::http(endpoint.build().unwrap())
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap_err();
    assert!(error.is_connect() || error.is_status(), "{error:?}");
}

#[tokio::test]
async fn ht_104_a_client_made_elsewhere() {
    let other = Server::answering(
        "200 OK",
        "content-type: application/json\r\n",
        r#"{"data":{"n":1}}"#,
    )
    .await;
    let location: &'static str = Box::leak(format!("location: {}\r\n", other.url()).into_boxed_str());
    let elsewhere = Server::answering("307 Temporary Redirect", location, "").await;
    let within = moved("302 Found").await;
    let builder = || {
        // Without this TLS backend, reqwest would look for that of the process.
        let tls = gql_runtime::Tls::new()
            .bundled_roots()
            .rustls_config(&[])
            .unwrap();
        reqwest::Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
    };
    // Its policy sends headers to another origin, and turns a POST into a GET. Neither response is accepted.
    for server in [&elsewhere, &within] {
        let endpoint = Endpoint::builder(server.url())
            .header("x-api-key", "secret")
            .service(builder().build().unwrap());
        let client = Client::http(endpoint.build().unwrap()).unwrap();
        let error = client.mutate(Set { id: 1 }).await.unwrap_err();
        assert!(error.is_builder(), "{error:?}");
        assert!(error.to_string().contains("Policy::none()"), "{error}");
    }
    assert_eq!(other.seen().len(), 1);
    // Without redirects, and as a builder, it follows what the endpoint follows.
    let policy = reqwest::redirect::Policy::none();
    let without = builder().redirect(policy).build().unwrap();
    for (server, follows) in [(&elsewhere, false), (&within, true)] {
        for endpoint in [
            Endpoint::builder(server.url()).service(without.clone()),
            Endpoint::builder(server.url()).reqwest_builder(builder),
        ] {
            let endpoint = endpoint.header("x-api-key", "secret").build().unwrap();
            let result = Client::http(endpoint).unwrap().mutate(Set { id: 1 }).await;
            match result {
                Ok(response) => assert!(follows && response.data == Some(Number { n: 2 })),
                Err(error) => assert!(!follows && error.is_status(), "{error:?}"),
            }
        }
    }
    assert_eq!(other.seen().len(), 1);
}
