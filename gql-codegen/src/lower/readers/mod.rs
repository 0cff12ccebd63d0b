//! Shapes to readers: which members of a JSON object are read, and for which shapes.
//!
//! Several shapes may refer to the same object, such as a struct and its fragments. The object is read once into slots, one for
//! each response key, from which all shapes are made.

mod evidence;
mod plan;
pub(super) mod signs;
pub(super) mod slots;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::place::Module;
use super::shapes::selection::Subject;
use super::shapes::{Group, ShapeId};
use crate::ir::Ident;
use crate::schema::TypeId;
use crate::syntax::ast::NodeId;
pub(super) use plan::readers;
use slots::ReadSlot;

/// The readers of a run.
#[derive(Debug)]
pub(super) struct Readers<'t> {
    /// The readers of shapes that are read separately.
    pub(super) shapes: BTreeMap<ShapeId, Reader<'t>>,
    pub(super) joints: Vec<Joint<'t>>,
    /// The readers of the operations, in order.
    pub(super) operations: Vec<OperationReaders>,
    /// The selection sets that need `__typename`, with the index of the first operation that reads them so.
    ///
    /// Earlier operations do not need it: the document of an operation does not depend on later operations.
    pub(super) discriminated: HashMap<NodeId, usize>,
}

impl<'t> Readers<'t> {
    /// Returns the joint type with this id.
    pub(super) fn joint(&self, id: JointId) -> &Joint<'t> {
        &self.joints[id.0]
    }
}

/// The shapes and joint types that an operation is the first to read.
#[derive(Debug)]
pub(super) struct OperationReaders {
    joints: Range<usize>,
    /// The joint types, sorted so that each follows those within it.
    pub(super) inside_out: Vec<JointId>,
}

impl OperationReaders {
    /// Iterates over the joint types that the operation is the first to need, in the order of first use.
    pub(super) fn new_joints(&self) -> impl Iterator<Item = JointId> + use<> {
        self.joints.clone().map(JointId)
    }
}

/// Identifies a joint type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct JointId(pub(super) usize);

/// A type that reads several shapes of an object at once, for a given static type.
///
/// It is declared in the module of its shapes: fragments occur in other fragments and operations, whose modules can only refer
/// to the shared module. The static type is part of the key, because the meaning of fragments depends on the type on which they
/// are spread.
#[derive(Debug)]
pub(super) struct Joint<'t> {
    pub(super) place: Module,
    pub(super) first: ShapeUse,
    pub(super) others: Vec<ShapeUse>,
    pub(super) reader: Reader<'t>,
}

/// A shape of an object, and whether a directive may exclude it while the object is present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ShapeUse {
    pub(super) shape: ShapeId,
    pub(super) maybe: bool,
}

impl ShapeUse {
    /// Creates the use of a single shape, which is present whenever the object is.
    pub(super) fn only(shape: ShapeId) -> Self {
        Self { shape, maybe: false }
    }
}

/// The way in which an object is converted to its shapes.
#[derive(Debug)]
pub(super) enum Reader<'t> {
    /// The members do not depend on the type.
    Object(Slots<'t>),
    /// The members depend on the type.
    Cases(Cases<'t>),
}

/// Reads an object depending on its type.
#[derive(Debug)]
pub(super) struct Cases<'t> {
    pub(super) cases: Vec<(Group, Case<'t>)>,
    /// The case of all other types.
    pub(super) other: Case<'t>,
    pub(super) nameless: Option<Nameless<'t>>,
}

/// Reads an object of a known type.
#[derive(Debug)]
pub(super) enum Case<'t> {
    /// Reads each member.
    Object(Slots<'t>),
    /// Delegates to the type of a fragment, and wraps the value in this variant.
    Variant(Ident, ShapeId),
}

/// Reads an object without `__typename`. If all shapes that select it may be excluded, the response may lack it.
#[derive(Debug)]
pub(super) struct Nameless<'t> {
    /// Whether each shape selects `__typename`, and is therefore absent.
    pub(super) asks: Vec<bool>,
    /// The slots of the other shapes.
    pub(super) slots: Slots<'t>,
}

/// The slots of an object.
#[derive(Debug)]
pub(super) struct Slots<'t> {
    pub(super) object: ReadObject,
    pub(super) shapes: Vec<ShapeUse>,
    pub(super) slots: Vec<ReadSlot<'t>>,
    /// The joint types of the slots that are split into several shapes.
    pub(super) joints: BTreeMap<usize, JointId>,
}

/// The object whose slots are collected.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadObject {
    pub(super) subject: Subject,
    /// Whether `__typename` has already been read.
    pub(super) known: bool,
}

/// The shapes and the static type of a joint type's objects, which determine how they are read.
type JointKey = (Vec<ShapeUse>, TypeId);
