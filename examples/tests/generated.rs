//! The committed file is up to date: the command and the build script generate the same code from the same files, except for the
//! attribute that keeps `cargo fmt` from changing a committed file.
//!
//! `just generate` updates it.

#[test]
fn committed_code_is_fresh() {
    let committed = include_str!("../generated/shop.rs");
    let generated = include_str!(concat!(env!("OUT_DIR"), "/shop.rs"));
    let skips = committed
        .lines()
        .filter(|line| *line == "#[rustfmt::skip]")
        .count();
    assert!(skips > 0, "`cargo fmt` would change the committed file");
    let committed: Vec<_> = committed
        .lines()
        .filter(|line| *line != "#[rustfmt::skip]")
        .collect();
    let generated: Vec<_> = generated.lines().collect();
    let differs = committed
        .iter()
        .zip(&generated)
        .position(|(one, other)| one != other);
    assert!(
        committed == generated,
        "differs from line {differs:?}, counted from 0"
    );
}
