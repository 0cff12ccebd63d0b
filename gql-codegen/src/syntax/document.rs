//! Documents and the dispatch to their definitions. <https://spec.graphql.org/September2025/#sec-Document>

use super::ast::{Definition, Document, OperationType};
use super::parser::{Failed, Parsed, Parser};
use super::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// Parses a document. <https://spec.graphql.org/September2025/#Document>
    pub(super) fn document(mut self) -> Document<'a> {
        let mut definitions = Vec::new();
        loop {
            let start = self.token.start;
            match self.definition() {
                Ok(definition) => definitions.push(definition),
                Err(Failed) => self.skip_definition(start),
            }
            if self.at(TokenKind::Eof) {
                return Document {
                    source: self.source,
                    definitions,
                };
            }
            self.damaged = false;
        }
    }

    /// Parses a definition. <https://spec.graphql.org/September2025/#Definition>
    fn definition(&mut self) -> Parsed<Definition<'a>> {
        let first = self.token;
        if self.at(TokenKind::BraceL) {
            return Ok(Definition::Operation(self.shorthand_query()?));
        }
        let description = self.description();
        let keyword = self.token;
        if !self.at(TokenKind::Name) {
            return Err(self.unexpected(keyword));
        }
        match self.text(keyword) {
            "query" => self.operation_definition(OperationType::Query, description),
            "mutation" => self.operation_definition(OperationType::Mutation, description),
            "subscription" => self.operation_definition(OperationType::Subscription, description),
            "fragment" => self.fragment_definition(description),
            "directive" => self.directive_definition(description),
            "extend" if description.is_none() => self.extension(),
            _ => match self.schema_or_type(keyword.start, description, false)? {
                Some(definition) => Ok(definition),
                None if description.is_some() => {
                    let message =
                        "Unexpected description, descriptions are supported only on type definitions.";
                    Err(self.fail(first, message.to_owned()))
                }
                None => Err(self.unexpected(keyword)),
            },
        }
    }

    /// Parses an extension after the keyword `extend`. <https://spec.graphql.org/September2025/#TypeSystemExtension>
    fn extension(&mut self) -> Parsed<Definition<'a>> {
        let start = self.token.start;
        self.advance();
        let keyword = self.token;
        if self.at_keyword("directive") {
            return self.directive_extension(start);
        }
        match self.schema_or_type(start, None, true)? {
            Some(definition) => Ok(definition),
            None => Err(self.unexpected(keyword)),
        }
    }
}
