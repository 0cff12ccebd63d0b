//! The Rust types of scalars.

use crate::config::{Config, Layout, Normalization};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::ir::{Ident, Path};
use crate::lower::case;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::TypeDef;

/// The rule `UnmappedScalar`.
pub static UNMAPPED_SCALAR: Rule = Rule {
    name: "UnmappedScalar",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A scalar of the schema has no Rust type, so its values are JSON. Configure a type to decode them.",
    example: Some(
        r#"[scalars]
DateTime = "chrono::DateTime<chrono::Utc>""#,
    ),
};

/// Returns the Rust type of a scalar: the configured type, or the type with its name elsewhere, or else JSON, with a note.
pub(super) fn target(ty: &TypeDef, config: &Config, diagnostics: &mut Diagnostics) -> Path {
    if let Some(target) = config.scalars.get(&*ty.name) {
        return Path::External(target.clone());
    }
    // Existing types have names that are not generated.
    let theirs = case::upper(
        &ty.name,
        match config.normalization {
            Normalization::Rust => Normalization::Rust,
            Normalization::Declared | Normalization::None => Normalization::None,
        },
    );
    if let Some(module) = &config.custom_scalars_module {
        return Path::External(format!("{module}::{theirs}"));
    }
    if config.layout == Layout::Single {
        return Path::Super(Ident::new(theirs));
    }
    let name = &ty.name;
    let message = format!("scalar `{name}` has no Rust type; its values are JSON");
    let mut note = Diagnostic::configuration(message).help(format!(
        "set its type in the configuration: `{name} = \"path::to::Type\"`"
    ));
    note.rule = &UNMAPPED_SCALAR;
    note.severity = Severity::Note;
    if let Some(span) = ty.span {
        note = note.with_primary(span, "");
    }
    diagnostics.push(note);
    Path::Json
}
