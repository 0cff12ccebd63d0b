//! Resolves every name in valid operations, which produces [`Typed`].

use std::collections::HashMap;

use super::client::ClientUses;
use super::index::Index;
use super::typed::{
    Field, Fragment, FragmentId, Inline, Operation, Selection, SelectionSet, Spread, Typed, Variable,
};
use crate::bug::{Assumed, Bug};
use crate::diagnostic::Diagnostic;
use crate::schema::validate::TYPE_SYSTEM;
use crate::schema::{TypeId, TypeRef};
use crate::syntax::ast;

/// Resolves the operations and the fragments that they use, in which no rule found an error.
///
/// # Errors
/// Returns an error if a variable has more wrappers than a type reference can represent, or if a name cannot be resolved
/// because of a bug in a rule.
pub(super) fn resolve<'a>(index: &Index<'a>) -> Result<Typed<'a>, Diagnostic> {
    let mut resolver = Resolver {
        index,
        ids: HashMap::new(),
        found: Vec::new(),
    };
    let operations = index.operations.iter();
    let operations = operations
        .map(|operation| resolver.operation(operation))
        .collect::<Result<_, _>>()?;
    let mut fragments = Vec::new();
    // Resolving a fragment may append others.
    while let Some(node) = resolver.found.get(fragments.len()).copied() {
        let id = FragmentId(fragments.len());
        fragments.push(resolver.fragment(id, node)?);
    }
    Ok(Typed {
        schema: index.schema,
        operations,
        fragments,
    })
}

struct Resolver<'i, 'a> {
    index: &'i Index<'a>,
    ids: HashMap<&'a str, FragmentId>,
    /// The fragments with ids, in the order of their ids.
    found: Vec<&'a ast::FragmentDefinition<'a>>,
}

impl<'a> Resolver<'_, 'a> {
    fn operation(&mut self, node: &'a ast::OperationDefinition<'a>) -> Result<Operation<'a>, Diagnostic> {
        let root = self.index.schema.root(node.operation);
        let root = root.assumed("the root type of an operation is in the schema")?;
        let variables = node.variables.iter();
        let variables = variables
            .map(|variable| self.variable(variable))
            .collect::<Result<_, _>>()?;
        let needed = self.index.fragments_of(&node.selection_set);
        let fragments = needed.into_iter().map(|fragment| self.id(fragment)).collect();
        Ok(Operation {
            node,
            root,
            client: self.client(&node.directives),
            variables,
            selections: self.selection_set(&node.selection_set, root)?,
            fragments,
        })
    }

    fn client(&self, directives: &[ast::Directive<'_>]) -> ClientUses {
        ClientUses::of(self.index.schema, directives)
    }

    fn variable(&self, node: &'a ast::VariableDefinition<'a>) -> Result<Variable<'a>, Diagnostic> {
        let name = node.ty.name().text;
        let named = self.index.schema.find(name);
        let named = named.assumed("the type of a variable is in the schema")?;
        let ty = TypeRef::of(&node.ty, named).ok_or_else(|| {
            let message = format!(
                "This reference to \"{name}\" has more than {} list and non-null wrappers.",
                TypeRef::MAX_WRAPPERS
            );
            Diagnostic::error(&TYPE_SYSTEM, message, node.ty.span())
        })?;
        Ok(Variable { node, ty })
    }

    fn fragment(
        &mut self,
        id: FragmentId,
        node: &'a ast::FragmentDefinition<'a>,
    ) -> Result<Fragment<'a>, Bug> {
        let condition = self.condition(node.type_condition)?;
        Ok(Fragment {
            id,
            node,
            condition,
            client: self.client(&node.directives),
            selections: self.selection_set(&node.selection_set, condition)?,
        })
    }

    fn id(&mut self, fragment: &'a ast::FragmentDefinition<'a>) -> FragmentId {
        *self.ids.entry(fragment.name.text).or_insert_with(|| {
            self.found.push(fragment);
            FragmentId(self.found.len() - 1)
        })
    }

    fn condition(&self, name: ast::Name<'_>) -> Result<TypeId, Bug> {
        let composite = self.index.composite(name);
        composite.assumed("a type condition names an object, an interface or a union")
    }

    /// Recurses as deep as the parser allows.
    fn selection_set(
        &mut self,
        node: &'a ast::SelectionSet<'a>,
        parent: TypeId,
    ) -> Result<SelectionSet<'a>, Bug> {
        let selections = node.selections.iter();
        let selections = selections.map(|selection| match selection {
            ast::Selection::Field(field) => Ok(Selection::Field(self.field(field, parent)?)),
            ast::Selection::FragmentSpread(spread) => Ok(Selection::Spread(self.spread(spread)?)),
            ast::Selection::InlineFragment(inline) => Ok(Selection::Inline(self.inline(inline, parent)?)),
        });
        Ok(SelectionSet {
            id: node.id,
            parent,
            selections: selections.collect::<Result<_, Bug>>()?,
        })
    }

    fn field(&mut self, node: &'a ast::Field<'a>, parent: TypeId) -> Result<Field<'a>, Bug> {
        let definition = self.index.field(parent, node.name.text);
        let definition = definition.assumed("a selected field is in the schema")?;
        let named = definition.ty.named;
        let selections = match (&node.selection_set, self.index.schema.ty(named).is_composite()) {
            (Some(set), true) => Some(self.selection_set(set, named)?),
            (None, false) => None,
            _ => return Err(Bug::new("leaves and only leaves have no selections")),
        };
        Ok(Field {
            node,
            parent,
            definition,
            client: self.client(&node.directives),
            selections,
        })
    }

    fn spread(&mut self, node: &'a ast::FragmentSpread<'a>) -> Result<Spread<'a>, Bug> {
        let place = self.index.fragment(node.name.text);
        let place = place.assumed("the fragment of a spread is in the documents")?;
        let fragment = self.id(self.index.fragments[place]);
        let client = self.client(&node.directives);
        Ok(Spread {
            node,
            fragment,
            client,
        })
    }

    fn inline(&mut self, node: &'a ast::InlineFragment<'a>, parent: TypeId) -> Result<Inline<'a>, Bug> {
        let condition = node.type_condition.map(|name| self.condition(name)).transpose()?;
        Ok(Inline {
            node,
            condition,
            client: self.client(&node.directives),
            selections: self.selection_set(&node.selection_set, condition.unwrap_or(parent))?,
        })
    }
}
