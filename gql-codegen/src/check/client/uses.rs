//! The uses of client directives as data, which are part of [`Typed`](crate::check::Typed).

use super::{ClientArgument, ClientDirective, ClientType, find};
use crate::schema::Schema;
use crate::source::Span;
use crate::syntax::ast::{Directive, Value};

/// The client directives at one location.
#[derive(Debug, Clone, Default)]
pub struct ClientUses(Vec<ClientUse>);

/// A client directive and its arguments.
#[derive(Debug, Clone)]
pub struct ClientUse {
    /// The directive.
    pub directive: &'static ClientDirective,
    /// The span from the `@` to the last token.
    pub span: Span,
    /// The arguments with a value, in the order of the definition. Those of enums include the defaults.
    values: Vec<(&'static str, ClientValue)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ClientValue {
    Word(&'static str),
    Ints(Vec<i64>),
    Text(String),
    Flag(bool),
}

impl ClientUses {
    /// Reads the client directives of a list. Invalid arguments, which are reported elsewhere, are treated as missing.
    pub fn of(schema: &Schema, directives: &[Directive<'_>]) -> Self {
        let uses = directives.iter().filter_map(|node| {
            let directive = find(schema, node.name.text)?;
            let value = |argument| Some((ClientArgument::name(argument), value(argument, node)?));
            Some(ClientUse {
                directive,
                span: node.span,
                values: directive.arguments.iter().filter_map(value).collect(),
            })
        });
        Self(uses.collect())
    }

    /// Returns the use of a directive.
    pub fn get(&self, directive: &ClientDirective) -> Option<&ClientUse> {
        self.0.iter().find(|it| it.directive.name == directive.name)
    }

    /// Iterates over the uses.
    pub fn iter(&self) -> std::slice::Iter<'_, ClientUse> {
        self.0.iter()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl ClientUse {
    /// Returns the value of an enum argument, or its default.
    pub fn word(&self, argument: &str) -> Option<&'static str> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Word(word) => Some(*word),
            _ => None,
        })
    }

    /// Returns the value of an argument that is a list of integers.
    pub fn ints(&self, argument: &str) -> Option<&[i64]> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Ints(ints) => Some(ints.as_slice()),
            _ => None,
        })
    }

    /// Returns the value of a string argument.
    pub fn text(&self, argument: &str) -> Option<&str> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Returns the value of a Boolean argument.
    pub fn flag(&self, argument: &str) -> Option<bool> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    /// Returns whether the arguments of another use of the directive have the same values.
    pub fn is_same(&self, other: &Self) -> bool {
        self.directive.name == other.directive.name && self.values == other.values
    }

    fn value(&self, argument: &str) -> Option<&ClientValue> {
        let found = self.values.iter().find(|(name, _)| *name == argument);
        found.map(|(_, value)| value)
    }
}

impl ClientArgument {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// Returns the value of an argument in a directive; for an enum, its default if there is none.
fn value(argument: &ClientArgument, node: &Directive<'_>) -> Option<ClientValue> {
    let given = node.arguments.iter().find(|it| it.name.text == argument.name);
    let given = given.map(|it| &it.value);
    match (&argument.ty, given) {
        (ClientType::Enum(ty), given) => {
            let given = given.and_then(|value| match value {
                Value::Enum(name) => Some(name.text),
                _ => None,
            });
            let word = |wanted: &str| ty.values.iter().map(|(name, _)| *name).find(|it| *it == wanted);
            let known = given.and_then(word).or_else(|| argument.default.and_then(word));
            known.map(ClientValue::Word)
        }
        (ClientType::Ints, Some(Value::List(items, _))) => {
            let items: Option<Vec<i64>> = items.iter().map(int).collect();
            items.map(ClientValue::Ints)
        }
        // A single value is coerced to a list. <https://spec.graphql.org/September2025/#sec-List.Input-Coercion>
        (ClientType::Ints, Some(single)) => int(single).map(|int| ClientValue::Ints(vec![int])),
        (ClientType::Text, Some(Value::String(text))) => Some(ClientValue::Text(text.value().into_owned())),
        (ClientType::Flag, Some(Value::Boolean(flag, _))) => Some(ClientValue::Flag(*flag)),
        _ => None,
    }
}

fn int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(text, _) => text.parse().ok(),
        _ => None,
    }
}
