//! Selects the operations to generate.

use crate::bug::{Assumed, Bug};
use crate::check::Typed;
use crate::check::typed::Operation;
use crate::config::Config;
use crate::ir::OperationKind;
use crate::syntax::ast::OperationType;

/// An operation to generate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'t> {
    /// The name in the document.
    pub(super) name: &'t str,
    pub(super) operation: &'t Operation<'t>,
}

impl Chosen<'_> {
    pub(super) fn kind(&self) -> OperationKind {
        match self.operation.node.operation {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        }
    }
}

/// Selects the operations listed in the configuration, or all operations.
pub(super) fn choose<'t>(typed: &'t Typed<'t>, config: &Config) -> Result<Vec<Chosen<'t>>, Bug> {
    let name = |operation: &Operation<'t>| operation.node.name.map(|name| name.text);
    let names: Vec<&str> = typed.operations().iter().filter_map(name).collect();
    let wanted = config.operations.iter();
    let wanted: Vec<&str> = wanted
        .filter_map(|wanted| config.operation(wanted, &names))
        .collect();
    let is_wanted = |operation: &&Operation<'t>| {
        config.operations.is_empty() || name(operation).is_some_and(|name| wanted.contains(&name))
    };
    let chosen = |operation: &'t Operation<'t>| {
        let name = name(operation).assumed("every operation that code is generated for has a name")?;
        Ok(Chosen { name, operation })
    };
    typed.operations().iter().filter(is_wanted).map(chosen).collect()
}
