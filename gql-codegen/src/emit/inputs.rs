//! Enums, inputs and variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Code, deprecated, derives, docs, ident, ty};
use crate::ir::{BuiltIn, Enum, Input, InputField, OneOf, Path, Type};

pub(super) fn enumeration(item: &Enum) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(&["Debug", "Clone", "PartialEq", "Eq", "Hash"], &item.derives);
    let variants = item.values.iter().map(|value| {
        let (docs, variant) = (docs(&value.docs), ident(&value.variant));
        quote! { #docs #variant }
    });
    let mut sorted: Vec<_> = item.values.iter().collect();
    sorted.sort_by(|a, b| a.value.cmp(&b.value));
    let table = sorted.iter().map(|value| {
        let (value, variant) = (&value.value, ident(&value.variant));
        quote! { (#value, Self::#variant) }
    });
    let other = ident(&item.other);
    let declaration = quote! {
        #docs_type
        #derives
        pub enum #name {
            #(#variants,)*
            /// A value that the schema does not have.
            #other(String),
        }
    };
    let impls = quote! {
        impl codegen::Enum for #name {
            const VALUES: &'static [(&'static str, Self)] = &[#(#table),*];
            fn other(name: String) -> Self {
                Self::#other(name)
            }
            fn as_other(&self) -> Option<&str> {
                if let Self::#other(name) = self { Some(name) } else { None }
            }
        }
        impl #name {
            /// The value's name in the schema.
            pub fn as_str(&self) -> &str {
                codegen::enum_name(self)
            }
        }
        impl<'de> codegen::Deserialize<'de> for #name {
            fn deserialize<__D: codegen::Deserializer<'de>>(d: __D) -> codegen::Result<Self, __D::Error> {
                codegen::deserialize_enum(d)
            }
        }
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                codegen::serialize_enum(self, s)
            }
        }
    };
    Code { declaration, impls }
}

/// The code of an input object; `visibility` and `docs` are those of the type.
pub(super) fn input(item: &Input, visibility: &TokenStream, docs_type: &TokenStream) -> Code {
    let name = ident(&item.name);
    let always: &[&str] = if item.default {
        &["Debug", "Clone", "PartialEq", "Default"]
    } else {
        &["Debug", "Clone", "PartialEq"]
    };
    let derives = derives(always, &item.derives);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (docs(&field.docs), ident(&field.name), ty(&field.ty));
        quote! { #docs pub #name: #ty }
    });
    let body = if item.fields.is_empty() {
        quote!(;)
    } else {
        quote!({ #(#fields,)* })
    };
    let members = item.fields.iter().map(|field| {
        let (key, name) = (&field.key, ident(&field.name));
        let put = if field.skip { quote!(maybe) } else { quote!(put) };
        quote! { .#put(#key, &self.#name)? }
    });
    let methods = methods(item);
    let declaration = quote! {
        #docs_type
        #derives
        #visibility struct #name #body
    };
    let impls = quote! {
        #methods
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                codegen::Members::begin(s)? #(#members)* .end()
            }
        }
    };
    Code { declaration, impls }
}

/// Returns `new`, which takes the required fields, and a setter for each optional field.
fn methods(item: &Input) -> Option<TokenStream> {
    if item.fields.is_empty() {
        return None;
    }
    let name = ident(&item.name);
    let (new, setters) = (new(item), item.fields.iter().filter_map(setter));
    Some(quote! {
        impl #name {
            #new
            #(#setters)*
        }
    })
}

fn new(item: &Input) -> Option<TokenStream> {
    if item.default {
        return None;
    }
    let required = item.fields.iter().filter(|field| field.setter.is_none());
    let parameters = required.map(|field| {
        let (variable, (ty, _)) = (ident(&field.variable), taken(field, &field.ty));
        quote! { #variable: #ty }
    });
    let fields = item.fields.iter().map(|field| {
        let name = ident(&field.name);
        if field.setter.is_some() {
            return quote!(#name: codegen::absent());
        }
        match taken(field, &field.ty) {
            (_, None) if field.name == field.variable => quote!(#name),
            (_, None) => {
                let variable = ident(&field.variable);
                quote!(#name: #variable)
            }
            (_, Some(value)) => quote!(#name: #value),
        }
    });
    let text = match item.fields.iter().any(|field| field.setter.is_some()) {
        true => " Creates a value from the required fields; the optional ones are left out.",
        false => " Creates a value from its fields.",
    };
    Some(quote! {
        #[doc = #text]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#fields),* }
        }
    })
}

fn setter(field: &InputField) -> Option<TokenStream> {
    let setter = ident(field.setter.as_ref()?);
    let (name, variable) = (ident(&field.name), ident(&field.variable));
    let (ty, value) = match &field.ty {
        Type::Option(inner) => {
            let (ty, value) = taken(field, inner);
            let value = value.unwrap_or_else(|| quote!(#variable));
            (ty, quote!(Some(#value)))
        }
        given => {
            let given = ty(given);
            (quote!(impl Into<#given>), quote!(#variable.into()))
        }
    };
    let text = format!(" Sets `{}`.", field.name);
    let deprecated = deprecated(&field.docs);
    Some(quote! {
        #[doc = #text]
        #deprecated
        pub fn #setter(mut self, #variable: #ty) -> Self {
            self.#name = #value;
            self
        }
    })
}

/// Returns the type of a parameter for a value of this type, and the conversion if the types differ.
fn taken(field: &InputField, of: &Type) -> (TokenStream, Option<TokenStream>) {
    let variable = ident(&field.variable);
    match of {
        Type::Path(Path::BuiltIn(BuiltIn::String)) => {
            (quote!(impl Into<String>), Some(quote!(#variable.into())))
        }
        Type::Box(inner) => (ty(inner), Some(quote!(Box::new(#variable)))),
        other => (ty(other), None),
    }
}

pub(super) fn one_of(item: &OneOf) -> Code {
    let name = ident(&item.name);
    let docs_type = docs(&item.docs);
    let derives = derives(&["Debug", "Clone", "PartialEq"], &item.derives);
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (docs(&variant.docs), ident(&variant.name), ty(&variant.ty));
        quote! { #docs #name(#ty) }
    });
    let arms = item.variants.iter().map(|variant| {
        let (key, name) = (&variant.key, ident(&variant.name));
        quote! { Self::#name(value) => codegen::serialize_one(s, #key, value) }
    });
    let declaration = quote! {
        #docs_type
        #derives
        pub enum #name {
            #(#variants,)*
        }
    };
    let impls = quote! {
        impl codegen::Serialize for #name {
            fn serialize<__S: codegen::Serializer>(&self, s: __S) -> codegen::Result<__S::Ok, __S::Error> {
                match self {
                    #(#arms,)*
                }
            }
        }
    };
    Code { declaration, impls }
}
