//! Methods of unions for members that the variants have in common.

use std::collections::HashMap;

use super::{Responses, seen_from};
use crate::bug::{Assumed, Bug};
use crate::ir::{Access, Accessor, BuiltIn, Docs, Ident, Path, Reach, Type};
use crate::lower::case;
use crate::lower::place::Module;
use crate::lower::scope::Scope;
use crate::lower::shapes::{
    Content, Member, MemberKey, Payload, ShapeId, ShapeKind, TYPE_NAME, UnionShape, VariantShape,
};

/// The accessors of the unions.
#[derive(Debug, Default)]
pub(in crate::lower) struct Accessors<'t> {
    unions: HashMap<ShapeId, Vec<(MemberKey<'t>, Accessor)>>,
}

impl<'t> Accessors<'t> {
    /// Returns the accessors of a union.
    pub(in crate::lower) fn of(&self, union: ShapeId) -> Result<&[(MemberKey<'t>, Accessor)], Bug> {
        let accessors = self.unions.get(&union).map(Vec::as_slice);
        accessors.assumed("the accessors of a union are found before they are used")
    }
}

/// Finds the accessors of all unions, starting with the innermost.
///
/// A member has an accessor if all variants contain it with the same type, or if all variants except the one for other types do
/// and there are several. For a single variant, a pattern is just as short.
pub(in crate::lower) fn accessors<'t>(responses: Responses<'_, 't>) -> Result<Accessors<'t>, Bug> {
    let mut found = Accessors::default();
    for &id in &responses.shapes.inside_out {
        let shape = responses.shapes.get(id);
        if let ShapeKind::Union(union) = &shape.kind {
            let finder = Finder {
                responses,
                found: &found,
                place: shape.place,
            };
            let accessors = finder.union(union)?;
            found.unions.insert(id, accessors);
        }
    }
    Ok(found)
}

/// A member in one variant.
struct Held<'s, 't> {
    reach: Reach,
    /// The type without `Option`, as seen from the union's module.
    ty: Type,
    optional: bool,
    documented: Documented<'s, 't>,
    /// The name in Rust; `None` if it is the whole content of the variant.
    name: Option<Ident>,
    /// The fragments in the member, with their types as seen from the union's module and the fields that contain them.
    parts: Vec<(Type, Ident)>,
}

/// The source of a member's documentation.
#[derive(Clone, Copy)]
enum Documented<'s, 't> {
    Nothing,
    Member(&'s Member<'t>),
    Accessor(&'s Accessor),
}

struct Finder<'s, 't> {
    responses: Responses<'s, 't>,
    found: &'s Accessors<'t>,
    /// The union's module.
    place: Module,
}

impl<'s, 't> Finder<'s, 't> {
    fn union(&self, union: &'s UnionShape<'t>) -> Result<Vec<(MemberKey<'t>, Accessor)>, Bug> {
        let mut accessors: Vec<(MemberKey<'t>, Accessor)> = Vec::new();
        let Some(first) = union.known.first() else {
            return Ok(accessors);
        };
        let mut taken = Scope::of_methods();
        for key in self.keys(&first.payload)? {
            let in_other = self.held(&union.other.payload, key)?;
            if (in_other.is_none() && union.known.len() < 2)
                || accessors.iter().any(|(known, _)| *known == key)
            {
                continue;
            }
            let held = union.known.iter();
            let held = held.map(|variant| self.held(&variant.payload, key));
            let Some(mut held) = held.collect::<Result<Option<Vec<_>>, Bug>>()? else {
                continue;
            };
            held.extend(in_other);
            let Some(shared) = SharedMember::new(union, &held) else {
                continue;
            };
            let name = match key {
                MemberKey::Field(key) => self.responses.shapes.snakes.get(key).into_owned(),
                MemberKey::Fragment(shape) => {
                    let name = held.iter().find_map(|held| held.name.as_ref());
                    match name {
                        Some(name) => name.as_str().to_owned(),
                        None => case::snake(self.responses.names.shape(shape).name.as_str()),
                    }
                }
            };
            let accessor = self.accessor(union, shared, taken.give(&name));
            accessors.push((key, accessor));
        }
        Ok(accessors)
    }

    /// Lists the members of a variant.
    fn keys(&self, payload: &Payload<'t>) -> Result<Vec<MemberKey<'t>>, Bug> {
        Ok(match payload {
            Payload::TypeName => vec![MemberKey::Field(TYPE_NAME)],
            Payload::Struct { members, .. } => members.iter().map(Member::key).collect(),
            Payload::Fragment { shape, .. } => {
                let mut keys = vec![MemberKey::Fragment(*shape)];
                match &self.responses.shapes.get(*shape).kind {
                    ShapeKind::Object(members) => keys.extend(members.iter().map(Member::key)),
                    ShapeKind::Union(_) => keys.extend(self.found.of(*shape)?.iter().map(|(key, _)| *key)),
                }
                keys
            }
        })
    }

    /// Finds a member in a variant.
    fn held(&self, payload: &'s Payload<'t>, wanted: MemberKey<'t>) -> Result<Option<Held<'s, 't>>, Bug> {
        let shape = match payload {
            Payload::TypeName if wanted == MemberKey::Field(TYPE_NAME) => {
                return Ok(Some(Held::whole(Type::Path(Path::BuiltIn(BuiltIn::String)))));
            }
            Payload::TypeName => return Ok(None),
            Payload::Struct { members, .. } => return self.member(members, wanted, self.place),
            Payload::Fragment { shape, .. } => *shape,
        };
        if wanted == MemberKey::Fragment(shape) {
            let path = self.responses.names.shape(shape).seen_from(self.place);
            return Ok(Some(Held::whole(Type::Path(path))));
        }
        let inner = self.responses.shapes.get(shape);
        if let ShapeKind::Object(members) = &inner.kind {
            return self.member(members, wanted, inner.place);
        }
        let mut accessors = self.found.of(shape)?.iter();
        let accessor = accessors.find(|(key, _)| *key == wanted);
        Ok(accessor.map(|(_, accessor)| Held {
            reach: Reach::Method(accessor.name.clone()),
            ty: seen_from(&accessor.ty, inner.place, self.place),
            optional: accessor.optional,
            documented: Documented::Accessor(accessor),
            name: Some(accessor.name.clone()),
            parts: Vec::new(),
        }))
    }

    /// Finds a member in a struct in the module `from`.
    fn member(
        &self,
        members: &'s [Member<'t>],
        wanted: MemberKey<'t>,
        from: Module,
    ) -> Result<Option<Held<'s, 't>>, Bug> {
        let Some(member) = members.iter().find(|member| member.key() == wanted) else {
            return Ok(None);
        };
        let ty = self.responses.ty(member, from)?;
        let parts = match &member.content {
            Content::Object { field, child, .. }
                if field.definition.ty.item().is_none() && !member.policy.is_result() =>
            {
                self.parts_of(child.shape)
            }
            _ => Vec::new(),
        };
        Ok(Some(Held {
            reach: Reach::Field(member.name.clone()),
            optional: ty.is_optional(),
            ty: seen_from(&ty.required(), from, self.place),
            documented: Documented::Member(member),
            name: Some(member.name.clone()),
            parts,
        }))
    }

    /// Lists the fragments that are always present in a struct.
    fn parts_of(&self, shape: ShapeId) -> Vec<(Type, Ident)> {
        let ShapeKind::Object(members) = &self.responses.shapes.get(shape).kind else {
            return Vec::new();
        };
        let part = |member: &Member<'t>| match member.content {
            Content::Fragment { shape, .. }
                if !member.conditional && !self.responses.shapes.is_nullable(shape) =>
            {
                let path = self.responses.names.shape(shape).seen_from(self.place);
                Some((Type::Path(path), member.name.clone()))
            }
            _ => None,
        };
        members.iter().filter_map(part).collect()
    }

    fn accessor(&self, union: &UnionShape<'t>, shared: SharedMember<'_, 's, 't>, name: Ident) -> Accessor {
        let SharedMember {
            ty,
            reads,
            usual,
            is_everywhere,
            optional,
        } = shared;
        let variant_name = |variant: &VariantShape<'t>| variant.name.clone();
        Accessor {
            docs: match usual.documented {
                Documented::Nothing => Docs::default(),
                Documented::Member(member) => self.responses.docs(member),
                Documented::Accessor(accessor) => accessor.docs.clone(),
            },
            name,
            ty,
            optional,
            variants: union.variants().map(variant_name).zip(reads).collect(),
            other: (!is_everywhere).then(|| variant_name(&union.other)),
        }
    }
}

impl Held<'_, '_> {
    /// Creates a member that is the whole content of the variant.
    fn whole(ty: Type) -> Self {
        Self {
            reach: Reach::Whole,
            ty,
            optional: false,
            documented: Documented::Nothing,
            name: None,
            parts: Vec::new(),
        }
    }

    /// Returns the access to the member as a `ty`, which it is or contains.
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

/// A member that variants contain with the same type.
struct SharedMember<'h, 's, 't> {
    ty: Type,
    /// The access in each variant that contains the member.
    reads: Vec<Access>,
    usual: &'h Held<'s, 't>,
    /// Whether all variants contain the member.
    is_everywhere: bool,
    optional: bool,
}

impl<'h, 's, 't> SharedMember<'h, 's, 't> {
    /// Finds the type: the one in the variant for other types or, if that variant has no such member, the first type in the
    /// first variant that all others contain as well.
    fn new(union: &UnionShape<'t>, held: &'h [Held<'s, 't>]) -> Option<Self> {
        let is_everywhere = held.len() > union.known.len();
        let usual = if is_everywhere { held.last() } else { held.first() }?;
        let mut candidates = [usual].into_iter().chain(held.iter().filter(|_| !is_everywhere));
        let (ty, reads) = candidates.find_map(|candidate| {
            let reads: Option<Vec<_>> = held.iter().map(|held| held.read_as(&candidate.ty)).collect();
            Some((candidate.ty.clone(), reads?))
        })?;
        Some(Self {
            ty,
            reads,
            usual,
            is_everywhere,
            optional: !is_everywhere || held.iter().any(|held| held.optional),
        })
    }
}
