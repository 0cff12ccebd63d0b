//! The keys of a project that each command uses. Only these are flags of the command, so that flags without effect are
//! rejected.

use std::fmt::Debug;

/// A purpose for which a command reads a project.
pub(crate) trait Purpose: Debug + Clone + Default {
    /// Returns whether the key affects the result.
    fn uses(key: &str) -> bool;
}

/// The purpose of commands that generate code, which every key affects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Code;

/// The purpose of commands that check whether code can be generated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checks;

/// The purpose of commands that send operations, or list them for a server.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests;

/// The purpose of commands that report which parts of the schema are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Uses;

/// The purpose of commands that compare two schemas by the parts that are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes;

/// Sending operations: schema and fragments.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requested;

impl Purpose for Requested {
    fn uses(key: &str) -> bool {
        ["schema", "documents"].contains(&key)
    }
}

/// Downloading a schema, which uses the server only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Download;

impl Purpose for Download {
    fn uses(_key: &str) -> bool {
        false
    }
}

impl Purpose for Code {
    fn uses(key: &str) -> bool {
        !["url", "headers"].contains(&key)
    }
}

impl Purpose for Checks {
    fn uses(key: &str) -> bool {
        Code::uses(key) && !["output", "layout"].contains(&key)
    }
}

impl Purpose for Requests {
    fn uses(key: &str) -> bool {
        Uses::uses(key) || ["operations", "deprecated", "lenient"].contains(&key)
    }
}

impl Purpose for Uses {
    fn uses(key: &str) -> bool {
        ["schema", "output"].contains(&key) || Changes::uses(key)
    }
}

impl Purpose for Changes {
    fn uses(key: &str) -> bool {
        ["documents", "rules"].contains(&key)
    }
}
