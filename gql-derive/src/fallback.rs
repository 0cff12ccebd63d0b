//! Stand-ins for an operation whose code could not be generated, so that one mistake is one error.

use gql_codegen::lower::module_name;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Path};

/// Returns the operation's module with the compile errors in it, and the implementations for the user's struct.
///
/// A module in which a macro has failed may have had any name, so that the compiler reports none of them as missing, and
/// no mistake in code that uses one of them. The implementations refer to that module: with them, the struct is an
/// operation of any kind, with any variables and data. Only the mistake itself remains.
pub(crate) fn operation(input: &DeriveInput, runtime: &str, errors: &[TokenStream]) -> TokenStream {
    let (marker, visibility) = (&input.ident, &input.vis);
    let Ok(module) = syn::parse_str::<Ident>(&module_name(&marker.to_string())) else {
        return quote! { #(#errors)* };
    };
    // A path that is none is among the errors; with another one, the implementations would be errors, too.
    let Ok(runtime) = syn::parse_str::<Path>(runtime) else {
        return quote! { #visibility mod #module { #(#errors)* } };
    };
    quote! {
        #visibility mod #module {
            #(#errors)*
        }
        const _: () = {
            impl #runtime::codegen::Operation for #marker {
                type Kind = #module::Kind;
                type Variables = #module::Variables;
                type Data = #module::ResponseData;
                const NAME: &'static ::core::primitive::str = "";
                const DOCUMENT: &'static ::core::primitive::str = "";
                const HASH: &'static ::core::primitive::str = "";
            }
            impl #runtime::codegen::OperationVariables for #module::Variables {
                type Operation = #marker;
            }
            impl #runtime::codegen::GraphQLQuery for #marker {
                type Variables = #module::Variables;
                type ResponseData = #module::ResponseData;
                fn build_query(
                    variables: Self::Variables,
                ) -> #runtime::codegen::QueryBody<Self::Variables> {
                    #runtime::codegen::query_body::<Self>(variables)
                }
            }
        };
    }
}
