//! Credentials that the server refuses, which every transport refreshes once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gql_runtime::Error;
use gql_runtime::transport::{Endpoint, EndpointBuilder};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::origin::{Origin, response};
use crate::{EVERY, Way, ask, data};

/// A server that accepts one token, and an endpoint without a token.
async fn taking(token: &'static str) -> (Origin, EndpointBuilder) {
    let origin = Origin::deciding(move |head| match head.header("authorization") {
        Some(given) if given == token => Ok(String::new()),
        _ => Err(response(
            "401 Unauthorized",
            "content-type: application/json\r\n",
            r#"{"errors":[{"message":"expired"}]}"#,
        )),
    });
    let port = origin.listen().await;
    (
        origin,
        Endpoint::builder(format!("http://127.0.0.1:{port}/graphql")),
    )
}

fn headers(token: usize) -> HeaderMap {
    let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    HeaderMap::from_iter([(AUTHORIZATION, value)])
}

/// Adds a hook that counts its calls, and a provider whose token is the count.
fn renewing(endpoint: EndpointBuilder, renewed: bool) -> (EndpointBuilder, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let (counted, given) = (calls.clone(), calls.clone());
    let endpoint = endpoint
        .on_unauthorized(move |refusal| {
            assert_eq!(refusal.status().unwrap().as_u16(), 401);
            assert_eq!(refusal.graphql_errors()[0].message, "expired");
            counted.fetch_add(1, Ordering::Relaxed);
            async move { renewed }
        })
        .headers_with(move |refusal: Option<Error>| {
            let token = given.load(Ordering::Relaxed);
            assert_eq!(refusal.is_some(), token > 0, "the provider gets the refusal");
            async move { Ok::<_, Error>(headers(token)) }
        });
    (endpoint, calls)
}

#[tokio::test]
async fn auth_004_the_hook_is_called_and_the_provider_asked_again() {
    for way in EVERY {
        let (origin, endpoint) = taking("Bearer 1").await;
        let (endpoint, calls) = renewing(endpoint, true);
        let answered = ask(way, &endpoint.build().unwrap()).await;
        assert_eq!(answered.unwrap(), data(), "{way:?}");
        assert_eq!(
            (calls.load(Ordering::Relaxed), origin.heads().len()),
            (1, 2),
            "{way:?}"
        );
    }
}

#[tokio::test]
async fn auth_004_it_is_called_once_and_then_the_refusal_is_the_error() {
    for way in EVERY {
        for renewed in [true, false] {
            let (origin, endpoint) = taking("Bearer never").await;
            let (endpoint, calls) = renewing(endpoint, renewed);
            let error = ask(way, &endpoint.build().unwrap()).await.unwrap_err();
            assert!(
                error.is_auth() && error.status().unwrap().as_u16() == 401,
                "{way:?}: {error:?}"
            );
            let attempts = if renewed { 2 } else { 1 };
            assert_eq!(
                (calls.load(Ordering::Relaxed), origin.heads().len()),
                (1, attempts),
                "{way:?}"
            );
        }
    }
}

#[tokio::test]
async fn auth_004_a_provider_alone_is_asked_again_with_the_refusal() {
    for way in EVERY {
        let (origin, endpoint) = taking("Bearer 7").await;
        let endpoint = endpoint.headers_with(|refusal: Option<Error>| async move {
            Ok::<_, Error>(headers(refusal.map_or(0, |refusal| {
                assert!(refusal.is_auth(), "{refusal:?}");
                7
            })))
        });
        let answered = ask(way, &endpoint.build().unwrap()).await;
        assert_eq!(answered.unwrap(), data(), "{way:?}");
        assert_eq!(origin.heads().len(), 2, "{way:?}");
    }
}

#[tokio::test]
async fn without_provider_and_hook_nothing_is_sent_again() {
    for way in EVERY {
        let (origin, endpoint) = taking("Bearer 1").await;
        let endpoint = endpoint.bearer_auth("other").build().unwrap();
        assert!(ask(way, &endpoint).await.unwrap_err().is_auth());
        assert_eq!(origin.heads().len(), 1, "{way:?}");
    }
}

#[tokio::test]
async fn a_hook_that_never_returns_times_out() {
    for way in [Way::Multipart, Way::WebSocket] {
        let (_, endpoint) = taking("Bearer 1").await;
        let endpoint = endpoint
            .connect_timeout(Duration::from_millis(200))
            .on_unauthorized(|_| std::future::pending());
        let error = ask(way, &endpoint.build().unwrap()).await.unwrap_err();
        assert!(error.is_auth(), "{way:?}: {error:?}");
        assert!(
            error.to_string().contains("`on_unauthorized` did not answer"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_name_and_password_in_the_url_are_for_every_transport() {
    for way in EVERY {
        let origin = Origin::new();
        let port = origin.listen().await;
        let endpoint = Endpoint::new(format!("ws://Aladdin:open%20sesame@127.0.0.1:{port}/graphql")).unwrap();
        assert_eq!(endpoint.url(), format!("http://127.0.0.1:{port}/graphql"));
        ask(way, &endpoint).await.unwrap();
        let heads = origin.heads();
        assert_eq!(
            heads[0].header("authorization"),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            "{way:?}"
        );
    }
}
