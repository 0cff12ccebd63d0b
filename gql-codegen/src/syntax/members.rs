//! Parses the members of types: fields, input values, enum values and union members.

use super::ast::{EnumValueDefinition, FieldDefinition, InputValueDefinition, Name};
use super::parser::{Parsed, Parser};
use super::stacks::Added;
use super::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// Parses fields. <https://spec.graphql.org/September2025/#FieldsDefinition>
    pub(super) fn fields(&mut self) -> Parsed<Vec<FieldDefinition<'a>>> {
        if !self.eat(TokenKind::BraceL) {
            return Ok(Vec::new());
        }
        self.many_in_braces(Self::field_definition)
    }

    /// Parses a field definition. <https://spec.graphql.org/September2025/#FieldDefinition>
    fn field_definition(&mut self) -> Parsed<Added<FieldDefinition<'a>>> {
        let description = self.description();
        let name = self.name()?;
        let arguments = self.optional_parens(Self::input_value_definition)?;
        self.expect(TokenKind::Colon)?;
        let ty = self.type_reference()?;
        let directives = self.directives(true)?;
        let span = self.span_from(name.span.start);
        self.add(FieldDefinition {
            description,
            span,
            name,
            arguments,
            ty,
            directives,
        })
    }

    /// Parses input fields. <https://spec.graphql.org/September2025/#InputFieldsDefinition>
    pub(super) fn input_fields(&mut self) -> Parsed<Vec<InputValueDefinition<'a>>> {
        if !self.eat(TokenKind::BraceL) {
            return Ok(Vec::new());
        }
        self.many_in_braces(Self::input_value_definition)
    }

    /// Parses an argument or input field definition. <https://spec.graphql.org/September2025/#InputValueDefinition>
    pub(super) fn input_value_definition(&mut self) -> Parsed<Added<InputValueDefinition<'a>>> {
        let description = self.description();
        let name = self.name()?;
        self.expect(TokenKind::Colon)?;
        let ty = self.type_reference()?;
        let default = self.default_value()?;
        let directives = self.directives(true)?;
        let span = self.span_from(name.span.start);
        self.add(InputValueDefinition {
            description,
            span,
            name,
            ty,
            default,
            directives,
        })
    }

    /// Parses the members of a union. <https://spec.graphql.org/September2025/#UnionMemberTypes>
    pub(super) fn union_members(&mut self) -> Parsed<Vec<Name<'a>>> {
        if !self.eat(TokenKind::Equals) {
            return Ok(Vec::new());
        }
        self.delimited(TokenKind::Pipe, Self::name)
    }

    /// Parses enum values. <https://spec.graphql.org/September2025/#EnumValuesDefinition>
    pub(super) fn enum_values(&mut self) -> Parsed<Vec<EnumValueDefinition<'a>>> {
        if !self.eat(TokenKind::BraceL) {
            return Ok(Vec::new());
        }
        self.many_in_braces(Self::enum_value_definition)
    }

    /// Parses an enum value definition. <https://spec.graphql.org/September2025/#EnumValueDefinition>
    fn enum_value_definition(&mut self) -> Parsed<Added<EnumValueDefinition<'a>>> {
        let description = self.description();
        if self.at(TokenKind::Name) {
            let text = self.text(self.token);
            if matches!(text, "true" | "false" | "null") {
                let message = format!("Name \"{text}\" is reserved and cannot be used for an enum value.");
                return Err(self.fail(self.token, message));
            }
        }
        let name = self.name()?;
        let directives = self.directives(true)?;
        self.add(EnumValueDefinition {
            description,
            span: self.span_from(name.span.start),
            name,
            directives,
        })
    }
}
