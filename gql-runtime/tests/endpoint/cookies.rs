//! The cookie jar of an endpoint, for requests and for upgrades.
#![cfg(feature = "cookies")]

use std::sync::Arc;

use gql_runtime::transport::{CookieJar, Endpoint};

use crate::origin::{Origin, response};
use crate::{EVERY, Way, ask};

/// A server that sets a cookie, also when it refuses a request, and its URL.
async fn giving() -> (Origin, String) {
    let origin = Origin::deciding(|head| match head.header("x-refused") {
        None => Ok("set-cookie: session=1; Path=/\r\n".to_owned()),
        Some(_) => Err(response("403 Forbidden", "set-cookie: refused=2\r\n", "")),
    });
    let port = origin.listen().await;
    (origin, format!("http://127.0.0.1:{port}/graphql"))
}

fn last_cookie(origin: &Origin) -> Option<String> {
    let heads = origin.heads();
    heads.last().unwrap().header("cookie").map(str::to_owned)
}

#[tokio::test]
async fn all_transports_share_cookies() {
    for giver in EVERY {
        let (origin, url) = giving().await;
        let endpoint = Endpoint::builder(url).cookie_store(true).build().unwrap();
        ask(giver, &endpoint).await.unwrap();
        assert_eq!(last_cookie(&origin), None);
        for way in EVERY {
            ask(way, &endpoint).await.unwrap();
            assert_eq!(
                last_cookie(&origin).as_deref(),
                Some("session=1"),
                "{giver:?} {way:?}"
            );
        }
    }
}

#[tokio::test]
async fn without_a_jar_none_is_kept() {
    for way in EVERY {
        let (origin, url) = giving().await;
        let endpoint = Endpoint::builder(url).build().unwrap();
        ask(way, &endpoint).await.unwrap();
        ask(way, &endpoint).await.unwrap();
        assert_eq!(last_cookie(&origin), None, "{way:?}");
    }
}

#[tokio::test]
async fn a_jar_of_the_program_has_cookies_from_the_start_and_those_of_a_refusal() {
    for way in EVERY {
        let (origin, url) = giving().await;
        let jar = Arc::new(CookieJar::default());
        jar.add_cookie_str("own=3", &url.parse().unwrap());
        let builder = || Endpoint::builder(&url).cookie_jar(jar.clone());
        let refused = builder().header("x-refused", "yes").build().unwrap();
        assert!(ask(way, &refused).await.is_err());
        assert_eq!(last_cookie(&origin).as_deref(), Some("own=3"));
        ask(way, &builder().build().unwrap()).await.unwrap();
        let sent = last_cookie(&origin).unwrap();
        assert!(
            sent.contains("own=3") && sent.contains("refused=2"),
            "{way:?}: {sent}"
        );
    }
}

#[tokio::test]
async fn a_cookie_of_the_program_is_sent_alone() {
    let (origin, url) = giving().await;
    for way in [Way::Http, Way::WebSocket] {
        let endpoint = Endpoint::builder(&url).cookie_store(true).cookie("mine", "4");
        let endpoint = endpoint.build().unwrap();
        ask(way, &endpoint).await.unwrap();
        ask(way, &endpoint).await.unwrap();
        assert_eq!(last_cookie(&origin).as_deref(), Some("mine=4"), "{way:?}");
    }
}
