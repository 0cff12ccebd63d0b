//! Rules for fields: they must exist, and have a selection set if and only if their type has fields.
//! <https://spec.graphql.org/September2025/#sec-Validation.Fields>

use super::documents::first;
use super::inaccessible;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{Coordinate, FieldDef, Schema, TypeId};
use crate::suggest;
use crate::syntax::ast::Field;

/// The rule `ScalarLeafs`.
pub static SCALAR_LEAFS: Rule = Rule {
    name: "ScalarLeafs",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections"),
    explanation: "A field of an object type must have a selection set. A field of a scalar or enum type must not have one.",
    example: Some(
        "query { repository { name { first } } }    # wrong: name is a String
query { repository }                       # wrong: fields of it must be selected
query { repository { name } }              # right",
    ),
};

/// The rule `FieldsOnCorrectType`.
pub static FIELDS_ON_CORRECT_TYPE: Rule = Rule {
    name: "FieldsOnCorrectType",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Field-Selections"),
    explanation: "A selected field must exist on its type. On a union or an interface, select fields of the possible types in a \
        fragment on that type.",
    example: Some(
        r#"query { node(id: "1") { login } }                  # wrong: not every Node has a login
query { node(id: "1") { ... on User { login } } }  # right"#,
    ),
};

/// The rule `NoTypenameAlias`.
pub static NO_TYPENAME_ALIAS: Rule = Rule {
    name: "NoTypenameAlias",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Type-Name-Introspection"),
    explanation: "Only `__typename` itself may have the response key `__typename`. The generated code selects it wherever \
        the type of an object decides what is read, and a server rejects two fields with one response key.",
    example: Some(
        r#"query { node(id: "1") { __typename: id } }    # wrong
query { node(id: "1") { key: id } }           # right"#,
    ),
};

/// Reports FieldsOnCorrectType if `parent` has no such field. <https://spec.graphql.org/September2025/#sec-Field-Selections>
pub(super) fn unknown(index: &Index<'_>, field: &Field<'_>, parent: TypeId) -> Diagnostic {
    let schema = index.schema;
    let ty = schema.ty(parent);
    let name = field.name.text;
    let head = field.span.through(field.name.span);
    let coordinate = Coordinate::Member(&ty.name, name);
    if let Some(diagnostic) =
        inaccessible::diagnostic(schema, &FIELDS_ON_CORRECT_TYPE, "Field", coordinate, head)
    {
        return diagnostic;
    }
    let types = types_with_field(schema, parent, name);
    let near = match ty.composite() {
        Some(composite) if types.is_empty() => {
            suggest::suggestion_list(name, composite.fields.iter().map(|field| &*field.name))
        }
        _ => Vec::new(),
    };
    let suggestion = if types.is_empty() {
        suggest::did_you_mean(&near)
    } else {
        suggest::did_you_mean_with("to use an inline fragment on", &types)
    };
    let message = format!(
        "Cannot query field \"{name}\" on type \"{}\".{suggestion}",
        ty.name
    );
    let diagnostic = Diagnostic::error(&FIELDS_ON_CORRECT_TYPE, message, head)
        .with_label(format!("no such field on `{}`", ty.name))
        .with_secondary(ty.span, format!("`{}` is defined here", ty.name))
        .replace(field.name.span, &near);
    match types.first() {
        Some(object) => diagnostic.help(format!(
            "select the field on the type that has it: `... on {object} {{ {name} }}`"
        )),
        None => diagnostic,
    }
}

/// Returns the possible types of the abstract type `parent` that have the field: the most common first, supertypes before their
/// subtypes.
fn types_with_field<'s>(schema: &'s Schema, parent: TypeId, field: &str) -> Vec<&'s str> {
    if !schema.ty(parent).is_abstract() {
        return Vec::new();
    }
    let mut found: Vec<(TypeId, usize)> = Vec::new();
    for &object in schema.possible_types(parent) {
        if schema.field(object, field).is_none() {
            continue;
        }
        found.push((object, 1));
        let interfaces = schema.ty(object).composite().map_or(&[][..], |it| &it.interfaces);
        for &interface in interfaces {
            if schema.field(interface, field).is_some() {
                match found.iter_mut().find(|(id, _)| *id == interface) {
                    Some((_, count)) => *count += 1,
                    None => found.push((interface, 1)),
                }
            }
        }
    }
    let mut sorted = Vec::new();
    while sorted.len() < suggest::MAX_SUGGESTIONS
        && let Some(place) = next_suggestion(schema, &found)
    {
        sorted.push(&*schema.ty(found.swap_remove(place).0).name);
    }
    sorted
}

/// Returns the next type to suggest: among the most common ones, the first by name whose supertypes have all been suggested.
fn next_suggestion(schema: &Schema, found: &[(TypeId, usize)]) -> Option<usize> {
    let most = found.iter().map(|(_, count)| *count).max()?;
    let common = || found.iter().enumerate().filter(|(_, (_, count))| *count == most);
    let is_subtype = |id: TypeId| {
        let interfaces = schema.ty(id).composite().map_or(&[][..], |it| &it.interfaces);
        common().any(|(_, (other, _))| interfaces.contains(other))
    };
    let by_name = |(_, a): &(usize, &(TypeId, usize)), (_, b): &(usize, &(TypeId, usize))| {
        suggest::natural(&schema.ty(a.0).name, &schema.ty(b.0).name)
    };
    let free = common().filter(|(_, (id, _))| !is_subtype(*id)).min_by(by_name);
    // In an invalid schema, interfaces may implement each other.
    free.or_else(|| common().min_by(by_name)).map(|(place, _)| place)
}

/// Checks ScalarLeafs. <https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections>
pub(super) fn scalar_leafs(schema: &Schema, field: &Field<'_>, def: &FieldDef) -> Option<Diagnostic> {
    let ty = schema.ty(def.ty.named);
    let written = || schema.display(def.ty);
    let name = field.name.text;
    let head = field.span.through(field.name.span);
    let (message, place, text) = match &field.selection_set {
        Some(set) if ty.is_leaf() => (
            format!(
                "must not have a selection since type \"{}\" has no subfields.",
                written()
            ),
            first(set.span, "{"),
            format!("`{}` has no fields", written()),
        ),
        None if ty.is_composite() => (
            format!(
                "of type \"{}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?",
                written()
            ),
            head,
            "select some of its fields".to_owned(),
        ),
        _ => return None,
    };
    let message = format!("Field \"{name}\" {message}");
    let diagnostic = Diagnostic::error(&SCALAR_LEAFS, message, place).with_label(text);
    Some(diagnostic.with_secondary(def.span, format!("`{name}` is of type `{}`", written())))
}

/// Checks NoTypenameAlias: `__typename` must be the name of the type, because generated code selects it to distinguish types.
pub(super) fn typename_alias(field: &Field<'_>) -> Option<Diagnostic> {
    let alias = field
        .alias
        .filter(|alias| alias.text == "__typename" && field.name.text != alias.text)?;
    let name = field.name.text;
    let message = format!(
        "alias `__typename` of field `{name}` conflicts with the name of the object's type, which the generated code selects"
    );
    let diagnostic =
        Diagnostic::error(&NO_TYPENAME_ALIAS, message, alias.span).with_label("reserved response key");
    Some(diagnostic.help("remove the alias, or use a different one"))
}
