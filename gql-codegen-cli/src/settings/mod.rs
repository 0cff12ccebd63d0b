//! What a project is made of: every key once, from a configuration file or from flags.

mod environment;
mod file;
mod flags;
mod json_schema;
mod key;
mod node;
mod project;
mod projects;
mod purpose;
mod read;

pub(crate) use flags::ProjectFlags;
pub(crate) use json_schema::json_schema;
pub(crate) use project::{Layout, Project};
pub(crate) use projects::of_graphql_config;
pub(crate) use purpose::{Changes, Checks, Code, Download, Requested, Requests, Uses};

/// Stands for standard output where a path is expected.
pub(crate) const STANDARD_OUTPUT: &str = "-";
