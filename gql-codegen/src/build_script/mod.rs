//! Code generation in build scripts.

#[cfg(feature = "print")]
mod builder;
mod failure;
#[cfg(feature = "print")]
mod run;

#[cfg(feature = "print")]
pub use builder::Builder;
pub use failure::Failure;
