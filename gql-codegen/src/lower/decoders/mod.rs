//! Readers and names to decoders: the expressions that make Rust values from the members that are read.

mod moves;
mod object;
mod value;

use std::collections::BTreeMap;

use super::names::Names;
use super::place::Module;
use super::readers::{Case, Cases, JointId, Reader, Readers};
use super::shapes::{ShapeId, Shapes};
use crate::bug::Bug;
use crate::ir::{Arm, Decode, Object, Path};
use crate::schema::Schema;

/// The decoders of a run.
#[derive(Debug)]
pub(super) struct Decoders {
    /// The decoders of shapes that are read separately.
    pub(super) shapes: BTreeMap<ShapeId, Decode>,
    joints: Vec<Decode>,
}

impl Decoders {
    pub(super) fn joint(&self, id: JointId) -> &Decode {
        &self.joints[id.0]
    }
}

/// Writes the decoders of all readers.
pub(super) fn decoders(
    schema: &Schema,
    shapes: &Shapes<'_>,
    readers: &Readers<'_>,
    names: &Names,
) -> Result<Decoders, Bug> {
    let of_shape = |(id, reader): (&ShapeId, &Reader<'_>)| {
        let place = shapes.get(*id).place;
        let writer = Writer {
            schema,
            shapes,
            names,
            place,
            joint: None,
        };
        let decode = writer.decode(reader)?;
        let decode = match shapes.is_nullable(*id) {
            true => Decode::Nullable(Box::new(decode)),
            false => decode,
        };
        Ok((*id, decode))
    };
    let of_joint = |id: JointId| {
        let joint = readers.joint(id);
        let writer = Writer {
            schema,
            shapes,
            names,
            place: joint.place,
            joint: Some(Path::Here(names.joint(id).name.clone())),
        };
        writer.decode(&joint.reader)
    };
    Ok(Decoders {
        shapes: readers.shapes.iter().map(of_shape).collect::<Result<_, _>>()?,
        joints: (0..readers.joints.len())
            .map(|index| of_joint(JointId(index)))
            .collect::<Result<_, _>>()?,
    })
}

/// Writes the decoder of one type.
struct Writer<'p, 't> {
    schema: &'p Schema,
    shapes: &'p Shapes<'t>,
    names: &'p Names,
    /// The module of the decoder.
    place: Module,
    /// The name of the type, if it reads several shapes at once.
    joint: Option<Path>,
}

impl Writer<'_, '_> {
    fn decode(&self, reader: &Reader<'_>) -> Result<Decode, Bug> {
        match reader {
            Reader::Object(slots) => Ok(Decode::Object(self.object(slots)?)),
            Reader::Cases(cases) => self.cases(cases),
        }
    }

    fn cases(&self, cases: &Cases<'_>) -> Result<Decode, Bug> {
        let mut types = Vec::new();
        let mut arms = Vec::new();
        for (group, case) in &cases.cases {
            let first = types.len();
            let names = group.types.iter().map(|&id| self.schema.ty(id).name.to_string());
            types.extend(names);
            arms.push(((first..types.len()).collect(), self.arm(case)?));
        }
        let nameless = cases.nameless.as_ref();
        Ok(Decode::Cases {
            types,
            arms,
            other: self.arm(&cases.other)?,
            nameless: nameless.map(|nameless| self.nameless(nameless)).transpose()?,
        })
    }

    fn arm(&self, case: &Case<'_>) -> Result<Arm, Bug> {
        Ok(match case {
            Case::Variant(name, fragment) => match self.shapes.is_nullable(*fragment) {
                true => Arm::NullableVariant(name.clone()),
                false => Arm::Variant(name.clone()),
            },
            Case::Object(slots) => Arm::Object(self.object(slots)?),
        })
    }

    fn object(&self, slots: &super::readers::Slots<'_>) -> Result<Object, Bug> {
        let draft = match slots.shapes.as_slice() {
            [only] if self.joint.is_none() => self.shape(slots, only.shape, &[])?,
            _ => self.tuple(self.values(slots)?)?,
        };
        self.finish(slots, draft)
    }
}
