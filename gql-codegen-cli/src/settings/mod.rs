//! What a project is made of: every key once, from a configuration file or from flags.

mod flags;
mod key;
mod project;

pub(crate) use flags::ProjectFlags;
pub(crate) use project::Project;
