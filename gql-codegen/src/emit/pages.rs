//! Emits the traits of operations with a list that is read page by page.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{ident, path, ty};
use crate::ir::{Cursor, Nodes, Pages, Paging, Route};

/// The implementations for the variables, in the module of the operation.
pub(super) fn pages(pages: &Pages) -> TokenStream {
    let (advance, is_backward) = match &pages.paging {
        Paging::Forward(cursor) => (forward(cursor), None),
        Paging::Backward(cursor) => (backward(cursor), Some(quote!(true))),
        Paging::Either {
            forward: from_start,
            backward: from_end,
            first,
            last,
        } => {
            let (from_start, from_end) = (forward(from_start), backward(from_end));
            let first = first.iter().map(|name| {
                let name = ident(name);
                quote!(!codegen::Given::is_given(&self.#name))
            });
            let last = last.iter().map(|name| {
                let name = ident(name);
                quote!(codegen::Given::is_given(&self.#name))
            });
            let both: Vec<_> = last.chain(first).collect();
            (
                quote! {
                    match codegen::Paginated::is_backward(self) {
                        true => #from_end,
                        false => #from_start,
                    }
                },
                Some(quote!(#(#both)&&*)),
            )
        }
    };
    let is_backward = is_backward.map(|is_backward| {
        quote! {
            fn is_backward(&self) -> bool {
                #is_backward
            }
        }
    });
    let nodes = pages.nodes.as_ref().map(nodes);
    quote! {
        impl codegen::Paginated for Variables {
            fn advance(&mut self, data: &ResponseData) -> codegen::Result<codegen::Advance, codegen::Error> {
                #advance
            }
            #is_backward
        }
        #nodes
    }
}

fn forward(cursor: &Cursor) -> TokenStream {
    let (variable, has_more, value) = parts(cursor);
    quote!(codegen::forward(&mut self.#variable, #has_more, #value))
}

fn backward(cursor: &Cursor) -> TokenStream {
    let (variable, has_more, value) = parts(cursor);
    quote!(codegen::backward(&mut self.#variable, #has_more, #value))
}

fn parts(cursor: &Cursor) -> (TokenStream, TokenStream, TokenStream) {
    let variable = ident(&cursor.variable);
    (
        quote!(#variable),
        borrowed("data", &cursor.has_more),
        borrowed("data", &cursor.value),
    )
}

fn nodes(nodes: &Nodes) -> TokenStream {
    let node = ty(&nodes.ty);
    let list = owned("data", &nodes.list);
    let values = match &nodes.node {
        Route::Here => quote!(list),
        Route::Some(then) if **then == Route::Here => quote!(list.into_iter().flatten().collect()),
        route => {
            let value = owned("value", route);
            quote!(list.into_iter().filter_map(|value| #value).collect())
        }
    };
    quote! {
        impl codegen::PaginatedNodes for Variables {
            type Node = #node;
            fn nodes(data: ResponseData) -> Vec<Self::Node> {
                let list = #list;
                match list {
                    Some(list) => #values,
                    None => Vec::new(),
                }
            }
        }
    }
}

/// Returns an expression of type `Option<&T>` for a variable that is a reference.
fn borrowed(from: &str, route: &Route) -> TokenStream {
    let lend = quote!(&);
    Value::variable(from).follow(route, &lend)
}

/// Returns an expression of type `Option<T>`, which moves the value.
fn owned(from: &str, route: &Route) -> TokenStream {
    Value::variable(from).follow(route, &TokenStream::new())
}

/// A value that a route has reached.
struct Value {
    tokens: TokenStream,
    /// Whether it is a field, which has to be borrowed. A variable is a reference already.
    is_field: bool,
}

impl Value {
    fn variable(name: &str) -> Self {
        let name = proc_macro2::Ident::new(name, Span::call_site());
        Self {
            tokens: quote!(#name),
            is_field: false,
        }
    }

    /// Follows a route. Consecutive fields are one expression, and `lend` is its prefix.
    fn follow(&self, route: &Route, lend: &TokenStream) -> TokenStream {
        let from = &self.tokens;
        let lent = self.is_field.then_some(lend);
        match route {
            Route::Here => quote!(Some(#lent #from)),
            Route::Field(name, then) => {
                let name = ident(name);
                let field = Self {
                    tokens: quote!(#from.#name),
                    is_field: true,
                };
                field.follow(then, lend)
            }
            Route::Some(then) if **then == Route::Here && lend.is_empty() => quote!(#from),
            Route::Some(then) if **then == Route::Here => quote!(#from.as_ref()),
            Route::Some(then) => {
                let then = Self::variable("value").follow(then, lend);
                quote! {
                    match #lent #from {
                        Some(value) => #then,
                        None => None,
                    }
                }
            }
            Route::Variants { of, arms, complete } => {
                let of = path(of);
                let arms = arms.iter().map(|(variant, then)| {
                    let then = Self::variable("value").follow(then, lend);
                    let variant = ident(variant);
                    quote!(#of::#variant(value) => #then,)
                });
                let others = (!complete).then(|| quote!(_ => None,));
                quote! {
                    match #lent #from {
                        #(#arms)*
                        #others
                    }
                }
            }
        }
    }
}
