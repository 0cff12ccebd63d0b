//! Converts the events of the crate `toml_parser` to a tree. <https://toml.io/en/v1.1.0>

mod table;

use std::ops::Range;

use toml_parser::decoder::ScalarKind;
use toml_parser::parser::{Event, EventKind, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{Expected, ParseError, Source};

use self::table::{Table, TomlItem, TomlKey};
use super::{Node, Value, Wrong};

/// The maximum nesting depth of arrays and inline tables.
const DEPTH: u32 = 32;

/// The maximum number of parts of a key, each of which is a nested table.
const PARTS: usize = 16;

/// Reads a TOML document.
///
/// # Errors
/// Returns the first mistake and its location.
pub fn toml(text: &str) -> Result<Node, Wrong> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::new();
    let mut error: Option<ParseError> = None;
    let mut checked = ValidateWhitespace::new(&mut events, source);
    let mut bounded = RecursionGuard::new(&mut checked, DEPTH);
    parse_document(&tokens, &mut bounded, &mut error);
    if let Some(error) = error {
        return Err(wrong(&error));
    }
    let is_blank = |event: &Event| {
        matches!(
            event.kind(),
            EventKind::Whitespace | EventKind::Newline | EventKind::Comment
        )
    };
    events.retain(|event| !is_blank(event));
    let events = events.iter();
    TomlReader { source, events }.document().map(|table| Node {
        at: None,
        value: table.into_value(),
    })
}

fn wrong(error: &ParseError) -> Wrong {
    let mut message = error.description().to_owned();
    for (index, expected) in error.expected().unwrap_or_default().iter().enumerate() {
        message.push_str(if index == 0 { ", expected " } else { ", " });
        match expected {
            Expected::Literal("\n") => message.push_str("newline"),
            Expected::Literal(literal) => message.push_str(&format!("`{literal}`")),
            Expected::Description(text) => message.push_str(text),
            _ => message.push_str("something else"),
        }
    }
    Wrong::new(message, error.unexpected().map(|span| span.start()..span.end()))
}

/// Reads the events of a document.
struct TomlReader<'t, 'e> {
    source: Source<'t>,
    events: std::slice::Iter<'e, Event>,
}

impl TomlReader<'_, '_> {
    fn document(mut self) -> Result<Table, Wrong> {
        let mut root = Table::default();
        // The header of the current keys.
        let mut header: Vec<TomlKey> = Vec::new();
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::StdTableOpen => {
                    header = self.keys(None)?;
                    root.open(&header, false)?;
                }
                EventKind::ArrayTableOpen => {
                    header = self.keys(None)?;
                    root.open(&header, true)?;
                }
                EventKind::SimpleKey => {
                    let keys = self.keys(Some(event))?;
                    let item = self.value()?;
                    root.at_header(&header)?.insert(&keys, item)?;
                }
                _ => {}
            }
        }
        Ok(root)
    }

    /// Reads a key up to the following `=` or the end of a header.
    fn keys(&mut self, first: Option<&Event>) -> Result<Vec<TomlKey>, Wrong> {
        let mut keys = Vec::new();
        let mut next = first.or_else(|| self.events.next());
        while let Some(event) = next {
            match event.kind() {
                EventKind::SimpleKey if keys.len() == PARTS => {
                    return Err(Wrong::new(
                        "the key has too many parts".into(),
                        Some(place(event)),
                    ));
                }
                EventKind::SimpleKey => keys.push(self.key(event)?),
                EventKind::KeySep => {}
                _ => break,
            }
            next = self.events.next();
        }
        Ok(keys)
    }

    fn key(&self, event: &Event) -> Result<TomlKey, Wrong> {
        let mut name = String::new();
        let mut error: Option<ParseError> = None;
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut name, &mut error);
        }
        match error {
            Some(error) => Err(wrong(&error)),
            None => Ok(TomlKey {
                name,
                at: place(event),
            }),
        }
    }

    /// Reads the next value.
    fn value(&mut self) -> Result<TomlItem, Wrong> {
        let Some(event) = self.events.next() else {
            return Ok(TomlItem::Value(Node {
                at: None,
                value: Value::Other,
            }));
        };
        self.value_at(event)
    }

    fn value_at(&mut self, event: &Event) -> Result<TomlItem, Wrong> {
        let at = Some(place(event));
        match event.kind() {
            EventKind::ArrayOpen => {
                let mut nodes = Vec::new();
                let mut end = place(event);
                while let Some(next) = self.events.next() {
                    end = place(next);
                    match next.kind() {
                        EventKind::ArrayClose => break,
                        EventKind::ValueSep => {}
                        _ => nodes.push(self.value_at(next)?.into_node()),
                    }
                }
                let at = Some(place(event).start..end.end);
                Ok(TomlItem::Value(Node {
                    at,
                    value: Value::List(nodes),
                }))
            }
            EventKind::InlineTableOpen => {
                let mut table = Table::inline(place(event));
                while let Some(next) = self.events.next() {
                    match next.kind() {
                        EventKind::InlineTableClose => {
                            table.at.end = place(next).end;
                            break;
                        }
                        EventKind::SimpleKey => {
                            let keys = self.keys(Some(next))?;
                            let item = self.value()?;
                            table.insert(&keys, item)?;
                        }
                        _ => {}
                    }
                }
                Ok(TomlItem::Table(table))
            }
            _ => self
                .scalar(event)
                .map(|value| TomlItem::Value(Node { at, value })),
        }
    }

    fn scalar(&self, event: &Event) -> Result<Value, Wrong> {
        let mut text = String::new();
        let mut error: Option<ParseError> = None;
        let kind = self
            .source
            .get(event)
            .map(|raw| raw.decode_scalar(&mut text, &mut error));
        match (error, kind) {
            (Some(error), _) => Err(wrong(&error)),
            (None, Some(ScalarKind::String)) => Ok(Value::Text(text)),
            (None, Some(ScalarKind::Boolean(on))) => Ok(Value::Switch(on)),
            (None, _) => Ok(Value::Other),
        }
    }
}

fn place(event: &Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

#[cfg(test)]
mod tests;
