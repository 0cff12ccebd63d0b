//! Finds the modules with `#[operations]` and the structs with the derive, and the documents in them.

use std::ops::Range;
use std::sync::Arc;

use super::lexer::{RustToken, RustTokenKind, tokens};
use super::literal::literal;
use super::misuse::Misuse;
use crate::source::Host;

/// The options of a macro that determine its schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MacroScope {
    /// The project of the configuration.
    pub project: Option<String>,
    /// The patterns of schema files.
    pub schema: Vec<String>,
}

/// The range of a literal, or of a mistake.
type Found = Result<Range<usize>, (Misuse, Range<usize>)>;

/// A macro and the documents that are written in its module or attribute.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MacroCall {
    pub(super) scope: MacroScope,
    pub(super) documents: Vec<Found>,
}

/// Returns the macros of a file that contain documents.
pub(super) fn macro_calls(host: &Arc<Host>) -> Vec<MacroCall> {
    let tokens = tokens(&host.text);
    let ends = ends(&tokens);
    let tree = Tree {
        host,
        tokens: &tokens,
        ends: &ends,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (attributes, item) = tree.attributes(at);
        if attributes.is_empty() {
            at += 1;
            continue;
        }
        found.extend(tree.module(&attributes, item));
        found.extend(tree.derive(&attributes));
        // The item may contain others.
        at = item;
    }
    found.retain(|call: &MacroCall| !call.documents.is_empty());
    found
}

/// Returns for each opening delimiter the index of its closing one.
fn ends(tokens: &[RustToken]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            RustTokenKind::Open(_) => open.push(index),
            RustTokenKind::Close(_) => {
                if let Some(end) = open.pop().and_then(|start: usize| ends.get_mut(start)) {
                    *end = Some(index);
                }
            }
            _ => {}
        }
    }
    ends
}

/// The tokens of a file. Positions are indices of tokens.
#[derive(Clone, Copy)]
struct Tree<'t> {
    host: &'t Arc<Host>,
    tokens: &'t [RustToken],
    ends: &'t [Option<usize>],
}

/// The last segment of an attribute's path, and the range of its arguments.
type Attribute<'t> = (&'t str, Range<usize>);

impl<'t> Tree<'t> {
    fn kind(&self, at: usize) -> Option<RustTokenKind> {
        Some(self.tokens.get(at)?.kind)
    }

    fn is(&self, at: usize, character: u8) -> bool {
        self.kind(at) == Some(RustTokenKind::Punctuation(character))
    }

    /// Returns the name or keyword at a position.
    fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.tokens.get(at)?;
        (token.kind == RustTokenKind::Word).then(|| self.host.text.get(token.range.clone()))?
    }

    /// Returns the positions within the delimiters that open at a position.
    fn group(&self, at: usize) -> Option<Range<usize>> {
        Some(at + 1..(*self.ends.get(at)?)?)
    }

    /// Returns the position after the token or the group at a position.
    fn after(&self, at: usize) -> usize {
        self.group(at).map_or(at, |group| group.end) + 1
    }

    /// Returns the attributes at a position, and the position after them.
    fn attributes(&self, mut at: usize) -> (Vec<Attribute<'t>>, usize) {
        let mut attributes = Vec::new();
        while self.is(at, b'#')
            && let Some(inside) = self.group(at + 1)
        {
            at = inside.end + 1;
            attributes.extend(self.attribute(inside));
        }
        (attributes, at)
    }

    /// Returns the attribute within brackets, or those that `cfg_attr` adds.
    fn attribute(&self, inside: Range<usize>) -> Vec<Attribute<'t>> {
        let mut found = Vec::new();
        for (index, argument) in self.arguments(inside).into_iter().enumerate() {
            let mut at = argument.start;
            while self.is(at, b':') || self.is(at + 1, b':') {
                at += 1;
            }
            let Some(name) = self.word(at) else { continue };
            let arguments = self.group(at + 1).unwrap_or(at + 1..at + 1);
            match name {
                "cfg_attr" if index == 0 => {
                    let added = self.arguments(arguments).into_iter().skip(1);
                    found.extend(added.flat_map(|attribute| self.attribute(attribute)));
                }
                _ => found.push((name, arguments)),
            }
        }
        found
    }

    /// Splits a range at its commas, without looking into groups.
    fn arguments(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut arguments = Vec::new();
        let (mut start, mut at) = (range.start, range.start);
        while at < range.end {
            if self.is(at, b',') {
                arguments.push(start..at);
                start = at + 1;
            }
            at = self.after(at);
        }
        arguments.push(start..range.end);
        arguments.retain(|argument| !argument.is_empty());
        arguments
    }

    /// Reads the options of a macro that determine its schema.
    fn scope(&self, arguments: Range<usize>, scope: &mut MacroScope) {
        for argument in self.arguments(arguments) {
            let key = self.word(argument.start);
            let mut texts = argument.filter_map(|at| self.string(at));
            match key {
                Some("project") => scope.project = texts.next(),
                Some("schema" | "schema_path") => scope.schema.extend(texts),
                _ => {}
            }
        }
    }

    /// Returns the value of the string literal at a position.
    fn string(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at)?;
        if token.kind != RustTokenKind::String {
            return None;
        }
        Some(literal(self.host, token.range.start)?.text.to_string())
    }

    /// Reads the module at a position if it has the attribute `operations`.
    fn module(&self, attributes: &[Attribute<'t>], item: usize) -> Option<MacroCall> {
        let (_, arguments) = attributes.iter().find(|(name, _)| *name == "operations")?;
        let mut at = item;
        while matches!(self.word(at), Some("pub" | "unsafe")) {
            at += 1;
            if self.kind(at) == Some(RustTokenKind::Open(b'(')) {
                at = self.after(at);
            }
        }
        let body = self.group(at + 2).filter(|_| {
            self.word(at) == Some("mod") && self.kind(at + 2) == Some(RustTokenKind::Open(b'{'))
        })?;
        let mut scope = MacroScope::default();
        self.scope(arguments.clone(), &mut scope);
        let documents = self.documents(body);
        Some(MacroCall { scope, documents })
    }

    /// Reads each `graphql!` of a module's body.
    fn documents(&self, body: Range<usize>) -> Vec<Found> {
        let mut documents = Vec::new();
        let mut at = body.start;
        // The position of the previous token or group.
        let mut before = None;
        while at < body.end {
            if let Some(after) = self.inner_attribute(at) {
                at = after;
                continue;
            }
            let group = at + 2;
            let is_call = self.word(at) == Some("graphql")
                && self.is(at + 1, b'!')
                && matches!(self.kind(group), Some(RustTokenKind::Open(_)));
            if !is_call {
                (before, at) = (Some(at), self.after(at));
                continue;
            }
            let end = self.after(group);
            documents.push(self.document(before, at, group));
            (before, at) = (Some(group), end);
            if self.is(end, b';') && self.kind(group) != Some(RustTokenKind::Open(b'{')) {
                (before, at) = (Some(end), end + 1);
            }
        }
        documents
    }

    /// Returns the position after the inner attribute at a position, which belongs to the module: `#![allow(…)]`.
    fn inner_attribute(&self, at: usize) -> Option<usize> {
        let group = at + 2;
        let is_attribute =
            self.is(at, b'#') && self.is(at + 1, b'!') && self.kind(group) == Some(RustTokenKind::Open(b'['));
        is_attribute.then(|| self.after(group))
    }

    /// Reads the `graphql!` at a position. `before` is the position of the token or group before it.
    fn document(&self, before: Option<usize>, at: usize, group: usize) -> Found {
        let name = self.range(at..at + 1);
        match before.and_then(|before| self.kind(before)) {
            None | Some(RustTokenKind::Punctuation(b';') | RustTokenKind::Open(b'{')) => {}
            Some(RustTokenKind::Open(b'[')) => return Err((Misuse::Attribute, name)),
            _ => return Err((Misuse::NotItem, name)),
        }
        self.literal(self.group(group).unwrap_or(group..group), name)
    }

    /// Returns the range of the literal that is all there is at these positions. `place` is the range of the mistake if there is
    /// nothing.
    fn literal(&self, inside: Range<usize>, place: Range<usize>) -> Found {
        match self.tokens.get(inside.clone()) {
            Some([only]) if only.kind == RustTokenKind::String => Ok(only.range.clone()),
            Some([]) | None => Err((Misuse::NotLiteral, place)),
            Some(_) => Err((Misuse::NotLiteral, self.range(inside))),
        }
    }

    /// Returns the range of bytes of the tokens at these positions.
    fn range(&self, positions: Range<usize>) -> Range<usize> {
        match self.tokens.get(positions) {
            Some([first, .., last]) => first.range.start..last.range.end,
            Some([only]) => only.range.clone(),
            _ => 0..0,
        }
    }

    /// Reads the attributes of a struct if it has the derive.
    fn derive(&self, attributes: &[Attribute<'t>]) -> Option<MacroCall> {
        let is_derive = |(name, arguments): &Attribute<'t>| {
            *name == "derive" && arguments.clone().any(|at| self.word(at) == Some("GraphQLQuery"))
        };
        attributes.iter().find(|attribute| is_derive(attribute))?;
        let mut scope = MacroScope::default();
        let mut documents = Vec::new();
        for (_, arguments) in attributes.iter().filter(|(name, _)| *name == "graphql") {
            self.scope(arguments.clone(), &mut scope);
            for argument in self.arguments(arguments.clone()) {
                let key = argument.start;
                if self.word(key) == Some("query") {
                    let value = match self.group(key + 1) {
                        Some(group) => group,
                        None => (key + 2).min(argument.end)..argument.end,
                    };
                    documents.push(self.literal(value, self.range(key..key + 1)));
                }
            }
        }
        Some(MacroCall { scope, documents })
    }
}
