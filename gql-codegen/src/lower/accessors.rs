//! Methods of a union for members that its variants have in common.

use super::names::{self, Names};
use super::views::{Member, Payload, Shape, Variant, ViewId, What};
use super::{Lowering, Place};
use crate::ir::{About, Access, Accessor, Reach, Type};

/// A member that variants may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    /// A field, by its response key.
    Field(&'a str),
    /// A fragment.
    Fragment(ViewId),
}

/// How one variant holds a member.
struct Held {
    reach: Reach,
    /// Without the `Option` around it, as the union's module names it.
    ty: Type,
    optional: bool,
    about: About,
    /// In Rust; `None` where it is all that the variant holds.
    name: Option<String>,
    /// The fragments in it: each with its type, as the union's module names it, and the field that it is in.
    parts: Vec<(Type, String)>,
}

impl<'a> Lowering<'a, '_> {
    /// The accessors of a union that is declared in `place`.
    ///
    /// A member has one if all variants hold it with the same type, or all but the one for other types do, and these are
    /// several: with one alone, a pattern is as short.
    pub(super) fn accessors(&mut self, variants: &[Variant<'a>], place: Place) -> Vec<(Key<'a>, Accessor)> {
        let mut accessors: Vec<(Key<'a>, Accessor)> = Vec::new();
        let Some((other, known)) = variants.split_last() else {
            return accessors;
        };
        let Some(first) = known.first() else {
            return accessors;
        };
        let mut taken = Names::of_methods();
        for key in self.keys(&first.payload) {
            let in_other = self.held(&other.payload, key, place);
            if (in_other.is_none() && known.len() < 2) || accessors.iter().any(|(known, _)| *known == key) {
                continue;
            }
            let held = known
                .iter()
                .map(|variant| self.held(&variant.payload, key, place));
            let Some(mut held) = held.collect::<Option<Vec<_>>>() else {
                continue;
            };
            held.extend(in_other);
            let Some(mut accessor) = accessor(variants, &held) else {
                continue;
            };
            let wanted = match key {
                Key::Field(key) => self.snakes.of(key).to_owned(),
                Key::Fragment(view) => {
                    let name = held.into_iter().find_map(|held| held.name);
                    name.unwrap_or_else(|| names::snake(&self.views[view.0].name))
                }
            };
            accessor.name = taken.give(&wanted);
            accessors.push((key, accessor));
        }
        accessors
    }

    /// Lists the members of a variant.
    fn keys(&self, payload: &Payload<'a>) -> Vec<Key<'a>> {
        match payload {
            Payload::TypeName => vec![Key::Field("__typename")],
            Payload::Struct { members, .. } => members.iter().map(key).collect(),
            Payload::Fragment(view) => {
                let inner = &self.views[view.0];
                let mut keys = vec![Key::Fragment(*view)];
                match &inner.shape {
                    Shape::Struct(members) => keys.extend(members.iter().map(key)),
                    Shape::Union(_) => keys.extend(inner.accessors.iter().map(|(key, _)| *key)),
                }
                keys
            }
        }
    }

    /// Finds a member in a variant of a union in `place`.
    fn held(&self, payload: &Payload<'a>, wanted: Key<'a>, place: Place) -> Option<Held> {
        match payload {
            Payload::TypeName if wanted == Key::Field("__typename") => {
                Some(Held::whole(Type::Path("String".into())))
            }
            Payload::TypeName => None,
            Payload::Struct { members, .. } => self.member(members, wanted, place, place),
            Payload::Fragment(view) => {
                let inner = &self.views[view.0];
                if wanted == Key::Fragment(*view) {
                    let path = self.path(place, inner.place, &inner.name);
                    return Some(Held::whole(Type::Path(path)));
                }
                match &inner.shape {
                    Shape::Struct(members) => self.member(members, wanted, inner.place, place),
                    Shape::Union(_) => {
                        let mut accessors = inner.accessors.iter();
                        let (_, accessor) = accessors.find(|(key, _)| *key == wanted)?;
                        Some(Held {
                            reach: Reach::Method(accessor.name.clone()),
                            ty: seen_from(&accessor.ty, inner.place, place),
                            optional: accessor.optional,
                            about: accessor.about.clone(),
                            name: Some(accessor.name.clone()),
                            parts: Vec::new(),
                        })
                    }
                }
            }
        }
    }

    fn member(&self, members: &[Member<'a>], wanted: Key<'a>, from: Place, to: Place) -> Option<Held> {
        let member = members.iter().find(|member| key(member) == wanted)?;
        let optional = member.ty.is_optional();
        let ty = match &member.ty {
            Type::Option(inner) => inner,
            other => other,
        };
        let parts = match &member.what {
            What::Child { ty, view, .. } if ty.item().is_none() => self.parts_of(*view, to),
            _ => Vec::new(),
        };
        Some(Held {
            reach: Reach::Field(member.name.clone()),
            ty: seen_from(ty, from, to),
            optional,
            about: member.about.clone(),
            name: Some(member.name.clone()),
            parts,
        })
    }

    /// Lists the fragments that are always in a struct, as modules in `place` name them.
    fn parts_of(&self, view: ViewId, place: Place) -> Vec<(Type, String)> {
        let Shape::Struct(members) = &self.views[view.0].shape else {
            return Vec::new();
        };
        let part = |member: &Member<'a>| match member.what {
            What::Fragment(view) if !member.conditional => {
                let fragment = &self.views[view.0];
                let path = self.path(place, fragment.place, &fragment.name);
                Some((Type::Path(path), member.name.clone()))
            }
            _ => None,
        };
        members.iter().filter_map(part).collect()
    }
}

impl Held {
    /// A member that is all that the variant holds.
    fn whole(ty: Type) -> Self {
        Self {
            reach: Reach::Whole,
            ty,
            optional: false,
            about: About::default(),
            name: None,
            parts: Vec::new(),
        }
    }

    /// Reads it as a `ty`, which it is or has within it.
    fn read_as(&self, ty: &Type) -> Option<Access> {
        let part = match self.ty == *ty {
            true => None,
            false => Some(self.parts.iter().find(|(part, _)| part == ty)?.1.clone()),
        };
        Some(Access {
            reach: self.reach.clone(),
            optional: self.optional,
            part,
        })
    }
}

/// Makes the accessor of a member, still without a name. Its type is the one in the variant for other types; where that has no
/// such member, the first variant's type that all others have as well.
fn accessor(variants: &[Variant<'_>], held: &[Held]) -> Option<Accessor> {
    let is_everywhere = held.len() == variants.len();
    let usual = if is_everywhere { held.last() } else { held.first() }?;
    let mut candidates = [usual].into_iter().chain(held.iter().filter(|_| !is_everywhere));
    let (ty, reads) = candidates.find_map(|candidate| {
        let reads: Option<Vec<_>> = held.iter().map(|held| held.read_as(&candidate.ty)).collect();
        Some((candidate.ty.clone(), reads?))
    })?;
    Some(Accessor {
        about: usual.about.clone(),
        name: String::new(),
        ty,
        optional: !is_everywhere || held.iter().any(|held| held.optional),
        variants: variants
            .iter()
            .map(|variant| variant.name.clone())
            .zip(reads)
            .collect(),
        other: variants
            .last()
            .filter(|_| !is_everywhere)
            .map(|other| other.name.clone()),
    })
}

fn key<'a>(member: &Member<'a>) -> Key<'a> {
    match member.what {
        What::Leaf { key, .. } | What::Child { key, .. } => Key::Field(key),
        What::Fragment(view) => Key::Fragment(view),
    }
}

/// Translates the type of a member of a struct in `from` to the paths that are valid in `to`.
fn seen_from(ty: &Type, from: Place, to: Place) -> Type {
    let inner = |ty: &Type| Box::new(seen_from(ty, from, to));
    match ty {
        Type::Path(name) if from == to || names::is_built_in(name) => Type::Path(name.clone()),
        // An operation sees what is shared, and not the other way round.
        Type::Path(name) => Type::Path(format!("super::{name}")),
        Type::Option(ty) => Type::Option(inner(ty)),
        Type::Input(ty) => Type::Input(inner(ty)),
        Type::Vec(ty) => Type::Vec(inner(ty)),
        Type::Box(ty) => Type::Box(inner(ty)),
        Type::Maybe(ty) => Type::Maybe(inner(ty)),
    }
}
