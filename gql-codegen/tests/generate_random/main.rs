//! Random schemas and operations through the whole generator: good ones with random damage. `SEED=N ROUNDS=N` asks for
//! others, or for more.
#![cfg(all(feature = "introspection", feature = "print"))]

#[path = "../syntax_random/damage.rs"]
mod damage;
mod invariants;

use std::fs;
use std::path::{Path, PathBuf};

use damage::{Random, damage, number};
use invariants::BETWEEN;

/// Larger seeds cost time and find nothing more.
const LARGEST: usize = 40_000;

#[test]
fn damaged_schemas_break_no_promise() {
    let mut seeds = files("tests/cases/schema", "schema.graphql");
    seeds.extend(files("gql-codegen/tests/syntax_random", "type_system.graphql"));
    seeds.extend(files("schemas", "bookshop.graphql"));
    rounds(&seeds, 2_000, invariants::sdl);
}

#[test]
fn damaged_introspection_results_break_no_promise() {
    let seeds = files("tests", ".json");
    rounds(&seeds, 4_000, invariants::introspection);
}

#[test]
fn damaged_operations_break_no_promise() {
    rounds(&pairs(), 600, invariants::whole);
}

/// Schemas with their operations, from the cases.
fn pairs() -> Vec<String> {
    let pair = |operations: &PathBuf| {
        let schema = fs::read_to_string(operations.with_file_name("schema.graphql")).ok()?;
        Some(format!(
            "{schema}{BETWEEN}{}",
            fs::read_to_string(operations).ok()?
        ))
    };
    paths("tests/cases", "operations.graphql")
        .iter()
        .filter_map(pair)
        .collect()
}

/// The seeds, then each round one of them with damage.
fn rounds(seeds: &[String], count: u64, check: fn(&str)) {
    assert!(!seeds.is_empty());
    let mut random = Random(number("SEED", 0x9e37_79b9_7f4a_7c15).max(1));
    seeds.iter().for_each(|seed| check(seed));
    for round in 0..number("ROUNDS", count) {
        let seed = &seeds[random.below(seeds.len())];
        let other = &seeds[random.below(seeds.len())];
        let text = damage(seed, other, &mut random);
        let outcome = std::panic::catch_unwind(|| check(&text));
        assert!(outcome.is_ok(), "round {round} with this text:\n{text}");
    }
}

/// The files below a directory of the repository whose names end so.
fn files(directory: &str, end: &str) -> Vec<String> {
    let texts = paths(directory, end);
    texts
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .filter(|text| text.len() < LARGEST)
        .collect()
}

fn paths(directory: &str, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(directory)];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).expect("a directory of the repository") {
            let path = entry.expect("an entry").path();
            let is_wanted = path.to_string_lossy().ends_with(end);
            match path.is_dir() {
                true if !path.ends_with("node_modules") && !path.ends_with("target") => open.push(path),
                false if is_wanted => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}
