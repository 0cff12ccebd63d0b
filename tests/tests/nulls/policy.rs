//! The treatment of the nulls of a field, by its directives and the configuration.

use gql_codegen::check::client::drop_nulls::DROP_NULLS;
use gql_codegen::check::client::required::REQUIRED;
use gql_codegen::schema::{Schema, TypeRef};

use crate::configured;
use crate::handling::Handling;
use crate::selected::Entry;

/// The treatment of the nulls of a field.
pub(crate) struct Policy<'e, 't> {
    entry: &'e Entry<'t>,
    pub(crate) required: bool,
    pub(crate) throws: bool,
    /// The levels whose null items are dropped; `None` in it for all levels.
    dropped: Vec<Option<i64>>,
}

impl<'e, 't> Policy<'e, 't> {
    pub(crate) fn of(schema: &Schema, entry: &'e Entry<'t>) -> Self {
        let mut policy = Self {
            entry,
            required: false,
            throws: false,
            dropped: Vec::new(),
        };
        for selected in &entry.fields {
            let field = selected.field;
            let coordinate = format!("{}.{}", schema.ty(field.parent).name, field.node.name.text);
            let configured = configured::REQUIRED.iter().find(|(name, _)| *name == coordinate);
            let throws = match field.client.get(&REQUIRED) {
                Some(required) => Some(required.word("action") == Some("THROW")),
                None => configured.map(|(_, throws)| *throws),
            };
            policy.required |= throws.is_some();
            policy.throws |= throws == Some(true);
            match field.client.get(&DROP_NULLS) {
                Some(dropped) => match dropped.ints("levels") {
                    Some(levels) => policy.dropped.extend(levels.iter().copied().map(Some)),
                    None => policy.dropped.push(None),
                },
                None if configured::DROPPED.contains(&&*coordinate) => policy.dropped.push(None),
                None => {}
            }
        }
        // A non-null field is never null, so requiring it has no effect.
        let is_option = entry.conditional || policy.is_non_null(policy.ty(), 0);
        policy.required &= !is_option;
        policy.throws &= !is_option;
        policy
    }

    /// Returns the type of the field in the schema.
    pub(crate) fn ty(&self) -> TypeRef {
        self.entry.fields[0].field.definition.ty
    }

    /// Returns whether null items of the lists at this level are omitted; 1 is the outermost list.
    pub(crate) fn drops(&self, level: u32) -> bool {
        self.dropped.contains(&None) || self.dropped.contains(&Some(i64::from(level)))
    }

    fn handling(&self, level: u32) -> Handling {
        let selected = self.entry.fields[0];
        Handling::at(selected.field, level, selected.default)
    }

    /// Returns whether the value of this type at a level is a `Result`.
    pub(crate) fn is_result(&self, ty: TypeRef, level: u32) -> bool {
        !ty.is_non_null() && self.handling(level) == Handling::Result
    }

    /// Returns whether a null at a level of this type is not a value: by the type, or because only an error explains it.
    pub(crate) fn is_non_null(&self, ty: TypeRef, level: u32) -> bool {
        ty.is_non_null() || self.is_semantically_non_null(level)
    }

    /// Returns whether a null at a level has to be explained by an error, which is a value of its own or thrown.
    pub(crate) fn is_semantically_non_null(&self, level: u32) -> bool {
        let mut fields = self.entry.fields.iter();
        let is_semantically_non_null = fields.any(|it| it.field.definition.semantic_non_null.contains(level));
        is_semantically_non_null && matches!(self.handling(level), Handling::Result | Handling::Throw)
    }
}
