//! Configuration files to [`Node`](super::node::Node)s: TOML, YAML, JSON.

mod json;
mod toml;
mod yaml;

pub(super) use json::json;
pub(super) use toml::toml;
pub(super) use yaml::yaml;
