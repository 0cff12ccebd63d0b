//! The cases of `tests/cases`. Each line has `yes` or `no` and a text, with bytes in hexadecimal between `‹` and `›`.
//! `lone` marks JSON with strings that are not Unicode, or with numbers that are out of range: such values are rejected,
//! but skipped if they are not deserialized.

use std::path::Path;

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::agree::agree;

#[test]
fn every_case_is_accepted_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for entry in folder.read_dir().expect("the folder of the cases") {
        let path = entry.expect("an entry").path();
        let file = std::fs::read_to_string(&path).expect("a file of cases");
        for line in file
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let (expected, text) = line.split_once(' ').unwrap_or((line, ""));
            let bytes = unescape(text);
            check(expected, &bytes, &format!("{}: {line}", path.display()));
            count += 1;
        }
    }
    assert!(count > 200, "{count} cases");
}

fn check(expected: &str, bytes: &[u8], case: &str) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert_eq!(expected, "no", "{case}");
        return;
    };
    agree(text);
    let (value, passed) = match expected {
        "yes" => (true, true),
        "no" => (false, false),
        "lone" => (false, true),
        _ => panic!("{case}: not an expectation"),
    };
    assert_eq!(gql_json::from_str::<Value>(text).is_ok(), value, "{case}");
    assert_eq!(gql_json::from_str::<IgnoredAny>(text).is_ok(), passed, "{case}");
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('‹') {
        bytes.extend_from_slice(plain.as_bytes());
        let (codes, behind) = behind.split_once('›').expect("a closing `›`");
        let code = |code| u8::from_str_radix(code, 16).expect("a byte in hexadecimal");
        bytes.extend(codes.split(' ').map(code));
        rest = behind;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
