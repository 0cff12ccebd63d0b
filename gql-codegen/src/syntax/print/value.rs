//! Prints values, arguments and types, and implements `Display` for them.

use std::fmt;

use super::Printer;
use crate::syntax::ast::{Argument, NullableType, ObjectField, Type, Value};

impl Printer<'_> {
    pub(super) fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Variable(name) => {
                self.write("$");
                self.write(name.text);
            }
            Value::Int(digits, _) | Value::Float(digits, _) => self.write(digits),
            Value::String(string) => self.string(string),
            Value::Boolean(true, _) => self.write("true"),
            Value::Boolean(false, _) => self.write("false"),
            Value::Null(_) => self.write("null"),
            Value::Enum(name) => self.write(name.text),
            Value::List(items, _) => {
                self.write("[");
                self.separated(items, self.comma(), Self::value);
                self.write("]");
            }
            Value::Object(fields, _) => {
                self.write("{");
                self.separated(fields, self.comma(), Self::object_field);
                self.write("}");
            }
        }
    }

    fn object_field(&mut self, field: &ObjectField<'_>) {
        self.write(field.name.text);
        self.write(self.colon());
        self.value(&field.value);
    }

    pub(super) fn default_value(&mut self, default: Option<&Value<'_>>) {
        if let Some(default) = default {
            self.space();
            self.write("=");
            self.space();
            self.value(default);
        }
    }

    pub(super) fn arguments(&mut self, arguments: &[Argument<'_>]) {
        if !arguments.is_empty() {
            self.write("(");
            self.separated(arguments, self.comma(), Self::argument);
            self.write(")");
        }
    }

    pub(super) fn argument(&mut self, argument: &Argument<'_>) {
        self.write(argument.name.text);
        self.write(self.colon());
        self.value(&argument.value);
    }

    pub(super) fn ty(&mut self, ty: &Type<'_>) {
        match &ty.nullable {
            NullableType::Named(name) => self.write(name.text),
            NullableType::List(inner, _) => {
                self.write("[");
                self.ty(inner);
                self.write("]");
            }
        }
        if ty.non_null {
            self.write("!");
        }
    }
}

/// Prints the value as graphql-js does: strings by their value, lists and objects on one line.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::default();
        printer.value(self);
        f.write_str(&printer.text)
    }
}
