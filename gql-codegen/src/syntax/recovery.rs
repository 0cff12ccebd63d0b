//! Error recovery: continues after an error, so that one run reports all errors, each once.
//!
//! After an error in an item of a list, the parser skips to the next line that can start an item. After an error in a
//! definition, it skips to the next keyword that starts one. It reads the damaged part again to count brackets, so that valid
//! documents have no overhead.

use super::parser::{Failed, Parsed, Parser};
use super::stacks::{Added, Stacked};
use super::token::{Token, TokenKind};

impl<'a> Parser<'a, '_> {
    /// Parses one or more items up to the closing brace; the opening brace has already been read.
    pub(super) fn many_in_braces<T: Stacked<'a>>(
        &mut self,
        item: fn(&mut Self) -> Parsed<Added<T>>,
    ) -> Parsed<Vec<T>> {
        let opened_around = self.opened;
        self.opened = self.last_end;
        let items = self.many(item, Self::skip_item, TokenKind::BraceR)?;
        self.opened = opened_around;
        self.advance();
        Ok(items)
    }

    /// Parses one or more items up to the closing parenthesis; the opening parenthesis has already been read.
    pub(super) fn many_in_parens<T: Stacked<'a>>(
        &mut self,
        item: fn(&mut Self) -> Parsed<Added<T>>,
    ) -> Parsed<Vec<T>> {
        let items = self.many(item, Self::skip_item_in_parens, TokenKind::ParenR)?;
        self.advance();
        Ok(items)
    }

    /// Parses the items before the closing token, and continues after a failed item where `skip` leads.
    #[inline]
    fn many<T: Stacked<'a>>(
        &mut self,
        item: fn(&mut Self) -> Parsed<Added<T>>,
        skip: fn(&mut Self, u32) -> Parsed<()>,
        close: TokenKind,
    ) -> Parsed<Vec<T>> {
        let first = T::stack(&mut self.stacks).len();
        loop {
            let start = self.token.start;
            let depth = self.depth;
            if let Err(Failed) = item(self) {
                self.depth = depth;
                if let Err(Failed) = skip(self, start) {
                    T::stack(&mut self.stacks).truncate(first);
                    return Err(Failed);
                }
            }
            if self.token.kind as u8 == close as u8 {
                return Ok(T::stack(&mut self.stacks).split_off(first));
            }
        }
    }

    /// Skips to the next item of the list, or to its closing parenthesis, after the item at `item` failed. If the enclosing
    /// brace closes first, the parenthesis is missing, and the whole list fails at the item.
    fn skip_item_in_parens(&mut self, item: u32) -> Parsed<()> {
        if self.at_definition || self.at(TokenKind::Eof) {
            return Err(Failed);
        }
        let failed_at = self.token.start;
        let (mut braces, mut brackets) = (0_usize, 0_usize);
        let mut next_item = None;
        self.reread(item);
        loop {
            let token = self.token;
            let behind = token.start > item && token.start >= failed_at;
            match token.kind {
                TokenKind::ParenR if braces == 0 && brackets == 0 => break,
                TokenKind::Eof => return self.fail_again(failed_at),
                TokenKind::BraceR if braces == 0 => return self.fail_again(failed_at),
                TokenKind::BraceR => braces -= 1,
                TokenKind::BraceL => braces += 1,
                TokenKind::ParenL | TokenKind::BracketL => brackets += 1,
                TokenKind::ParenR | TokenKind::BracketR => brackets = brackets.saturating_sub(1),
                TokenKind::Name | TokenKind::Dollar if behind && braces == 0 && brackets == 0 => {
                    if self.is_unindented(token) && self.is_definition_keyword(token) {
                        return self.fail_again(failed_at);
                    }
                    if self.is_first_on_line(token) {
                        next_item.get_or_insert(token.start);
                    }
                }
                _ => {}
            }
            self.skip();
        }
        if let Some(next_item) = next_item {
            self.reread(next_item);
        }
        Ok(())
    }

    fn fail_again(&mut self, failed_at: u32) -> Parsed<()> {
        self.reread(failed_at);
        Err(Failed)
    }

    /// Skips to the next item of the list, or to its closing brace, after the item at `item` failed.
    fn skip_item(&mut self, item: u32) -> Parsed<()> {
        if self.at_definition || self.at(TokenKind::Eof) {
            return Err(Failed);
        }
        let failed_at = self.token.start;
        let (mut braces, mut brackets) = (0_usize, 0_usize);
        // The position to continue at if a bracket of the item is never closed.
        let mut next_line = None;
        self.reread(item);
        loop {
            let token = self.token;
            let behind = token.start > item && token.start >= failed_at;
            match token.kind {
                TokenKind::Eof => break,
                TokenKind::BraceR if braces == 0 => break,
                TokenKind::BraceR => braces -= 1,
                TokenKind::BraceL => braces += 1,
                TokenKind::ParenL | TokenKind::BracketL => brackets += 1,
                TokenKind::ParenR | TokenKind::BracketR => brackets = brackets.saturating_sub(1),
                TokenKind::Name | TokenKind::String | TokenKind::BlockString | TokenKind::Spread => {
                    if (behind || token.start == item) && self.begins_definition_unindented(failed_at) {
                        self.at_definition = true;
                        self.explain_unclosed();
                        return Err(Failed);
                    }
                    if behind && braces == 0 && self.is_first_on_line(token) {
                        if brackets == 0 {
                            return Ok(());
                        }
                        next_line.get_or_insert(token.start);
                    }
                }
                _ => {}
            }
            self.skip();
        }
        if let Some(next_line) = next_line
            && brackets > 0
        {
            self.reread(next_line);
            return Ok(());
        }
        if self.at(TokenKind::Eof) {
            Err(Failed)
        } else {
            Ok(())
        }
    }

    /// Skips to the definition after the failed one at `definition`, or to the end of the text.
    pub(super) fn skip_definition(&mut self, definition: u32) {
        self.depth = 0;
        self.opened = 0;
        if std::mem::take(&mut self.at_definition) || self.at(TokenKind::Eof) {
            return;
        }
        let failed_at = self.token.start;
        let mut braces = 0_usize;
        let mut closed = false;
        self.reread(definition);
        loop {
            let token = self.token;
            let behind = token.start > definition && token.start >= failed_at;
            let just_closed = std::mem::take(&mut closed);
            match token.kind {
                TokenKind::Eof => return,
                // After a closing brace, anything at the start of a line starts a definition, even a misspelled one.
                TokenKind::Name | TokenKind::BraceL
                    if behind && just_closed && self.is_first_on_line(token) =>
                {
                    return;
                }
                TokenKind::BraceL => braces += 1,
                TokenKind::BraceR => {
                    braces = braces.saturating_sub(1);
                    closed = braces == 0;
                }
                TokenKind::Name if behind && self.is_definition_keyword(token) => {
                    let begins = braces == 0 && (just_closed || self.is_first_on_line(token));
                    if begins || self.is_unindented(token) {
                        return;
                    }
                }
                TokenKind::String | TokenKind::BlockString
                    if behind && braces == 0 && self.is_first_on_line(token) =>
                {
                    return;
                }
                _ => {}
            }
            self.skip();
        }
    }

    /// Moves back to the token at an earlier offset.
    pub(super) fn reread(&mut self, start: u32) {
        let end = std::mem::replace(&mut self.token.end, start);
        self.skip();
        self.last_end = end;
    }

    /// Reads the next token without reporting errors.
    fn skip(&mut self) {
        self.last_end = self.token.end;
        self.lexer.advance(&mut self.token);
        self.lexer.failed = false;
    }

    /// Returns whether an unindented line starts a definition: `type Name` does, if the previous one was not closed, but `type:
    /// T` is a field.
    fn begins_definition_unindented(&self, failed_at: u32) -> bool {
        let token = self.token;
        if !self.is_unindented(token) || !self.is_definition_keyword(token) {
            return false;
        }
        let behind = self.lexer.text.get(token.end as usize..).unwrap_or("");
        let next = behind.trim_start_matches([' ', '\t']).as_bytes().first();
        token.start != failed_at && matches!(next, Some(b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'@' | b'{'))
    }

    /// Returns whether the token is a keyword that starts a definition. <https://spec.graphql.org/September2025/#Definition>
    fn is_definition_keyword(&self, token: Token) -> bool {
        const KEYWORDS: [&str; 13] = [
            "query",
            "mutation",
            "subscription",
            "fragment",
            "schema",
            "scalar",
            "type",
            "interface",
            "union",
            "enum",
            "input",
            "directive",
            "extend",
        ];
        token.kind.is(TokenKind::Name) && KEYWORDS.contains(&self.text(token))
    }

    fn is_first_on_line(&self, token: Token) -> bool {
        let before = self.lexer.text.get(..token.start as usize).unwrap_or("");
        let before = before.trim_end_matches([' ', '\t', ',', '\u{feff}']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    fn is_unindented(&self, token: Token) -> bool {
        let before = self.lexer.text.get(..token.start as usize).unwrap_or("");
        before.is_empty() || before.ends_with(['\n', '\r'])
    }
}
