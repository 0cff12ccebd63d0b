//! The committed file is fresh: what the command line wrote is what the build script generates from the same files now.
//!
//! `just generate` writes it anew.

#[test]
fn committed_code_is_fresh() {
    let committed = include_str!("../generated/harbour.rs");
    let generated = include_str!(concat!(env!("OUT_DIR"), "/harbour.rs"));
    let differs = committed
        .lines()
        .zip(generated.lines())
        .position(|(one, other)| one != other);
    assert!(
        committed == generated,
        "differs from line {:?}, counted from 0",
        differs
    );
}
