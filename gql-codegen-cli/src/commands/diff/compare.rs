//! Compares two schemas, type by type.

use gql_codegen::schema::{
    Composite, DirectiveDef, EnumValue, FieldDef, Schema, TypeDef, TypeId, TypeKind, TypeRef,
};
use gql_codegen::source::Span;
use gql_codegen::syntax::ast::OperationType;

use super::change::{Affected, Change, Class};

/// Returns all changes.
pub(super) fn compare(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut compare = Compare {
        old,
        new,
        changes: Vec::new(),
    };
    compare.roots();
    compare.types();
    compare.directives();
    compare.changes
}

pub(super) struct Compare<'a> {
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
    changes: Vec<Change>,
}

impl<'a> Compare<'a> {
    pub(super) fn add(
        &mut self,
        class: Class,
        coordinate: &str,
        message: String,
        affected: Affected,
        span: Option<Span>,
    ) {
        self.changes.push(Change {
            class,
            coordinate: coordinate.to_owned(),
            message,
            affected,
            span,
        });
    }

    fn roots(&mut self) {
        for operation in [
            OperationType::Query,
            OperationType::Mutation,
            OperationType::Subscription,
        ] {
            let name = |schema: &'a Schema| schema.root(operation).map(|id| &*schema.ty(id).name);
            let (old, new) = (name(self.old), name(self.new));
            let keyword = operation.as_str();
            match (old, new) {
                (Some(old), None) => {
                    let message = format!("the {keyword} root type was removed");
                    self.add(
                        Class::Breaking,
                        keyword,
                        message,
                        Affected::Users(old.into()),
                        None,
                    );
                }
                (Some(old), Some(new)) if old != new => {
                    let message = format!("the {keyword} root type changed from `{old}` to `{new}`");
                    self.add(Class::NonBreaking, keyword, message, Affected::None, None);
                }
                (None, Some(_)) => {
                    let message = format!("the {keyword} root type was added");
                    self.add(Class::NonBreaking, keyword, message, Affected::None, None);
                }
                _ => {}
            }
        }
    }

    fn types(&mut self) {
        let (old, new) = (self.old, self.new);
        for ty in old.defined_types() {
            match new.find(&ty.name) {
                Some(id) => self.ty(ty, new.ty(id)),
                None => {
                    let message = format!("type `{}` was removed", ty.name);
                    let affected = Affected::Users(ty.name.to_string());
                    self.add(Class::Breaking, &ty.name, message, affected, ty.span);
                }
            }
        }
        for ty in new.defined_types() {
            if old.find(&ty.name).is_none() {
                let message = format!("type `{}` was added", ty.name);
                self.add(Class::NonBreaking, &ty.name, message, Affected::None, None);
            }
        }
    }

    fn ty(&mut self, old: &'a TypeDef, new: &'a TypeDef) {
        use TypeKind::{Enum, InputObject, Interface, Object, Scalar, Union};
        match (&old.kind, &new.kind) {
            (Scalar { .. }, Scalar { .. }) => {}
            (Object(a), Object(b)) | (Interface(a), Interface(b)) => {
                self.fields(old, a, b);
                self.interfaces(old, a, b);
            }
            (Union { members: a }, Union { members: b }) => self.members(old, a, b),
            (Enum { values: a }, Enum { values: b }) => self.values(old, a, b),
            (
                InputObject {
                    fields: a,
                    one_of: before,
                },
                InputObject {
                    fields: b,
                    one_of: after,
                },
            ) => {
                self.input_fields(old, a, b);
                if before != after {
                    let message = format!(
                        "input `{}` {} `@oneOf`",
                        old.name,
                        if *after { "is now" } else { "is no longer" }
                    );
                    let class = if *after {
                        Class::Breaking
                    } else {
                        Class::NonBreaking
                    };
                    self.add(
                        class,
                        &old.name,
                        message,
                        Affected::Users(old.name.to_string()),
                        old.span,
                    );
                }
            }
            _ => {
                let message = format!("type `{}` changed from {} to {}", old.name, kind(old), kind(new));
                self.add(
                    Class::Breaking,
                    &old.name,
                    message,
                    Affected::Users(old.name.to_string()),
                    old.span,
                );
            }
        }
    }

    fn fields(&mut self, ty: &TypeDef, old: &'a Composite, new: &'a Composite) {
        for field in &old.fields {
            let coordinate = format!("{}.{}", ty.name, field.name);
            match new.fields.iter().find(|other| other.name == field.name) {
                Some(other) => self.field(&coordinate, field, other),
                None => {
                    let message = format!("field `{coordinate}` was removed");
                    let affected = Affected::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, affected, field.span);
                }
            }
        }
        for field in &new.fields {
            if !old.fields.iter().any(|other| other.name == field.name) {
                let coordinate = format!("{}.{}", ty.name, field.name);
                let message = format!("field `{coordinate}` was added");
                self.add(Class::NonBreaking, &coordinate, message, Affected::None, None);
            }
        }
    }

    fn field(&mut self, coordinate: &str, old: &'a FieldDef, new: &'a FieldDef) {
        let (before, after) = (self.old.display(old.ty), self.new.display(new.ty));
        if before != after {
            // A field may return a more specific type than before.
            let safe = fits((self.new, new.ty), (self.old, old.ty));
            let class = if safe { Class::NonBreaking } else { Class::Breaking };
            let message = format!("the type of field `{coordinate}` changed from `{before}` to `{after}`");
            self.add(
                class,
                coordinate,
                message,
                Affected::Users(coordinate.into()),
                old.span,
            );
        }
        self.deprecation("field", coordinate, &old.deprecated, &new.deprecated, old.span);
        self.arguments(coordinate, &old.arguments, &new.arguments);
    }

    pub(super) fn deprecation(
        &mut self,
        what: &str,
        coordinate: &str,
        old: &Option<String>,
        new: &Option<String>,
        span: Option<Span>,
    ) {
        let message = match (old, new) {
            (None, Some(reason)) => format!("{what} `{coordinate}` is now deprecated: {reason}"),
            (Some(_), None) => format!("{what} `{coordinate}` is no longer deprecated"),
            _ => return,
        };
        self.add(
            Class::NonBreaking,
            coordinate,
            message,
            Affected::Users(coordinate.into()),
            span,
        );
    }

    fn interfaces(&mut self, ty: &TypeDef, old: &Composite, new: &Composite) {
        let (before, after) = (names(self.old, &old.interfaces), names(self.new, &new.interfaces));
        for name in before.iter().filter(|name| !after.contains(name)) {
            let message = format!("`{}` no longer implements `{name}`", ty.name);
            let affected = Affected::Conditions((*name).into(), ty.name.to_string());
            self.add(Class::Breaking, &ty.name, message, affected, ty.span);
        }
        for name in after.iter().filter(|name| !before.contains(name)) {
            let message = format!("`{}` now implements `{name}`", ty.name);
            self.add(
                Class::Dangerous,
                &ty.name,
                message,
                Affected::Users((*name).into()),
                ty.span,
            );
        }
    }

    fn members(&mut self, ty: &TypeDef, old: &[TypeId], new: &[TypeId]) {
        let (before, after) = (names(self.old, old), names(self.new, new));
        for name in before.iter().filter(|name| !after.contains(name)) {
            let message = format!("`{name}` was removed from union `{}`", ty.name);
            let affected = Affected::Conditions(ty.name.to_string(), (*name).into());
            self.add(Class::Breaking, &ty.name, message, affected, ty.span);
        }
        for name in after.iter().filter(|name| !before.contains(name)) {
            let message = format!("`{name}` was added to union `{}`", ty.name);
            self.add(
                Class::Dangerous,
                &ty.name,
                message,
                Affected::Users(ty.name.to_string()),
                ty.span,
            );
        }
    }

    fn values(&mut self, ty: &TypeDef, old: &'a [EnumValue], new: &'a [EnumValue]) {
        for value in old {
            let coordinate = format!("{}.{}", ty.name, value.name);
            match new.iter().find(|other| other.name == value.name) {
                Some(other) => {
                    self.deprecation(
                        "enum value",
                        &coordinate,
                        &value.deprecated,
                        &other.deprecated,
                        value.span,
                    );
                }
                None => {
                    let message = format!("enum value `{coordinate}` was removed");
                    // Operations that only receive the value keep working: the server no longer returns it.
                    let affected = Affected::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, affected, value.span);
                }
            }
        }
        for value in new
            .iter()
            .filter(|value| !old.iter().any(|other| other.name == value.name))
        {
            let coordinate = format!("{}.{}", ty.name, value.name);
            let message = format!("enum value `{coordinate}` was added");
            self.add(
                Class::Dangerous,
                &coordinate,
                message,
                Affected::Users(ty.name.to_string()),
                ty.span,
            );
        }
    }

    fn directives(&mut self) {
        let (old, new) = (self.old, self.new);
        for directive in old.directives.iter().filter(|directive| directive.span.is_some()) {
            let coordinate = format!("@{}", directive.name);
            match new.directive(&directive.name) {
                Some(other) => self.directive(&coordinate, directive, other),
                None => {
                    let message = format!("directive `{coordinate}` was removed");
                    let affected = Affected::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, affected, directive.span);
                }
            }
        }
        for directive in new.directives.iter().filter(|directive| directive.span.is_some()) {
            if old.directive(&directive.name).is_none() {
                let coordinate = format!("@{}", directive.name);
                let message = format!("directive `{coordinate}` was added");
                self.add(Class::NonBreaking, &coordinate, message, Affected::None, None);
            }
        }
    }

    fn directive(&mut self, coordinate: &str, old: &'a DirectiveDef, new: &'a DirectiveDef) {
        self.deprecation(
            "directive",
            coordinate,
            &old.deprecated,
            &new.deprecated,
            old.span,
        );
        self.arguments(coordinate, &old.arguments, &new.arguments);
        if old.repeatable && !new.repeatable {
            let message = format!("directive `{coordinate}` is no longer repeatable");
            self.add(
                Class::Breaking,
                coordinate,
                message,
                Affected::Users(coordinate.into()),
                old.span,
            );
        }
        for location in old
            .locations
            .iter()
            .filter(|location| !new.locations.contains(location))
        {
            let message = format!("directive `{coordinate}` is no longer allowed on `{location}`");
            self.add(
                Class::Breaking,
                coordinate,
                message,
                Affected::Users(coordinate.into()),
                old.span,
            );
        }
    }
}

fn names<'a>(schema: &'a Schema, ids: &[TypeId]) -> Vec<&'a str> {
    ids.iter().map(|&id| &*schema.ty(id).name).collect()
}

fn kind(ty: &TypeDef) -> &'static str {
    match ty.kind {
        TypeKind::Scalar { .. } => "a scalar",
        TypeKind::Object(_) => "an object",
        TypeKind::Interface(_) => "an interface",
        TypeKind::Union { .. } => "a union",
        TypeKind::Enum { .. } => "an enum",
        TypeKind::InputObject { .. } => "an input",
    }
}

/// Returns whether a value of type `given` is valid where `wanted` is expected: the types are equal, or `given` is non-null
/// where `wanted` is nullable.
pub(super) fn fits(given: (&Schema, TypeRef), wanted: (&Schema, TypeRef)) -> bool {
    if wanted.1.is_non_null() && !given.1.is_non_null() {
        return false;
    }
    match (given.1.item(), wanted.1.item()) {
        (Some(a), Some(b)) => fits((given.0, a), (wanted.0, b)),
        (None, None) => given.0.ty(given.1.named).name == wanted.0.ty(wanted.1.named).name,
        _ => false,
    }
}
