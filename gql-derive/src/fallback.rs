//! Substitutes for an operation that could not be generated, so that one mistake causes one error.

use gql_codegen::lower::module_name;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Path};

/// Returns the operation's module, which contains the compile errors, and implementations for the user's struct.
///
/// The compiler does not report missing names in a module with a failed macro, or mistakes in code that uses them. The
/// implementations refer to that module, which makes the struct an operation of any kind with any variables and data, so that
/// only the original mistake is reported.
pub(crate) fn operation(input: &DeriveInput, runtime: &str, errors: &[TokenStream]) -> TokenStream {
    let (marker, visibility) = (&input.ident, &input.vis);
    let Ok(module) = syn::parse_str::<Ident>(&module_name(&marker.to_string())) else {
        return quote! { #(#errors)* };
    };
    // An invalid path is among the errors. With another path, the implementations would cause additional errors.
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
