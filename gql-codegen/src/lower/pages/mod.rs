//! Recognizes the list of an operation that is read page by page.
//!
//! It is a connection: a field whose argument `after` or `before` is a variable, and whose selection has the information about
//! the page. <https://relay.dev/graphql/connections.htm>

mod connection;
mod explain;
mod find;
mod route;

use super::choose::Chosen;
use super::place::Module;
use super::responses::{Responses, seen_from};
use super::shapes::RootShape;
use crate::bug::Bug;
use crate::check::Typed;
use crate::check::client::paginate::is_asked_for;
use crate::check::typed::Field;
use crate::diagnostic::Diagnostics;
use crate::ir::{BuiltIn, Cursor, Input, InputField, Nodes, OperationKind, Pages, Paging, Path, Route, Type};
use crate::syntax::ast::Value;
use connection::{Direction, KeyedFields, argument, page_info, selected, variable};
pub use explain::PAGINATE_ON_CONNECTION;
use find::Candidate;
use route::Routes;

/// Returns how the list of an operation is read page by page; `None` if it has no connection with a cursor that is a variable,
/// or several of which none has `@paginate`.
///
/// Adds an error to `diagnostics` if a field with `@paginate` cannot be read page by page.
pub(super) fn pages<'t>(
    typed: &'t Typed<'t>,
    responses: Responses<'_, 't>,
    chosen: &Chosen<'t>,
    root: &RootShape,
    variables: &Input,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Pages>, Bug> {
    let candidates = find::candidates(typed, chosen.operation);
    let recognizer = Recognizer {
        typed,
        responses,
        root,
        variables,
        candidates: &candidates,
    };
    let is_query = chosen.kind() == OperationKind::Query;
    let mut asked = candidates.iter().filter_map(|it| Some((it, it.asked()?)));
    if let Some((candidate, field)) = asked.next() {
        let others: Vec<_> = asked.map(|(_, field)| field).collect();
        diagnostics.push(if !is_query {
            explain::no_query(chosen.kind(), field)
        } else if !others.is_empty() {
            explain::several(field, &others)
        } else if let Some(pages) = recognizer.pages(candidate)? {
            return Ok(Some(pages));
        } else {
            explain::Explainer::new(&recognizer, candidate, field).explain()
        });
        return Ok(None);
    }
    if !is_query {
        return Ok(None);
    }
    let mut only = None;
    for candidate in &candidates {
        match (recognizer.pages(candidate)?, &only) {
            (None, _) => {}
            (Some(_), Some(_)) => return Ok(None),
            (Some(pages), None) => only = Some(pages),
        }
    }
    Ok(only)
}

struct Recognizer<'p, 't> {
    typed: &'t Typed<'t>,
    responses: Responses<'p, 't>,
    root: &'p RootShape,
    variables: &'p Input,
    candidates: &'p [Candidate<'t>],
}

impl<'t> Recognizer<'_, 't> {
    fn pages(&self, candidate: &Candidate<'t>) -> Result<Option<Pages>, Bug> {
        if candidate.in_list || candidate.fields.iter().any(|field| field.definition.ty.is_list()) {
            return Ok(None);
        }
        let routes = Routes::new(self.responses);
        let forward = self.cursor(candidate, Direction::Forward, &routes)?;
        let backward = self.cursor(candidate, Direction::Backward, &routes)?;
        let Some(paging) = self.paging(candidate, forward, backward) else {
            return Ok(None);
        };
        let nodes = self.nodes(candidate, &routes)?;
        Ok(Some(Pages { paging, nodes }))
    }

    /// Decides the direction by the sizes of pages that the operation requests.
    fn paging(
        &self,
        candidate: &Candidate<'t>,
        forward: Option<Cursor>,
        backward: Option<Cursor>,
    ) -> Option<Paging> {
        let field = candidate.fields.first()?;
        let first = self.size(field, Direction::Forward);
        let last = self.size(field, Direction::Backward);
        // With only the size of the opposite direction, each page would be the same.
        let reads = |own: &Size, other: &Size| !matches!(own, Size::Never) || matches!(other, Size::Never);
        let (forward, backward) = match (forward, backward) {
            (Some(forward), Some(backward)) => (forward, backward),
            (Some(forward), None) => return reads(&first, &last).then_some(Paging::Forward(forward)),
            (None, Some(backward)) => return reads(&last, &first).then_some(Paging::Backward(backward)),
            (None, None) => return None,
        };
        let (first, last) = match (first, last) {
            (_, Size::Never) | (Size::Always, _) => return Some(Paging::Forward(forward)),
            (Size::Never, _) => return Some(Paging::Backward(backward)),
            (Size::Variable(first), Size::Always) => (Some(first), None),
            (Size::Variable(first), Size::Variable(last)) => (Some(first), Some(last)),
        };
        Some(Paging::Either {
            forward,
            backward,
            first,
            last,
        })
    }

    /// Returns when a field requests a size of pages in this direction.
    fn size(&self, field: &Field<'t>, direction: Direction) -> Size {
        match argument(field, direction.size()).map(|argument| &argument.value) {
            None | Some(Value::Null(_)) => Size::Never,
            Some(Value::Variable(name)) => match self.variable(name.text) {
                Some(InputField {
                    ty: Type::Option(_) | Type::Input(_),
                    name,
                    ..
                }) => Size::Variable(name.clone()),
                _ => Size::Always,
            },
            Some(_) => Size::Always,
        }
    }

    fn variable(&self, name: &str) -> Option<&InputField> {
        self.variables.fields.iter().find(|field| field.key == name)
    }

    /// Returns the cursor of a direction, if the selection has everything for it.
    fn cursor(
        &self,
        candidate: &Candidate<'t>,
        direction: Direction,
        routes: &Routes<'_, 't>,
    ) -> Result<Option<Cursor>, Bug> {
        let Some(name) = candidate.variable(direction) else {
            return Ok(None);
        };
        let is_shared = self
            .candidates
            .iter()
            .any(|other| other.path != candidate.path && other.uses(name));
        let Some(input) = self.variable(name).filter(|_| !is_shared) else {
            return Ok(None);
        };
        for info in self.page_info(candidate, direction) {
            let has_more = self.keys(candidate, &info, direction.has_more());
            let cursor = self.keys(candidate, &info, direction.cursor());
            let (Some(has_more), Some(cursor)) = (has_more, cursor) else {
                continue;
            };
            let shape = self.root.data.shape;
            let (Some(has_more), Some(value)) =
                (routes.find(shape, &has_more)?, routes.find(shape, &cursor)?)
            else {
                continue;
            };
            let is_bool = has_more.end.ty == Type::Path(Path::BuiltIn(BuiltIn::Bool));
            if !is_bool || value.end.ty != self.value_of(input) {
                continue;
            }
            return Ok(Some(Cursor {
                variable: input.name.clone(),
                has_more: has_more.route,
                value: value.route,
            }));
        }
        Ok(None)
    }

    /// Returns the type of a variable's value, as seen from the module of the operation.
    fn value_of(&self, input: &InputField) -> Type {
        let ty = match &input.ty {
            Type::Option(inner) | Type::Input(inner) => inner,
            other => other,
        };
        let to = Module::of_operations(self.responses.config.layout);
        seen_from(ty, Module::Shared, to)
    }

    /// Returns the selections of the information about the page.
    fn page_info(&self, candidate: &Candidate<'t>, direction: Direction) -> Vec<KeyedFields<'t>> {
        let schema = self.typed.schema();
        let ty = candidate.fields.first().map(|field| field.definition.ty.named);
        let name = ty.and_then(|ty| page_info(schema, ty, direction));
        name.map(|name| selected(self.typed, &candidate.fields, name))
            .unwrap_or_default()
    }

    /// Returns the response path of a field in the information about the page.
    fn keys(&self, candidate: &Candidate<'t>, info: &KeyedFields<'t>, name: &str) -> Option<Vec<&'t str>> {
        let leaf = selected(self.typed, &info.fields, name);
        Some(candidate.below(&[info.key, leaf.first()?.key]))
    }

    /// Returns the nodes: those of `nodes` or, if it is not selected, of `edges`.
    /// <https://relay.dev/graphql/connections.htm#sec-Edge-Types>
    fn nodes(&self, candidate: &Candidate<'t>, routes: &Routes<'_, 't>) -> Result<Option<Nodes>, Bug> {
        for name in ["nodes", "edges"] {
            for list in selected(self.typed, &candidate.fields, name) {
                let Some(found) = routes.find(self.root.data.shape, &candidate.below(&[list.key]))? else {
                    continue;
                };
                let (Type::Vec(item), Some(shape)) = (found.end.ty, found.end.shape) else {
                    continue;
                };
                let optional = item.is_optional();
                let item = item.required();
                let (ty, node) = match name {
                    "nodes" if matches!(item, Type::Path(_) | Type::Result(_)) => (item, Route::Here),
                    _ if !matches!(item, Type::Path(_)) => continue,
                    _ => {
                        let node = selected(self.typed, &list.fields, "node");
                        let Some(node) = node.first() else { continue };
                        match routes.find(shape, &[node.key])? {
                            Some(node) => (node.end.ty, node.route),
                            None => continue,
                        }
                    }
                };
                return Ok(Some(Nodes {
                    ty,
                    list: found.route,
                    node: match optional {
                        true => Route::Some(Box::new(node)),
                        false => node,
                    },
                }));
            }
        }
        Ok(None)
    }
}

/// When an operation requests a size of pages.
enum Size {
    Never,
    Always,
    /// If the optional variable has a value.
    Variable(crate::ir::Ident),
}

impl<'t> Candidate<'t> {
    /// Returns the variable for the cursor of a direction, which all fields at the path have.
    fn variable(&self, direction: Direction) -> Option<&'t str> {
        variable(self.fields.first()?, direction.argument())
    }

    /// Returns whether a cursor is this variable.
    fn uses(&self, name: &str) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| {
            Direction::ALL
                .iter()
                .any(|it| variable(field, it.argument()) == Some(name))
        })
    }

    /// Returns the field with `@paginate`.
    fn asked(&self) -> Option<&'t Field<'t>> {
        self.fields.iter().copied().find(|field| is_asked_for(field))
    }

    /// Returns the response path of a member below the field.
    fn below(&self, keys: &[&'t str]) -> Vec<&'t str> {
        self.path.iter().chain(keys).copied().collect()
    }
}
