//! What changed in arguments and in the fields of inputs: where operations give something.

use gql_codegen::schema::{InputValue, Schema, TypeDef};

use super::change::{Class, Touches};
use super::compare::{Compare, fits};
use super::value::is_same;

impl<'a> Compare<'a> {
    /// Of a field or a directive.
    pub(super) fn arguments(&mut self, of: &str, old: &'a [InputValue], new: &'a [InputValue]) {
        for argument in old {
            let coordinate = format!("{of}({}:)", argument.name);
            match new.iter().find(|other| other.name == argument.name) {
                // Who does not give it gets another default.
                Some(other) => self.input("Argument", &coordinate, of, argument, other),
                None => {
                    let message = format!("Argument {coordinate} is gone.");
                    let touches = Touches::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, touches, argument.span);
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
                Some(other) => self.input("Input field", &coordinate, &ty.name, field, other),
                None => {
                    let message = format!("Input field {coordinate} is gone.");
                    let touches = Touches::Users(coordinate.clone());
                    self.add(Class::Breaking, &coordinate, message, touches, field.span);
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
        let (class, message, touches) = if input.is_required() {
            let message = format!("Required {what} {coordinate} is new.");
            (Class::Breaking, message, Touches::Users(of.into()))
        } else {
            let message = format!("Optional {what} {coordinate} is new.");
            (Class::Dangerous, message, Touches::Nobody)
        };
        self.add(class, coordinate, message, touches, None);
    }

    fn input(&mut self, what: &str, coordinate: &str, of: &str, old: &'a InputValue, new: &'a InputValue) {
        let (before, after) = (self.old.display(old.ty), self.new.display(new.ty));
        if before != after {
            // What was given must still be taken.
            let safe = fits((self.old, old.ty), (self.new, new.ty));
            let class = if safe { Class::Safe } else { Class::Breaking };
            let message = format!("{what} {coordinate} is {after} instead of {before}.");
            let became_required = new.is_required() && !old.is_required();
            let users = if became_required { of } else { coordinate };
            self.add(class, coordinate, message, Touches::Users(users.into()), old.span);
        }
        let default =
            |schema: &'a Schema, input: &InputValue| input.default.map(|span| schema.sources.slice(span));
        let (before, after) = (default(self.old, old), default(self.new, new));
        if !is_same(before, after) {
            let show = |value: Option<&str>| value.unwrap_or("none").to_owned();
            let message = format!(
                "The default of {} {coordinate} is {} instead of {}.",
                what.to_lowercase(),
                show(after),
                show(before)
            );
            self.add(
                Class::Dangerous,
                coordinate,
                message,
                Touches::Users(of.into()),
                old.span,
            );
        }
        self.deprecation(what, coordinate, &old.deprecated, &new.deprecated, old.span);
    }
}
