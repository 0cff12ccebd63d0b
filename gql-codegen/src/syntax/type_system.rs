//! Parses definitions and extensions of schemas, types and directives.
//! <https://spec.graphql.org/September2025/#sec-Type-System>

use super::ast::{
    Definition, DirectiveDefinition, Name, OperationType, RootOperationTypeDefinition, SchemaDefinition,
    StringValue, TypeDefinition, TypeDefinitionKind,
};
use super::parser::{Parsed, Parser};
use super::stacks::Added;
use super::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// Parses a definition or extension of a schema or type; `None` if the current token is not its keyword. `start` is the
    /// offset of the first keyword.
    pub(super) fn schema_or_type(
        &mut self,
        start: u32,
        description: Option<StringValue<'a>>,
        extend: bool,
    ) -> Parsed<Option<Definition<'a>>> {
        if !self.at(TokenKind::Name) {
            return Ok(None);
        }
        let keyword = self.text(self.token);
        if keyword == "schema" {
            return self.schema_definition(start, description, extend).map(Some);
        }
        if !matches!(
            keyword,
            "type" | "interface" | "input" | "enum" | "union" | "scalar"
        ) {
            return Ok(None);
        }
        self.advance();
        let name = self.name()?;
        let implements = match keyword {
            "type" | "interface" => self.implements()?,
            _ => Vec::new(),
        };
        let directives = self.directives(true)?;
        let adds_nothing = implements.is_empty() && directives.is_empty();
        let before_body = self.last_end;
        let kind = match keyword {
            "type" => TypeDefinitionKind::Object {
                implements,
                fields: self.fields()?,
            },
            "interface" => TypeDefinitionKind::Interface {
                implements,
                fields: self.fields()?,
            },
            "input" => TypeDefinitionKind::InputObject {
                fields: self.input_fields()?,
            },
            "enum" => TypeDefinitionKind::Enum {
                values: self.enum_values()?,
            },
            "union" => TypeDefinitionKind::Union {
                members: self.union_members()?,
            },
            _ => TypeDefinitionKind::Scalar,
        };
        if extend && adds_nothing && self.last_end == before_body {
            return Err(self.unexpected(self.token));
        }
        let span = self.span_from(start);
        Ok(Some(Definition::Type(TypeDefinition {
            description,
            span,
            extend,
            name,
            directives,
            kind,
        })))
    }

    /// Parses a schema definition or extension. <https://spec.graphql.org/September2025/#SchemaDefinition>,
    /// <https://spec.graphql.org/September2025/#SchemaExtension>
    fn schema_definition(
        &mut self,
        start: u32,
        description: Option<StringValue<'a>>,
        extend: bool,
    ) -> Parsed<Definition<'a>> {
        self.advance();
        let directives = self.directives(true)?;
        let operations = if self.eat(TokenKind::BraceL) {
            self.many_in_braces(Self::root_operation_type)?
        } else if !extend {
            return Err(self.expected(TokenKind::BraceL.describe()));
        } else if directives.is_empty() {
            return Err(self.unexpected(self.token));
        } else {
            Vec::new()
        };
        let span = self.span_from(start);
        Ok(Definition::Schema(SchemaDefinition {
            description,
            span,
            extend,
            directives,
            operations,
        }))
    }

    /// Parses a root operation type. <https://spec.graphql.org/September2025/#RootOperationTypeDefinition>
    fn root_operation_type(&mut self) -> Parsed<Added<RootOperationTypeDefinition<'a>>> {
        let keyword = self.token;
        if !self.at(TokenKind::Name) {
            return Err(self.expected(TokenKind::Name.describe()));
        }
        self.advance();
        let operation = match self.text(keyword) {
            "query" => OperationType::Query,
            "mutation" => OperationType::Mutation,
            "subscription" => OperationType::Subscription,
            _ => return Err(self.unexpected(keyword)),
        };
        self.expect(TokenKind::Colon)?;
        let ty = self.name()?;
        self.add(RootOperationTypeDefinition {
            span: self.span_from(keyword.start),
            operation,
            ty,
        })
    }

    /// Parses the interfaces of a type. <https://spec.graphql.org/September2025/#ImplementsInterfaces>
    fn implements(&mut self) -> Parsed<Vec<Name<'a>>> {
        if !self.eat_keyword("implements") {
            return Ok(Vec::new());
        }
        self.delimited(TokenKind::Amp, Self::name)
    }

    /// Parses a directive definition. <https://spec.graphql.org/draft/#DirectiveDefinition>
    pub(super) fn directive_definition(
        &mut self,
        description: Option<StringValue<'a>>,
    ) -> Parsed<Definition<'a>> {
        let start = self.token.start;
        self.advance();
        self.expect(TokenKind::At)?;
        let name = self.name()?;
        let arguments = self.optional_parens(Self::input_value_definition)?;
        let directives = self.directives(true)?;
        let repeatable = self.eat_keyword("repeatable");
        self.expect_keyword("on")?;
        let locations = self.delimited(TokenKind::Pipe, Self::directive_location)?;
        Ok(Definition::Directive(DirectiveDefinition {
            description,
            span: self.span_from(start),
            extend: false,
            name,
            arguments,
            directives,
            repeatable,
            locations,
        }))
    }

    /// Parses a directive extension after the keyword `extend` at `start`. <https://spec.graphql.org/draft/#DirectiveExtension>
    pub(super) fn directive_extension(&mut self, start: u32) -> Parsed<Definition<'a>> {
        self.advance();
        self.expect(TokenKind::At)?;
        let name = self.name()?;
        let directives = self.directives(true)?;
        if directives.is_empty() {
            return Err(self.unexpected(self.token));
        }
        Ok(Definition::Directive(DirectiveDefinition {
            description: None,
            span: self.span_from(start),
            extend: true,
            name,
            arguments: Vec::new(),
            directives,
            repeatable: false,
            locations: Vec::new(),
        }))
    }

    /// Parses a directive location. <https://spec.graphql.org/draft/#DirectiveLocation>
    fn directive_location(&mut self) -> Parsed<Name<'a>> {
        let token = self.token;
        let name = self.name()?;
        if is_directive_location(name.text) {
            return Ok(name);
        }
        let failed = self.unexpected(token);
        // The token may be the keyword of the next definition.
        self.reread(token.start);
        Err(failed)
    }
}

/// Returns whether this is the name of a directive location. <https://spec.graphql.org/draft/#DirectiveLocation>
///
/// The location for variables of fragments is part of a proposal that graphql-js 17 implements.
pub(crate) fn is_directive_location(name: &str) -> bool {
    is_executable_location(name)
        || matches!(
            name,
            "FRAGMENT_VARIABLE_DEFINITION"
                | "SCHEMA"
                | "SCALAR"
                | "OBJECT"
                | "FIELD_DEFINITION"
                | "ARGUMENT_DEFINITION"
                | "INTERFACE"
                | "UNION"
                | "ENUM"
                | "ENUM_VALUE"
                | "INPUT_OBJECT"
                | "INPUT_FIELD_DEFINITION"
                | "DIRECTIVE_DEFINITION"
        )
}

/// Returns whether this is the name of a directive location in operations and fragments.
/// <https://spec.graphql.org/September2025/#ExecutableDirectiveLocation>
pub(crate) fn is_executable_location(name: &str) -> bool {
    matches!(
        name,
        "QUERY"
            | "MUTATION"
            | "SUBSCRIPTION"
            | "FIELD"
            | "FRAGMENT_DEFINITION"
            | "FRAGMENT_SPREAD"
            | "INLINE_FRAGMENT"
            | "VARIABLE_DEFINITION"
    )
}
