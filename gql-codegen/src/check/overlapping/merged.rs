//! Whether selections can be merged, decided on the merged selections instead of on every pair of fields.
//!
//! All sets that one response key leads to are merged into one and looked at once. In it, the fields under one key
//! are compared with the first of their kind only: having the same shape is an equivalence, and so is being the same
//! call. The idea is Simon Adameit's ("overlapping fields can be merged fast").

use std::collections::HashSet;

use super::same::{different_calls, different_shapes, different_streams, is_streamed};
use super::sets::{Selected, Sets};
use crate::schema::Schema;

/// Fields looked at per field of the operations, at most. Fragments that spread each other in many combinations
/// could take exponentially many.
const MAX_STEPS_PER_FIELD: usize = 64;
/// The least number of fields that may be looked at.
const MIN_STEPS: usize = 1_000_000;

/// What came of merging.
#[derive(Debug)]
pub(super) enum Outcome<'s, 'a> {
    /// All can be merged.
    Merges,
    /// These two cannot, and why.
    Conflict(&'s Selected<'a>, &'s Selected<'a>, String),
    /// It would take too long to say.
    TooMuch,
}

/// What has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mode {
    /// Calls and shapes: the fields may apply to one object.
    Merge,
    /// Shapes: only one of the fields applies.
    Shape,
}

#[derive(Debug)]
pub(super) struct Merged<'s, 'a> {
    schema: &'s Schema,
    sets: &'s Sets<'a>,
    /// What was looked at: the sets that were merged, in order.
    seen: HashSet<(Mode, Vec<usize>)>,
    /// The same for sets that were merged with no other, which most are.
    seen_alone: Vec<(bool, bool)>,
    /// Of each fragment: the last merge that it was part of.
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

    /// Merges what is selected from `root` on.
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

    /// The fields of all `sets` and of the fragments spread there, each fragment once.
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

    /// Fields under one key of which only one applies.
    fn shape_group(&self, group: &[&'s Selected<'a>], open: &mut Vec<(Mode, Vec<usize>)>) -> Found<'s, 'a> {
        let found = compare_streams(group).or_else(|| self.compare_shapes(group));
        open.push((Mode::Shape, inner_sets(group)));
        found
    }

    /// Fields under one key. Those on one object type, together with those on abstract types, may apply to one
    /// object and have to be the same call; those on different object types do not.
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

/// Two fields that conflict, and why.
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

/// What the fields select, as a key: in order and each once.
fn inner_sets(fields: &[&Selected<'_>]) -> Vec<usize> {
    let mut sets: Vec<usize> = fields.iter().filter_map(|it| it.set).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}
