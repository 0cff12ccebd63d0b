//! The committed file is fresh: what the command line wrote is what the build script generates from the same files now, but for
//! the attribute that keeps `cargo fmt` off a file among the sources.
//!
//! `just generate` writes it anew.

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
