//! Declares the response types: structs, enums and the structs of variants.

use super::Accessors;
use super::Responses;
use crate::bug::Bug;
use crate::ir::{Decode, Docs, Item, Path, Struct, Type, Union as Enum, Variant, Views};
use crate::lower::decoders::Decoders;
use crate::lower::place::Module;
use crate::lower::readers::{JointId, Readers, ShapeUse};
use crate::lower::shapes::{Payload, ShapeId, ShapeKind, UnionShape};
use crate::lower::types::{docs_of, external};
use crate::schema::TypeId;

impl<'t> Responses<'_, 't> {
    /// Returns the documentation of a schema type.
    fn docs_of_type(&self, id: TypeId) -> Docs {
        docs_of(self.schema, self.config, self.schema.ty(id).description, None)
    }

    fn derives(&self) -> Vec<Path> {
        external(&self.config.response_derives)
    }

    /// Declares the types of a shape.
    pub(in crate::lower) fn declare(
        &self,
        id: ShapeId,
        accessors: &Accessors<'t>,
        decoders: &Decoders,
    ) -> Result<Vec<Item>, Bug> {
        let shape = self.shapes.get(id);
        let decode = decoders.shapes.get(&id).cloned();
        match &shape.kind {
            ShapeKind::Object(members) => Ok(vec![Item::Struct(Struct {
                docs: self.docs_of_type(shape.parent),
                name: self.names.shape(id).name.clone(),
                derives: self.derives(),
                fields: self.fields(members, shape.place)?,
                typed: decode.as_ref().is_some_and(Decode::is_by_type),
                decode,
                serialize: self.config.serializes_responses(),
            })]),
            ShapeKind::Union(union) => {
                let mut items = vec![Item::Union(Enum {
                    docs: self.docs_of_type(shape.parent),
                    name: self.names.shape(id).name.clone(),
                    derives: self.derives(),
                    variants: self.variants(union, shape.place),
                    accessors: accessors.of(id)?.iter().map(|(_, it)| it.clone()).collect(),
                    decode,
                    serialize: self.config.serializes_responses(),
                })];
                items.extend(self.structs(union, shape.place)?);
                Ok(items)
            }
        }
    }

    fn variants(&self, union: &UnionShape<'t>, place: Module) -> Vec<Variant> {
        let variants = union.variants().map(|variant| Variant {
            name: variant.name.clone(),
            ty: match &variant.payload {
                Payload::TypeName => None,
                Payload::Fragment { shape, .. } => {
                    Some(Type::Path(self.names.shape(*shape).seen_from(place)))
                }
                Payload::Struct { id, .. } => Some(Type::Path(Path::Here(self.names.of_struct(*id).clone()))),
            },
            type_name: variant.only_type().map(|id| self.schema.ty(id).name.to_string()),
        });
        variants.collect()
    }

    /// Declares the structs of a union's variants.
    fn structs(&self, union: &UnionShape<'t>, place: Module) -> Result<Vec<Item>, Bug> {
        let mut items = Vec::new();
        for variant in union.variants() {
            if let Payload::Struct { id, members } = &variant.payload {
                let only = variant.only_type().map(|id| self.docs_of_type(id));
                items.push(Item::Struct(Struct {
                    docs: only.unwrap_or_default(),
                    name: self.names.of_struct(*id).clone(),
                    derives: self.derives(),
                    fields: self.fields(members, place)?,
                    decode: None,
                    serialize: self.config.serializes_responses(),
                    typed: true,
                }));
            }
        }
        Ok(items)
    }

    /// Declares a type that reads several shapes at once.
    pub(in crate::lower) fn declare_joint(
        &self,
        id: JointId,
        readers: &Readers<'t>,
        decoders: &Decoders,
    ) -> Item {
        let joint = readers.joint(id);
        let view = |it: &ShapeUse| {
            let mut ty = Type::Path(self.names.shape(it.shape).seen_from(joint.place));
            if self.shapes.is_nullable(it.shape) {
                ty = Type::Nullable(Box::new(ty));
            }
            match it.maybe {
                true => Type::Maybe(Box::new(ty)),
                false => ty,
            }
        };
        Item::Views(Views {
            name: self.names.joint(id).name.clone(),
            first: view(&joint.first),
            others: joint.others.iter().map(view).collect(),
            decode: decoders.joint(id).clone(),
        })
    }
}
