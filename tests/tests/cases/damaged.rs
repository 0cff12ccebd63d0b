//! Responses with damaged bytes, through the types of every operation: whatever comes, decoding gives a value or an error.
//! `SEED=N ROUNDS=N` asks for others, or for more.

use std::fs;
use std::path::Path;

use super::ALL;
use damage::{Random, damage, number};

#[path = "../../../gql-codegen/tests/syntax_random/damage.rs"]
mod damage;

#[test]
fn damaged_responses_do_not_panic() {
    let operations: Vec<_> = ALL.iter().copied().flatten().collect();
    let mut random = Random(number("SEED", 0x9e37_79b9_7f4a_7c15).max(1));
    let mut decoded = 0;
    for operation in &operations {
        let seeds = responses(Path::new(operation.case));
        for _ in 0..number("ROUNDS", 200) {
            let (Some(seed), Some(other)) = (
                seeds.get(random.below(seeds.len())),
                seeds.get(random.below(seeds.len())),
            ) else {
                continue;
            };
            let body = damage(seed, other, &mut random);
            // `again` compares what it writes with what it decodes from that.
            let outcome = std::panic::catch_unwind(|| (operation.again)(&body).is_ok());
            decoded += usize::from(outcome.unwrap_or_else(|_| panic!("{}: {body}", operation.name)));
        }
    }
    assert!(decoded > 0, "nothing was decoded");
}

/// The responses of a case, to all of its operations.
fn responses(case: &Path) -> Vec<String> {
    let entries = fs::read_dir(case).expect("the case");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a response is text"))
        .collect()
}
