//! Operations, selections and fragments. <https://spec.graphql.org/September2025/#sec-Language.Operations>

use super::ast::{
    Definition, Field, FragmentDefinition, FragmentSpread, InlineFragment, Name, OperationDefinition,
    OperationType, Selection, SelectionSet, StringValue, VariableDefinition,
};
use super::parser::{Parsed, Parser};
use super::stacks::Added;
use super::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// Parses a query in shorthand form: `{ … }`.
    /// <https://spec.graphql.org/September2025/#sec-Language.Operations.Query-Shorthand>
    pub(super) fn shorthand_query(&mut self) -> Parsed<OperationDefinition<'a>> {
        let selection_set = self.selection_set()?;
        Ok(OperationDefinition {
            description: None,
            span: selection_set.span,
            operation: OperationType::Query,
            name: None,
            variables: Vec::new(),
            directives: Vec::new(),
            selection_set,
        })
    }

    /// Parses an operation. <https://spec.graphql.org/September2025/#OperationDefinition>
    pub(super) fn operation_definition(
        &mut self,
        operation: OperationType,
        description: Option<StringValue<'a>>,
    ) -> Parsed<Definition<'a>> {
        let start = self.token.start;
        self.advance();
        let name = if self.at(TokenKind::Name) {
            Some(self.name()?)
        } else {
            None
        };
        let variables = self.optional_parens(Self::variable_definition)?;
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        Ok(Definition::Operation(OperationDefinition {
            description,
            span: self.span_from(start),
            operation,
            name,
            variables,
            directives,
            selection_set,
        }))
    }

    /// Parses a variable definition. <https://spec.graphql.org/September2025/#VariableDefinition>
    fn variable_definition(&mut self) -> Parsed<Added<VariableDefinition<'a>>> {
        let description = self.description();
        let start = self.token.start;
        let name = self.variable()?;
        self.expect(TokenKind::Colon)?;
        let ty = self.type_reference()?;
        let default = self.default_value()?;
        let directives = self.directives(true)?;
        self.add(VariableDefinition {
            description,
            span: self.span_from(start),
            name,
            ty,
            default,
            directives,
        })
    }

    /// Parses a selection set. <https://spec.graphql.org/September2025/#SelectionSet>
    fn selection_set(&mut self) -> Parsed<SelectionSet<'a>> {
        let start = self.token.start;
        if !self.at(TokenKind::BraceL) {
            return Err(self.expected(TokenKind::BraceL.describe()));
        }
        self.descend()?;
        self.advance();
        let selections = self.many_in_braces(Self::selection)?;
        self.depth -= 1;
        Ok(SelectionSet {
            id: self.node_id(),
            span: self.span_from(start),
            selections,
        })
    }

    /// Parses a selection. <https://spec.graphql.org/September2025/#Selection>
    fn selection(&mut self) -> Parsed<Added<Selection<'a>>> {
        let selection = if self.at(TokenKind::Spread) {
            self.fragment()?
        } else {
            self.field()?
        };
        self.add(selection)
    }

    /// Parses a field. <https://spec.graphql.org/September2025/#Field>
    fn field(&mut self) -> Parsed<Selection<'a>> {
        let mut name = self.name()?;
        let start = name.span.start;
        let mut alias = None;
        if self.eat(TokenKind::Colon) {
            alias = Some(name);
            name = self.name()?;
        }
        let arguments = self.arguments(false)?;
        let directives = self.directives(false)?;
        let selection_set = if self.at(TokenKind::BraceL) {
            Some(self.selection_set()?)
        } else {
            None
        };
        let span = self.span_from(start);
        Ok(Selection::Field(Field {
            id: self.node_id(),
            span,
            alias,
            name,
            arguments,
            directives,
            selection_set,
        }))
    }

    /// Parses a fragment spread or inline fragment: `...Name`, `... on Type { … }` or `... { … }`.
    /// <https://spec.graphql.org/September2025/#sec-Language.Fragments>
    fn fragment(&mut self) -> Parsed<Selection<'a>> {
        let start = self.token.start;
        self.advance();
        let conditional = self.eat_keyword("on");
        if !conditional && self.at(TokenKind::Name) {
            let name = self.name()?;
            let directives = self.directives(false)?;
            let span = self.span_from(start);
            return Ok(Selection::FragmentSpread(FragmentSpread {
                id: self.node_id(),
                span,
                name,
                directives,
            }));
        }
        let type_condition = if conditional { Some(self.name()?) } else { None };
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        let span = self.span_from(start);
        Ok(Selection::InlineFragment(InlineFragment {
            id: self.node_id(),
            span,
            type_condition,
            directives,
            selection_set,
        }))
    }

    /// Parses a fragment definition. <https://spec.graphql.org/September2025/#FragmentDefinition>
    pub(super) fn fragment_definition(
        &mut self,
        description: Option<StringValue<'a>>,
    ) -> Parsed<Definition<'a>> {
        let start = self.token.start;
        self.advance();
        let name = self.fragment_name()?;
        self.expect_keyword("on")?;
        let type_condition = self.name()?;
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        Ok(Definition::Fragment(FragmentDefinition {
            description,
            span: self.span_from(start),
            name,
            type_condition,
            directives,
            selection_set,
        }))
    }

    /// Parses the name of a fragment: any name except `on`. <https://spec.graphql.org/September2025/#FragmentName>
    fn fragment_name(&mut self) -> Parsed<Name<'a>> {
        if self.at_keyword("on") {
            return Err(self.unexpected(self.token));
        }
        self.name()
    }
}
