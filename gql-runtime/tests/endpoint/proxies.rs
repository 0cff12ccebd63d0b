//! Proxies: each kind, with credentials and without, for every transport.

use gql_runtime::Error;
use gql_runtime::transport::{Endpoint, Proxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::origin::Origin;
use crate::proxy::Proxying;
use crate::{EVERY, Way, ask, data};

/// A host that no resolver knows, so that it can only be reached through a proxy.
const SERVER: &str = "http://origin.invalid/graphql";

fn endpoint(url: &str, proxy: Proxy) -> Endpoint {
    Endpoint::builder(url).proxy(proxy).build().unwrap()
}

fn with_credentials(proxy: Proxy) -> Proxy {
    proxy.basic_auth("user", "pass word")
}

/// An HTTP proxy in front of a server, and its URL.
async fn http(asks: bool) -> (Proxying, String) {
    let proxy = Proxying::to(Origin::new().listen().await, asks);
    let port = proxy.listen(Proxying::http).await;
    (proxy, format!("http://127.0.0.1:{port}"))
}

/// A SOCKS5 proxy in front of a server, and its port.
async fn socks(asks: bool) -> (Proxying, u16) {
    let proxy = Proxying::to(Origin::new().listen().await, asks);
    let port = proxy.listen(Proxying::socks).await;
    (proxy, port)
}

/// Returns the error for a proxy that does not connect.
async fn refused(way: Way, url: &str, proxy: Proxy) -> Error {
    let error = ask(way, &endpoint(url, proxy)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    error
}

#[tokio::test]
async fn an_http_proxy_forwards_requests_and_tunnels_sockets() {
    for way in EVERY {
        let (proxy, url) = http(false).await;
        let endpoint = endpoint(SERVER, Proxy::all(url).unwrap());
        assert_eq!(ask(way, &endpoint).await.unwrap(), data(), "{way:?}");
        let expected = match way {
            Way::WebSocket => "CONNECT origin.invalid:80 HTTP/1.1",
            Way::Http | Way::Multipart => "POST http://origin.invalid/graphql HTTP/1.1",
        };
        assert_eq!(proxy.asked(), [expected]);
    }
}

#[tokio::test]
async fn an_http_proxy_with_credentials() {
    for way in EVERY {
        let (_, url) = http(true).await;
        let in_the_url = url.replace("//", "//user:pass%20word@");
        for proxy in [
            Proxy::all(&in_the_url).unwrap(),
            with_credentials(Proxy::http(&url).unwrap()),
            Proxy::all(&url)
                .unwrap()
                .authorization(crate::proxy::BASIC)
                .unwrap(),
        ] {
            let answered = ask(way, &endpoint(SERVER, proxy)).await;
            assert_eq!(answered.unwrap(), data(), "{way:?}");
        }
        for wrong in [
            Proxy::all(&url).unwrap(),
            Proxy::all(&url).unwrap().basic_auth("user", "s3cret"),
        ] {
            let error = refused(way, SERVER, wrong).await;
            assert_eq!(error.status().unwrap().as_u16(), 407, "{way:?}: {error:?}");
        }
    }
}

#[tokio::test]
async fn the_proxy_does_not_get_headers_for_the_server() {
    for way in EVERY {
        let origin = Origin::new();
        let proxy = Proxying::to(origin.listen().await, true);
        let port = proxy.listen(Proxying::http).await;
        let proxy = with_credentials(Proxy::all(format!("127.0.0.1:{port}")).unwrap());
        let endpoint = Endpoint::builder(SERVER).proxy(proxy).bearer_auth("token");
        ask(way, &endpoint.build().unwrap()).await.unwrap();
        let heads = origin.heads();
        let [head] = &heads[..] else { panic!("{heads:?}") };
        assert_eq!(head.header("authorization"), Some("Bearer token"));
        assert_eq!(head.header("proxy-authorization"), None);
        assert_eq!(head.header("host"), Some("origin.invalid"));
    }
}

#[tokio::test]
async fn a_socks_proxy_resolves_names_or_is_given_addresses() {
    for way in EVERY {
        for asks in [false, true] {
            let (proxy, port) = socks(asks).await;
            let named = |scheme: &str| {
                let proxy = Proxy::all(format!("{scheme}://127.0.0.1:{port}")).unwrap();
                if asks { with_credentials(proxy) } else { proxy }
            };
            let there = endpoint(SERVER, named("socks5h"));
            assert_eq!(ask(way, &there).await.unwrap(), data(), "{way:?}");
            let here = endpoint("http://localhost:81/graphql", named("socks5"));
            assert_eq!(ask(way, &here).await.unwrap(), data(), "{way:?}");
            let asked = proxy.asked();
            let [first, second] = &asked[..] else {
                panic!("{asked:?}")
            };
            assert_eq!(first, "origin.invalid:80");
            assert!(["127.0.0.1:81", "::1:81"].contains(&&**second), "{second}");
        }
    }
}

#[tokio::test]
async fn a_socks_proxy_that_refuses() {
    for way in EVERY {
        let (_, asking) = socks(true).await;
        let (_, open) = socks(false).await;
        let url = |port: u16| format!("socks5h://127.0.0.1:{port}");
        for (proxy, server) in [
            (Proxy::all(url(asking)).unwrap(), SERVER),
            (
                Proxy::all(url(asking)).unwrap().basic_auth("user", "s3cret"),
                SERVER,
            ),
            (Proxy::all(url(open)).unwrap(), "http://refused.invalid/graphql"),
        ] {
            let error = refused(way, server, proxy).await;
            assert!(
                error.is_connect() && !error.may_have_been_sent(),
                "{way:?}: {error:?}"
            );
        }
        // It speaks HTTP instead of SOCKS.
        let (http, _) = socks(false).await;
        let port = http
            .listen(|_, mut stream| async move {
                let answer = b"HTTP/1.1 400 Bad Request\r\n\r\n";
                stream.write_all(answer).await.ok()?;
                let _ = stream.read_to_end(&mut Vec::new()).await;
                Some(())
            })
            .await;
        let wrong = Proxy::all(url(port)).unwrap();
        let error = refused(way, SERVER, wrong).await;
        assert!(error.is_connect() || error.is_protocol(), "{way:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_proxy_is_for_its_scheme_and_not_for_its_exceptions() {
    for way in EVERY {
        let direct = Origin::new().listen().await;
        let server = format!("http://127.0.0.1:{direct}/graphql");
        let (proxy, url) = http(false).await;
        for unused in [
            Proxy::https(&url).unwrap(),
            Proxy::all(&url).unwrap().no_proxy("localhost, 127.0.0.0/8"),
            Proxy::all(&url).unwrap().no_proxy("*"),
        ] {
            assert_eq!(
                ask(way, &endpoint(&server, unused)).await.unwrap(),
                data(),
                "{way:?}"
            );
        }
        assert_eq!(proxy.asked(), [""; 0]);
        let (first, used) = http(false).await;
        let several = Endpoint::builder(&server)
            .proxy(Proxy::https(&url).unwrap())
            .proxy(Proxy::http(&used).unwrap())
            .proxy(Proxy::all(&url).unwrap());
        ask(way, &several.build().unwrap()).await.unwrap();
        assert_eq!((first.asked().len(), proxy.asked().len()), (1, 0), "{way:?}");
    }
}

#[tokio::test]
async fn an_unreachable_proxy() {
    for way in EVERY {
        for scheme in ["http", "socks5h"] {
            let proxy = Proxy::all(format!("{scheme}://127.0.0.1:1")).unwrap();
            let error = refused(way, SERVER, proxy).await;
            assert!(
                error.is_connect() && !error.may_have_been_sent(),
                "{way:?}: {error:?}"
            );
        }
    }
}
