//! Detects names in a configuration that the schema does not contain. Most are misspelled, and would have no effect.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::options::{ConfigOption, Way};
use crate::project::Project;
use crate::schema::{InputValue, Schema, TypeDef, TypeKind};
use crate::suggest::{similar_names, suggestion_list};

/// Returns a warning for each name in an option about elements of the schema that the schema does not contain.
///
/// Names that a project inherits from the top level of its file are ignored, because they may not apply to every schema. `way`
/// is the way in which the options were set.
pub fn unknown_names(project: &Project, schema: &Schema, way: Way) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let config = &project.config;
    let is_scalar = |ty: &TypeDef| matches!(ty.kind, TypeKind::Scalar { .. });
    let is_input = |ty: &TypeDef| matches!(ty.kind, TypeKind::InputObject { .. });
    let is_own = |ty: &TypeDef| is_input(ty) || matches!(ty.kind, TypeKind::Enum { .. });
    let mut look = |key: &'static str,
                    what: &str,
                    names: &mut dyn Iterator<Item = &String>,
                    is: &dyn Fn(&TypeDef) -> bool| {
        let option = ConfigOption::find(Way::File, key);
        let written = option.and_then(|option| option.name(way)).unwrap_or(key);
        for name in names.filter(|name| !project.shared_names.contains(*name)) {
            if let Some(message) = unknown(name, what, schema, is) {
                let place = match way {
                    Way::Builder => format!("used in `{written}`"),
                    Way::Flag => format!("used in `--{written}`"),
                    Way::Macro | Way::File => format!("used in `{written}`"),
                };
                let mut diagnostic = Diagnostic::configuration(message)
                    .help(place)
                    .configured(key, name);
                diagnostic.severity = Severity::Warning;
                diagnostics.push(diagnostic);
            }
        }
    };
    look("scalars", "scalar", &mut config.scalars.keys(), &is_scalar);
    look(
        "extern-types",
        "enum or input",
        &mut config.extern_types.keys(),
        &is_own,
    );
    look(
        "nullable-overrides",
        "input",
        &mut config.nullable_overrides.keys(),
        &is_input,
    );
    look(
        "required-fields",
        "field",
        &mut config.required_fields.keys(),
        &|_| false,
    );
    look(
        "null-items-overrides",
        "field",
        &mut config.null_items_overrides.keys(),
        &|_| false,
    );
    diagnostics
}

/// The built-in scalars. <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Returns the message for an unknown name: `Type` or `Type.field`. `Operation.$variable` is not checked here.
fn unknown(name: &str, what: &str, schema: &Schema, is: &dyn Fn(&TypeDef) -> bool) -> Option<String> {
    let near = |name: &str, all: &[&str]| similar_names(&suggestion_list(name, all.iter().copied()));
    let Some((ty, field)) = name.split_once('.') else {
        let all: Vec<&str> = schema
            .types
            .iter()
            .filter(|ty| is(ty))
            .map(|ty| &*ty.name)
            .collect();
        // A schema contains only the built-in scalars that it uses.
        let is_built_in = what == "scalar" && BUILT_IN.contains(&name);
        let is_there = is_built_in || all.contains(&name);
        return (!is_there).then(|| format!("no {what} named `{name}` in the schema{}", near(name, &all)));
    };
    if field.starts_with('$') {
        return None;
    }
    let Some(id) = schema.find(ty) else {
        let all: Vec<&str> = schema.types.iter().map(|ty| &*ty.name).collect();
        return Some(format!("no type named `{ty}` in the schema{}", near(ty, &all)));
    };
    let fields: Vec<&str> = match &schema.ty(id).kind {
        TypeKind::Object(composite) | TypeKind::Interface(composite) => {
            composite.fields.iter().map(|field| &*field.name).collect()
        }
        TypeKind::InputObject { fields, .. } => {
            fields.iter().map(|field: &InputValue| &*field.name).collect()
        }
        _ => Vec::new(),
    };
    let is_there = fields.contains(&field);
    (!is_there).then(|| format!("type `{ty}` has no field `{field}`{}", near(field, &fields)))
}
