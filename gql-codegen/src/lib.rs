//! Typed Rust out of GraphQL: the pipeline behind the derive, the attribute, build.rs and the CLI.
//!
//! ```text
//! text ─parse─▶ Document ─build─▶ Schema ┐
//! text ─parse─▶ Document ────────check──▶ Typed ─lower─▶ Ir ─emit─▶ TokenStream ─print─▶ file
//!                       any stage ─▶ Diagnostics
//! ```
#![deny(missing_docs)]

pub mod check;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod ir;
pub mod lower;
#[cfg(feature = "print")]
pub mod print;
pub mod render;
pub mod schema;
pub mod source;
pub mod suggest;
pub mod syntax;
