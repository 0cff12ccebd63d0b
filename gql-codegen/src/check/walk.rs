//! Walks every operation and fragment with type information, for the rules that check a single position at a time.

use std::collections::HashMap;

use super::arguments::{self, Owner, OwnerKind};
use super::incremental::{self, DirectiveLabel, Labels};
use super::index::Index;
use super::place::ValuePosition;
use super::variables::{self, Uses, VariableUse};
use super::{client, conditional, deprecated, fields, fragments, types};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::{DirectiveDef, TypeId};
use crate::source::Span;
use crate::syntax::ast::{
    Argument, Directive, Field, FragmentDefinition, FragmentSpread, InlineFragment, Name,
    OperationDefinition, Selection, SelectionSet, VariableDefinition,
};

/// The state of the walk, and its results.
#[derive(Debug)]
pub(super) struct Walk<'i, 'a> {
    pub(super) index: &'i Index<'a>,
    pub(super) diagnostics: Diagnostics,
    /// The variables used in the current definition.
    pub(super) uses: Vec<VariableUse<'a>>,
    /// The labels of `@defer` and `@stream` in the current definition.
    pub(super) labels: Vec<DirectiveLabel<'a>>,
    /// The variables of the current operation; `None` in a fragment, which several operations may use.
    pub(super) variables: Option<&'a [VariableDefinition<'a>]>,
    /// The directive of an enclosing inline fragment on the same object that may exclude the current selection.
    excluded: Option<Span>,
    /// A cache of whether types overlap.
    overlaps: HashMap<(TypeId, TypeId), bool>,
}

/// Walks all definitions, and returns the diagnostics, the uses of variables and the labels of `@defer` and `@stream`.
pub(super) fn walk<'a>(index: &Index<'a>) -> (Diagnostics, Uses<'a>, Labels<'a>) {
    let mut walk = Walk {
        index,
        diagnostics: Diagnostics::new(),
        uses: Vec::new(),
        labels: Vec::new(),
        variables: None,
        excluded: None,
        overlaps: HashMap::new(),
    };
    let mut uses = Uses::default();
    let mut labels = Labels::default();
    for operation in &index.operations {
        walk.operation(operation);
        uses.operations.push(std::mem::take(&mut walk.uses));
        labels.operations.push(std::mem::take(&mut walk.labels));
    }
    walk.variables = None;
    for fragment in &index.fragments {
        walk.fragment(fragment);
        uses.fragments.push(std::mem::take(&mut walk.uses));
        labels.fragments.push(std::mem::take(&mut walk.labels));
    }
    (walk.diagnostics, uses, labels)
}

impl<'a> Walk<'_, 'a> {
    pub(super) fn report(&mut self, diagnostic: Option<Diagnostic>) {
        diagnostic
            .into_iter()
            .for_each(|diagnostic| self.diagnostics.push(diagnostic));
    }

    pub(super) fn directive_def(&self, directive: &Directive<'_>) -> Option<&'a DirectiveDef> {
        self.index.schema.directive(directive.name.text)
    }

    /// Returns whether the current operation declares the variable as nullable.
    pub(super) fn is_nullable(&self, variable: &str) -> bool {
        let variables = self.variables.unwrap_or_default();
        let variable = variables.iter().rfind(|it| it.name.text == variable);
        let ty = variable.and_then(|variable| self.index.type_ref(&variable.ty));
        ty.is_some_and(|ty| !ty.is_non_null())
    }

    fn operation(&mut self, operation: &'a OperationDefinition<'a>) {
        self.variables = Some(&operation.variables);
        variables::unique(operation, &mut self.diagnostics);
        self.directives(&operation.directives, operation.operation.directive_location());
        for variable in &operation.variables {
            self.variable(variable);
        }
        let root = self.index.schema.root(operation.operation);
        self.selection_set(&operation.selection_set, root);
    }

    fn variable(&mut self, variable: &'a VariableDefinition<'a>) {
        self.type_name(variable.ty.name());
        self.report(variables::input_type(self.index.schema, variable));
        self.directives(&variable.directives, "VARIABLE_DEFINITION");
        if let Some(default) = &variable.default {
            let ty = self.index.type_ref(&variable.ty);
            let expected = ty.filter(|ty| self.index.schema.ty(ty.named).is_input());
            self.value(
                default,
                ValuePosition {
                    expected,
                    ..ValuePosition::default()
                },
            );
        }
    }

    fn type_name(&mut self, name: Name<'_>) {
        self.report(types::unknown(self.index, name));
    }

    fn fragment(&mut self, fragment: &'a FragmentDefinition<'a>) {
        let condition = fragment.type_condition;
        let ty = self.condition(Some(fragment.name), condition);
        self.directives(&fragment.directives, "FRAGMENT_DEFINITION");
        self.selection_set(&fragment.selection_set, ty);
    }

    /// Returns the composite type of a type condition, or reports why the condition is invalid.
    fn condition(&mut self, fragment: Option<Name<'_>>, condition: Name<'_>) -> Option<TypeId> {
        self.type_name(condition);
        let schema = self.index.schema;
        let id = schema.find(condition.text)?;
        if schema.ty(id).is_composite() {
            return Some(id);
        }
        let diagnostic = fragments::not_composite(schema, fragment, condition, id);
        self.diagnostics.push(diagnostic);
        None
    }

    fn selection_set(&mut self, set: &'a SelectionSet<'a>, parent: Option<TypeId>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => self.field(field, parent),
                Selection::InlineFragment(inline) => self.inline_fragment(inline, parent),
                Selection::FragmentSpread(spread) => self.fragment_spread(spread, parent),
            }
        }
    }

    fn field(&mut self, field: &'a Field<'a>, parent: Option<TypeId>) {
        let (index, schema) = (self.index, self.index.schema);
        self.report(fields::typename_alias(field));
        let known = parent.and_then(|parent| Some((parent, index.field(parent, field.name.text)?)));
        let Some((parent, def)) = known else {
            // An unknown field causes one diagnostic. Within it, only checks that do not depend on its type are made.
            self.report(parent.map(|parent| fields::unknown(index, field, parent)));
            self.arguments(&field.arguments, None);
            self.directives(&field.directives, "FIELD");
            if let Some(set) = &field.selection_set {
                self.inner_selection_set(set, None);
            }
            return;
        };
        let parent = schema.ty(parent);
        let used = field.span.through(field.name.span);
        self.report(deprecated::field(parent, def, used));
        let owner = Owner {
            kind: OwnerKind::Field {
                parent: &parent.name,
                name: &def.name,
            },
            arguments: &def.arguments,
            used,
            defined: def.span,
        };
        self.arguments(&field.arguments, Some(owner));
        self.directives(&field.directives, "FIELD");
        incremental::stream_on_list(schema, field, parent, def, &mut self.diagnostics);
        client::field_rules(schema, field, parent, def, self.excluded, &mut self.diagnostics);
        self.report(fields::scalar_leafs(schema, field, def));
        if let Some(set) = &field.selection_set {
            let ty = Some(def.ty.named).filter(|id| schema.ty(*id).is_composite());
            self.inner_selection_set(set, ty);
        }
    }

    /// Walks the selection set of a field, which is on another object.
    fn inner_selection_set(&mut self, set: &'a SelectionSet<'a>, parent: Option<TypeId>) {
        let outer = self.excluded.take();
        self.selection_set(set, parent);
        self.excluded = outer;
    }

    /// Checks the arguments of a field or directive; `None` stands for an unknown one.
    pub(super) fn arguments(&mut self, given: &'a [Argument<'a>], owner: Option<Owner<'a>>) {
        arguments::unique(given, &mut self.diagnostics);
        for argument in given {
            let def =
                owner.and_then(|owner| owner.arguments.iter().find(|it| *it.name == *argument.name.text));
            let diagnostic = owner.and_then(|owner| match def {
                Some(def) => deprecated::argument(owner.kind, def, argument.name),
                None => Some(arguments::unknown(self.index.schema, owner, argument)),
            });
            self.report(diagnostic);
            self.value(&argument.value, ValuePosition::of(def));
        }
        if let Some(owner) = owner {
            arguments::required(self.index.schema, owner, given, &mut self.diagnostics);
        }
    }

    fn inline_fragment(&mut self, inline: &'a InlineFragment<'a>, parent: Option<TypeId>) {
        let ty = match inline.type_condition {
            None => parent,
            Some(condition) => {
                let ty = self.condition(None, condition);
                let span = inline.span.through(condition.span);
                if let (Some(parent), Some(ty)) = (parent, ty)
                    && !self.overlap(parent, ty)
                {
                    let diagnostic = fragments::impossible(self.index.schema, None, span, parent, ty);
                    self.diagnostics.push(diagnostic);
                }
                ty
            }
        };
        self.directives(&inline.directives, "INLINE_FRAGMENT");
        let outer = self.excluded;
        let own = conditional::condition(&inline.directives);
        self.excluded = own.map(|it| it.span.through(it.name.span)).or(outer);
        self.selection_set(&inline.selection_set, ty);
        self.excluded = outer;
    }

    fn fragment_spread(&mut self, spread: &'a FragmentSpread<'a>, parent: Option<TypeId>) {
        self.directives(&spread.directives, "FRAGMENT_SPREAD");
        let Some(place) = self.index.fragment(spread.name.text) else {
            let diagnostic = fragments::unknown(self.index, spread);
            self.diagnostics.push(diagnostic);
            return;
        };
        let ty = self.index.composite(self.index.fragments[place].type_condition);
        if let (Some(parent), Some(ty)) = (parent, ty)
            && !self.overlap(parent, ty)
        {
            let span = spread.span.through(spread.name.span);
            let diagnostic = fragments::impossible(self.index.schema, Some(spread.name), span, parent, ty);
            self.diagnostics.push(diagnostic);
        }
    }

    fn overlap(&mut self, a: TypeId, b: TypeId) -> bool {
        let schema = self.index.schema;
        *self
            .overlaps
            .entry((a, b))
            .or_insert_with(|| fragments::overlap(schema, a, b))
    }
}
