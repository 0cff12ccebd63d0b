//! Parses the parts that both halves of the grammar use: values, variables, types, arguments and directives.
//! <https://spec.graphql.org/September2025/#sec-Input-Values>, <https://spec.graphql.org/September2025/#sec-Type-References>

use super::ast::{Argument, Directive, Name, NullableType, ObjectField, Type, Value};
use super::parser::{Parsed, Parser};
use super::stacks::Added;
use super::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// Parses a value. A `constant` value contains no variables. <https://spec.graphql.org/September2025/#Value>
    pub(super) fn value(&mut self, constant: bool) -> Parsed<Value<'a>> {
        let token = self.token;
        let span = self.span(token.start, token.end);
        let value = match token.kind {
            TokenKind::Int => Value::Int(self.text(token), span),
            TokenKind::Float => Value::Float(self.text(token), span),
            TokenKind::String | TokenKind::BlockString => Value::String(self.string_value(token)),
            TokenKind::Name => match self.text(token) {
                "true" => Value::Boolean(true, span),
                "false" => Value::Boolean(false, span),
                "null" => Value::Null(span),
                text => Value::Enum(Name { text, span }),
            },
            TokenKind::BracketL => return self.list(constant),
            TokenKind::BraceL => return self.object(constant),
            TokenKind::Dollar if constant => return self.variable_in_constant(),
            TokenKind::Dollar => return Ok(Value::Variable(self.variable()?)),
            _ => return Err(self.unexpected(token)),
        };
        self.advance();
        Ok(value)
    }

    /// Parses a list. <https://spec.graphql.org/September2025/#ListValue>
    fn list(&mut self, constant: bool) -> Parsed<Value<'a>> {
        self.descend()?;
        let start = self.token.start;
        self.advance();
        let mut items = Vec::new();
        while !self.eat(TokenKind::BracketR) {
            items.push(self.value(constant)?);
        }
        self.depth -= 1;
        Ok(Value::List(items, self.span_from(start)))
    }

    /// Parses an input object. <https://spec.graphql.org/September2025/#ObjectValue>
    fn object(&mut self, constant: bool) -> Parsed<Value<'a>> {
        self.descend()?;
        let start = self.token.start;
        self.advance();
        let mut fields = Vec::new();
        while !self.eat(TokenKind::BraceR) {
            let name = self.name()?;
            self.expect(TokenKind::Colon)?;
            let value = self.value(constant)?;
            fields.push(ObjectField {
                span: self.span_from(name.span.start),
                name,
                value,
            });
        }
        self.depth -= 1;
        Ok(Value::Object(fields, self.span_from(start)))
    }

    /// Parses a variable, whose span includes the `$`, but whose text does not.
    /// <https://spec.graphql.org/September2025/#Variable>
    pub(super) fn variable(&mut self) -> Parsed<Name<'a>> {
        let start = self.token.start;
        self.expect(TokenKind::Dollar)?;
        let mut name = self.name()?;
        name.span.start = start;
        Ok(name)
    }

    fn variable_in_constant(&mut self) -> Parsed<Value<'a>> {
        let mut token = self.token;
        self.advance();
        if !self.at(TokenKind::Name) {
            return Err(self.unexpected(token));
        }
        let message = format!(
            "Unexpected variable \"${}\" in constant value.",
            self.text(self.token)
        );
        token.end = self.token.end;
        Err(self.fail(token, message))
    }

    /// Parses an optional default value. <https://spec.graphql.org/September2025/#DefaultValue>
    pub(super) fn default_value(&mut self) -> Parsed<Option<Value<'a>>> {
        if !self.eat(TokenKind::Equals) {
            return Ok(None);
        }
        Ok(Some(self.value(true)?))
    }

    /// Parses a type. <https://spec.graphql.org/September2025/#Type>
    pub(super) fn type_reference(&mut self) -> Parsed<Type<'a>> {
        let start = self.token.start;
        let nullable = if self.at(TokenKind::BracketL) {
            self.descend()?;
            self.advance();
            let inner = self.type_reference()?;
            self.expect(TokenKind::BracketR)?;
            self.depth -= 1;
            NullableType::List(Box::new(inner), self.span_from(start))
        } else {
            NullableType::Named(self.name()?)
        };
        Ok(Type {
            nullable,
            non_null: self.eat(TokenKind::Bang),
            end: self.last_end,
        })
    }

    /// Parses arguments. <https://spec.graphql.org/September2025/#Arguments>
    pub(super) fn arguments(&mut self, constant: bool) -> Parsed<Vec<Argument<'a>>> {
        if !self.at(TokenKind::ParenL) {
            return Ok(Vec::new());
        }
        self.advance();
        let item = if constant {
            Self::constant_argument
        } else {
            Self::argument
        };
        self.many_in_parens(item)
    }

    fn argument(&mut self) -> Parsed<Added<Argument<'a>>> {
        let name = self.name()?;
        self.expect(TokenKind::Colon)?;
        let value = self.value(false)?;
        self.add(Argument {
            span: self.span_from(name.span.start),
            name,
            value,
        })
    }

    fn constant_argument(&mut self) -> Parsed<Added<Argument<'a>>> {
        let name = self.name()?;
        self.expect(TokenKind::Colon)?;
        let value = self.value(true)?;
        self.add(Argument {
            span: self.span_from(name.span.start),
            name,
            value,
        })
    }

    /// Parses directives. <https://spec.graphql.org/September2025/#Directives>
    pub(super) fn directives(&mut self, constant: bool) -> Parsed<Vec<Directive<'a>>> {
        let mut directives = Vec::new();
        while self.at(TokenKind::At) {
            let start = self.token.start;
            self.advance();
            let name = self.name()?;
            let arguments = self.arguments(constant)?;
            directives.push(Directive {
                span: self.span_from(start),
                name,
                arguments,
            });
        }
        Ok(directives)
    }
}
