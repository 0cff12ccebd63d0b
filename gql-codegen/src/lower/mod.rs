//! Typed -> Ir: how Rust says what the operations ask. Names, shapes, `Box`, `Option` and variants are decided here.

mod accessors;
mod aliases;
mod alike;
mod choose;
mod declare;
mod decode;
mod directives;
mod docs;
mod incremental;
mod inputs;
pub(crate) mod limits;
mod make;
mod names;
mod presence;
pub(crate) mod scalars;
mod selection;
mod settle;
mod sha256;
mod views;
mod wire;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use crate::bug::Bug;
use crate::check::Typed;
use crate::check::typed::FragmentId;
use crate::config::{Config, Layout, Normalization};
use crate::diagnostic::Diagnostics;
use crate::ir::{About, Ir, Item, Operation, Type};
use crate::schema::{Description, TypeId};
use crate::syntax::ast::{NodeId, OperationType};
use aliases::Alias;
use choose::Chosen;
use names::{Names, Snakes};
use selection::Set;
use views::{View, ViewId};

/// Says the operations in Rust's terms; what is worth knowing goes to `diagnostics`.
///
/// Of the operations, those that the configuration names; all of them if it names none. `None` if fragments blow one up
/// beyond what can be compiled.
pub fn lower(typed: &Typed<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Ir> {
    match passes(typed, config, diagnostics) {
        Ok(ir) => ir,
        Err(bug) => {
            diagnostics.push(bug.into());
            None
        }
    }
}

fn passes(typed: &Typed<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Result<Option<Ir>, Bug> {
    let chosen = choose::choose(typed, config)?;
    limits::check(typed, &chosen, diagnostics)?;
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let mut lowering = Lowering::new(typed, config);
    let mut parts: Vec<_> = chosen
        .iter()
        .map(|operation| lowering.operation(*operation))
        .collect();
    for (part, operation) in parts.iter_mut().zip(&chosen) {
        let (marker, module) = lowering.marker(operation.name, part.kind);
        part.marker = marker;
        part.module = module;
    }
    lowering.declare_aliases(Place::Shared);
    let mut shared = lowering.shared.items;
    if config.layout == Layout::Single
        && let Some(operation) = parts.first_mut()
    {
        operation.items = std::mem::take(&mut shared);
    }
    diagnostics.append(lowering.notes);
    Ok(Some(Ir {
        shared,
        operations: parts,
    }))
}

/// Which module an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Operation,
    Shared,
}

/// A module in the making.
#[derive(Debug)]
struct Scope {
    names: Names,
    items: Vec<Item>,
}

struct Lowering<'a, 'c> {
    typed: &'a Typed<'a>,
    config: &'c Config,
    /// Whether responses can be written as JSON again.
    serialize: bool,
    notes: Diagnostics,
    shared: Scope,
    operation: Scope,
    /// Rust names of enums, inputs and scalars that are declared already.
    declared: BTreeMap<TypeId, String>,
    /// How many input objects are being declared, each within the one before.
    nesting: usize,
    /// Input objects that have a name and no item yet.
    deeper: Vec<(TypeId, String)>,
    /// Rust names of scalars for one coordinate alone.
    coordinates: HashMap<String, String>,
    views: Vec<View<'a>>,
    /// Second names of views that are not declared yet.
    aliases: Vec<Alias>,
    /// The views of fragments.
    fragments: HashMap<FragmentId, ViewId>,
    /// Types that read several views at once, of an object of a static type.
    joint: HashMap<(Vec<decode::Look>, TypeId), String>,
    /// Selection sets that need `__typename`, by their ids.
    discriminated: HashSet<NodeId>,
    /// Views whose items are made.
    emitted: usize,
    /// Views that are read by themselves: fragments, and others where a slot or a variant says so.
    decoded: HashSet<ViewId>,
    /// Those of them of which it is not decided yet how.
    unread: Vec<ViewId>,
    snakes: Snakes<'a>,
    /// What may be named like a variable: a pattern with that name would be that struct.
    unit_structs: Rc<HashSet<String>>,
}

impl<'a, 'c> Lowering<'a, 'c> {
    fn new(typed: &'a Typed<'a>, config: &'c Config) -> Self {
        let inner: &[&str] = &["Variables", "ResponseData"];
        let reserved = if config.layout == Layout::Single {
            inner
        } else {
            &[]
        };
        let operations = typed
            .operations()
            .iter()
            .filter_map(|operation| operation.node.name);
        let unit_structs = match config.normalization {
            Normalization::None => operations
                .map(|name| name.text)
                .chain(config.extern_types.keys().map(String::as_str))
                .map(|name| names::upper(name, Normalization::None))
                .collect(),
            Normalization::Declared | Normalization::Rust => HashSet::new(),
        };
        Self {
            typed,
            config,
            serialize: config.serializes_responses(),
            notes: Diagnostics::new(),
            shared: Scope {
                names: Names::of_module(reserved),
                items: Vec::new(),
            },
            operation: Scope {
                names: Names::of_module(inner),
                items: Vec::new(),
            },
            declared: BTreeMap::new(),
            nesting: 0,
            deeper: Vec::new(),
            coordinates: HashMap::new(),
            views: Vec::new(),
            aliases: Vec::new(),
            fragments: HashMap::new(),
            joint: HashMap::new(),
            discriminated: HashSet::new(),
            emitted: 0,
            decoded: HashSet::new(),
            unread: Vec::new(),
            snakes: Snakes::default(),
            unit_structs: Rc::new(unit_structs),
        }
    }

    /// Where the types of an operation go.
    fn inner(&self) -> Place {
        if self.config.layout == Layout::Single {
            Place::Shared
        } else {
            Place::Operation
        }
    }

    fn scope(&mut self, place: Place) -> &mut Scope {
        match place {
            Place::Operation => &mut self.operation,
            Place::Shared => &mut self.shared,
        }
    }

    /// How an item of `to` is named from within `from`.
    fn path(&self, from: Place, to: Place, name: &str) -> String {
        if from == Place::Operation && to == Place::Shared {
            format!("super::{name}")
        } else {
            name.to_owned()
        }
    }

    fn about(&self, description: Option<Description>, deprecated: Option<&String>) -> About {
        let deprecated = deprecated
            .filter(|_| self.config.deprecated != crate::config::Deprecation::Allow)
            .cloned();
        About {
            docs: self
                .typed
                .schema()
                .text(description)
                .map(|text| docs::rustdoc(&text)),
            deprecated,
        }
    }

    fn operation(&mut self, chosen: Chosen<'a>) -> Operation {
        let Chosen { name, operation } = chosen;
        self.operation = Scope {
            names: Names::of_module(&["Variables", "ResponseData"]),
            items: Vec::new(),
        };
        let variables = self.variables(chosen);
        let place = self.inner();
        let root = operation.root;
        let set = Set {
            set: &operation.selections,
            conditional: false,
        };
        let prefix = names::upper(name, self.config.normalization);
        let data = self.root_view(vec![set], root, &prefix, place);
        self.emit_views(data);
        let view = &self.views[data.0];
        let data = Type::Path(self.path(place, view.place, &view.name));
        self.declare_aliases(Place::Operation);
        let document = wire::document(self.typed, operation, &self.discriminated);
        Operation {
            docs: operation
                .node
                .description
                .map(|description| docs::rustdoc(&description.value())),
            marker: String::new(),
            module: String::new(),
            kind: match operation.node.operation {
                OperationType::Query => "Query",
                OperationType::Mutation => "Mutation",
                OperationType::Subscription => "Subscription",
            },
            name: name.to_owned(),
            incremental: incremental::is_incremental(self.typed, operation),
            hash: sha256::hex(document.as_bytes()),
            document,
            variables,
            data,
            items: std::mem::take(&mut self.operation.items),
        }
    }

    /// The names of an operation's marker type and module. Given last: the schema's types and the fragments keep theirs.
    fn marker(&mut self, name: &str, kind: &str) -> (String, String) {
        if let (Layout::Single, Some(marker)) = (self.config.layout, &self.config.marker) {
            // Beside the user's struct: two of them may be the same operation.
            let module = names::snake(marker.trim_start_matches("r#"));
            return (marker.clone(), module);
        }
        let marker = names::upper(name, self.config.normalization);
        let module = names::snake(name);
        if self.config.layout == Layout::Single {
            return (marker, module);
        }
        let with_kind = format!("{marker}{kind}");
        // The variables that generated code has are patterns, and a pattern with the name of a unit struct is that struct.
        let wanted = [marker.as_str(), &with_kind];
        let wanted = wanted.get(usize::from(names::is_variable(&marker))..);
        let marker = self.shared.names.give_first(wanted.unwrap_or_default());
        (marker, self.shared.names.give(&module))
    }
}
