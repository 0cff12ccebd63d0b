//! Names in a configuration that its schema does not have: most are misspelt, and would change nothing without a report.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::options::{ConfigOption, Way};
use crate::project::Project;
use crate::schema::{InputValue, Schema, TypeDef, TypeKind};
use crate::suggest::{did_you_mean, suggestion_list};

/// Finds the names in `scalars`, `extern_types` and `nullable_overrides` that the schema does not have, a warning each.
///
/// Names that a project has in common with others are left out: they are not for every schema. `way` is where the options were set.
pub fn unknown_names(project: &Project, schema: &Schema, way: Way) -> Diagnostics {
    let mut findings = Diagnostics::new();
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
                    Way::Builder => format!("it is given to `{written}`"),
                    Way::Flag => format!("it is given to `--{written}`"),
                    Way::Macro | Way::File => format!("it is a key of `{written}`"),
                };
                let mut finding = Diagnostic::of_configuration(message)
                    .help(place)
                    .configured(key, name);
                finding.severity = Severity::Warning;
                findings.push(finding);
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
    findings
}

/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Describes what is wrong with a name: `Type`, or `Type.field`. About `Operation.$variable` nothing is known here.
fn unknown(name: &str, what: &str, schema: &Schema, is: &dyn Fn(&TypeDef) -> bool) -> Option<String> {
    let near = |name: &str, all: &[&str]| did_you_mean(&suggestion_list(name, all.iter().copied()));
    let Some((ty, field)) = name.split_once('.') else {
        let all: Vec<&str> = schema
            .types
            .iter()
            .filter(|ty| is(ty))
            .map(|ty| &*ty.name)
            .collect();
        // A schema has those built-in scalars alone that it uses.
        let is_built_in = what == "scalar" && BUILT_IN.contains(&name);
        let is_there = is_built_in || all.contains(&name);
        return (!is_there).then(|| format!("The schema has no {what} \"{name}\".{}", near(name, &all)));
    };
    if field.starts_with('$') {
        return None;
    }
    let Some(id) = schema.find(ty) else {
        let all: Vec<&str> = schema.types.iter().map(|ty| &*ty.name).collect();
        return Some(format!("The schema has no type \"{ty}\".{}", near(ty, &all)));
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
    (!is_there).then(|| format!("{ty} has no field \"{field}\".{}", near(field, &fields)))
}
