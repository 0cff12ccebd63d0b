//! Whether a view that a directive may take away is there: the JSON object does not say so, it is concluded from the members that came.

use super::Lowering;
use super::decode::{Context, Look, Wanted, add};
use super::make::Piece;
use super::selection::{Subject, groups};
use super::views::{ViewId, What};
use crate::ir::Make;

const TYPE_NAME: &str = "__typename";

/// A slot that is there whenever a view is.
struct Sign {
    piece: Piece,
    /// Whether the field cannot be null.
    required: bool,
    /// Whether it is not there without the view.
    own: bool,
}

impl<'a> Lowering<'a, '_> {
    /// A view that a directive may take away, made if it is there.
    pub(super) fn make_if_there(
        &self,
        view: ViewId,
        context: Context,
        wanted: &[Wanted<'a>],
        guarded: &[Piece],
    ) -> Make {
        let mut signs = Vec::new();
        self.signs(view, view, context, wanted, &mut signs);
        signs.retain(|sign| !guarded.contains(&sign.piece));
        // Where a field of its own must be there, fields that are null may be left out: some servers do so beside errors.
        if signs.iter().any(|sign| sign.required && sign.own) {
            signs.retain(|sign| sign.required);
        }
        let slots: Vec<Piece> = signs.into_iter().map(|sign| sign.piece).collect();
        let inside: Vec<_> = guarded.iter().chain(&slots).copied().collect();
        Make::When {
            value: Box::new(self.make(view, context, wanted, &inside)),
            slots: slots
                .into_iter()
                .map(|(slot, view)| (slot, view, false))
                .collect(),
        }
    }

    /// The slots of `part`, a part of `view` that is there whenever the view is.
    fn signs(
        &self,
        view: ViewId,
        part: ViewId,
        context: Context,
        wanted: &[Wanted<'a>],
        signs: &mut Vec<Sign>,
    ) {
        let note = |key: &str, child: Option<ViewId>, required: bool, signs: &mut Vec<Sign>| {
            let Some(index) = wanted.iter().position(|slot| slot.key == key) else {
                return;
            };
            let slot = &wanted[index];
            let piece = (index, slot.place_of(child));
            if slot.may_go(piece.1) && signs.iter().all(|sign| sign.piece != piece) {
                let own = slot.is_of(view);
                signs.push(Sign { piece, required, own });
            }
        };
        let (members, type_name) = self.parts(part, context.subject);
        let is_evidence = |slot: &Wanted<'_>| slot.key == TYPE_NAME && slot.evidence;
        if !context.known && (type_name || (wanted.iter().any(is_evidence) && self.is_discriminated(part))) {
            note(TYPE_NAME, None, true, signs);
        }
        for member in members.iter().filter(|member| !member.conditional) {
            match &member.what {
                What::Fragment(inner) => self.signs(view, *inner, context, wanted, signs),
                What::Leaf { type_name: true, .. } if context.known => {}
                What::Leaf { key, ty, .. } => note(key, None, ty.is_non_null(), signs),
                What::Child { key, ty, view } => note(key, Some(*view), ty.is_non_null(), signs),
            }
        }
    }

    /// Collects `__typename` where nothing else shows that a view is there. Fragments on abstract types ask for it anyway.
    pub(super) fn want_evidence(&self, views: &[Look], context: Context, wanted: &mut Vec<Wanted<'a>>) {
        if context.known {
            return;
        }
        let mut doubtful = Vec::new();
        for look in views {
            if look.maybe {
                doubtful.push(look.view);
            }
            self.may_go(look.view, context.subject, &mut doubtful);
        }
        doubtful.retain(|view| {
            let mut signs = Vec::new();
            self.signs(*view, *view, context, wanted, &mut signs);
            signs.iter().all(|sign| !sign.own) && self.brings_type_name(*view, context.subject)
        });
        let known = wanted.iter().position(|slot| slot.key == TYPE_NAME && slot.maybe);
        if doubtful.is_empty() && known.is_none() {
            return;
        }
        let mut asked = Vec::new();
        for look in views {
            self.want_type_name(
                look.view,
                context.subject,
                look.maybe,
                &mut Vec::new(),
                &mut asked,
            );
        }
        let Some(asked) = asked.first() else {
            return;
        };
        if let Some(known) = known {
            wanted[known].is_asked(asked.maybe, &asked.within);
        }
        // Even if several ask for it, none of them is there where it is not.
        if !doubtful.is_empty() && known.map_or(asked, |known| &wanted[known]).maybe {
            let index = add(wanted, TYPE_NAME, None, true, &asked.within);
            wanted[index].evidence = true;
        }
    }

    /// The views in this one that a directive may take away.
    fn may_go(&self, view: ViewId, subject: Subject, found: &mut Vec<ViewId>) {
        for member in self.parts(view, subject).0 {
            if let What::Fragment(inner) = member.what {
                if member.conditional && !found.contains(&inner) {
                    found.push(inner);
                }
                self.may_go(inner, subject, found);
            }
        }
    }

    /// Whether `__typename` is in the selection of a view, since it decides how the view is read by itself.
    fn is_discriminated(&self, view: ViewId) -> bool {
        let view = &self.views[view.0];
        !groups(self.typed, &view.sets, view.parent, true).is_empty()
    }

    /// Whether the view, or a part that is there whenever it is, is such.
    fn brings_type_name(&self, view: ViewId, subject: Subject) -> bool {
        let brings = |member: &super::views::Member<'a>| match member.what {
            What::Fragment(inner) => !member.conditional && self.brings_type_name(inner, subject),
            _ => false,
        };
        self.is_discriminated(view) || self.parts(view, subject).0.iter().any(brings)
    }

    /// Collects the slot of `__typename` from all views that are such.
    fn want_type_name(
        &self,
        view: ViewId,
        subject: Subject,
        outer: bool,
        within: &mut Vec<ViewId>,
        wanted: &mut Vec<Wanted<'a>>,
    ) {
        within.push(view);
        if self.is_discriminated(view) {
            add(wanted, TYPE_NAME, None, outer, within);
        }
        for member in self.parts(view, subject).0 {
            if let What::Fragment(inner) = member.what {
                let maybe = outer || member.conditional;
                self.want_type_name(inner, subject, maybe, within, wanted);
            }
        }
        within.pop();
    }
}
