//! Decides which uses of a slot move its value and which clone it: the last use moves it.

use super::value::Draft;
use crate::bug::{Assumed, Bug};
use crate::ir::{Expr, Guard, Ident, Slot};
use crate::lower::readers::slots::Piece;

/// The variables of the slots, or of the views that a slot is split into.
pub(super) struct Variables<'s> {
    slots: &'s [Slot],
}

impl<'s> Variables<'s> {
    pub(super) fn new(slots: &'s [Slot]) -> Self {
        Self { slots }
    }

    fn of(&self, piece: Piece) -> Result<Ident, Bug> {
        let slot = self.slots.get(piece.slot);
        let slot = slot.assumed("every slot that is used is read")?;
        let part = slot.parts.get(piece.part).map(|part| &part.name);
        Ok(part.unwrap_or(&slot.name).clone())
    }
}

/// Converts a draft to an expression that moves and clones. Values are evaluated in textual order.
pub(super) fn assign_moves(draft: Draft, variables: &Variables<'_>) -> Result<Expr, Bug> {
    let assignment = Assignment {
        variables,
        clones_type_name: draft.type_names() != 1,
    };
    assignment.expr(draft, &mut Vec::new())
}

struct Assignment<'v> {
    variables: &'v Variables<'v>,
    clones_type_name: bool,
}

impl Assignment<'_> {
    /// Visits uses from the last to the first; `taken` are the pieces that a later use moves.
    fn expr(&self, draft: Draft, taken: &mut Vec<Piece>) -> Result<Expr, Bug> {
        Ok(match draft {
            Draft::Struct { path, fields } => {
                let fields = fields.into_iter().rev();
                let fields = fields.map(|(name, value)| Ok((name, self.expr(value, taken)?)));
                let mut fields = fields.collect::<Result<Vec<_>, Bug>>()?;
                fields.reverse();
                Expr::Struct { path, fields }
            }
            Draft::Tuple { path, values } => {
                let values = values.into_iter().rev().map(|value| self.expr(value, taken));
                let mut values = values.collect::<Result<Vec<_>, Bug>>()?;
                values.reverse();
                Expr::Tuple { path, values }
            }
            Draft::Variant { path, variant, value } => Expr::Variant {
                path,
                variant,
                value: Box::new(self.expr(*value, taken)?),
            },
            Draft::Slot { piece, coercion } => Expr::Slot {
                variable: self.variables.of(piece)?,
                clone: take(taken, piece),
                coercion,
            },
            Draft::Converted {
                value,
                required,
                conversion,
            } => Expr::Converted {
                value: Box::new(self.expr(*value, taken)?),
                required,
                conversion,
            },
            Draft::Attempt(value) => Expr::Attempt(Box::new(self.expr(*value, taken)?)),
            Draft::Nullable(value) => Expr::Nullable(Box::new(self.expr(*value, taken)?)),
            Draft::When { pieces, value } => self.when(&pieces, *value, taken)?,
            Draft::Maybe(value) => Expr::Maybe(Box::new(self.expr(*value, taken)?)),
            Draft::Away => Expr::Away,
            Draft::TypeName { some } => Expr::TypeName {
                some,
                clone: self.clones_type_name,
            },
        })
    }

    /// In the value, a guarded piece is another variable, which holds the present value.
    fn when(&self, pieces: &[Piece], value: Draft, taken: &mut Vec<Piece>) -> Result<Expr, Bug> {
        let mut inner: Vec<_> = taken
            .iter()
            .copied()
            .filter(|piece| !pieces.contains(piece))
            .collect();
        let value = Box::new(self.expr(value, &mut inner)?);
        for used in inner {
            if !pieces.contains(&used) {
                take(taken, used);
            }
        }
        let guards = pieces.iter().rev().map(|&piece| {
            Ok(Guard {
                variable: self.variables.of(piece)?,
                clone: take(taken, piece),
            })
        });
        let mut guards = guards.collect::<Result<Vec<_>, Bug>>()?;
        guards.reverse();
        Ok(Expr::When { guards, value })
    }
}

/// Marks a piece as moved, and returns whether a later use already moves it.
fn take(taken: &mut Vec<Piece>, piece: Piece) -> bool {
    let later = taken.contains(&piece);
    if !later {
        taken.push(piece);
    }
    later
}
