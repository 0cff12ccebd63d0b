//! The build script's door: five lines in build.rs.

#[cfg(feature = "print")]
mod builder;
mod failure;
#[cfg(feature = "print")]
mod run;

#[cfg(feature = "print")]
pub use builder::Builder;
pub use failure::Failure;
