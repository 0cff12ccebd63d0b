//! The committed file is up to date: the command and the build script generate the same code from the same files, except for the
//! head of a committed file, which holds for all of it, and the folder that paths are relative to.
//!
//! `just generate` updates it.

#[test]
fn committed_code_is_fresh() {
    let committed = include_str!("../generated/shop.rs");
    let generated = include_str!(concat!(env!("OUT_DIR"), "/shop.rs"));
    let head = ["#![cfg_attr(rustfmt, rustfmt_skip)]", "#![allow("];
    for attribute in head {
        assert!(committed.contains(attribute), "{attribute} holds for the file");
    }
    let (committed, generated) = (code(committed), code(generated));
    let differs = committed.iter().zip(&generated).find(|(one, other)| one != other);
    assert!(committed == generated, "{differs:?} differ");
}

/// The lines of code and documentation.
fn code(text: &str) -> Vec<String> {
    let is_code = |line: &&str| {
        let is_comment = line.starts_with("//") && !line.starts_with("///");
        let is_attribute = line.starts_with("#![") || line.starts_with("#[allow(");
        !line.is_empty() && !is_comment && !is_attribute
    };
    let lines = text.lines().filter(is_code);
    lines
        .map(|line| line.replace("`examples/operations/", "`operations/"))
        .collect()
}
