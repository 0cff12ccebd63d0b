//! The items of the views: structs, enums and what stands in their variants.

use super::Lowering;
use super::views::{Member, Payload, Shape, ViewId, What};
use crate::ir::{Decode, Field, Item, Struct, Type, Union, Variant};

impl Lowering<'_, '_> {
    /// Adds to the type of a view, which is declared already, how it is read by itself.
    pub(super) fn declare_late(&mut self, id: ViewId, decode: Decode) {
        let view = &self.views[id.0];
        let (name, place) = (view.name.clone(), view.place);
        let mut decode = Some(decode);
        for item in &mut self.scope(place).items {
            if decode.is_some() {
                read_as(item, &name, &mut decode);
            }
        }
    }

    /// Declares the types of one view.
    pub(super) fn declare(&mut self, id: ViewId, decode: Option<Decode>) {
        let view = &self.views[id.0];
        let (name, place, shape) = (view.name.clone(), view.place, view.shape.clone());
        let accessors = view.accessors.iter().map(|(_, accessor)| accessor.clone());
        let accessors = accessors.collect();
        let about = self.about(self.typed.schema().ty(view.parent).description, None);
        let derives = self.config.response_derives.clone();
        match shape {
            Shape::Struct(members) => {
                let item = Struct {
                    about,
                    name,
                    derives,
                    fields: fields(&members),
                    typed: matches!(decode, Some(Decode::Cases { .. })),
                    decode,
                    serialize: self.serialize,
                };
                self.scope(place).items.push(Item::Struct(item));
            }
            Shape::Union(variants) => {
                let mut declared = Vec::new();
                let mut structs = Vec::new();
                for variant in variants {
                    let holds = match variant.payload {
                        Payload::TypeName => None,
                        Payload::Fragment(view) => {
                            let view = &self.views[view.0];
                            Some(self.path(place, view.place, &view.name))
                        }
                        Payload::Struct { name, members } => {
                            let about = match variant.types.as_slice() {
                                [one] => self.about(self.typed.schema().ty(*one).description, None),
                                _ => Default::default(),
                            };
                            let derives = derives.clone();
                            let fields = fields(&members);
                            structs.push(Item::Struct(Struct {
                                about,
                                name: name.clone(),
                                derives,
                                fields,
                                decode: None,
                                serialize: self.serialize,
                                typed: true,
                            }));
                            Some(name)
                        }
                    };
                    let type_name = match variant.types.as_slice() {
                        [one] => Some(self.typed.schema().ty(*one).name.to_string()),
                        _ => None,
                    };
                    declared.push(Variant {
                        name: variant.name,
                        ty: holds.map(Type::Path),
                        type_name,
                    });
                }
                let item = Union {
                    about,
                    name,
                    derives,
                    variants: declared,
                    accessors,
                    decode,
                    serialize: self.serialize,
                };
                self.scope(place).items.push(Item::Union(item));
                self.scope(place).items.extend(structs);
            }
        }
    }
}

/// Adds to a declared type how it is read by itself.
fn read_as(item: &mut Item, wanted: &str, decode: &mut Option<Decode>) {
    let is_typed = matches!(decode, Some(Decode::Cases { .. }));
    match item {
        Item::Struct(item) if item.name == wanted => {
            item.typed |= is_typed;
            item.decode = decode.take();
        }
        Item::Union(item) if item.name == wanted => item.decode = decode.take(),
        _ => {}
    }
}

fn fields(members: &[Member<'_>]) -> Vec<Field> {
    members
        .iter()
        .map(|member| Field {
            about: member.about.clone(),
            key: match &member.what {
                What::Leaf { key, .. } | What::Child { key, .. } => Some((*key).to_owned()),
                What::Fragment(_) => None,
            },
            conditional: member.conditional,
            name: member.name.clone(),
            ty: member.ty.clone(),
        })
        .collect()
}
