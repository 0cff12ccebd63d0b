//! The uses of client directives as data, which are part of [`Typed`](crate::check::Typed).

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

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
    /// The arguments with a value or a default, in the order of the definition.
    values: Vec<(&'static str, ClientValue)>,
}

/// The value of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientValue {
    /// A value of an enum.
    Word(&'static str),
    /// A list of integers.
    Ints(Cow<'static, [i64]>),
}

/// In GraphQL syntax.
impl Display for ClientValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Ints(ints) => write!(f, "{ints:?}"),
        }
    }
}

impl ClientUses {
    /// Reads the client directives of a list.
    pub fn of(schema: &Schema, directives: &[Directive<'_>]) -> Self {
        let uses = directives
            .iter()
            .filter_map(|node| Some(ClientUse::of(find(schema, node.name.text)?, node)));
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
    /// Reads a client directive. Invalid arguments, which are reported elsewhere, are treated as missing.
    pub(super) fn of(directive: &'static ClientDirective, node: &Directive<'_>) -> Self {
        let value = |argument: &'static ClientArgument| Some((argument.name, value(argument, node)?));
        Self {
            directive,
            span: node.span,
            values: directive.arguments.iter().filter_map(value).collect(),
        }
    }

    /// Returns the value of an enum argument, or its default.
    pub fn word(&self, argument: &str) -> Option<&'static str> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Word(word) => Some(*word),
            _ => None,
        })
    }

    /// Returns the value of an argument that is a list of integers, or its default.
    pub fn ints(&self, argument: &str) -> Option<&[i64]> {
        self.value(argument).and_then(|value| match value {
            ClientValue::Ints(ints) => Some(&**ints),
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

/// Returns the value of an argument in a directive, or its default.
fn value(argument: &ClientArgument, node: &Directive<'_>) -> Option<ClientValue> {
    let given = node.arguments.iter().find(|it| it.name.text == argument.name);
    let read = given.and_then(|given| argument.ty.read(&given.value));
    read.or_else(|| argument.default.clone())
}

impl ClientType {
    /// Returns a value of the type; `None` if it is another one.
    fn read(&self, value: &Value<'_>) -> Option<ClientValue> {
        match (self, value) {
            (Self::Enum(ty), Value::Enum(name)) => {
                let mut words = ty.values.iter().map(|(word, _)| *word);
                words.find(|word| *word == name.text).map(ClientValue::Word)
            }
            (Self::Enum(_), _) => None,
            (Self::Ints, Value::List(items, _)) => {
                let items: Option<Vec<i64>> = items.iter().map(int).collect();
                items.map(|items| ClientValue::Ints(items.into()))
            }
            // A single value is coerced to a list. <https://spec.graphql.org/September2025/#sec-List.Input-Coercion>
            (Self::Ints, single) => int(single).map(|int| ClientValue::Ints(vec![int].into())),
        }
    }
}

fn int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(text, _) => text.parse().ok(),
        _ => None,
    }
}
