//! The document that is sent: the operation and the fragments that it uses, without what means nothing to the server,
//! with `__typename` first wherever it decides what is read.

use std::collections::HashSet;
use std::fmt::Write;

use crate::check::Typed;
use crate::syntax::ast::{
    Argument, Directive, OperationDefinition, OperationType, Selection, SelectionSet, StringValue, Value,
};

/// One line, no white space but where tokens need it. <https://spec.graphql.org/September2025/#sec-Language.Source-Text.Ignored-Tokens>
pub(super) fn document<'a>(
    typed: &Typed<'a>,
    operation: &'a OperationDefinition<'a>,
    discriminated: &HashSet<*const SelectionSet<'a>>,
) -> String {
    let mut wire = Wire {
        text: String::new(),
        discriminated,
    };
    wire.operation(operation);
    for fragment in typed.fragments_of(&operation.selection_set) {
        let _ = write!(
            wire.text,
            " fragment {} on {}",
            fragment.name.text, fragment.type_condition.text
        );
        wire.directives(&fragment.directives);
        wire.selection_set(&fragment.selection_set);
    }
    wire.text
}

struct Wire<'a, 's> {
    text: String,
    discriminated: &'s HashSet<*const SelectionSet<'a>>,
}

impl<'a> Wire<'a, '_> {
    fn operation(&mut self, operation: &'a OperationDefinition<'a>) {
        let plain =
            operation.name.is_none() && operation.variables.is_empty() && operation.directives.is_empty();
        if !(plain && operation.operation == OperationType::Query) {
            self.text.push_str(operation.operation.as_str());
        }
        if let Some(name) = operation.name {
            let _ = write!(self.text, " {}", name.text);
        }
        for (index, variable) in operation.variables.iter().enumerate() {
            self.text.push(if index == 0 { '(' } else { ',' });
            let _ = write!(self.text, "${}:{}", variable.name.text, variable.ty);
            if let Some(default) = &variable.default {
                self.text.push('=');
                self.value(default);
            }
            self.directives(&variable.directives);
        }
        if !operation.variables.is_empty() {
            self.text.push(')');
        }
        self.directives(&operation.directives);
        self.selection_set(&operation.selection_set);
    }

    fn selection_set(&mut self, set: &'a SelectionSet<'a>) {
        self.text.push('{');
        let discriminated = self.discriminated.contains(&std::ptr::from_ref(set));
        if discriminated {
            self.text.push_str("__typename");
        }
        let mut first = !discriminated;
        for selection in &set.selections {
            if discriminated && is_plain_type_name(selection) {
                continue;
            }
            if !std::mem::take(&mut first) && !matches!(self.text.as_bytes().last(), Some(b'}' | b')')) {
                self.text.push(' ');
            }
            self.selection(selection);
        }
        self.text.push('}');
    }

    fn selection(&mut self, selection: &'a Selection<'a>) {
        match selection {
            Selection::Field(field) => {
                if let Some(alias) = field.alias {
                    let _ = write!(self.text, "{}:", alias.text);
                }
                self.text.push_str(field.name.text);
                self.arguments(&field.arguments);
                self.directives(&field.directives);
                if let Some(set) = &field.selection_set {
                    self.selection_set(set);
                }
            }
            Selection::FragmentSpread(spread) => {
                let _ = write!(self.text, "...{}", spread.name.text);
                self.directives(&spread.directives);
            }
            Selection::InlineFragment(inline) => {
                self.text.push_str("...");
                if let Some(condition) = inline.type_condition {
                    let _ = write!(self.text, "on {}", condition.text);
                }
                self.directives(&inline.directives);
                self.selection_set(&inline.selection_set);
            }
        }
    }

    fn arguments(&mut self, arguments: &'a [Argument<'a>]) {
        for (index, argument) in arguments.iter().enumerate() {
            let _ = write!(
                self.text,
                "{}{}:",
                if index == 0 { '(' } else { ',' },
                argument.name.text
            );
            self.value(&argument.value);
        }
        if !arguments.is_empty() {
            self.text.push(')');
        }
    }

    fn directives(&mut self, directives: &'a [Directive<'a>]) {
        for directive in directives {
            let _ = write!(self.text, "@{}", directive.name.text);
            self.arguments(&directive.arguments);
        }
    }

    fn value(&mut self, value: &'a Value<'a>) {
        match value {
            Value::Variable(name) => {
                let _ = write!(self.text, "${}", name.text);
            }
            Value::Int(digits, _) | Value::Float(digits, _) => self.text.push_str(digits),
            Value::String(string) => self.string(string),
            Value::Boolean(value, _) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Null(_) => self.text.push_str("null"),
            Value::Enum(name) => self.text.push_str(name.text),
            Value::List(values, _) => {
                self.text.push('[');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.value(value);
                }
                self.text.push(']');
            }
            Value::Object(fields, _) => {
                self.text.push('{');
                for (index, field) in fields.iter().enumerate() {
                    let _ = write!(
                        self.text,
                        "{}{}:",
                        if index == 0 { "" } else { "," },
                        field.name.text
                    );
                    self.value(&field.value);
                }
                self.text.push('}');
            }
        }
    }

    /// A block string as an ordinary one: its indentation is not sent.
    fn string(&mut self, string: &StringValue<'_>) {
        if !string.block {
            let _ = write!(self.text, "\"{}\"", string.raw);
            return;
        }
        self.text.push('"');
        for character in string.value().chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                control if control.is_control() => {
                    let _ = write!(self.text, "\\u{:04X}", control as u32);
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }
}

/// `__typename`, as it is put first anyway.
fn is_plain_type_name(selection: &Selection<'_>) -> bool {
    match selection {
        Selection::Field(field) => {
            field.name.text == "__typename" && field.alias.is_none() && field.directives.is_empty()
        }
        _ => false,
    }
}
