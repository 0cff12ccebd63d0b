//! Finds the fields of an operation whose cursor is a variable, or that have `@paginate`.

use std::collections::{HashMap, HashSet};

use super::connection::{Direction, variable};
use crate::check::Typed;
use crate::check::client::paginate::is_asked_for;
use crate::check::typed::{Field, FragmentId, Operation, Selection, SelectionSet};

/// A field that may be a list to read page by page, at one response path.
#[derive(Debug)]
pub(super) struct Candidate<'t> {
    /// The response keys from the data to the field.
    pub(super) path: Vec<&'t str>,
    /// The fields at this path, which are merged in a response.
    pub(super) fields: Vec<&'t Field<'t>>,
    /// Whether the path leads through a list, so that there is a cursor for each of its items.
    pub(super) in_list: bool,
}

/// The number of fields after which the search ends. An operation with more lists has no single one to read.
const MAX_FOUND: usize = 256;

/// Returns the candidates of an operation, in the order of the document; only fields with `@paginate` if there are too many.
pub(super) fn candidates<'t>(typed: &'t Typed<'t>, operation: &'t Operation<'t>) -> Vec<Candidate<'t>> {
    let find = |is_wanted: fn(&Field<'_>) -> bool| {
        let mut finder = CandidateFinder {
            typed,
            is_wanted,
            relevant: HashMap::new(),
            seen: HashSet::new(),
            found: Vec::new(),
            count: 0,
            path: Vec::new(),
        };
        finder.walk(&operation.selections, false);
        (finder.found, finder.count > MAX_FOUND)
    };
    match find(is_candidate) {
        (found, false) => found,
        (_, true) => find(is_asked_for).0,
    }
}

struct CandidateFinder<'t> {
    typed: &'t Typed<'t>,
    is_wanted: fn(&Field<'_>) -> bool,
    /// Whether a fragment has a wanted field, directly or through others. Fragments without one are not expanded, so that the
    /// time is proportional to the text and to the number of fields found.
    relevant: HashMap<FragmentId, bool>,
    /// The fragments that were expanded at a response path.
    seen: HashSet<(Vec<&'t str>, FragmentId)>,
    found: Vec<Candidate<'t>>,
    count: usize,
    path: Vec<&'t str>,
}

impl<'t> CandidateFinder<'t> {
    /// Recurses as deep as the limits of selections allow.
    fn walk(&mut self, set: &'t SelectionSet<'t>, in_list: bool) {
        for selection in &set.selections {
            if self.count > MAX_FOUND {
                return;
            }
            match selection {
                Selection::Field(field) => {
                    self.path.push(field.node.response_key().text);
                    if (self.is_wanted)(field) {
                        self.add(field, in_list);
                    }
                    if let Some(set) = &field.selections {
                        self.walk(set, in_list || field.definition.ty.is_list());
                    }
                    self.path.pop();
                }
                Selection::Inline(inline) => self.walk(&inline.selections, in_list),
                Selection::Spread(spread) => {
                    let id = spread.fragment;
                    if self.is_relevant(id) && self.seen.insert((self.path.clone(), id)) {
                        self.walk(&self.typed.fragment(id).selections, in_list);
                    }
                }
            }
        }
    }

    fn add(&mut self, field: &'t Field<'t>, in_list: bool) {
        self.count += 1;
        match self.found.iter_mut().find(|known| known.path == self.path) {
            Some(known) => known.fields.push(field),
            None => self.found.push(Candidate {
                path: self.path.clone(),
                fields: vec![field],
                in_list,
            }),
        }
    }

    fn is_relevant(&mut self, id: FragmentId) -> bool {
        if let Some(&known) = self.relevant.get(&id) {
            return known;
        }
        let relevant = self.any(&self.typed.fragment(id).selections);
        self.relevant.insert(id, relevant);
        relevant
    }

    fn any(&mut self, set: &'t SelectionSet<'t>) -> bool {
        set.selections.iter().any(|selection| match selection {
            Selection::Field(field) => {
                (self.is_wanted)(field) || field.selections.as_ref().is_some_and(|set| self.any(set))
            }
            Selection::Inline(inline) => self.any(&inline.selections),
            Selection::Spread(spread) => self.is_relevant(spread.fragment),
        })
    }
}

fn is_candidate(field: &Field<'_>) -> bool {
    let mut directions = Direction::ALL.iter();
    directions.any(|direction| variable(field, direction.argument()).is_some()) || is_asked_for(field)
}

#[cfg(test)]
mod tests {
    use super::MAX_FOUND;
    use crate::lower::pages::PAGINATE_ON_CONNECTION;
    use crate::{Config, SourceFile, generate, read_schema};

    const SCHEMA: &str = "type Query { list(after: String): List! } type List { pageInfo: PageInfo! } \
        type PageInfo { hasNextPage: Boolean! endCursor: String }";

    /// `@paginate` is never without effect, even behind more lists than are searched.
    #[test]
    fn a_list_with_the_directive_is_found_behind_many_others() {
        let others: String = (0..=MAX_FOUND)
            .map(|at| format!("a{at}: list(after: $a) {{ pageInfo {{ endCursor }} }} "))
            .collect();
        let incomplete = PAGINATE_ON_CONNECTION.name;
        for (selection, is_read, errors) in [
            ("hasNextPage endCursor", true, vec![]),
            ("endCursor", false, vec![incomplete]),
        ] {
            let text = format!(
                "query Lists($a: String, $b: String) {{ {others} \
                 list(after: $b) @paginate {{ pageInfo {{ {selection} }} }} }}"
            );
            let schema = read_schema(&[SourceFile::new("schema.graphql", SCHEMA)], true);
            let output = generate(
                &schema,
                &[SourceFile::new("lists.graphql", text)],
                &Config::default(),
            );
            let ir = output.ir;
            let has_pages = ir.is_some_and(|ir| ir.operations.iter().all(|it| it.pages.is_some()));
            assert_eq!(has_pages, is_read, "{selection}");
            let rules: Vec<_> = output.diagnostics.iter().map(|it| it.rule.name).collect();
            assert_eq!(rules, errors, "{selection}");
        }
    }
}
