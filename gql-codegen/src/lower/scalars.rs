//! Scalars and other leaves: which Rust type each is.

use super::{Lowering, Place, names};
use crate::config::{Layout, Normalization};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::Item;
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{TypeId, TypeKind};

/// The rule `UnmappedScalar`.
pub static UNMAPPED_SCALAR: Rule = Rule {
    name: "UnmappedScalar",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "A scalar of the schema has no Rust type. Its values are JSON; name a type to have them decoded.",
    example: Some(
        r#"[scalars]
DateTime = "chrono::DateTime<chrono::Utc>""#,
    ),
};

impl Lowering<'_, '_> {
    /// The Rust name of a scalar or an enum at a coordinate (`Type.field`), from within `place`; declares it if need be.
    pub(super) fn leaf(&mut self, id: TypeId, coordinate: &str, place: Place) -> String {
        if let Some(target) = self.config.scalars.get(coordinate) {
            let name = match self.coordinates.get(coordinate) {
                Some(name) => name.clone(),
                None => {
                    let wanted: String = coordinate.split('.').map(names::camel).collect();
                    let name = self.shared.names.give(&wanted);
                    self.shared.items.push(Item::Alias {
                        name: name.clone(),
                        target: target.clone(),
                    });
                    self.coordinates.insert(coordinate.to_owned(), name.clone());
                    name
                }
            };
            return self.path(place, Place::Shared, &name);
        }
        let ty = self.typed.schema().ty(id);
        if let Some(built_in) = built_in(&ty.name)
            && !self.config.scalars.contains_key(&*ty.name)
        {
            return built_in.to_owned();
        }
        let name = match self.declared.get(&id) {
            Some(name) => name.clone(),
            None if matches!(ty.kind, TypeKind::Enum { .. }) => self.declare_enum(id),
            None => self.declare_scalar(id),
        };
        self.path(place, Place::Shared, &name)
    }

    fn declare_scalar(&mut self, id: TypeId) -> String {
        let ty = self.typed.schema().ty(id);
        let wanted = names::upper(&ty.name, self.config.normalization);
        // What exists already has its own name.
        let theirs = match self.config.normalization {
            Normalization::Rust => wanted.clone(),
            Normalization::Declared | Normalization::None => names::upper(&ty.name, Normalization::None),
        };
        let target = match (
            self.config.scalars.get(&*ty.name),
            &self.config.custom_scalars_module,
        ) {
            (Some(target), _) => target.clone(),
            (None, Some(module)) => format!("{module}::{theirs}"),
            (None, None) if self.config.layout == Layout::Single => format!("super::{theirs}"),
            (None, None) => {
                let text = format!(
                    "The scalar \"{}\" is not mapped to a Rust type: its values are JSON.",
                    ty.name
                );
                let mut note = Diagnostic::warning(&UNMAPPED_SCALAR, text, ty.span.unwrap_or_default());
                note.severity = Severity::Note;
                self.notes.push(note.help(format!(
                    "name its type in the configuration: {} = \"path::to::Type\"",
                    ty.name
                )));
                "codegen::Json".to_owned()
            }
        };
        let name = self.shared.names.give(&wanted);
        self.declared.insert(id, name.clone());
        self.shared.items.push(Item::Alias {
            name: name.clone(),
            target,
        });
        name
    }
}

/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>; `Int` with room for servers that send more
/// than 32 bits.
fn built_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "Boolean" => "bool",
        "Float" => "f64",
        "ID" | "String" => "String",
        "Int" => "i64",
        _ => return None,
    })
}
