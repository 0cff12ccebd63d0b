//! `idle` prints what subscriptions hold that have nothing to do, and `idle serve` is the server.

use std::time::Duration;

use events::ours::{Ticker, ticker};
use events::process::Server;
use events::{Failure, server};
use futures_util::FutureExt;
use gql_bench::Table;
use gql_bench::allocations::{INSTRUMENTED_SYSTEM, StatsAlloc, System};
use gql_runtime::{Client, Subscription};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const SUBSCRIPTIONS: usize = 10_000;
const SOCKETS: usize = 200;

type Stream = Subscription<ticker::ResponseData>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return server::serve();
    }
    let server = Server::start()?;
    let title = "Idle subscriptions, after one event each";
    let mut table = Table::new("idle", title, &["what", "bytes on the heap"]);
    let one_socket = on_one_socket(&server).await?;
    table.row([
        format!("one of {SUBSCRIPTIONS} on one socket"),
        one_socket.to_string(),
    ]);
    // The tasks of that socket end first.
    settle(&mut [], false).await?;
    table.row([
        format!("a socket with one, of {SOCKETS}"),
        on_many_sockets(&server).await?.to_string(),
    ]);
    table.note(&format!(
        "The stream itself, which its reader holds, is {} bytes.",
        size_of::<Stream>()
    ));
    Ok(table.finish()?)
}

async fn on_one_socket(server: &Server) -> Result<usize, Failure> {
    let url = format!(
        "ws://127.0.0.1:{}/1/{SUBSCRIPTIONS}/{SUBSCRIPTIONS}/stay",
        server.port
    );
    let client = Client::websocket(url)?;
    let mut streams = Vec::with_capacity(SUBSCRIPTIONS);
    // The connection and its buffers are not counted.
    streams.push(client.subscribe(Ticker).start());
    settle(&mut streams, false).await?;
    let before = held();
    streams.extend((1..SUBSCRIPTIONS).map(|_| client.subscribe(Ticker).start()));
    settle(&mut streams, true).await?;
    Ok(held().saturating_sub(before) / (SUBSCRIPTIONS - 1))
}

async fn on_many_sockets(server: &Server) -> Result<usize, Failure> {
    let mut streams = Vec::with_capacity(SOCKETS);
    let before = held();
    for _ in 0..SOCKETS {
        let client = Client::websocket(format!("ws://127.0.0.1:{}/1/1/1/stay", server.port))?;
        streams.push(client.subscribe(Ticker).start());
    }
    settle(&mut streams, true).await?;
    Ok(held().saturating_sub(before) / SOCKETS)
}

/// Lets the tasks come to rest, and reads the event of each.
async fn settle(streams: &mut [Stream], events: bool) -> Result<(), Failure> {
    if events {
        for stream in streams {
            stream.next().await.ok_or("a subscription ended")??;
            // It waits for the next one from now on.
            if stream.next().now_or_never().is_some() {
                return Err("there was more than one event".into());
            }
        }
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    Ok(())
}

/// Bytes on the heap now.
fn held() -> usize {
    let stats = INSTRUMENTED_SYSTEM.stats();
    (stats.bytes_allocated as isize + stats.bytes_reallocated - stats.bytes_deallocated as isize).max(0)
        as usize
}
