//! The pass that assigns names.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{
    Alias, Declaration, Names, OF_OPERATIONS, OperationNames, TypeName, complete, shared_scope, unit_structs,
};
use crate::bug::{Assumed, Bug};
use crate::check::Typed;
use crate::check::typed::FragmentId;
use crate::config::{Config, Layout};
use crate::ir::{Ident, Path};
use crate::lower::case;
use crate::lower::choose::Chosen;
use crate::lower::coordinate::field_coordinate;
use crate::lower::place::{Declared, Module};
use crate::lower::readers::{JointId, Readers};
use crate::lower::scope::Scope;
use crate::lower::shapes::{Child, ChildOrigin, Content, Member, Payload, ShapeId, ShapeKind, Shapes};

use crate::schema::TypeId;

/// Assigns names to everything that is declared for the operations.
pub(in crate::lower) fn names<'t>(
    typed: &'t Typed<'t>,
    chosen: &[Chosen<'t>],
    shapes: &'t Shapes<'t>,
    readers: &Readers<'t>,
    config: &'t Config,
) -> Result<Names, Bug> {
    let mut namer = Namer {
        typed,
        config,
        shapes,
        shared: shared_scope(config.layout),
        operation: Scope::default(),
        named: vec![None; shapes.len()],
        structs: vec![None; shapes.structs],
        joints: vec![None; readers.joints.len()],
        types: HashMap::new(),
        coordinates: HashMap::new(),
        fragments: HashSet::new(),
        declarations: Vec::new(),
        wishes: Vec::new(),
    };
    let mut parts = Vec::new();
    for ((chosen, root), read) in chosen.iter().zip(&shapes.operations).zip(&readers.operations) {
        namer.operation = Scope::of_module(OF_OPERATIONS);
        namer.variables(chosen.operation, chosen.name);
        namer.data(root.data, chosen.name)?;
        for joint in read.new_joints() {
            namer.joint(joint, readers)?;
        }
        let aliases = namer.aliases(Module::Operation);
        parts.push((std::mem::take(&mut namer.declarations), aliases));
    }
    let operations = chosen.iter().zip(parts).map(|(chosen, (declarations, aliases))| {
        let (marker, module) = namer.marker(chosen);
        OperationNames {
            marker,
            module,
            declarations,
            aliases,
        }
    });
    let operations = operations.collect();
    let known = typed
        .operations()
        .iter()
        .filter_map(|operation| operation.node.name);
    Ok(Names {
        aliases: namer.aliases(Module::Shared),
        shapes: complete(namer.named)?,
        structs: complete(namer.structs)?,
        joints: complete(namer.joints)?,
        types: namer.types,
        coordinates: namer.coordinates,
        operations,
        unit_structs: Rc::new(unit_structs(known.map(|name| name.text), config)),
    })
}

/// The names assigned so far.
pub(super) struct Namer<'t> {
    pub(super) typed: &'t Typed<'t>,
    pub(super) config: &'t Config,
    shapes: &'t Shapes<'t>,
    pub(super) shared: Scope,
    /// The scope of the current operation's module.
    operation: Scope,
    named: Vec<Option<Declared>>,
    structs: Vec<Option<Ident>>,
    joints: Vec<Option<Declared>>,
    pub(super) types: HashMap<TypeId, TypeName>,
    pub(super) coordinates: HashMap<String, Ident>,
    fragments: HashSet<FragmentId>,
    /// The declarations that the current operation is the first to need.
    pub(super) declarations: Vec<Declaration>,
    /// Requested aliases, which are assigned after all other names if they are free.
    wishes: Vec<Wish>,
}

struct Wish {
    place: Module,
    name: String,
    shape: ShapeId,
}

/// The module of members, and the prefix for the names of their types.
#[derive(Clone, Copy)]
struct Inside<'p> {
    prefix: &'p str,
    place: Module,
}

impl Inside<'_> {
    /// Returns the prefix for the name of a field's type, which may also be the whole name.
    fn of_field(self, key: &str) -> String {
        format!("{}{}", self.prefix, case::camel(key))
    }
}

impl<'t> Namer<'t> {
    fn scope(&mut self, place: Module) -> &mut Scope {
        match place {
            Module::Operation => &mut self.operation,
            Module::Shared => &mut self.shared,
        }
    }

    /// Assigns names to the types of an operation's data. The root type is `ResponseData`, unless it is a fragment's type.
    fn data(&mut self, data: Child, operation: &str) -> Result<(), Bug> {
        let shape = self.shapes.get(data.shape);
        match data.origin {
            ChildOrigin::Fragment(fragment) => self.fragment(fragment),
            ChildOrigin::Own | ChildOrigin::Shared => {
                let name = Ident::new("ResponseData".to_owned());
                let place = shape.place;
                self.named[data.shape.0] = Some(Declared { place, name });
                let prefix = case::upper(operation, self.config.normalization);
                self.shape(data.shape, &prefix)
            }
        }
    }

    /// Assigns names to the types within a shape.
    fn shape(&mut self, id: ShapeId, prefix: &str) -> Result<(), Bug> {
        let shape = self.shapes.get(id);
        let place = shape.place;
        let inside = Inside { prefix, place };
        let union = match &shape.kind {
            ShapeKind::Object(members) => return self.members(members, inside),
            ShapeKind::Union(union) => union,
        };
        for (key, child) in &union.shared {
            self.child(*child, &inside.of_field(key), place)?;
        }
        for variant in union.variants() {
            let prefix = format!("{prefix}On{}", variant.name);
            match &variant.payload {
                Payload::TypeName => {}
                Payload::Fragment { fragment, shape } => {
                    self.fragment(*fragment)?;
                    self.wish(place, &prefix, *shape);
                }
                Payload::Struct { id, members } => {
                    let name = self.scope(place).give(&case::escape(&prefix));
                    self.structs[id.0] = Some(name.clone());
                    let prefix = name.as_str();
                    self.members(members, Inside { prefix, place })?;
                }
            }
        }
        Ok(())
    }

    fn members(&mut self, members: &'t [Member<'t>], inside: Inside<'_>) -> Result<(), Bug> {
        for member in members {
            match &member.content {
                Content::TypeName { selected: None } => {}
                Content::TypeName {
                    selected: Some(field),
                }
                | Content::Leaf { field, .. } => {
                    let parent = &self.typed.schema().ty(field.parent).name;
                    let coordinate = || field_coordinate(parent, field.node.name.text);
                    self.leaf(field.definition.ty.named, coordinate);
                }
                Content::Object { key, child, .. } => {
                    self.child(*child, &inside.of_field(key), inside.place)?;
                }
                Content::Fragment { fragment, .. } => self.fragment(*fragment)?,
            }
        }
        Ok(())
    }

    /// Assigns a name to the type of a field's objects.
    fn child(&mut self, child: Child, wanted: &str, place: Module) -> Result<(), Bug> {
        match child.origin {
            ChildOrigin::Shared => Ok(()),
            ChildOrigin::Fragment(fragment) => {
                self.fragment(fragment)?;
                self.wish(place, wanted, child.shape);
                Ok(())
            }
            ChildOrigin::Own => {
                let name = self.scope(place).give(&case::escape(wanted));
                let prefix = name.clone();
                self.named[child.shape.0] = Some(Declared { place, name });
                self.shape(child.shape, prefix.as_str())
            }
        }
    }

    /// Assigns a name to a fragment's type when it is first spread.
    fn fragment(&mut self, id: FragmentId) -> Result<(), Bug> {
        if !self.fragments.insert(id) {
            return Ok(());
        }
        let known = self.shapes.fragment(id);
        let known = known.assumed("every fragment that a shape names has a shape")?;
        let wanted = self.typed.fragment(id).node.name.text;
        let wanted = case::upper(wanted, self.config.normalization);
        let name = self.shared.give(&wanted);
        let shape = known.shape;
        match known.alias_of {
            Some(inner) => {
                self.fragment(inner)?;
                self.declarations.push(Declaration::Fragment { name, shape });
                Ok(())
            }
            None => {
                let prefix = name.clone();
                let place = Module::Shared;
                self.named[shape.0] = Some(Declared { place, name });
                self.shape(shape, prefix.as_str())
            }
        }
    }

    fn wish(&mut self, place: Module, prefix: &str, shape: ShapeId) {
        let name = case::escape(prefix);
        self.wishes.push(Wish { place, name, shape });
    }

    /// Assigns the aliases of a module last and only if they are free, so that types and fragments keep their names.
    fn aliases(&mut self, of: Module) -> Vec<Alias> {
        let (wishes, others) = std::mem::take(&mut self.wishes)
            .into_iter()
            .partition(|wish: &Wish| wish.place == of);
        self.wishes = others;
        let given = wishes.into_iter().filter_map(|Wish { name, shape, .. }| {
            let is_free = self.scope(of).take(&name);
            is_free.then(|| Alias {
                name: Ident::new(name),
                shape,
            })
        });
        given.collect()
    }

    /// Assigns a name to a type that reads several shapes, based on the name of the first one.
    fn joint(&mut self, id: JointId, readers: &Readers<'t>) -> Result<(), Bug> {
        let joint = readers.joint(id);
        let first = &self.named[joint.first.shape.0];
        let first = first
            .as_ref()
            .assumed("a shape is named before what reads it with others")?;
        let wanted = format!("{}Views", first.name);
        let place = joint.place;
        let name = self.scope(place).give(&wanted);
        self.joints[id.0] = Some(Declared { place, name });
        Ok(())
    }

    /// Assigns names to an operation's marker type and module. The schema's types and the fragments take precedence.
    fn marker(&mut self, chosen: &Chosen<'t>) -> (Path, Ident) {
        if let (Layout::Single, Some(marker)) = (self.config.layout, &self.config.marker) {
            // Several structs of the user may refer to the same operation, so the name of the struct is used.
            let module = crate::lower::module_name(marker);
            return (Path::External(marker.clone()), Ident::new(module));
        }
        let marker = case::upper(chosen.name, self.config.normalization);
        let module = case::snake(chosen.name);
        if self.config.layout == Layout::Single {
            return (Path::Here(Ident::new(marker)), Ident::new(module));
        }
        let with_kind = format!("{marker}{}", chosen.kind().as_str());
        // A pattern with the name of a unit struct refers to the struct, so the marker must not have the name of a variable.
        let marker = match case::is_variable(&marker) {
            true => self.shared.give(&with_kind),
            false => self.shared.give_first(&[&marker], &with_kind),
        };
        (Path::Here(marker), self.shared.give(&module))
    }
}
