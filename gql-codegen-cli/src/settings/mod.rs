//! The configuration of commands, from a configuration file or from flags.

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

/// Denotes standard output in place of a path.
pub(crate) const STANDARD_OUTPUT: &str = "-";
