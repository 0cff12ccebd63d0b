//! Random texts: good ones with random damage. `SEED=N ROUNDS=N` asks for others, or for more.

mod invariants;

use std::path::Path;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::SourceId;
use gql_codegen::syntax;

/// xorshift64: small, and the same everywhere. <https://www.jstatsoft.org/article/view/v008i14>
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

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

/// What the grammar is sensitive to.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "\\",
    "\\u",
    "\\u{",
    "\\uD83D",
    "...",
    "..",
    ".",
    "$",
    "@",
    "!",
    "|",
    "&",
    "=",
    ":",
    "#",
    ",",
    "-",
    "0",
    "1e",
    "1.5",
    "on",
    "extend",
    "type",
    "query",
    "fragment",
    "implements",
    "repeatable",
    "true",
    "null",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u{feff}",
    "é",
    "日",
    "😀",
    "'",
    "~",
];

/// One to eight cuts, insertions, repetitions or replaced bytes.
fn damage(seed: &str, other: &str, random: &mut Random) -> String {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(20)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..to)),
            1 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            2 => {
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes.truncate(at),
            4 if at < to => bytes[at] = random.next() as u8,
            _ => {
                let from = random.below(other.len() + 1);
                let end = (from + random.below(60)).min(other.len());
                bytes.splice(at..at, other.as_bytes()[from..end].iter().copied());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
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
