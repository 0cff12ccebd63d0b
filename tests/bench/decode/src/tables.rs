//! The tables of times and allocations.

use std::hint::black_box;

use gql_bench::allocations::{self, Allocations};
use gql_bench::table::ratio;
use gql_bench::{Contest, Cost, Table};
use serde::de::DeserializeOwned;

use crate::feed::{TypeName, feed, rows};
use crate::{event, hand, ours, peers};

type Failure = Box<dyn std::error::Error>;
type Decode = fn(&str) -> Result<(), serde_json::Error>;

fn decode<T: DeserializeOwned>(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<T>(text).map(|value| drop(black_box(value)))
}

/// As the client decodes.
fn decode_ours<T: DeserializeOwned>(text: &str) -> Result<(), serde_json::Error> {
    gql_json::from_str::<T>(text).map(|value| drop(black_box(value)))
}

/// Decodes the types with another library.
fn decode_sonic<T: DeserializeOwned>(text: &str) -> Result<(), serde_json::Error> {
    let value = sonic_rs::from_str::<T>(text).map_err(serde::de::Error::custom)?;
    drop(black_box(value));
    Ok(())
}

/// Decodes the types with another library, which writes into its input, so that it gets a copy.
fn decode_simd<T: DeserializeOwned>(text: &str) -> Result<(), serde_json::Error> {
    let mut copy = text.as_bytes().to_vec();
    let value = simd_json::from_slice::<T>(&mut copy).map_err(serde::de::Error::custom)?;
    drop(black_box(value));
    Ok(())
}

const FEED: &[(&str, Decode)] = &[
    ("by hand", decode::<hand::Feed>),
    ("ours", decode_ours::<ours::Feed>),
    (
        "graphql_client",
        decode::<peers::graphql_client::feed::ResponseData>,
    ),
    ("cynic", decode::<peers::cynic::Feed>),
    ("by hand, over sonic-rs", decode_sonic::<hand::Feed>),
    ("by hand, over simd-json", decode_simd::<hand::Feed>),
];

const ROWS: &[(&str, Decode)] = &[
    ("serde derive", decode::<hand::Rows>),
    ("ours", decode_ours::<ours::Rows>),
    (
        "graphql_client",
        decode::<peers::graphql_client::rows::ResponseData>,
    ),
    ("cynic", decode::<peers::cynic::Rows>),
    ("serde derive, over sonic-rs", decode_sonic::<hand::Rows>),
    ("serde derive, over simd-json", decode_simd::<hand::Rows>),
];

const EVENT: &[(&str, Decode)] = &[
    ("by hand", decode::<event::hand::Response>),
    ("ours", decode_ours::<event::Ours>),
    ("ours, over serde_json", decode::<event::Ours>),
];

/// Runs one contestant alone, so many times.
pub fn profile(case: &str, name: &str, rounds: usize) -> Result<(), Failure> {
    let first = || feed(1_000, TypeName::First);
    let again = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    let (contestants, text) = match case {
        "feed" => (FEED, first()),
        "last" => (FEED, feed(1_000, TypeName::Last)),
        "sorted" => (FEED, serde_json::to_string(&again(&first())?)?),
        "indented" => (FEED, indented(&first())),
        "rows" => (ROWS, rows(1_000)),
        "event" => (EVENT, event::event(event::items(200))),
        "large_event" => (EVENT, event::event(event::items(2_000))),
        _ => return Err("no such case".into()),
    };
    let (_, decode) = contestants
        .iter()
        .find(|(contestant, _)| *contestant == name)
        .ok_or("nobody of that name")?;
    for _ in 0..rounds {
        decode(&text)?;
    }
    Ok(())
}

/// Returns the text with each member and element on a line of its own.
fn indented(text: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for letter in text.chars() {
        let line = |out: &mut String, depth: usize| out.extend(["\n", &"  ".repeat(depth)]);
        match letter {
            '{' | '[' if !quoted => {
                depth += 1;
                out.push(letter);
                line(&mut out, depth);
            }
            '}' | ']' if !quoted => {
                depth -= 1;
                line(&mut out, depth);
                out.push(letter);
            }
            ',' if !quoted => {
                out.push(letter);
                line(&mut out, depth);
            }
            ':' if !quoted => out.push_str(": "),
            _ => out.push(letter),
        }
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
    }
    out
}

/// All tables.
pub fn all() -> Result<(), Failure> {
    let rounds = 61;
    let first = feed(1_000, TypeName::First);
    table(
        "decode",
        "1,000 nodes of an interface, 4 variants, fragments two deep",
        FEED,
        &first,
        rounds,
    )?;
    let last = feed(1_000, TypeName::Last);
    table("decode_last", "The same, `__typename` last", FEED, &last, rounds)?;
    order(&first, &last, rounds)?;
    table(
        "decode_flat",
        "1,000 flat rows of 13 scalars",
        ROWS,
        &rows(1_000),
        rounds,
    )?;
    growth()
}

/// Returns a number of the counting allocator as text, or that a build without it has none.
fn counted(number: usize) -> String {
    match cfg!(feature = "counting") {
        true => number.to_string(),
        false => "not counted".to_owned(),
    }
}

fn measure(
    contestants: &[(&str, Decode)],
    text: &str,
    rounds: usize,
) -> Result<Vec<(String, Cost, Allocations)>, Failure> {
    let mut counted = Vec::new();
    let mut contest = Contest::new(rounds, 3);
    for (name, decode) in contestants {
        let (result, allocations) = allocations::count(|| decode(text));
        result.map_err(|error| format!("{name}: {error}"))?;
        counted.push(allocations);
        contest.enter(name, || drop(decode(text)));
    }
    let costs = contest.run().into_iter().zip(counted);
    Ok(costs
        .map(|((name, cost), allocations)| (name, cost, allocations))
        .collect())
}

fn table(
    file: &str,
    title: &str,
    contestants: &[(&str, Decode)],
    text: &str,
    rounds: usize,
) -> Result<(), Failure> {
    let title = format!("{title} ({} kB)", text.len() / 1000);
    let mut table = Table::new(
        file,
        &title,
        &[
            "decoder",
            "CPU µs, median (least)",
            "to the first, median (least)",
            "allocations",
            "bytes kB",
        ],
    );
    let results = measure(contestants, text, rounds)?;
    for (name, cost, allocations) in &results {
        let first = results[0].1;
        table.row([
            name.clone(),
            format!("{:.0} ({:.0})", cost.median, cost.least),
            format!(
                "{} ({})",
                ratio(cost.median, first.median),
                ratio(cost.least, first.least)
            ),
            counted(allocations.calls),
            counted(allocations.bytes / 1000),
        ]);
    }
    Ok(table.finish()?)
}

/// Compares `__typename` last with `__typename` first for each decoder, turn by turn in one contest.
fn order(first: &str, last: &str, rounds: usize) -> Result<(), Failure> {
    let mut table = Table::new(
        "decode_order",
        "`__typename` last against first",
        &["decoder", "median", "least"],
    );
    for (name, decode) in FEED {
        let mut contest = Contest::new(rounds, 3);
        contest.enter("first", || drop(decode(first)));
        contest.enter("last", || drop(decode(last)));
        if let [(_, first), (_, last)] = contest.run().as_slice() {
            table.row([
                (*name).to_owned(),
                ratio(last.median, first.median),
                ratio(last.least, first.least),
            ]);
        }
    }
    Ok(table.finish()?)
}

/// Measures how the cost grows with the nodes.
fn growth() -> Result<(), Failure> {
    let mut table = Table::new(
        "decode_growth",
        "Decoding 1, 100 and 10,000 nodes: CPU µs a node, least",
        &["nodes", "by hand", "ours", "ours / by hand"],
    );
    for (nodes, runs) in [(1, 2_000), (100, 20), (10_000, 1)] {
        let text = feed(nodes, TypeName::First);
        let mut contest = Contest::new(21, runs);
        for (name, decode) in &FEED[..2] {
            contest.enter(name, || drop(decode(&text)));
        }
        if let [(_, hand), (_, ours)] = contest.run().as_slice() {
            let each = |cost: &Cost| format!("{:.3}", cost.least / nodes as f64);
            table.row([
                nodes.to_string(),
                each(hand),
                each(ours),
                ratio(ours.least, hand.least),
            ]);
        }
    }
    Ok(table.finish()?)
}
