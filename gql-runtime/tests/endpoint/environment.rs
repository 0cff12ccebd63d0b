//! The proxies of the environment. Each environment is tested in a separate process.

use std::process::Command;

use gql_runtime::transport::{Endpoint, Proxy};

use crate::origin::Origin;
use crate::proxy::Proxying;
use crate::{EVERY, ask, data};

/// The variable with the URL for the other process.
const SERVER: &str = "GQL_TEST_SERVER";
/// Set if the options of the endpoint override the environment.
const IGNORES: &str = "GQL_TEST_IGNORES";

/// Queries the server from a process whose environment has only these proxy variables.
async fn asked_with(server: &str, environment: &[(&str, String)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "environment::in_a_process_of_its_own",
        "--ignored",
        "--nocapture",
    ]);
    for name in [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUEST_METHOD",
    ] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    command.env(SERVER, server).envs(environment.iter().cloned());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
#[ignore = "run by the others, with an environment"]
async fn in_a_process_of_its_own() {
    let server = std::env::var(SERVER).expect("the other tests run it");
    for way in EVERY {
        let mut builder = Endpoint::builder(&server);
        match std::env::var(IGNORES).as_deref() {
            Ok("no_proxy") => builder = builder.no_proxy(),
            Ok(own) => builder = builder.proxy(Proxy::all(own).unwrap()),
            Err(_) => {}
        }
        assert_eq!(
            ask(way, &builder.build().unwrap()).await.unwrap(),
            data(),
            "{way:?}"
        );
    }
}

#[tokio::test]
async fn every_variable_counts_for_every_transport() {
    let origin = Origin::new().listen().await;
    for (name, scheme) in [
        ("HTTP_PROXY", "http"),
        ("http_proxy", "http"),
        ("ALL_PROXY", "socks5h"),
        ("all_proxy", "http"),
    ] {
        let proxying = Proxying::to(origin, true);
        let port = match scheme {
            "http" => proxying.listen(Proxying::http).await,
            _ => proxying.listen(Proxying::socks).await,
        };
        let proxy = format!("{scheme}://user:pass%20word@127.0.0.1:{port}");
        asked_with("http://origin.invalid/graphql", &[(name, proxy)]).await;
        assert_eq!(proxying.asked().len(), EVERY.len(), "{name}");
    }
}

#[tokio::test]
async fn exceptions_the_other_scheme_and_cgi_go_around_them() {
    let origin = Origin::new().listen().await;
    let server = format!("http://127.0.0.1:{origin}/graphql");
    let nowhere = || "http://127.0.0.1:1".to_owned();
    for environment in [
        vec![
            ("HTTP_PROXY", nowhere()),
            ("NO_PROXY", "example.com, 127.0.0.1".to_owned()),
        ],
        vec![("ALL_PROXY", nowhere()), ("no_proxy", "127.0.0.0/8".to_owned())],
        vec![("HTTPS_PROXY", nowhere())],
        vec![("HTTP_PROXY", nowhere()), ("REQUEST_METHOD", "POST".to_owned())],
        vec![("ALL_PROXY", nowhere()), (IGNORES, "no_proxy".to_owned())],
    ] {
        asked_with(&server, &environment).await;
    }
    let proxying = Proxying::to(origin, false);
    let port = proxying.listen(Proxying::http).await;
    let own = (IGNORES, format!("http://127.0.0.1:{port}"));
    let environment = [("ALL_PROXY", nowhere()), ("NO_PROXY", "*".to_owned()), own];
    asked_with("http://origin.invalid/graphql", &environment).await;
    assert_eq!(
        proxying.asked().len(),
        EVERY.len(),
        "with a proxy of its own, the environment has none"
    );
}
