//! Who takes how long for an event.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};

use gql_bench::rounds::process_time;
use gql_bench::table::ratio;
use gql_bench::{Cost, Table};

use crate::{Failure, multipart, ours, payload, peers, websocket};

type Read = fn(String) -> Pin<Box<dyn Future<Output = Result<usize, Failure>>>>;
type Contestants = &'static [(&'static str, Read)];

const ROUNDS: usize = 9;

/// The second is what the others are compared with.
const WEBSOCKET: Contestants = &[
    ("tokio-tungstenite, messages only", |url| {
        Box::pin(websocket::raw(url))
    }),
    ("tokio-tungstenite, typed in one pass", |url| {
        Box::pin(websocket::typed(url))
    }),
    ("ours, `subscribe`", |url| Box::pin(ours::websocket(url))),
    ("graphql-ws-client", |url| Box::pin(peers::graphql_ws_client(url))),
];

const MULTIPART: Contestants = &[
    ("reqwest, body only", |url| Box::pin(multipart::raw(url))),
    ("reqwest, bare scanner, typed in one pass", |url| {
        Box::pin(multipart::typed(url))
    }),
    ("ours, `subscribe`", |url| Box::pin(ours::multipart(url))),
    ("reqwest, multer, typed in one pass", |url| {
        Box::pin(multipart::multer(url))
    }),
    ("reqwest, bare scanner", |url| Box::pin(multipart::scanned(url))),
];

/// The server's process; it is ended with this value.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start() -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let port = line.trim().parse()?;
        Ok(Self { child, port })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All tables.
pub fn all() -> Result<(), Failure> {
    let server = Server::start()?;
    table(&server, "websocket", "WebSocket events", "ws", WEBSOCKET)?;
    table(
        &server,
        "multipart",
        "Multipart events, one chunk a part",
        "http",
        MULTIPART,
    )
}

/// Runs one contestant alone: `ws:NAME` or `http:NAME`, with so many events of so many bytes.
pub fn profile(name: &str, bytes: usize, count: usize) -> Result<(), Failure> {
    let server = Server::start()?;
    let (scheme, name) = name.split_once(':').ok_or("ws:NAME or http:NAME")?;
    let contestants = if scheme == "ws" { WEBSOCKET } else { MULTIPART };
    let wanted = contestants.iter().find(|(known, _)| *known == name);
    let (_, read) = wanted.ok_or("nobody of that name")?;
    let time = run(&server, scheme, *read, payload::items(bytes), count)?;
    println!("{time:.3} µs an event");
    Ok(())
}

fn run(server: &Server, scheme: &str, read: Read, items: usize, count: usize) -> Result<f64, Failure> {
    let url = format!("{scheme}://127.0.0.1:{}/{items}/{count}", server.port);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (seen, time) = process_time(|| runtime.block_on(read(url)));
    // The one that only reads a body counts bytes.
    let seen = seen?;
    if seen < count {
        return Err(format!("{seen} of {count} events came").into());
    }
    Ok(time / count as f64)
}

fn table(
    server: &Server,
    name: &str,
    title: &str,
    scheme: &str,
    contestants: Contestants,
) -> Result<(), Failure> {
    let columns = [
        "client",
        "bytes an event",
        "CPU µs an event, median (least)",
        "to the typed one by hand",
    ];
    let mut table = Table::new(name, title, &columns);
    for (bytes, count) in [(200, 30_000), (2_000, 6_000)] {
        let items = payload::items(bytes);
        let mut samples = vec![Vec::new(); contestants.len()];
        for round in 0..=ROUNDS {
            for ((name, read), samples) in contestants.iter().zip(&mut samples) {
                let time =
                    run(server, scheme, *read, items, count).map_err(|error| format!("{name}: {error}"))?;
                if round > 0 {
                    samples.push(time);
                }
            }
        }
        let costs: Vec<Cost> = samples.into_iter().map(Cost::of).collect();
        for ((name, _), cost) in contestants.iter().zip(&costs) {
            table.row([
                (*name).to_owned(),
                payload::event(items).len().to_string(),
                format!("{:.2} ({:.2})", cost.median, cost.least),
                format!(
                    "{} ({})",
                    ratio(cost.median, costs[1].median),
                    ratio(cost.least, costs[1].least)
                ),
            ]);
        }
    }
    Ok(table.finish()?)
}
