//! Nothing: this package holds tests that span crates, in `tests/`.
