//! The configuration of a command: projects from a configuration file or from flags.

mod environment;
mod file;
mod flags;
mod graphql_config;
mod json_schema;
mod purpose;
mod read;

pub(crate) use file::of_graphql_config;
pub(crate) use flags::ProjectFlags;
pub(crate) use json_schema::json_schema;
pub(crate) use purpose::{Changes, Checks, Code, Download, Requested, Requests, Uses};

/// Stands for standard output where a path is expected.
pub(crate) const STANDARD_OUTPUT: &str = "-";
