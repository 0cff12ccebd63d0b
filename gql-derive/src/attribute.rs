//! `#[operations]`: all operations of a module.

use gql_codegen::Config;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Error, Result};

use crate::expand::expand;
use crate::keys::Key;

pub(crate) fn operations(arguments: TokenStream, module: TokenStream) -> TokenStream {
    match config(arguments) {
        Ok(config) => fill(module, |name| expand(&config, name)),
        Err(error) => {
            let error = error.into_compile_error();
            quote! { #error #module }
        }
    }
}

fn config(arguments: TokenStream) -> Result<Config> {
    let mut config = Config::default();
    for key in Key::list.parse2(arguments)? {
        key.fill(&mut config)?;
    }
    Ok(config)
}

/// Puts the code behind the items that stand in the module. Its tokens are passed on, not parsed: that is what keeps the
/// macro small.
fn fill(module: TokenStream, code: impl FnOnce(Span) -> TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = module.into_iter().collect();
    let name = tokens
        .iter()
        .skip_while(|token| !matches!(token, TokenTree::Ident(ident) if ident == "mod"))
        .nth(1)
        .map(TokenTree::span);
    match (name, tokens.pop()) {
        (Some(name), Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
            let (items, mut code) = (body.stream(), code(name));
            let mut allow = gql_codegen::emit::allow();
            if !items.is_empty() {
                code = before_each_item(&std::mem::take(&mut allow), code);
            }
            let mut filled = Group::new(Delimiter::Brace, quote! { #items #code });
            filled.set_span(body.span());
            let module = tokens.into_iter().collect::<TokenStream>();
            quote! {
                #allow
                #module #filled
            }
        }
        _ => Error::new(
            Span::call_site(),
            "put #[operations] on a module with a body: `pub mod github {}`",
        )
        .into_compile_error(),
    }
}

/// Puts an attribute before each item of generated code: what stands in the module beside it is the user's, with the user's
/// lints. A module of generated code alone has it once: on each item it is 2 to 7 % of all tokens, more where items are small.
fn before_each_item(attribute: &TokenStream, code: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut first = true;
    let mut is_constant = false;
    for token in code {
        if std::mem::take(&mut first) {
            out.extend(attribute.clone());
            is_constant = false;
        }
        match &token {
            TokenTree::Ident(word) => is_constant |= word == "const",
            TokenTree::Punct(mark) => first = mark.as_char() == ';',
            // The value of a constant is not its end.
            TokenTree::Group(body) => first = body.delimiter() == Delimiter::Brace && !is_constant,
            TokenTree::Literal(_) => {}
        }
        out.extend([token]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_has_the_attribute_once() {
        let items = [
            quote!(
                use a::b as c;
            ),
            quote!(
                #[derive(A)]
                pub struct A;
            ),
            quote!(
                pub struct B(pub A, pub A);
            ),
            quote!(
                pub(crate) struct C {
                    c: [u8; 3],
                }
            ),
            quote!(
                pub enum D {
                    A(A),
                }
            ),
            quote!(
                #[a = "const"]
                pub mod e {
                    const F: u8 = 1;
                }
            ),
            quote!(
                const _: () = {
                    impl A {}
                };
            ),
            quote!(
                pub type G = Vec<A>;
            ),
            quote!(::core::compile_error!("x");),
        ];
        let attribute = quote!(#[x]);
        let found = before_each_item(&attribute, quote!(#(#items)*));
        assert_eq!(found.to_string(), quote!(#(#attribute #items)*).to_string());
    }
}
