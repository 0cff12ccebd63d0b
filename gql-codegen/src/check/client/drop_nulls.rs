//! `@dropNulls`: generated code omits the null items of a list.

use super::{ClientArgument, ClientDirective, ClientType, ClientUse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{FieldDef, Schema, TypeDef, TypeRef};
use crate::syntax::ast::Field;

/// The directive `@dropNulls`.
pub static DROP_NULLS: ClientDirective = ClientDirective {
    name: "dropNulls",
    description: "The list does not contain null items in generated code. Those of the server are omitted.",
    arguments: &[ClientArgument {
        name: "levels",
        description: "The levels of nested lists, numbered as those of `@semanticNonNull`: 1 is the items of the list, 2 the \
            items of the lists in it. All levels by default.",
        ty: ClientType::Ints,
        default: None,
    }],
    locations: &["FIELD"],
};

/// The rule `DropNullsOnListField`.
pub static DROP_NULLS_ON_LIST_FIELD: Rule = Rule {
    name: "DropNullsOnListField",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: None,
    explanation: "`@dropNulls` must be used on a list field whose items are nullable, and its levels must be such lists. \
        Otherwise, the directive has no effect.",
    example: Some(
        "query { book { title @dropNulls } }     # wrong: not a list
query { book { authors @dropNulls } }   # right: the type is [Author]",
    ),
};

/// The levels of lists whose null items are omitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DroppedLevels(u64);

impl DroppedLevels {
    /// All levels.
    pub const ALL: Self = Self(u64::MAX);

    /// Returns the levels of a use of the directive.
    pub fn of(dropped: &ClientUse) -> Self {
        match dropped.ints("levels") {
            None => Self::ALL,
            Some(levels) => levels.iter().fold(Self::default(), |all, &level| all.with(level)),
        }
    }

    /// Returns whether the null items of the lists at this level are omitted; 1 is the outermost list.
    pub fn contains(self, level: u32) -> bool {
        self.0.checked_shr(level).unwrap_or_default() & 1 == 1
    }

    /// Returns the levels that are in one of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn with(self, level: i64) -> Self {
        let bit = u32::try_from(level)
            .ok()
            .and_then(|level| 1_u64.checked_shl(level));
        Self(self.0 | bit.unwrap_or_default())
    }
}

/// Checks the use of `@dropNulls` on a field.
pub(in crate::check) fn rules(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    diagnostics: &mut Diagnostics,
) {
    let Some(node) = super::node(schema, field, &DROP_NULLS) else {
        return;
    };
    let nullable = nullable_levels(def.ty);
    let (message, label) = if nullable.is_empty() {
        let message = format!(
            "`@dropNulls` on `{}.{}`, which has no nullable items",
            parent.name, def.name
        );
        (message, "never contains null")
    } else {
        let uses = super::ClientUses::of(schema, std::slice::from_ref(node));
        let levels = uses.get(&DROP_NULLS).and_then(|it| it.ints("levels"));
        let is_other = |level: &&i64| !nullable.contains(level);
        let Some(level) = levels.and_then(|levels| levels.iter().find(is_other)) else {
            return;
        };
        let message = format!(
            "`@dropNulls` on `{}.{}`, which has no nullable items at level {level}",
            parent.name, def.name
        );
        (message, "no such items")
    };
    let declared = format!("declared as `{}` here", schema.display(def.ty));
    let diagnostic = Diagnostic::error(&DROP_NULLS_ON_LIST_FIELD, message, node.span)
        .with_label(label)
        .with_secondary(def.span, declared);
    let all: Vec<String> = nullable.iter().map(i64::to_string).collect();
    diagnostics.push(match nullable.is_empty() {
        true => diagnostic.help("remove the directive").replace(node.span, &[""]),
        false => diagnostic.help(format!("levels with nullable items: {}", all.join(", "))),
    });
}

/// Returns the levels of the lists whose items are nullable.
fn nullable_levels(ty: TypeRef) -> Vec<i64> {
    let mut levels = Vec::new();
    let (mut level, mut at) = (1, ty);
    while let Some(item) = at.item() {
        if !item.is_non_null() {
            levels.push(level);
        }
        (level, at) = (level + 1, item);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::DroppedLevels;

    #[test]
    fn levels_out_of_range_are_no_levels() {
        let levels = [1, 3, -1, 64, i64::MAX]
            .into_iter()
            .fold(DroppedLevels::default(), DroppedLevels::with);
        let contained: Vec<u32> = (0..200).filter(|level| levels.contains(*level)).collect();
        assert_eq!(contained, [1, 3]);
        assert!(DroppedLevels::ALL.contains(63) && !DroppedLevels::ALL.contains(64));
    }
}
