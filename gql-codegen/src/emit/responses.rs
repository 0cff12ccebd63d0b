//! Structs, enums and views of responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Code, about, decode, derives, ident, ty};
use crate::ir::{Struct, Union, Views};

const ALWAYS: &[&str] = &["Debug", "Clone", "PartialEq"];

pub(super) fn structure(item: &Struct) -> Code {
    let name = ident(&item.name);
    let about_type = about(&item.about);
    let derives = derives(ALWAYS, &item.derives);
    let fields = item.fields.iter().map(|field| {
        let (about, name, ty) = (about(&field.about), ident(&field.name), ty(&field.ty));
        quote! { #about pub #name: #ty }
    });
    let impls = item
        .decode
        .as_ref()
        .map(|decode| decode::decode(&item.name, decode))
        .unwrap_or_default();
    let declaration = quote! {
        #about_type
        #derives
        pub struct #name {
            #(#fields,)*
        }
    };
    Code { declaration, impls }
}

pub(super) fn union(item: &Union) -> Code {
    let name = ident(&item.name);
    let about_type = about(&item.about);
    let derives = derives(ALWAYS, &item.derives);
    let last = item.variants.len().saturating_sub(1);
    let variants = item.variants.iter().enumerate().map(|(index, (name, holds))| {
        let other = (index == last).then(|| {
            let text = match holds {
                crate::ir::Type::Path(path) if path == "String" => " Any other type, by its name.",
                _ => " Any other type.",
            };
            quote! { #[doc = #text] }
        });
        let (name, holds) = (ident(name), ty(holds));
        quote! { #other #name(#holds) }
    });
    let impls = item
        .decode
        .as_ref()
        .map(|decode| decode::decode(&item.name, decode))
        .unwrap_or_default();
    let declaration = quote! {
        #about_type
        #derives
        pub enum #name {
            #(#variants,)*
        }
    };
    Code { declaration, impls }
}

pub(super) fn views(item: &Views) -> Code {
    let name = ident(&item.name);
    let types: Vec<_> = item.views.iter().map(ty).collect();
    let fields: Vec<_> = (0..types.len())
        .map(|index| ident(&format!("v{index}")))
        .collect();
    let both = |values: &[TokenStream]| {
        let (last, front) = values.split_last()?;
        Some(
            front
                .iter()
                .rev()
                .fold(last.clone(), |rest, value| quote!(codegen::Both(#value, #rest))),
        )
    };
    let (Some(first), Some(rest_types)) = (types.first(), types.get(1..)) else {
        return Code::default();
    };
    let rest_type = rest_types.split_last().map(|(last, front)| {
        front
            .iter()
            .rev()
            .fold(last.clone(), |rest, ty| quote!(codegen::Both<#ty, #rest>))
    });
    let values: Vec<_> = fields.iter().skip(1).map(|field| quote!(#field)).collect();
    let rest = both(&values);
    let decode = decode::decode(&item.name, &item.decode);
    let declaration = quote! {
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct #name(#(#types),*);
    };
    let impls = quote! {
        impl codegen::Views for #name {
            type First = #first;
            type Rest = #rest_type;
            fn split(self) -> (Self::First, Self::Rest) {
                let Self(#(#fields),*) = self;
                (v0, #rest)
            }
        }
        #decode
    };
    Code { declaration, impls }
}
