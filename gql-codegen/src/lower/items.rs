//! The final pass: combines all products into the items of each module, in order.

use super::choose::Chosen;
use super::decoders::Decoders;
use super::described;
use super::names::{Alias, OperationNames};
use super::pages;
use super::place::Module;
use super::readers::{OperationReaders, Readers};
use super::responses::{Accessors, Responses};
use super::shapes::{ChildOrigin, RootShape};
use super::types;
use super::wire::Wire;
use crate::bug::Bug;
use crate::check::Typed;
use crate::config::Layout;
use crate::diagnostic::Diagnostics;
use crate::ir::{Ir, Item, Operation, Position};
use crate::source::Sources;

/// The products of all passes.
pub(super) struct Products<'p, 't> {
    pub(super) typed: &'t Typed<'t>,
    pub(super) sources: &'p Sources,
    pub(super) chosen: &'p [Chosen<'t>],
    pub(super) responses: Responses<'p, 't>,
    pub(super) readers: &'p Readers<'t>,
    pub(super) accessors: &'p Accessors<'t>,
    pub(super) decoders: &'p Decoders,
}

/// The items of the shared module and of an operation's module.
#[derive(Default)]
struct Modules {
    shared: Vec<Item>,
    operation: Vec<Item>,
}

impl Modules {
    fn of(&mut self, place: Module) -> &mut Vec<Item> {
        match place {
            Module::Shared => &mut self.shared,
            Module::Operation => &mut self.operation,
        }
    }
}

/// Arranges the items of all modules, and adds notes about the schema's types to `diagnostics`.
pub(super) fn items(
    products: &Products<'_, '_>,
    documents: Vec<Wire>,
    errors: Vec<Vec<Position>>,
    diagnostics: &mut Diagnostics,
) -> Result<Ir, Bug> {
    let Responses {
        shapes,
        names,
        config,
        ..
    } = products.responses;
    let mut modules = Modules::default();
    let mut operations = Vec::new();
    let parts = products.chosen.iter().zip(&names.operations);
    let parts = parts.zip(documents.into_iter().zip(errors));
    let parts = parts.zip(shapes.operations.iter().zip(&products.readers.operations));
    for (((chosen, named), (wire, field_errors)), (root, read)) in parts {
        let declared = types::declare(products.typed, names, named, config, diagnostics)?;
        modules.shared.extend(declared);
        products.declare(root, named, read, &mut modules)?;
        let items = std::mem::take(&mut modules.operation);
        let wire = (wire, field_errors);
        operations.push(products.operation(chosen, named, root, wire, items, diagnostics)?);
    }
    modules
        .shared
        .extend(products.aliases(&names.aliases, Module::Shared));
    // The single layout has one module.
    if let (Layout::Single, Some(only)) = (config.layout, operations.first_mut()) {
        only.items.append(&mut modules.shared);
    }
    Ok(Ir {
        shared: modules.shared,
        operations,
    })
}

impl<'t> Products<'_, 't> {
    /// Declares the response types that an operation is the first to use.
    fn declare(
        &self,
        root: &RootShape,
        named: &OperationNames,
        read: &OperationReaders,
        modules: &mut Modules,
    ) -> Result<(), Bug> {
        for &joint in &read.inside_out {
            let item = self.responses.declare_joint(joint, self.readers, self.decoders);
            modules.of(self.readers.joint(joint).place).push(item);
        }
        for shape in root.new_shapes() {
            let items = self.responses.declare(shape, self.accessors, self.decoders)?;
            modules.of(self.responses.shapes.get(shape).place).extend(items);
        }
        modules
            .operation
            .extend(self.aliases(&named.aliases, Module::Operation));
        Ok(())
    }

    fn aliases(&self, aliases: &[Alias], place: Module) -> impl Iterator<Item = Item> {
        aliases.iter().map(move |alias| Item::Alias {
            name: alias.name.clone(),
            target: self.responses.names.shape(alias.shape).seen_from(place),
        })
    }

    fn operation(
        &self,
        chosen: &Chosen<'t>,
        named: &OperationNames,
        root: &RootShape,
        (wire, field_errors): (Wire, Vec<Position>),
        items: Vec<Item>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Operation, Bug> {
        let Responses { names, config, .. } = self.responses;
        let place = described::place(chosen, self.sources, config);
        let docs = described::operation(chosen, place.as_deref(), self.sources);
        let from = Module::of_operations(config.layout);
        let data = match root.data.origin {
            ChildOrigin::Fragment(_) => Some(names.shape(root.data.shape).seen_from(from)),
            ChildOrigin::Own | ChildOrigin::Shared => None,
        };
        let variables = types::variables(self.typed, names, named, chosen, config)?;
        let pages = pages::pages(self.typed, self.responses, chosen, root, &variables, diagnostics)?;
        Ok(Operation {
            marker: named.marker.clone(),
            module: named.module.clone(),
            kind: chosen.kind(),
            name: chosen.name.to_owned(),
            incremental: wire.incremental,
            field_errors,
            hash: wire.hash,
            document: wire.document,
            variables,
            pages,
            docs,
            place,
            data,
            items,
        })
    }
}
