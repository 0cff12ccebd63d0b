//! Which keys of a project a command has a use for: those alone are flags of it. A flag without an effect is refused.

use std::fmt::Debug;

/// A use of a project.
pub(crate) trait Purpose: Debug + Clone + Default {
    /// Whether the key changes the result.
    fn uses(key: &str) -> bool;
}

/// Everything: the code itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Code;

/// Whether the code can be generated, without writing it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checks;

/// What operations send.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests;

/// What operations use of the schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct Uses;

/// What operations use of two other schemas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes;

/// What is sent to a server: schema and fragments.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requested;

impl Purpose for Requested {
    fn uses(key: &str) -> bool {
        ["schema", "documents"].contains(&key)
    }
}

/// Nothing but the server, which has flags of its own.
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
