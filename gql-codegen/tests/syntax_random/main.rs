//! Random texts: good ones with random damage. `SEED=N ROUNDS=N` asks for others, or for more.

mod damage;
mod invariants;

use std::path::Path;

use damage::{PIECES, Random, damage, number};
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::SourceId;
use gql_codegen::syntax;

/// The texts of a directory of the tests.
fn texts(directory: &str) -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(directory);
    let entries = std::fs::read_dir(directory).expect("the directory is there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("the directory can be read").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a seed is text"))
        .collect()
}

/// Good and bad ones.
fn seeds() -> Vec<String> {
    [texts("syntax_random"), texts("syntax_errors")].concat()
}

#[test]
fn undamaged_texts_are_good() {
    for text in texts("syntax_random") {
        let mut diagnostics = Diagnostics::new();
        syntax::parse(SourceId(0), &text, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }
}

#[test]
fn damaged_texts_break_no_promise() {
    let seeds = seeds();
    let mut random = Random(number("SEED", 0x9e37_79b9_7f4a_7c15).max(1));
    seeds.iter().for_each(|seed| invariants::check(seed));
    for round in 0..number("ROUNDS", 4_000) {
        let seed = &seeds[random.below(seeds.len())];
        let other = &seeds[random.below(seeds.len())];
        let text = damage(seed, other, &mut random);
        let outcome = std::panic::catch_unwind(|| invariants::check(&text));
        assert!(outcome.is_ok(), "round {round} with this text:\n{text:?}");
    }
}

#[test]
fn pieces_in_any_order_break_no_promise() {
    let mut random = Random(number("SEED", 0x2545_f491_4f6c_dd1d).max(1));
    for _ in 0..number("ROUNDS", 4_000) {
        let count = random.below(40);
        let text: String = (0..count).map(|_| PIECES[random.below(PIECES.len())]).collect();
        let outcome = std::panic::catch_unwind(|| invariants::check(&text));
        assert!(outcome.is_ok(), "{text:?}");
    }
}
