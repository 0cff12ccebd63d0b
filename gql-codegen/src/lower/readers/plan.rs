//! The pass from shapes to readers.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::evidence::add_evidence;
use super::slots::{SlotValue, collect};
use super::{
    Case, Cases, Joint, JointId, JointKey, Nameless, OperationReaders, ReadObject, Reader, Readers, ShapeUse,
    Slots,
};
use crate::bug::{Assumed, Bug};
use crate::check::Typed;
use crate::config::Config;
use crate::lower::place::Module;
use crate::lower::shapes::selection::{ConditionalSet, Subject};
use crate::lower::shapes::{Content, Group, Members, Payload, RootShape, ShapeId, ShapeKind, Shapes, groups};
use crate::schema::{Schema, TypeId};
use crate::syntax::ast::NodeId;

/// Plans the reading of the objects of all operations.
pub(in crate::lower) fn readers<'t>(
    typed: &'t Typed<'t>,
    shapes: &Shapes<'t>,
    config: &Config,
) -> Result<Readers<'t>, Bug> {
    let mut planner = Planner {
        typed,
        schema: typed.schema(),
        shapes,
        serialize: config.serializes_responses(),
        next: 0,
        finished: BTreeMap::new(),
        inside_out: Vec::new(),
        joints: HashMap::new(),
        read: HashSet::new(),
        open: Vec::new(),
        discriminated: HashMap::new(),
        operation: 0,
        readers: BTreeMap::new(),
    };
    let fragments: HashSet<ShapeId> = shapes.fragments().collect();
    let mut operations = Vec::new();
    for (place, root) in shapes.operations.iter().enumerate() {
        planner.operation = place;
        operations.push(planner.operation(root, &fragments)?);
    }
    Ok(Readers {
        shapes: planner.readers,
        joints: planner.finished.into_values().collect(),
        operations,
        discriminated: planner.discriminated,
    })
}

struct Planner<'s, 't> {
    typed: &'t Typed<'t>,
    schema: &'t Schema,
    shapes: &'s Shapes<'t>,
    /// Whether responses implement `Serialize`.
    serialize: bool,
    /// The number of the next joint type.
    next: usize,
    finished: BTreeMap<JointId, Joint<'t>>,
    inside_out: Vec<JointId>,
    joints: HashMap<JointKey, JointId>,
    /// The shapes that are read separately.
    read: HashSet<ShapeId>,
    /// The shapes that are read separately and have no reader yet.
    open: Vec<ShapeId>,
    discriminated: HashMap<NodeId, usize>,
    /// The index of the current operation.
    operation: usize,
    readers: BTreeMap<ShapeId, Reader<'t>>,
}

impl<'t> Planner<'_, 't> {
    fn operation(&mut self, root: &RootShape, fragments: &HashSet<ShapeId>) -> Result<OperationReaders, Bug> {
        let first = self.next;
        // Fragments are always read separately, because programs may deserialize them alone.
        for shape in root.new_shapes().filter(|shape| fragments.contains(shape)) {
            self.reads(shape);
        }
        self.reads(root.data.shape);
        while !self.open.is_empty() {
            let mut open = std::mem::take(&mut self.open);
            open.sort_unstable();
            for id in open {
                let shape = self.shapes.get(id);
                let reader = self.reader(&[ShapeUse::only(id)], shape.parent, &shape.cases, shape.place)?;
                self.readers.insert(id, reader);
            }
        }
        Ok(OperationReaders {
            joints: first..self.next,
            inside_out: std::mem::take(&mut self.inside_out),
        })
    }

    /// Records that a shape is read separately.
    fn reads(&mut self, shape: ShapeId) {
        if self.read.insert(shape) {
            self.open.push(shape);
        }
    }

    /// Records that `__typename` is needed in the selection sets of a shape.
    fn discriminates(&mut self, shape: ShapeId) {
        for set in &self.shapes.get(shape).sets {
            self.discriminated.entry(set.set.id).or_insert(self.operation);
        }
    }

    /// Returns how an object of the static type `parent` is converted to these shapes.
    fn reader(
        &mut self,
        uses: &[ShapeUse],
        parent: TypeId,
        cases: &[Group],
        place: Module,
    ) -> Result<Reader<'t>, Bug> {
        if cases.is_empty() {
            let object = ReadObject {
                subject: self.only_subject(parent),
                known: false,
            };
            return Ok(Reader::Object(self.slots(uses, object, place)?));
        }
        for it in uses {
            self.discriminates(it.shape);
        }
        let known = cases.iter().map(|group| {
            let case = self.case(uses, group.subject(parent), place)?;
            Ok((group.clone(), case))
        });
        let known = known.collect::<Result<_, _>>()?;
        Ok(Reader::Cases(Cases {
            cases: known,
            other: self.case(uses, Subject::Other(parent), place)?,
            nameless: match uses {
                [_] => None,
                several => self.nameless(several, parent, place)?,
            },
        }))
    }

    /// Returns the subject for an object whose type is not selected. An interface with a single implementation has that type: a
    /// fragment on another interface may have a variant for it.
    fn only_subject(&self, parent: TypeId) -> Subject {
        match *self.schema.possible_types(parent) {
            [only] if self.schema.ty(parent).is_abstract() => Subject::Object(only),
            _ => Subject::of(self.schema, parent),
        }
    }

    fn case(&mut self, uses: &[ShapeUse], subject: Subject, place: Module) -> Result<Case<'t>, Bug> {
        let object = ReadObject { subject, known: true };
        if let [only] = uses
            && let ShapeKind::Union(union) = &self.shapes.get(only.shape).kind
            && let variant = union.variant(subject, self.schema)
            && let Payload::Fragment { shape, .. } = variant.payload
            && self.reads_itself(shape)
        {
            self.reads(shape);
            return Ok(Case::Variant(variant.name.clone(), shape));
        }
        Ok(Case::Object(self.slots(uses, object, place)?))
    }

    /// Returns whether a fragment's type can read an object whose `__typename` has been consumed.
    fn reads_itself(&self, fragment: ShapeId) -> bool {
        let shape = self.shapes.get(fragment);
        !shape.is_discriminated() && !self.names_type(fragment, Subject::of(self.schema, shape.parent))
    }

    /// Returns whether a member of the shape is the name of the type.
    fn names_type(&self, shape: ShapeId, subject: Subject) -> bool {
        match self.shapes.members(shape, subject, self.schema) {
            Members::TypeName => true,
            Members::Selected(members) => members.iter().any(|member| match &member.content {
                Content::TypeName { .. } => true,
                Content::Fragment { shape, .. } => self.names_type(*shape, subject),
                Content::Leaf { .. } | Content::Object { .. } => false,
            }),
        }
    }

    fn slots(&mut self, uses: &[ShapeUse], object: ReadObject, place: Module) -> Result<Slots<'t>, Bug> {
        let collected = collect(self.shapes, self.schema, uses, object)?;
        let mut slots = collected.slots;
        collected
            .discriminated
            .iter()
            .for_each(|&shape| self.discriminates(shape));
        if collected.conditional {
            add_evidence(self.shapes, self.schema, uses, object, &mut slots);
        }
        let mut joints = BTreeMap::new();
        for (index, slot) in slots.iter().enumerate() {
            if let (SlotValue::Objects { shapes, .. }, Some(ty)) = (&slot.value, slot.ty) {
                match shapes.as_slice() {
                    [only] => self.reads(only.shape),
                    several => {
                        joints.insert(index, self.joint(several, ty.named, place)?);
                    }
                }
            }
        }
        Ok(Slots {
            object,
            shapes: uses.to_vec(),
            slots,
            joints,
        })
    }

    /// If all shapes that select `__typename` may be excluded, the response may lack it.
    fn nameless(
        &mut self,
        uses: &[ShapeUse],
        parent: TypeId,
        place: Module,
    ) -> Result<Option<Nameless<'t>>, Bug> {
        let object = ReadObject {
            subject: Subject::Other(parent),
            known: true,
        };
        let asks = |it: &ShapeUse| {
            let sets = &self.shapes.get(it.shape).sets;
            !groups(self.typed, sets, parent, true).is_empty() || self.names_type(it.shape, object.subject)
        };
        let asks: Vec<bool> = uses.iter().map(asks).collect();
        let others: Vec<ShapeUse> = uses
            .iter()
            .zip(&asks)
            .filter(|(_, asks)| !**asks)
            .map(|(it, _)| *it)
            .collect();
        let may_all_be_away = uses.iter().zip(&asks).all(|(it, asks)| it.maybe || !asks);
        if !self.serialize || others.is_empty() || others.len() == uses.len() || !may_all_be_away {
            return Ok(None);
        }
        let slots = self.slots(&others, object, place)?;
        Ok(Some(Nameless { asks, slots }))
    }

    /// Returns the type that reads several shapes of an object at once.
    fn joint(&mut self, uses: &[ShapeUse], parent: TypeId, place: Module) -> Result<JointId, Bug> {
        let key = (uses.to_vec(), parent);
        if let Some(known) = self.joints.get(&key) {
            return Ok(*known);
        }
        let is_shared = |it: &ShapeUse| self.shapes.get(it.shape).place == Module::Shared;
        let place = match uses.iter().all(is_shared) {
            true => Module::Shared,
            false => place,
        };
        let id = JointId(self.next);
        self.next += 1;
        let sets: Vec<ConditionalSet<'t>> = uses
            .iter()
            .flat_map(|it| self.shapes.get(it.shape).sets.iter().copied())
            .collect();
        let cases = groups(self.typed, &sets, parent, true);
        let reader = self.reader(uses, parent, &cases, place)?;
        let (first, others) = uses.split_first().assumed("objects of a slot have a shape")?;
        let joint = Joint {
            place,
            first: *first,
            others: others.to_vec(),
            reader,
        };
        self.joints.insert(key, id);
        self.finished.insert(id, joint);
        self.inside_out.push(id);
        Ok(id)
    }
}
