//! The stacks on which the items of unfinished lists wait, one for each kind of item.
//!
//! A finished list is cut off its stack and allocated once, in its exact size. A vector for each list would grow step by step,
//! copy its items at each step, and keep a third of its memory unused.

use super::ast::{
    Argument, EnumValueDefinition, FieldDefinition, InputValueDefinition, RootOperationTypeDefinition,
    Selection, VariableDefinition,
};

/// A node that occurs in lists.
pub(super) trait Stacked<'a>: Sized {
    /// Returns the stack of its kind.
    fn stack<'s>(stacks: &'s mut Stacks<'a>) -> &'s mut Vec<Self>;
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
