//! Decides whether selections can be merged, based on the merged selections instead of on every pair of fields.
//!
//! All selection sets with the same response key are merged and checked once. Each field of a merged set is compared only with
//! the first field of its kind, because having the same shape and being the same call are equivalence relations. The idea is
//! from Simon Adameit's article "overlapping fields can be merged fast".

use std::collections::HashSet;

use super::same::{different_calls, different_shapes, different_streams, is_streamed};
use super::sets::{Selected, Sets};
use crate::schema::Schema;

/// The maximum number of steps for each field in the operations. Fragments that spread each other in many combinations could
/// otherwise take exponential time.
const MAX_STEPS_PER_FIELD: usize = 64;
/// The minimum number of steps before giving up.
const MIN_STEPS: usize = 1_000_000;

/// The result of merging.
#[derive(Debug)]
pub(super) enum Outcome<'s, 'a> {
    /// All selections can be merged.
    Merges,
    /// Two fields that conflict, and the reason.
    Conflict(&'s Selected<'a>, &'s Selected<'a>, String),
    /// The limit was exceeded.
    TooMuch,
}

/// The properties that must be equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mode {
    /// Calls and shapes, because the fields may apply to the same object.
    Merge,
    /// Shapes, because only one of the fields applies.
    Shape,
}

#[derive(Debug)]
pub(super) struct Merged<'s, 'a> {
    schema: &'s Schema,
    sets: &'s Sets<'a>,
    /// The merged sets that have been checked, as sorted lists.
    seen: HashSet<(Mode, Vec<usize>)>,
    /// Whether each set was checked in each mode without being merged with another, which is the common case.
    seen_alone: Vec<(bool, bool)>,
    /// For each fragment, the last merge that included it.
    part_of: Vec<usize>,
    merges: usize,
    steps: usize,
    max_steps: usize,
}

impl<'s, 'a> Merged<'s, 'a> {
    pub(super) fn new(schema: &'s Schema, sets: &'s Sets<'a>) -> Self {
        let fields: usize = sets.list.iter().map(|set| set.fields.len()).sum();
        Self {
            schema,
            sets,
            seen: HashSet::new(),
            seen_alone: vec![(false, false); sets.list.len()],
            part_of: vec![0; sets.fragments.len()],
            merges: 0,
            steps: 0,
            max_steps: MIN_STEPS.max(fields.saturating_mul(MAX_STEPS_PER_FIELD)),
        }
    }

    /// Merges the selections starting at `root`.
    pub(super) fn merge(&mut self, root: usize) -> Outcome<'s, 'a> {
        let mut open = vec![(Mode::Merge, vec![root])];
        while let Some((mode, sets)) = open.pop() {
            if self.is_seen(mode, &sets) {
                continue;
            }
            let mut fields = self.expand(&sets);
            if self.steps > self.max_steps {
                return Outcome::TooMuch;
            }
            fields.sort_by_key(|it| it.field.response_key().text);
            for group in fields.chunk_by(|a, b| a.field.response_key().text == b.field.response_key().text) {
                let found = match mode {
                    Mode::Merge => self.merge_group(group, &mut open),
                    Mode::Shape => self.shape_group(group, &mut open),
                };
                if let Some((a, b, reason)) = found {
                    return Outcome::Conflict(a, b, reason);
                }
            }
        }
        Outcome::Merges
    }

    fn is_seen(&mut self, mode: Mode, sets: &[usize]) -> bool {
        match sets {
            [] => true,
            [only] => {
                let (merge, shape) = &mut self.seen_alone[*only];
                let seen = match mode {
                    Mode::Merge => merge,
                    Mode::Shape => shape,
                };
                std::mem::replace(seen, true)
            }
            _ => !self.seen.insert((mode, sets.to_vec())),
        }
    }

    /// Returns the fields of all `sets` and of the fragments that they spread, without duplicates.
    fn expand(&mut self, sets: &[usize]) -> Vec<&'s Selected<'a>> {
        self.merges += 1;
        let mut fields = Vec::new();
        let mut open = sets.to_vec();
        while let Some(set) = open.pop() {
            let set = &self.sets.list[set];
            fields.extend(&set.fields);
            for &fragment in &set.fragments {
                if self.part_of[fragment] != self.merges {
                    self.part_of[fragment] = self.merges;
                    open.push(self.sets.fragments[fragment]);
                }
            }
            self.steps += 1 + set.fields.len() + set.fragments.len();
        }
        fields
    }

    /// Checks fields with the same response key of which only one applies.
    fn shape_group(&self, group: &[&'s Selected<'a>], open: &mut Vec<(Mode, Vec<usize>)>) -> Found<'s, 'a> {
        let found = compare_streams(group).or_else(|| self.compare_shapes(group));
        open.push((Mode::Shape, inner_sets(group)));
        found
    }

    /// Checks fields with the same response key. Fields on the same object type or on abstract types may apply to the same
    /// object and must be the same call; fields on different object types need not be.
    fn merge_group(
        &mut self,
        group: &[&'s Selected<'a>],
        open: &mut Vec<(Mode, Vec<usize>)>,
    ) -> Found<'s, 'a> {
        if let [only] = group {
            open.extend(only.set.map(|set| (Mode::Merge, vec![set])));
            return None;
        }
        let mut sorted = group.to_vec();
        sorted.sort_by_key(|it| it.object);
        let abstract_count = sorted.iter().take_while(|it| it.object.is_none()).count();
        let (on_abstract, on_objects) = sorted.split_at(abstract_count);
        let by_object: Vec<_> = on_objects.chunk_by(|a, b| a.object == b.object).collect();

        let mut found = compare_calls(on_abstract);
        for fields in &by_object {
            let across = on_abstract.iter().take(1).chain(fields.iter().take(1)).copied();
            found = found
                .or_else(|| compare_calls(fields))
                .or_else(|| compare_calls(&across.collect::<Vec<_>>()));
        }
        found = found
            .or_else(|| compare_streams(group))
            .or_else(|| self.compare_shapes(group));

        if by_object.len() < 2 {
            open.push((Mode::Merge, inner_sets(group)));
        } else {
            open.push((Mode::Shape, inner_sets(group)));
            for fields in by_object {
                self.steps += on_abstract.len();
                let together: Vec<_> = on_abstract.iter().chain(fields).copied().collect();
                open.push((Mode::Merge, inner_sets(&together)));
            }
        }
        found
    }

    fn compare_shapes(&self, fields: &[&'s Selected<'a>]) -> Found<'s, 'a> {
        let mut typed = fields.iter().filter(|it| it.ty.is_some());
        let first = *typed.next()?;
        typed.find_map(|it| Some((first, *it, different_shapes(self.schema, first, it)?)))
    }
}

/// Two fields that conflict, and the reason.
type Found<'s, 'a> = Option<(&'s Selected<'a>, &'s Selected<'a>, String)>;

fn compare_calls<'s, 'a>(fields: &[&'s Selected<'a>]) -> Found<'s, 'a> {
    let (first, rest) = fields.split_first()?;
    rest.iter()
        .find_map(|it| Some((*first, *it, different_calls(first, it)?)))
}

fn compare_streams<'s, 'a>(fields: &[&'s Selected<'a>]) -> Found<'s, 'a> {
    let streamed = *fields.iter().find(|it| is_streamed(it))?;
    fields
        .iter()
        .find_map(|it| Some((*it, streamed, different_streams(it, streamed)?)))
}

/// Returns the selection sets of the fields, sorted and without duplicates, as a key.
fn inner_sets(fields: &[&Selected<'_>]) -> Vec<usize> {
    let mut sets: Vec<usize> = fields.iter().filter_map(|it| it.set).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}
