//! Finds the fields that cannot be merged by comparing every pair as graphql-js does, to report the same locations.
//!
//! This runs only if a conflict exists, and within limits, because the number of pairs can be large.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::same::{different_calls, different_shapes, different_streams};
use super::sets::{Selected, Sets};
use crate::schema::Schema;
use crate::syntax::ast::NodeId;

/// The maximum number of compared pairs of fields or fragments.
const MAX_STEPS: usize = 200_000;
/// The maximum number of conflicts listed for two selection sets.
const MAX_LISTED: usize = 50;
/// The maximum depth in response keys of a comparison.
const MAX_DEPTH: usize = 128;

/// Fields that cannot be merged.
#[derive(Debug)]
pub(super) struct Conflict<'s, 'a> {
    pub(super) key: &'a str,
    pub(super) reason: String,
    /// The fields on the first side, the outermost first.
    pub(super) first: Vec<&'s Selected<'a>>,
    /// The fields on the second side, the outermost first.
    pub(super) second: Vec<&'s Selected<'a>>,
}

/// The fields of a set by response key, in the order of first appearance.
type Groups<'s, 'a> = Rc<Vec<(&'a str, Vec<&'s Selected<'a>>)>>;

#[derive(Debug)]
pub(super) struct Pairs<'s, 'a> {
    schema: &'s Schema,
    sets: &'s Sets<'a>,
    groups: HashMap<usize, Groups<'s, 'a>>,
    /// Sets that have been compared with fragments, and whether only as mutually exclusive.
    with_fragment: HashMap<(usize, usize), bool>,
    /// Pairs of fragments that have been compared, and whether only as mutually exclusive.
    fragments: HashMap<(usize, usize), bool>,
    /// The compared pairs of fields that conflict directly.
    conflicting: HashSet<(NodeId, NodeId)>,
    steps: usize,
    depth: usize,
}

impl<'s, 'a> Pairs<'s, 'a> {
    pub(super) fn new(schema: &'s Schema, sets: &'s Sets<'a>) -> Self {
        Self {
            schema,
            sets,
            groups: HashMap::new(),
            with_fragment: HashMap::new(),
            fragments: HashMap::new(),
            conflicting: HashSet::new(),
            steps: 0,
            depth: 0,
        }
    }

    /// Returns the conflicts in a definition: in its selection set and in those of its fields, in the order of the text.
    pub(super) fn definition(&mut self, root: usize) -> Vec<Conflict<'s, 'a>> {
        let mut found = Vec::new();
        let mut open = vec![root];
        while let Some(set) = open.pop() {
            self.within(set, &mut found);
            let inner = self.sets.list[set].fields.iter().filter_map(|it| it.set);
            open.extend(inner.rev());
        }
        found
    }

    /// Returns whether a conflict between these fields was found in any definition so far.
    pub(super) fn is_found(&self, a: &Selected<'a>, b: &Selected<'a>) -> bool {
        let (a, b) = (a.field.id, b.field.id);
        self.conflicting.contains(&(a, b)) || self.conflicting.contains(&(b, a))
    }

    fn within(&mut self, set: usize, found: &mut Vec<Conflict<'s, 'a>>) {
        for (key, fields) in self.groups(set).iter() {
            for (place, a) in fields.iter().enumerate() {
                for b in &fields[place + 1..] {
                    if self.is_exhausted() {
                        return;
                    }
                    found.extend(self.compare(key, a, b, false));
                }
            }
        }
        let sets = self.sets;
        let fragments = &sets.list[set].fragments;
        for (place, &fragment) in fragments.iter().enumerate() {
            self.between_set_and_fragment(set, fragment, false, found);
            for &other in &fragments[place + 1..] {
                self.between_fragments(fragment, other, false, found);
            }
        }
    }

    fn is_exhausted(&mut self) -> bool {
        self.steps += 1;
        self.steps > MAX_STEPS
    }

    fn groups(&mut self, set: usize) -> Groups<'s, 'a> {
        let sets = self.sets;
        let build = || {
            let mut groups: Vec<(&'a str, Vec<&'s Selected<'a>>)> = Vec::new();
            let mut places = HashMap::new();
            for selected in &sets.list[set].fields {
                let key = selected.field.response_key().text;
                let place = *places.entry(key).or_insert_with(|| {
                    groups.push((key, Vec::new()));
                    groups.len() - 1
                });
                groups[place].1.push(selected);
            }
            Rc::new(groups)
        };
        Rc::clone(self.groups.entry(set).or_insert_with(build))
    }

    /// Compares two fields; `exclusive` means that no object has both.
    fn compare(
        &mut self,
        key: &'a str,
        a: &'s Selected<'a>,
        b: &'s Selected<'a>,
        exclusive: bool,
    ) -> Option<Conflict<'s, 'a>> {
        let exclusive = exclusive || matches!((a.object, b.object), (Some(a), Some(b)) if a != b);
        let calls = if exclusive { None } else { different_calls(a, b) };
        let reason = calls.or_else(|| different_streams(a, b));
        if let Some(reason) = reason.or_else(|| different_shapes(self.schema, a, b)) {
            self.conflicting.insert((a.field.id, b.field.id));
            return Some(Conflict {
                key,
                reason,
                first: vec![a],
                second: vec![b],
            });
        }
        let (set_a, set_b) = (a.set?, b.set?);
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let inner = self.between_inner_sets(set_a, set_b, exclusive);
        self.depth -= 1;
        if inner.is_empty() {
            return None;
        }
        let reasons: Vec<String> = inner
            .iter()
            .map(|it| format!("subfields \"{}\" conflict because {}", it.key, it.reason))
            .collect();
        let mut conflict = Conflict {
            key,
            reason: reasons.join(" and "),
            first: vec![a],
            second: vec![b],
        };
        for it in inner {
            conflict.first.extend(it.first);
            conflict.second.extend(it.second);
        }
        Some(conflict)
    }

    /// Compares the selection sets of two fields, including fragments.
    fn between_inner_sets(&mut self, a: usize, b: usize, exclusive: bool) -> Vec<Conflict<'s, 'a>> {
        let mut found = Vec::new();
        self.between_sets(a, b, exclusive, &mut found);
        let sets = self.sets;
        let (fragments_a, fragments_b) = (&sets.list[a].fragments, &sets.list[b].fragments);
        for &fragment in fragments_b {
            self.between_set_and_fragment(a, fragment, exclusive, &mut found);
        }
        for &fragment in fragments_a {
            self.between_set_and_fragment(b, fragment, exclusive, &mut found);
        }
        for &fragment_a in fragments_a {
            for &fragment_b in fragments_b {
                self.between_fragments(fragment_a, fragment_b, exclusive, &mut found);
            }
        }
        found
    }

    /// Compares the fields of two sets.
    fn between_sets(&mut self, a: usize, b: usize, exclusive: bool, found: &mut Vec<Conflict<'s, 'a>>) {
        let (groups_a, groups_b) = (self.groups(a), self.groups(b));
        let by_key: HashMap<&str, &Vec<&Selected<'_>>> =
            groups_b.iter().map(|(key, it)| (*key, it)).collect();
        for (key, fields_a) in groups_a.iter() {
            let Some(fields_b) = by_key.get(key) else { continue };
            for a in fields_a {
                for b in *fields_b {
                    if self.is_exhausted() || found.len() >= MAX_LISTED {
                        return;
                    }
                    found.extend(self.compare(key, a, b, exclusive));
                }
            }
        }
    }

    /// Compares the fields of a set with those of a fragment and of all fragments that it spreads.
    fn between_set_and_fragment(
        &mut self,
        set: usize,
        fragment: usize,
        exclusive: bool,
        found: &mut Vec<Conflict<'s, 'a>>,
    ) {
        let sets = self.sets;
        // Uses a stack instead of recursion, because fragments may form long chains.
        let mut open = vec![fragment];
        while let Some(fragment) = open.pop() {
            if is_compared(&mut self.with_fragment, (set, fragment), exclusive) {
                continue;
            }
            if self.is_exhausted() {
                return;
            }
            let other = sets.fragments[fragment];
            if other != set {
                self.between_sets(set, other, exclusive, found);
                open.extend(sets.list[other].fragments.iter().rev());
            }
        }
    }

    /// Compares the fields of two fragments and of all fragments that they spread.
    fn between_fragments(&mut self, a: usize, b: usize, exclusive: bool, found: &mut Vec<Conflict<'s, 'a>>) {
        let sets = self.sets;
        let mut open = vec![(a, b)];
        while let Some((a, b)) = open.pop() {
            if a == b || is_compared(&mut self.fragments, (a.min(b), a.max(b)), exclusive) {
                continue;
            }
            if self.is_exhausted() {
                return;
            }
            let (set_a, set_b) = (sets.fragments[a], sets.fragments[b]);
            self.between_sets(set_a, set_b, exclusive, found);
            // Reversed, because the last element of a stack is processed first.
            open.extend(sets.list[set_a].fragments.iter().rev().map(|&inner| (inner, b)));
            open.extend(sets.list[set_b].fragments.iter().rev().map(|&inner| (a, inner)));
        }
    }
}

/// Returns whether a pair was compared before, at least as strictly as now, and records the comparison.
fn is_compared(compared: &mut HashMap<(usize, usize), bool>, pair: (usize, usize), exclusive: bool) -> bool {
    match compared.get(&pair) {
        Some(before) if exclusive || !before => true,
        _ => {
            compared.insert(pair, exclusive);
            false
        }
    }
}
