//! `@dropNulls`: generated code omits the null items of a list.

use super::{ClientArgument, ClientDirective, ClientType, ClientUse, listed};
use crate::check::place::DeclaredType;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{FieldDef, ListLevels, Schema, TypeDef};
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

/// Returns the levels of lists whose null items a use of the directive omits; 1 are the items of the outermost list.
pub(crate) fn dropped_levels(dropped: &ClientUse) -> ListLevels {
    dropped.ints("levels").map_or(ListLevels::ALL, list_levels)
}

/// Returns the levels without those that no type has.
fn list_levels(levels: &[i64]) -> ListLevels {
    levels
        .iter()
        .filter_map(|&level| u32::try_from(level).ok())
        .collect()
}

/// Checks the use of `@dropNulls` on a field.
pub(in crate::check) fn rules(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    diagnostics: &mut Diagnostics,
) {
    let Some(used) = super::used(schema, field, &DROP_NULLS) else {
        return;
    };
    let items = def.ty.nullable_levels().filter(|&level| level > 0);
    let nullable: Vec<i64> = items.map(i64::from).collect();
    let (message, label) = if nullable.is_empty() {
        let message = format!(
            "`@dropNulls` on `{}.{}`, which has no nullable items",
            parent.name, def.name
        );
        (message, "never contains null")
    } else {
        let levels = used.ints("levels");
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
    let diagnostic = Diagnostic::error(&DROP_NULLS_ON_LIST_FIELD, message, used.span).with_label(label);
    let diagnostic = DeclaredType::of_field(def).explain(schema, diagnostic);
    diagnostics.push(match nullable.is_empty() {
        true => diagnostic.help("remove the directive").replace(used.span, &[""]),
        false => diagnostic.help(format!("levels with nullable items: {}", listed(&nullable))),
    });
}

#[cfg(test)]
mod tests {
    use super::list_levels;
    use crate::schema::ListLevels;

    #[test]
    fn levels_out_of_range_are_no_levels() {
        let levels = list_levels(&[1, 3, -1, 64, i64::MAX]);
        let contained: Vec<u32> = (0..200).filter(|level| levels.contains(*level)).collect();
        assert_eq!(contained, [1, 3]);
        assert!(ListLevels::ALL.contains(63) && !ListLevels::ALL.contains(64));
    }
}
