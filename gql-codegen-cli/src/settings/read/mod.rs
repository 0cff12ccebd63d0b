//! Reads configuration files in YAML and JSON as [`Node`](gql_codegen::options::Node)s.

mod json;
mod yaml;

pub(super) use json::json;
pub(super) use yaml::yaml;
