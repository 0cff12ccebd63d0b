//! Other implementations of proxies, which `tests/proxies/run` starts before it runs this test.

use gql_runtime::transport::{Endpoint, Proxy};

use crate::origin::Origin;
use crate::{EVERY, ask, data};

/// A list of proxies, one on each line: a name, `works` or `refuses`, and a URL.
const PROXIES: &str = "GQL_TEST_PROXIES";

#[tokio::test]
#[ignore = "needs proxies: tests/proxies/run"]
async fn every_transport_through_real_proxies() {
    let list =
        std::env::var(PROXIES).expect("`tests/proxies/run` starts the proxies and says where they are");
    let port = Origin::new().listen().await;
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<_> = line.split_whitespace().collect();
        let [name, expected, url] = words[..] else {
            panic!("not a proxy: {line}")
        };
        for way in EVERY {
            let endpoint = Endpoint::builder(format!("http://127.0.0.1:{port}/graphql"))
                .proxy(Proxy::all(url).unwrap())
                .build()
                .unwrap();
            let answered = ask(way, &endpoint).await;
            let is_right = match (&answered, expected) {
                (Ok(answered), "works") => *answered == data(),
                (Err(error), "refuses") => error.is_connect() || error.is_status(),
                _ => false,
            };
            let seen = answered.map_or_else(|error| error.to_string(), |_| "data".to_owned());
            let start: String = seen.chars().take(72).collect();
            println!("| {name} | {way:?} | {expected} | {start} |");
            rows += 1;
            if !is_right {
                wrong.push(format!("{name} {way:?}: {seen}"));
            }
        }
    }
    assert!(rows > 0, "there is no proxy in {PROXIES}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
