//! The basic operations of the parser: the current token, expectations, and spans.

use super::MAX_NESTING;
use super::ast::{Name, NodeId, StringValue};
use super::lexer::Lexer;
use super::stacks::{Added, Stacked, Stacks};
use super::token::{Token, TokenKind};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};

/// Marks a failure to parse, which has already been reported.
#[derive(Debug)]
pub(super) struct Failed;

pub(super) type Parsed<T> = Result<T, Failed>;

/// A parser with one token of lookahead, which only goes back during error recovery.
#[derive(Debug)]
pub(super) struct Parser<'a, 'd> {
    pub(super) lexer: Lexer<'a>,
    pub(super) source: SourceId,
    /// The current token.
    pub(super) token: Token,
    /// The end of the previous token.
    pub(super) last_end: u32,
    /// The nesting depth of brackets that cause recursion.
    pub(super) depth: u32,
    /// The number of nodes with an id.
    pub(super) nodes: u32,
    /// The offset after the opening brace of the innermost list of items; 0 outside of all lists.
    pub(super) opened: u32,
    /// Whether this definition contains an error, in which case an early end of the text is not reported again.
    pub(super) damaged: bool,
    /// Whether the token starts a definition, which ends the enclosing lists.
    pub(super) at_definition: bool,
    pub(super) errors: usize,
    pub(super) stacks: Stacks<'a>,
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Parser<'a, 'd> {
    /// Creates a parser and reads the first token.
    pub(super) fn new(source: SourceId, text: &'a str, diagnostics: &'d mut Diagnostics) -> Self {
        let mut parser = Self {
            lexer: Lexer::new(text),
            source,
            token: Token::new(TokenKind::Eof, 0, 0),
            last_end: 0,
            depth: 0,
            nodes: 0,
            opened: 0,
            damaged: false,
            at_definition: false,
            errors: 0,
            stacks: Stacks::default(),
            diagnostics,
        };
        parser.advance();
        parser
    }

    pub(super) fn at(&self, kind: TokenKind) -> bool {
        self.token.kind as u8 == kind as u8
    }

    /// Reads the next token.
    pub(super) fn advance(&mut self) {
        self.last_end = self.token.end;
        self.lexer.advance(&mut self.token);
        if self.lexer.failed {
            self.report_lexical_error();
        }
    }

    /// Skips the token if it has this kind, and returns whether it did.
    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let is = self.token.kind as u8 == kind as u8;
        if is {
            self.advance();
        }
        is
    }

    pub(super) fn expect(&mut self, kind: TokenKind) -> Parsed<()> {
        if self.token.kind as u8 != kind as u8 {
            return Err(self.expected(kind.describe()));
        }
        self.advance();
        Ok(())
    }

    /// Returns `Some` if the text ends here and contained no errors.
    pub(super) fn end(&mut self) -> Option<()> {
        self.expect(TokenKind::Eof).ok()?;
        (!self.damaged).then_some(())
    }

    pub(super) fn at_keyword(&self, keyword: &str) -> bool {
        self.at(TokenKind::Name) && self.text(self.token) == keyword
    }

    pub(super) fn eat_keyword(&mut self, keyword: &str) -> bool {
        let is = self.at_keyword(keyword);
        if is {
            self.advance();
        }
        is
    }

    pub(super) fn expect_keyword(&mut self, keyword: &str) -> Parsed<()> {
        if self.eat_keyword(keyword) {
            return Ok(());
        }
        Err(self.expected(&format!("\"{keyword}\"")))
    }

    /// Parses a name. <https://spec.graphql.org/September2025/#Name>
    pub(super) fn name(&mut self) -> Parsed<Name<'a>> {
        let token = self.token;
        if token.kind as u8 != TokenKind::Name as u8 {
            return Err(self.expected("Name"));
        }
        let name = Name {
            text: self.text(token),
            span: self.span(token.start, token.end),
        };
        self.advance();
        Ok(name)
    }

    /// Parses an optional description. <https://spec.graphql.org/September2025/#Description>
    pub(super) fn description(&mut self) -> Option<StringValue<'a>> {
        let kind = self.token.kind as u8;
        if kind != TokenKind::BlockString as u8 && kind != TokenKind::String as u8 {
            return None;
        }
        let string = self.string_value(self.token);
        self.advance();
        Some(string)
    }

    /// Converts a token to a string value.
    pub(super) fn string_value(&self, token: Token) -> StringValue<'a> {
        let block = token.kind.is(TokenKind::BlockString);
        let quotes = if block { 3 } else { 1 };
        let inner = Token {
            start: token.start + quotes,
            end: token.end - quotes,
            ..token
        };
        StringValue {
            span: self.span(token.start, token.end),
            raw: self.text(inner),
            block,
        }
    }

    /// Parses an optional list in parentheses.
    pub(super) fn optional_parens<T: Stacked<'a>>(
        &mut self,
        item: fn(&mut Self) -> Parsed<Added<T>>,
    ) -> Parsed<Vec<T>> {
        if !self.eat(TokenKind::ParenL) {
            return Ok(Vec::new());
        }
        self.many_in_parens(item)
    }

    /// Parses a list with an optional leading delimiter, such as `| A | B` or `& A & B`.
    pub(super) fn delimited<T>(
        &mut self,
        delimiter: TokenKind,
        item: fn(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        self.eat(delimiter);
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if !self.eat(delimiter) {
                return Ok(items);
            }
        }
    }

    /// Increases the nesting depth, which the caller decreases again.
    pub(super) fn descend(&mut self) -> Parsed<()> {
        if self.depth >= MAX_NESTING {
            let message = format!("Nested deeper than {MAX_NESTING} levels.");
            return Err(self.fail(self.token, message));
        }
        self.depth += 1;
        Ok(())
    }

    /// Returns the id of the next node. The number of nodes is less than the number of bytes, which fits in 32 bits.
    pub(super) fn node_id(&mut self) -> NodeId {
        let index = self.nodes;
        self.nodes += 1;
        NodeId {
            source: self.source,
            index,
        }
    }

    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span {
            source: self.source,
            start,
            end,
        }
    }

    /// Returns the span from an offset to the end of the previous token.
    pub(super) fn span_from(&self, start: u32) -> Span {
        Span {
            source: self.source,
            start,
            end: self.last_end,
        }
    }

    pub(super) fn text(&self, token: Token) -> &'a str {
        let text = self.lexer.text;
        text.get(token.start as usize..token.end as usize).unwrap_or("")
    }
}
