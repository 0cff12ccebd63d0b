//! Reports syntax errors in the wording of graphql-js, without consequential errors.

use super::MAX_ERRORS;
use super::parser::{Failed, Parser};
use super::token::{Token, TokenKind};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;

/// The rule `Syntax`.
pub static SYNTAX: Rule = Rule {
    name: "Syntax",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: Some("https://spec.graphql.org/September2025/#sec-Language"),
    explanation: "The text is not valid GraphQL.",
    example: None,
};

impl Parser<'_, '_> {
    /// Reports `Expected …, found …` at the current token.
    #[cold]
    pub(super) fn expected(&mut self, what: &str) -> Failed {
        let message = format!("Expected {what}, found {}.", self.describe(self.token));
        self.fail(self.token, message)
    }

    /// Reports `Unexpected …` at a token.
    #[cold]
    pub(super) fn unexpected(&mut self, token: Token) -> Failed {
        let message = format!("Unexpected {}.", self.describe(token));
        self.fail(token, message)
    }

    /// Reports an error at a token, unless it is a consequence of a previous one.
    #[cold]
    pub(super) fn fail(&mut self, token: Token, message: String) -> Failed {
        let known = self.at(TokenKind::Invalid) || (self.damaged && self.at(TokenKind::Eof));
        if !known {
            let span = self.span(token.start, token.end);
            let message = format!("Syntax Error: {message}");
            self.report(Diagnostic::error(&SYNTAX, message, span));
            if self.at(TokenKind::Eof) {
                self.explain_unclosed();
            }
        }
        Failed
    }

    /// Adds the location of the unclosed brace to the last diagnostic.
    pub(super) fn explain_unclosed(&mut self) {
        let Some(brace) = self.opened.checked_sub(1) else {
            return;
        };
        let span = self.span(brace, self.opened);
        if let Some(last) = self.diagnostics.iter_mut().next_back()
            && last.secondary.is_empty()
        {
            last.secondary.push(Label::new(span, "unclosed brace"));
        }
    }

    /// Describes the token as graphql-js does. Long texts are truncated.
    fn describe(&self, token: Token) -> String {
        const LONGEST: usize = 80;
        let kind = token.kind.describe();
        let value = match token.kind {
            TokenKind::String | TokenKind::BlockString => self.string_value(token).value(),
            TokenKind::Name | TokenKind::Int | TokenKind::Float => self.text(token).into(),
            _ => return kind.to_owned(),
        };
        match value.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{kind} \"{}…\"", value.get(..end).unwrap_or("")),
            None => format!("{kind} \"{value}\""),
        }
    }

    #[cold]
    pub(super) fn report_lexical_error(&mut self) {
        self.lexer.failed = false;
        let Some(error) = self.lexer.error.take() else {
            return;
        };
        let span = self.span(error.start as u32, error.end as u32);
        let message = format!("Syntax Error: {}", error.message);
        let mut diagnostic = Diagnostic::error(&SYNTAX, message, span);
        if let Some(opened) = error.opened {
            let quote = self.span(opened as u32, opened as u32 + 1);
            diagnostic = diagnostic.with_secondary(quote, "the string starts here");
        }
        self.report(diagnostic);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let span = diagnostic
            .primary
            .first()
            .map_or_else(Span::default, |label| label.span);
        self.diagnostics.push(diagnostic);
        self.damaged = true;
        self.errors += 1;
        if self.errors == MAX_ERRORS {
            let message = format!("{MAX_ERRORS} syntax errors; the text behind the last one was not read.");
            let mut note = Diagnostic::error(&SYNTAX, message, span);
            note.severity = Severity::Note;
            self.diagnostics.push(note);
            self.stop();
        }
    }

    /// Skips the rest of the text.
    fn stop(&mut self) {
        let end = self.lexer.text.len();
        self.token = Token::new(TokenKind::Eof, end, end);
    }
}
