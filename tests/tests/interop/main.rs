//! The runtime against other people's servers, each over every transport that it speaks.
//!
//! `tests/interop/run` installs the servers and runs this. A case checks what must hold everywhere; what differs from server to
//! server is its text, compared with `tests/interop/seen` (`UPDATE=1` writes it anew).

mod cases;
mod certificates;
mod embedded;
#[path = "../expectation/mod.rs"]
mod expectation;
mod operations;
mod process;
mod server;
mod table;
mod told;
mod way;

use std::env;
use std::fs;
use std::path::PathBuf;

use self::certificates::Security;
use self::server::Software;
use self::table::Table;
use self::way::Way;

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The number of lines of a server's log that are shown after a failure.
const LOG: usize = 40;

/// Where `tests/interop/run` puts the servers.
pub(crate) fn folder() -> Outcome<PathBuf> {
    let folder = env::var_os("GQL_INTEROP").ok_or("run tests/interop/run, which installs the servers")?;
    Ok(PathBuf::from(folder))
}

/// A test for each server.
macro_rules! servers {
    ($($test:ident: $name:literal $(by $script:literal)?, over $($way:ident)+;)+) => {$(
        #[tokio::test]
        #[ignore = "needs the servers: tests/interop/run"]
        async fn $test() -> Outcome {
            let scripts: &[&'static str] = &[$($script)?];
            let software = Software { name: $name, script: scripts.first().copied() };
            visit(software, &[$(Way::$way),+]).await
        }
    )+};
}

servers! {
    async_graphql: "async-graphql", over Http Multipart GraphqlTransportWs GraphqlWs;
    graphql_sse: "graphql-sse" by "graphql-sse.mjs", over Sse;
    graphql_ws: "graphql-ws" by "graphql-ws.mjs", over GraphqlTransportWs;
    graphql_yoga: "graphql-yoga" by "graphql-yoga.mjs", over Http Multipart Sse;
    strawberry: "strawberry" by "strawberry_asgi.py", over Http Multipart Sse GraphqlTransportWs GraphqlWs;
    subscriptions_transport_ws: "subscriptions-transport-ws" by "subscriptions-transport-ws.mjs", over GraphqlWs;
}

/// Runs every case over every transport.
async fn visit(software: Software, ways: &[Way]) -> Outcome {
    software.forget_log()?;
    let servers = cases::Servers {
        software,
        plain: software.start(Security::None).await?,
        tls: software.start(Security::Tls).await?,
        client_certificate: software.start(Security::ClientCertificate).await?,
    };
    let mut table = Table::new(software);
    for &way in ways {
        for (case, seen) in cases::run(&servers, way).await {
            table.add(way, case, seen)?;
        }
    }
    let judged = table.judge();
    if judged.is_err() {
        let log = fs::read_to_string(software.log()?).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let last = lines.get(lines.len().saturating_sub(LOG)..).unwrap_or_default();
        println!("the end of {}'s log:\n{}", software.name, last.join("\n"));
    }
    judged
}
