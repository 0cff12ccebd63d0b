//! The responses that are decoded, made anew in each run and always the same.

use gql_bench::Random;
use serde_json::{Value, json};

/// Where servers put `__typename`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TypeName {
    /// Where it was asked for: a server that keeps the order of the selection.
    First,
    /// Behind all other members: one that does not.
    Last,
}

/// The `data` of the operation `Feed`, as text.
pub fn feed(nodes: usize, place: TypeName) -> String {
    let mut random = Random::new(1);
    let nodes: Vec<String> = (0..nodes).map(|index| node(&mut random, index, place)).collect();
    format!("{{\"feed\":[{}]}}", nodes.join(","))
}

/// The `data` of the operation `Rows`, as text.
pub fn rows(count: usize) -> String {
    let mut random = Random::new(2);
    let rows: Vec<String> = (0..count).map(|_| row(&mut random)).collect();
    format!("{{\"rows\":[{}]}}", rows.join(","))
}

fn node(random: &mut Random, index: usize, place: TypeName) -> String {
    let mut members = vec![
        ("id", json!(format!("MDU6SXNzdWU{}", random.hex(12)))),
        ("createdAt", json!(date(random))),
        (
            "url",
            json!(format!("https://example.com/{}/{index}", random.hex(24))),
        ),
        ("author", actor(random, place)),
    ];
    let name = match random.below(4) {
        0 => {
            members.extend(subject(random, index));
            members.push(("state", json!(random.pick(&["OPEN", "CLOSED"]))));
            members.push(("labels", json!([random.words(1), random.words(1)])));
            "Issue"
        }
        1 => {
            members.extend(subject(random, index));
            members.push(("state", json!(random.pick(&["OPEN", "CLOSED", "MERGED"]))));
            members.push(("additions", json!(random.below(5_000))));
            members.push(("deletions", json!(random.below(900))));
            members.push(("mergedBy", actor(random, place)));
            "PullRequest"
        }
        2 => {
            members.push(("oid", json!(random.hex(40))));
            members.push(("message", json!(random.words(12))));
            members.push(("verified", json!(random.below(2) == 0)));
            "Commit"
        }
        _ => {
            members.push(("title", json!(random.words(8))));
            members.push(("upvotes", json!(random.below(300))));
            let answer = (random.below(2) == 0).then(|| random.words(10));
            members.push(("answer", json!(answer)));
            "Discussion"
        }
    };
    object(name, members, place)
}

fn subject(random: &mut Random, index: usize) -> [(&'static str, Value); 2] {
    [("number", json!(index + 1)), ("title", json!(random.words(8)))]
}

/// An actor as text inside a `Value`: its members must keep their order, which a map would not.
fn actor(random: &mut Random, place: TypeName) -> Value {
    if random.below(10) == 0 {
        return Value::Null;
    }
    let mut members = vec![
        ("login", json!(random.words(1))),
        (
            "avatarUrl",
            json!(format!("https://avatars.example.com/u/{}", random.hex(16))),
        ),
    ];
    let name = if random.below(3) > 0 {
        members.push(("name", json!(random.words(2))));
        "User"
    } else {
        members.push(("app", json!(random.words(1))));
        "Bot"
    };
    Value::String(format!("{RAW}{}", object(name, members, place)))
}

/// Marks a string that is already JSON.
const RAW: &str = "\u{0}";

fn object(name: &str, mut members: Vec<(&str, Value)>, place: TypeName) -> String {
    let at = if place == TypeName::First {
        0
    } else {
        members.len()
    };
    members.insert(at, ("__typename", json!(name)));
    let members: Vec<String> = members
        .into_iter()
        .map(|(key, value)| match value {
            Value::String(text) if text.starts_with(RAW) => format!("\"{key}\":{}", &text[RAW.len()..]),
            value => format!("\"{key}\":{value}"),
        })
        .collect();
    format!("{{{}}}", members.join(","))
}

fn row(random: &mut Random) -> String {
    let description = (random.below(4) > 0).then(|| random.words(6));
    let row: Vec<(&str, Value)> = vec![
        ("id", json!(format!("R_{}", random.hex(14)))),
        ("name", json!(random.words(1))),
        ("owner", json!(random.words(1))),
        ("description", json!(description)),
        ("language", json!(random.pick(&["Rust", "Go", "Zig"]))),
        ("createdAt", json!(date(random))),
        ("url", json!(format!("https://example.com/{}", random.hex(20)))),
        ("stars", json!(random.below(90_000))),
        ("forks", json!(random.below(9_000))),
        ("size", json!(random.below(1_000_000))),
        ("score", json!(random.below(10_000) as f64 / 128.0)),
        ("archived", json!(random.below(9) == 0)),
        ("private", json!(random.below(2) == 0)),
    ];
    let members: Vec<String> = row
        .into_iter()
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn date(random: &mut Random) -> String {
    let (month, day, hour) = (random.below(12) + 1, random.below(28) + 1, random.below(24));
    format!("2025-{month:02}-{day:02}T{hour:02}:30:00Z")
}
