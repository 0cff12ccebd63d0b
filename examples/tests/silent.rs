//! The committed file of the example `cli` causes no warning, whatever lints a crate denies.
#![deny(
    warnings,
    unused,
    deprecated,
    nonstandard_style,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]

#[path = "../generated/shop.rs"]
pub mod shop;

#[test]
fn operations_of_the_committed_file_are_values() {
    let search = shop::Search::new("emma");
    assert_eq!(search.text, "emma");
}
