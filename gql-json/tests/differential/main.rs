//! Compares the reader with serde_json: each text results in the same value, or in the same error.
//!
//! The long run reads the number of texts and its seed from the environment:
//! `GQL_JSON_TEXTS=10000000 cargo test --release -p gql-json --test differential -- --ignored --nocapture`.

mod agree;
mod cases;
mod hinted;
mod paths;
mod suite;
mod texts;
mod types;

use agree::agree;
use proptest::prelude::*;
use texts::{Choices, TOKENS, text};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text(text in any::<String>()) {
        agree(&text);
    }

    #[test]
    fn parts_of_json(parts in proptest::collection::vec(proptest::sample::select(TOKENS), 0..12)) {
        agree(&parts.concat());
    }

    #[test]
    fn texts_of_servers(seed in any::<u64>()) {
        agree(&text(&mut Choices(seed)));
    }

    #[test]
    fn floats_as_they_are_printed(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        if number.is_finite() {
            prop_assert_eq!(gql_json::from_str::<f64>(&format!("{number:e}")).unwrap().to_bits(), bits);
            agree(&format!("[{number}]"));
        }
    }
}

#[test]
fn texts_cut_at_every_byte() {
    for seed in 0..200 {
        let text = text(&mut Choices(seed));
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            agree(&text[..end]);
        }
    }
}

#[test]
#[ignore = "it takes minutes; `just json` runs it"]
fn the_long_run() {
    let number = |name: &str, default| {
        let value = std::env::var(name).ok();
        value.map_or(default, |value| value.parse::<u64>().expect("a number"))
    };
    let (texts, seed) = (number("GQL_JSON_TEXTS", 1_000_000), number("GQL_JSON_SEED", 0));
    let mut valid = 0_u64;
    for index in 0..texts {
        let text = text(&mut Choices(seed.wrapping_add(index).wrapping_mul(0x9e37_79b9)));
        agree(&text);
        valid += u64::from(gql_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
    }
    println!("{texts} texts, {valid} of them JSON");
}

/// A type that continues after an error must not continue within a token.
#[test]
fn an_ignored_error_does_not_make_a_text_valid() {
    for value in [
        "123456789e",
        "1.",
        "-",
        "\"\\ud800",
        "\"\\x",
        "[",
        "{\"a\":[1}",
        "tru",
        "",
    ] {
        let text = format!("{{\"lenient\":{value}}}");
        assert!(
            gql_json::from_str::<types::Everything<'_>>(&text).is_err(),
            "{text}"
        );
        agree(&text);
    }
    agree("{\"lenient\":1e400}");
}
