//! Shapes -> readers: which members of a JSON object are read, and for which shapes.
//!
//! Several shapes may look at one object, a struct and the fragments beside it: the object is read once, into slots, one for each
//! response key, and all shapes are made of these.

mod evidence;
mod plan;
pub(super) mod signs;
pub(super) mod slots;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::place::Place;
use super::shapes::selection::Subject;
use super::shapes::{Group, ShapeId};
use crate::ir::Ident;
use crate::schema::TypeId;
use crate::syntax::ast::NodeId;
pub(super) use plan::readers;
use slots::Slot;

/// How the objects of a run are read.
#[derive(Debug)]
pub(super) struct Readers<'t> {
    /// The shapes that are read by themselves.
    pub(super) shapes: BTreeMap<ShapeId, Reader<'t>>,
    pub(super) joints: Vec<Joint<'t>>,
    /// The operations, in order.
    pub(super) operations: Vec<OperationReaders>,
    /// The selection sets that need `__typename`, with the place of the first operation that reads them so.
    ///
    /// Earlier operations do without: what is sent for an operation does not depend on those after it.
    pub(super) discriminated: HashMap<NodeId, usize>,
}

impl<'t> Readers<'t> {
    /// The joint type of an id that these readers gave.
    pub(super) fn joint(&self, id: JointId) -> &Joint<'t> {
        &self.joints[id.0]
    }
}

/// What is read first in one operation.
#[derive(Debug)]
pub(super) struct OperationReaders {
    joints: Range<usize>,
    /// The same, each after those within it.
    pub(super) inside_out: Vec<JointId>,
}

impl OperationReaders {
    /// The joint types that the operation is the first to need, in the order of first use.
    pub(super) fn new_joints(&self) -> impl Iterator<Item = JointId> + use<> {
        self.joints.clone().map(JointId)
    }
}

/// Identifies a joint type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct JointId(pub(super) usize);

/// A type that reads several shapes at once, of an object of a static type.
///
/// It stands where its shapes do: those of fragments meet again in other fragments and operations, whose modules see what is
/// shared alone. The object's type belongs to it, since fragments mean less or more by the type that they are spread in.
#[derive(Debug)]
pub(super) struct Joint<'t> {
    pub(super) place: Place,
    pub(super) first: ShapeUse,
    pub(super) others: Vec<ShapeUse>,
    pub(super) reader: Reader<'t>,
}

/// A shape of an object, and whether a directive may take it away while the object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ShapeUse {
    pub(super) shape: ShapeId,
    pub(super) maybe: bool,
}

impl ShapeUse {
    /// The only one: then it is there whenever the object is.
    pub(super) fn only(shape: ShapeId) -> Self {
        Self { shape, maybe: false }
    }
}

/// How an object becomes its shapes.
#[derive(Debug)]
pub(super) enum Reader<'t> {
    /// Always by the same members.
    Object(Slots<'t>),
    /// By its type.
    Cases(Cases<'t>),
}

/// How an object is read by its type.
#[derive(Debug)]
pub(super) struct Cases<'t> {
    pub(super) cases: Vec<(Group, Case<'t>)>,
    /// For all other types.
    pub(super) other: Case<'t>,
    pub(super) nameless: Option<Nameless<'t>>,
}

/// How an object of a known type is read.
#[derive(Debug)]
pub(super) enum Case<'t> {
    /// Member by member.
    Object(Slots<'t>),
    /// By the type of a fragment, as this variant.
    Variant(Ident),
}

/// How an object without its type's name is read: where those that ask for the name may all be away, it is written without
/// the name when they are, and has to be read again.
#[derive(Debug)]
pub(super) struct Nameless<'t> {
    /// Whether each shape asks for the name: then it is away.
    pub(super) asks: Vec<bool>,
    /// For the other shapes.
    pub(super) slots: Slots<'t>,
}

/// The members of one object that are read.
#[derive(Debug)]
pub(super) struct Slots<'t> {
    pub(super) object: Object,
    pub(super) shapes: Vec<ShapeUse>,
    pub(super) slots: Vec<Slot<'t>>,
    /// The joint types of the slots that are taken apart into several shapes.
    pub(super) joints: BTreeMap<usize, JointId>,
}

/// The object that slots are collected for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object {
    pub(super) subject: Subject,
    /// Whether `__typename` has been read already.
    pub(super) known: bool,
}

/// The static type of a joint type's objects, with the shapes: they decide how it is read.
type JointKey = (Vec<ShapeUse>, TypeId);
