//! Changes of arguments and input fields, to which operations provide values.

use gql_codegen::schema::{InputValue, Schema, TypeDef};

use super::change::{Affected, Class};
use super::compare::{Compare, fits};
use super::value::is_same;

impl<'a> Compare<'a> {
    /// Compares the arguments of a field or a directive.
    pub(super) fn arguments(&mut self, of: &str, old: &'a [InputValue], new: &'a [InputValue]) {
        for argument in old {
            let coordinate = format!("{of}({}:)", argument.name);
            match new.iter().find(|other| other.name == argument.name) {
                // Operations that omit the argument get another default value.
                Some(other) => self.input("argument", &coordinate, of, argument, other),
                None => {
                    let message = format!("argument `{coordinate}` was removed");
                    let affected = Affected::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, affected, argument.span);
                }
            }
        }
        for argument in new
            .iter()
            .filter(|argument| !old.iter().any(|other| other.name == argument.name))
        {
            let coordinate = format!("{of}({}:)", argument.name);
            self.added("argument", &coordinate, of, argument);
        }
    }

    pub(super) fn input_fields(&mut self, ty: &TypeDef, old: &'a [InputValue], new: &'a [InputValue]) {
        for field in old {
            let coordinate = format!("{}.{}", ty.name, field.name);
            match new.iter().find(|other| other.name == field.name) {
                Some(other) => self.input("input field", &coordinate, &ty.name, field, other),
                None => {
                    let message = format!("input field `{coordinate}` was removed");
                    let affected = Affected::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, affected, field.span);
                }
            }
        }
        for field in new
            .iter()
            .filter(|field| !old.iter().any(|other| other.name == field.name))
        {
            let coordinate = format!("{}.{}", ty.name, field.name);
            self.added("input field", &coordinate, &ty.name, field);
        }
    }

    fn added(&mut self, what: &str, coordinate: &str, of: &str, input: &InputValue) {
        let (class, message, affected) = if input.is_required() {
            let message = format!("required {what} `{coordinate}` was added");
            (Class::Breaking, message, Affected::Users(of.into()))
        } else {
            let message = format!("optional {what} `{coordinate}` was added");
            (Class::Dangerous, message, Affected::None)
        };
        self.add(class, coordinate, message, affected, None);
    }

    fn input(&mut self, what: &str, coordinate: &str, of: &str, old: &'a InputValue, new: &'a InputValue) {
        let (before, after) = (self.old.display(old.ty), self.new.display(new.ty));
        if before != after {
            // Every value that was valid must remain valid.
            let safe = fits((self.old, old.ty), (self.new, new.ty));
            let class = if safe { Class::NonBreaking } else { Class::Breaking };
            let message = format!("the type of {what} `{coordinate}` changed from `{before}` to `{after}`");
            let became_required = new.is_required() && !old.is_required();
            let users = if became_required { of } else { coordinate };
            self.add(
                class,
                coordinate,
                message,
                Affected::Users(users.into()),
                old.span,
            );
        }
        let default =
            |schema: &'a Schema, input: &InputValue| input.default.map(|span| schema.sources.slice(span));
        let (before, after) = (default(self.old, old), default(self.new, new));
        if !is_same(before, after) {
            let show =
                |value: Option<&str>| value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"));
            let message = format!(
                "the default value of {what} `{coordinate}` changed from {} to {}",
                show(before),
                show(after)
            );
            self.add(
                Class::Dangerous,
                coordinate,
                message,
                Affected::Users(of.into()),
                old.span,
            );
        }
        self.deprecation(what, coordinate, &old.deprecated, &new.deprecated, old.span);
    }
}
