//! Who takes a slot's value and who gets a clone: the last one to ask takes it.

use crate::ir::Make;

/// Decides all `clone`s. Values are made in the order in which they stand.
pub(super) fn settle(make: &mut Make) {
    visit(make, &mut Vec::new());
}

/// Goes from the last use to the first; `taken` are the slots (with view) whose value goes to a later one.
fn visit(make: &mut Make, taken: &mut Vec<(usize, usize)>) {
    match make {
        Make::Away => {}
        Make::Struct { fields, .. } => fields.iter_mut().rev().for_each(|(_, value)| visit(value, taken)),
        Make::Tuple { values, .. } => values.iter_mut().rev().for_each(|value| visit(value, taken)),
        Make::Variant { value, .. } | Make::Maybe(value) => visit(value, taken),
        Make::Slot {
            slot, view, clone, ..
        } => *clone = take(taken, *slot, *view),
        Make::When { slots, value } => {
            // Within, a guarded slot is another variable: what it holds when it is there.
            let guarded: Vec<_> = slots.iter().map(|(slot, view, _)| (*slot, *view)).collect();
            let mut inner: Vec<_> = taken
                .iter()
                .copied()
                .filter(|slot| !guarded.contains(slot))
                .collect();
            visit(value, &mut inner);
            for used in inner {
                if !guarded.contains(&used) {
                    take(taken, used.0, used.1);
                }
            }
            for (slot, view, clone) in slots.iter_mut().rev() {
                *clone = take(taken, *slot, *view);
            }
        }
        Make::TypeName { .. } => {}
    }
}

/// Whether a later one takes it; marks it as taken.
fn take(taken: &mut Vec<(usize, usize)>, slot: usize, view: usize) -> bool {
    let later = taken.contains(&(slot, view));
    if !later {
        taken.push((slot, view));
    }
    later
}
