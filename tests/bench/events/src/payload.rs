//! The events: about 200 bytes, or about 2 kB.

use gql_bench::Random;
use serde_json::{Value, json};

/// The execution result of one event with so many items, as text.
pub fn event(items: usize) -> String {
    let mut random = Random::new(3);
    let items: Vec<Value> = (0..items)
        .map(|index| json!({"id": random.hex(10), "name": random.words(2), "count": index * 7}))
        .collect();
    let data = json!({"ticker": {
        "id": random.hex(12), "kind": "TRADE", "at": "2025-06-01T12:30:00Z", "price": 102.25, "volume": 1500, "items": items,
    }});
    json!({ "data": data }).to_string()
}

/// How many items make an event of that size.
pub fn items(bytes: usize) -> usize {
    (0..100)
        .find(|items| event(*items).len() >= bytes)
        .unwrap_or_default()
}
