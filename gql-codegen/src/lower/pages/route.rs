//! The way through the response types to a member at a response path.

use std::cell::Cell;

use crate::bug::Bug;
use crate::ir::{Ident, Path, Route, Type};
use crate::lower::place::Module;
use crate::lower::responses::{Responses, seen_from};
use crate::lower::shapes::{Content, Member, Payload, ShapeId, ShapeKind, UnionShape};

/// The number of steps after which the search ends. Nested enums multiply the ways.
const MAX_STEPS: usize = 1000;

/// The route to a member.
#[derive(Debug, PartialEq)]
pub(super) struct RouteTo {
    /// The way, through its own `Option`, too.
    pub(super) route: Route,
    pub(super) end: End,
}

/// The type of a member without its own `Option`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct End {
    /// The type as seen from the module of the operation.
    pub(super) ty: Type,
    /// The shape of its objects, if it has any.
    pub(super) shape: Option<ShapeId>,
}

/// Searches for routes.
pub(super) struct Routes<'p, 't> {
    responses: Responses<'p, 't>,
    steps: Cell<usize>,
}

impl<'p, 't> Routes<'p, 't> {
    pub(super) fn new(responses: Responses<'p, 't>) -> Self {
        Self {
            responses,
            steps: Cell::new(0),
        }
    }

    /// Returns the way from an object of this shape to the member at this path of response keys; `None` if a list or a type
    /// without fields is in between, or if the variants of an enum have members of different types.
    pub(super) fn find(&self, shape: ShapeId, path: &[&str]) -> Result<Option<RouteTo>, Bug> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MAX_STEPS {
            return Ok(None);
        }
        let Responses { shapes, names, .. } = self.responses;
        let place = shapes.get(shape).place;
        match &shapes.get(shape).kind {
            ShapeKind::Object(members) => self.in_members(members, place, path),
            ShapeKind::Union(union) => {
                let of = names.shape(shape).seen_from(self.module());
                self.in_variants(of, union, place, path)
            }
        }
    }

    fn in_members(
        &self,
        members: &[Member<'t>],
        place: Module,
        path: &[&str],
    ) -> Result<Option<RouteTo>, Bug> {
        let Some((key, rest)) = path.split_first() else {
            return Ok(None);
        };
        // A member may be selected here and in fragments, each with a part of its selection.
        for member in members {
            let found = match &member.content {
                Content::Leaf { key: own, .. } if own == key => self.through(member, place, None, rest)?,
                Content::Object { key: own, child, .. } if own == key => {
                    self.through(member, place, Some(child.shape), rest)?
                }
                Content::Fragment { shape, .. } => {
                    let optional = self.responses.ty(member, place)?.is_optional();
                    let found = self.find(*shape, path)?;
                    found.map(|found| RouteTo {
                        route: field(&member.name, optional, found.route),
                        end: found.end,
                    })
                }
                _ => None,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Returns the module that contains the route.
    fn module(&self) -> Module {
        Module::of_operations(self.responses.config.layout)
    }

    /// Continues from a member with the rest of the path.
    fn through(
        &self,
        member: &Member<'t>,
        place: Module,
        shape: Option<ShapeId>,
        rest: &[&str],
    ) -> Result<Option<RouteTo>, Bug> {
        let ty = self.responses.ty(member, place)?;
        let optional = ty.is_optional();
        let ty = ty.required();
        if rest.is_empty() {
            return Ok(Some(RouteTo {
                route: field(&member.name, optional, Route::Here),
                end: End {
                    ty: seen_from(&ty, place, self.module()),
                    shape,
                },
            }));
        }
        // The error of a field is not the end of a list, so that a route does not lead through a result.
        let (Some(shape), Type::Path(_)) = (shape, &ty) else {
            return Ok(None);
        };
        let found = self.find(shape, rest)?;
        Ok(found.map(|found| RouteTo {
            route: field(&member.name, optional, found.route),
            end: found.end,
        }))
    }

    fn in_variants(
        &self,
        of: Path,
        union: &UnionShape<'t>,
        place: Module,
        path: &[&str],
    ) -> Result<Option<RouteTo>, Bug> {
        let mut arms = Vec::new();
        let mut end: Option<End> = None;
        let mut count = 0;
        for variant in union.variants() {
            count += 1;
            let found = match &variant.payload {
                Payload::TypeName => None,
                Payload::Fragment { shape, .. } => self.find(*shape, path)?,
                Payload::Struct { members, .. } => self.in_members(members, place, path)?,
            };
            let Some(found) = found else {
                continue;
            };
            if end.as_ref().is_some_and(|end| end.ty != found.end.ty) {
                return Ok(None);
            }
            end.get_or_insert(found.end);
            arms.push((variant.name.clone(), found.route));
        }
        let complete = arms.len() == count;
        Ok(end.map(|end| RouteTo {
            route: Route::Variants { of, arms, complete },
            end,
        }))
    }
}

fn field(name: &Ident, optional: bool, then: Route) -> Route {
    let then = match optional {
        true => Route::Some(Box::new(then)),
        false => then,
    };
    Route::Field(name.clone(), Box::new(then))
}
