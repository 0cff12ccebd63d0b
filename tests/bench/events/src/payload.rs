//! The events: about 200 bytes, or about 2 kB.

use gql_bench::Random;

/// The execution result of one event with so many items, as text; its members in the order of the selection, as servers answer.
/// <https://spec.graphql.org/September2025/#sec-Serialized-Map-Ordering>
pub fn event(items: usize) -> String {
    let mut random = Random::new(3);
    let items: Vec<String> = (0..items)
        .map(|index| {
            let (id, name, count) = (random.hex(10), random.words(2), index * 7);
            format!(r#"{{"id":"{id}","name":"{name}","count":{count}}}"#)
        })
        .collect();
    let (id, items) = (random.hex(12), items.join(","));
    format!(
        r#"{{"data":{{"ticker":{{"id":"{id}","kind":"TRADE","at":"2025-06-01T12:30:00Z","price":102.25,"volume":1500,"items":[{items}]}}}}}}"#
    )
}

/// Returns the number of items in an event of that size.
pub fn items(bytes: usize) -> usize {
    (0..100)
        .find(|items| event(*items).len() >= bytes)
        .unwrap_or_default()
}
