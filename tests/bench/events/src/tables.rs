//! The tables of times for an event.

use std::future::Future;
use std::pin::Pin;
use std::process::Command;

use gql_bench::rounds::process_time;
use gql_bench::table::ratio;
use gql_bench::{Cost, Table};

use crate::process::Server;
use crate::{Failure, multipart, ours, payload, peers, rivals, websocket};

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
    ("fastwebsockets, messages only", |url| {
        Box::pin(rivals::fastwebsockets_raw(url))
    }),
    ("fastwebsockets, typed in one pass", |url| {
        Box::pin(rivals::fastwebsockets_typed(url))
    }),
    ("tokio-websockets, messages only", |url| {
        Box::pin(rivals::tokio_websockets_raw(url))
    }),
    ("tokio-websockets, typed in one pass", |url| {
        Box::pin(rivals::tokio_websockets_typed(url))
    }),
];

const MULTIPART: Contestants = &[
    ("reqwest, body only", |url| Box::pin(multipart::raw(url))),
    ("reqwest, bare scanner, typed in one pass", |url| {
        Box::pin(multipart::typed(url))
    }),
    ("ours, `subscribe`", |url| Box::pin(ours::multipart(url))),
    ("ours, the transport alone, not decoded", |url| {
        Box::pin(ours::multipart_untyped(url))
    }),
    ("reqwest, multer, typed in one pass", |url| {
        Box::pin(multipart::multer(url))
    }),
    ("reqwest, bare scanner", |url| Box::pin(multipart::scanned(url))),
];

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
    )?;
    growth(&server)
}

/// Measures the cost of an event with more and more subscriptions on one socket, without their beginning.
fn growth(server: &Server) -> Result<(), Failure> {
    let columns = [
        "client",
        "subscriptions",
        "CPU µs an event, median (least)",
        "to one of the same client",
    ];
    let mut table = Table::new(
        "events_growth",
        "WebSocket events of 200 B, many subscriptions on one socket",
        &columns,
    );
    let (few, many) = (20_000, 60_000);
    let cost = |read: ReadMany, subscriptions: usize| {
        let difference =
            run_many(server, read, subscriptions, many)? - run_many(server, read, subscriptions, few)?;
        Ok::<_, Failure>(difference / (many - few) as f64)
    };
    let sizes = [1, 100, 10_000];
    let mut samples = vec![vec![Vec::new(); sizes.len()]; MANY.len()];
    for _ in 0..ROUNDS {
        for ((_, read), samples) in MANY.iter().zip(&mut samples) {
            for (size, samples) in sizes.iter().zip(samples) {
                samples.push(cost(*read, *size)?);
            }
        }
    }
    for ((client, _), samples) in MANY.iter().zip(samples) {
        let costs: Vec<Cost> = samples.into_iter().map(Cost::of).collect();
        for (size, cost) in sizes.iter().zip(&costs) {
            table.row([
                (*client).to_owned(),
                size.to_string(),
                format!("{:.2} ({:.2})", cost.median, cost.least),
                format!(
                    "{} ({})",
                    ratio(cost.median, costs[0].median),
                    ratio(cost.least, costs[0].least)
                ),
            ]);
        }
    }
    table.note(NOTE);
    Ok(table.finish()?)
}

const NOTE: &str = "\
By hand, a task passes each message of tokio-tungstenite on to a channel of tokio for its subscription, whose reader decodes it in one pass. \
In both, one task reads all of the streams (`SelectAll`). By callgrind, an event of this client with 10,000 subscriptions takes 3 % more \
instructions than with a single one, and a second-level cache of 2 MB does not have 4.5 cache lines of its entry in the map of operations, \
its channel and its stream, and three of its reader: each event is another subscription's.";

type ReadMany = fn(String, usize) -> Pin<Box<dyn Future<Output = Result<usize, Failure>>>>;

const MANY: &[(&str, ReadMany)] = &[
    ("ours, `subscribe`", |url, count| {
        Box::pin(ours::websocket_many(url, count))
    }),
    ("tokio-tungstenite and tokio's channels, by hand", |url, count| {
        Box::pin(websocket::many(url, count))
    }),
];

/// The CPU microseconds of a client for so many events of 200 bytes, over so many subscriptions on one socket.
fn run_many(server: &Server, read: ReadMany, subscriptions: usize, count: usize) -> Result<f64, Failure> {
    let items = payload::items(200);
    let url = format!("ws://127.0.0.1:{}/{items}/{count}/{subscriptions}", server.port);
    let (seen, time) = on_runtime(read(url, subscriptions))?;
    if seen == count {
        Ok(time)
    } else {
        Err(format!("{seen} of {count} events came").into())
    }
}

/// Runs one client alone, `ours` or `hand`, with so many subscriptions on one socket.
pub fn profile_many(client: &str, subscriptions: usize, count: usize) -> Result<(), Failure> {
    let read = match client {
        "ours" => MANY[0].1,
        "hand" => MANY[1].1,
        other => return Err(format!("no client {other}").into()),
    };
    let time = run_many(&Server::start()?, read, subscriptions, count)?;
    println!("{:.3} µs an event", time / count as f64);
    Ok(())
}

/// Returns the output of a future, and the CPU microseconds that it took.
fn on_runtime(work: impl Future<Output = Result<usize, Failure>>) -> Result<(usize, f64), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (seen, time) = process_time(|| runtime.block_on(work));
    Ok((seen?, time))
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
    let (seen, time) = on_runtime(read(url))?;
    // The one that only reads a body counts bytes.
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
        let python = (scheme == "ws").then(|| python(server, items)).flatten();
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
        if let Some(time) = python {
            table.row([
                "gql (Python)".to_owned(),
                payload::event(items).len().to_string(),
                format!("{time:.2}"),
                ratio(time, costs[1].median),
            ]);
        }
    }
    Ok(table.finish()?)
}

/// CPU microseconds an event of the Python library `gql`, where `tests/bench/run peers` installed it.
fn python(server: &Server, items: usize) -> Option<f64> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let output = Command::new(format!("{here}/target/peers/venv/bin/python"))
        .arg(format!("{here}/python/gql_events.py"))
        .args([
            format!("ws://127.0.0.1:{}/{items}", server.port),
            "10000".to_owned(),
        ])
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
