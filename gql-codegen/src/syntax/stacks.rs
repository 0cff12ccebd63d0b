//! The stacks on which the items of unfinished lists wait, one for each kind of item.
//!
//! A finished list is cut off its stack and allocated once, in its exact size. A vector for each list would grow step by step,
//! copy its items at each step, and keep a third of its memory unused.

use std::marker::PhantomData;

use super::ast::{
    Argument, EnumValueDefinition, FieldDefinition, InputValueDefinition, RootOperationTypeDefinition,
    Selection, VariableDefinition,
};
use super::parser::{Parsed, Parser};

/// A node that occurs in lists.
pub(super) trait Stacked<'a>: Sized {
    /// Returns the stack of its kind.
    fn stack<'s>(stacks: &'s mut Stacks<'a>) -> &'s mut Vec<Self>;
}

/// Shows that an item is on its stack. Items themselves are too large to be returned: each would be copied twice.
#[derive(Debug)]
pub(super) struct Added<T>(PhantomData<T>);

impl<'a> Parser<'a, '_> {
    /// Adds an item to the list that is being parsed.
    pub(super) fn add<T: Stacked<'a>>(&mut self, item: T) -> Parsed<Added<T>> {
        T::stack(&mut self.stacks).push(item);
        Ok(Added(PhantomData))
    }
}

macro_rules! stacks {
    ($($name:ident: $item:ident,)*) => {
        /// The items of the lists that contain the current token, the innermost list last.
        #[derive(Debug, Default)]
        pub(super) struct Stacks<'a> {
            $($name: Vec<$item<'a>>,)*
        }

        $(impl<'a> Stacked<'a> for $item<'a> {
            fn stack<'s>(stacks: &'s mut Stacks<'a>) -> &'s mut Vec<Self> {
                &mut stacks.$name
            }
        })*
    };
}

stacks! {
    arguments: Argument,
    fields: FieldDefinition,
    inputs: InputValueDefinition,
    operations: RootOperationTypeDefinition,
    selections: Selection,
    values: EnumValueDefinition,
    variables: VariableDefinition,
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceId;
    use crate::syntax::ast::{Definition, TypeDefinition, TypeDefinitionKind};
    use crate::syntax::parse;

    #[test]
    fn lists_have_no_unused_memory() {
        // The second list of arguments is not closed.
        let text = "type A {\n  a(b: C, d: E): F\n  g(h: I, j: K\n}\ntype L {\n  m(n: O): P\n  q: R\n}";
        let document = parse(SourceId(0), text, &mut Diagnostics::new());
        let lists = document.definitions.iter().map(|definition| match definition {
            Definition::Type(TypeDefinition {
                kind: TypeDefinitionKind::Object { fields, .. },
                ..
            }) => {
                let arguments = fields.first().map(|field| &field.arguments);
                (
                    fields.len(),
                    fields.capacity(),
                    arguments.map(|list| (list.len(), list.capacity())),
                )
            }
            other => unreachable!("{other:?}"),
        });
        let expected = [(1, 1, Some((2, 2))), (2, 2, Some((1, 1)))];
        assert_eq!(lists.collect::<Vec<_>>(), expected);
    }
}
