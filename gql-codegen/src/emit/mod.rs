//! Converts the intermediate representation to the tokens of each item, without making decisions.

mod accessors;
mod decode;
mod inputs;
mod pages;
mod responses;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

use crate::config::{Config, Layout};
use crate::ir::{Docs, Handling, Ident, Ir, Item, Operation, Path, Position, Type};

/// Returns the attribute that disables the user's lints for generated code.
///
/// `warnings` covers lints with the level `warn`; lints that a crate denies by name must be listed. The compiler reports few of
/// its own lints in macro expansions, so only those are listed; `print` replaces the attribute with a longer list.
pub fn allow() -> TokenStream {
    quote! {
        #[allow(
            warnings, deprecated, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction,
            missing_docs, unreachable_pub
        )]
    }
}

/// The code of an item: its declaration and its implementations.
#[derive(Default)]
struct Code {
    /// The tokens of the declaration, which may be empty.
    declaration: TokenStream,
    impls: TokenStream,
}

/// Returns the tokens of each item of a module. For the derive, these are the operation's module and the implementations for
/// the user's struct.
pub fn emit(ir: &Ir, config: &Config) -> Vec<TokenStream> {
    let runtime = written(&config.runtime);
    let visibility = written(&config.visibility);
    let emit = Emit {
        runtime,
        visibility,
        single: config.layout == Layout::Single,
    };
    let (declarations, mut implemented) = declared(ir.shared.iter().map(item));
    let mut items = Vec::new();
    items.extend((!emit.single).then(|| emit.header()));
    items.extend(declarations);
    for operation in &ir.operations {
        let OperationCode {
            structure,
            module,
            impls,
        } = emit.operation(operation);
        items.extend(structure);
        items.push(module);
        implemented.extend(impls);
    }
    let (allow, impls) = (allow(), impls(implemented));
    items.push(quote! { #allow #impls });
    items
}

/// Returns the items declared in a module, and all implementations for them.
fn declared(codes: impl Iterator<Item = Code>) -> (Vec<TokenStream>, TokenStream) {
    let (mut declarations, mut impls) = (Vec::new(), TokenStream::new());
    for code in codes {
        if !code.declaration.is_empty() {
            declarations.push(code.declaration);
        }
        impls.extend(code.impls);
    }
    (declarations, impls)
}

/// Returns the implementations of a module as one item, so that a single `allow` covers them.
fn impls(implemented: TokenStream) -> TokenStream {
    quote! {
        const _: () = { #implemented };
    }
}

struct Emit {
    runtime: TokenStream,
    visibility: TokenStream,
    single: bool,
}

impl Emit {
    /// Returns the only import, which covers everything that generated code uses.
    ///
    /// In the expansion of a derive, the user's items take precedence over Rust's prelude, so the names of the prelude are
    /// imported, too.
    /// <https://doc.rust-lang.org/rustc/lints/listing/deny-by-default.html#proc-macro-derive-resolution-fallback>
    fn header(&self) -> TokenStream {
        let runtime = &self.runtime;
        let imported = match self.single {
            true => quote!({self, names::*}),
            false => TokenStream::new(),
        };
        let separator = self.single.then(|| quote!(::));
        quote! {
            #[allow(unused_imports)]
            use #runtime::codegen #separator #imported;
        }
    }

    /// Returns the code of an operation: its struct unless it is the user's, its module, and the implementations that make it
    /// an operation.
    fn operation(&self, operation: &Operation) -> OperationCode {
        let Self {
            runtime,
            visibility,
            single,
        } = self;
        let marker = path(&operation.marker);
        let module = ident(&operation.module);
        let kind = proc_macro2::Ident::new(operation.kind.as_str(), Span::call_site());
        let (name, document, hash) = (&operation.name, &operation.document, &operation.hash);
        let header = self.header();
        // If the operation is the user's struct, its module must not be less private than the struct.
        let docs = paragraph(&operation.docs);
        let variables = match single {
            true => {
                let docs = paragraph("The variables of the operation.");
                inputs::input(&operation.variables, &within(visibility), &docs)
            }
            false => inputs::input(&operation.variables, &quote!(pub), &docs),
        };
        let (declarations, rest) = declared(operation.items.iter().map(item));
        let (structure, declaration, mut inner, mut implemented) = match single {
            true => (None, variables.declaration, variables.impls, TokenStream::new()),
            false => (
                Some(variables.declaration),
                quote! { pub use super::#marker as Variables; },
                TokenStream::new(),
                variables.impls,
            ),
        };
        inner.extend(rest);
        inner.extend(operation.pages.as_ref().map(pages::pages));
        let inner = (!inner.is_empty()).then(|| impls(inner));
        let data = operation.data.as_ref().map(|target| {
            let target = path(target);
            quote! { pub type ResponseData = #target; }
        });
        let (codegen, variables, linked, operation_type) = match single {
            true => {
                let variables = quote!(#module::Variables);
                (
                    quote!(#runtime::codegen),
                    variables.clone(),
                    variables,
                    marker.clone(),
                )
            }
            false => (quote!(codegen), quote!(Self), marker.clone(), quote!(Self)),
        };
        let incremental = operation
            .incremental
            .then(|| quote! { const INCREMENTAL: bool = true; });
        let field_errors = (!operation.field_errors.is_empty()).then(|| {
            let fields = positions(&codegen, &operation.field_errors);
            quote! {
                const FIELD_ERRORS: Option<#codegen::FieldErrors<Self::Data>> = Some(#codegen::FieldErrors::new(#fields));
            }
        });
        let allow = allow();
        let docs = single.then_some(docs);
        let module_code = quote! {
            #docs
            #allow
            #visibility mod #module {
                #header
                pub const OPERATION_NAME: &str = #name;
                pub const QUERY: &str = #document;
                #declaration
                #data
                #(#declarations)*
                #inner
            }
        };
        implemented.extend(quote! {
            impl #codegen::Operation for #marker {
                type Kind = #codegen::#kind;
                type Variables = #variables;
                type Data = #module::ResponseData;
                const NAME: &'static str = #module::OPERATION_NAME;
                const DOCUMENT: &'static str = #module::QUERY;
                const HASH: &'static str = #hash;
                #incremental
                #field_errors
            }
            impl #codegen::OperationVariables for #linked {
                type Operation = #operation_type;
            }
            impl #codegen::GraphQLQuery for #marker {
                type Variables = #variables;
                type ResponseData = #module::ResponseData;
                fn build_query(variables: Self::Variables) -> #codegen::QueryBody<Self::Variables> {
                    #codegen::query_body::<Self>(variables)
                }
            }
        });
        OperationCode {
            structure,
            module: module_code,
            impls: implemented,
        }
    }
}

/// Returns the table of the fields whose errors are handled.
fn positions(codegen: &TokenStream, fields: &[Position]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let key = &field.key;
        let levels = field.levels.iter().map(|level| {
            let name = match level {
                Handling::NonNull => quote!(NonNull),
                Handling::Keep => quote!(Keep),
                Handling::Null => quote!(Null),
                Handling::Result => quote!(Result),
                Handling::Throw => quote!(Throw),
            };
            quote!(#codegen::Handling::#name)
        });
        let inner = positions(codegen, &field.fields);
        quote!(#codegen::field(#key, &[#(#levels),*], #inner))
    });
    quote!(&[#(#fields),*])
}

/// The code of an operation.
struct OperationCode {
    /// The struct of the variables, which is the operation; `None` if the operation is the user's struct.
    structure: Option<TokenStream>,
    module: TokenStream,
    impls: TokenStream,
}

fn item(item: &Item) -> Code {
    match item {
        Item::Alias { name, target } => {
            let (name, target) = (ident(name), path(target));
            Code {
                declaration: quote! { pub type #name = #target; },
                ..Code::default()
            }
        }
        Item::Use { name, target } => {
            let (name, target) = (ident(name), path(target));
            let declaration = quote! {
                #[allow(unused_imports)]
                use #target as #name;
            };
            Code {
                declaration,
                ..Code::default()
            }
        }
        Item::Enum(item) => inputs::enumeration(item),
        Item::Input(item) => inputs::input(item, &quote!(pub), &docs(&item.docs)),
        Item::OneOf(item) => inputs::one_of(item),
        Item::Struct(item) => responses::structure(item),
        Item::Union(item) => responses::union(item),
        Item::Views(item) => responses::views(item),
    }
}

fn ident(name: &Ident) -> proc_macro2::Ident {
    proc_macro2::Ident::new(name.as_str(), Span::call_site())
}

fn path(path: &Path) -> TokenStream {
    match path {
        Path::BuiltIn(built_in) => {
            let name = proc_macro2::Ident::new(built_in.as_str(), Span::call_site());
            quote!(#name)
        }
        Path::Here(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Path::Super(name) => {
            let name = ident(name);
            quote!(super::#name)
        }
        Path::Json => quote!(codegen::Json),
        Path::External(text) => written(text),
    }
}

/// Adapts a visibility for use in a nested module.
/// <https://doc.rust-lang.org/reference/visibility-and-privacy.html#pubin-path-pubcrate-pubsuper-and-pubself>
fn within(visibility: &TokenStream) -> TokenStream {
    let mut tokens = visibility.clone().into_iter();
    let (Some(_), restricted) = (tokens.next(), tokens.next()) else {
        return quote!(pub(super));
    };
    let Some(TokenTree::Group(restricted)) = restricted else {
        return visibility.clone();
    };
    let mut path = restricted.stream().into_iter().peekable();
    let is = |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(ident) if ident == name);
    path.next_if(|token| is(token, "in"));
    match path.next() {
        Some(first) if is(&first, "super") => quote!(pub(in super::super #(#path)*)),
        Some(first) if is(&first, "self") => quote!(pub(in super #(#path)*)),
        _ => visibility.clone(),
    }
}

/// Parses tokens from the configuration.
fn written(text: &str) -> TokenStream {
    match text.parse() {
        Ok(tokens) => tokens,
        Err(_) => {
            let message = format!("`{text}` in the configuration is not Rust");
            quote!(::core::compile_error!(#message))
        }
    }
}

fn ty(ty: &Type) -> TokenStream {
    match ty {
        Type::Path(at) => path(at),
        Type::Option(inner) => {
            let inner = self::ty(inner);
            quote!(Option<#inner>)
        }
        Type::Input(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::Input<#inner>)
        }
        Type::Vec(inner) => {
            let inner = self::ty(inner);
            quote!(Vec<#inner>)
        }
        Type::Box(inner) => {
            let inner = self::ty(inner);
            quote!(Box<#inner>)
        }
        Type::Result(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::FieldResult<#inner>)
        }
        Type::Caught(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::Caught<#inner>)
        }
        Type::Maybe(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::Maybe<#inner>)
        }
        Type::Nullable(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::Nullable<#inner>)
        }
    }
}

/// Returns documentation as a single attribute, because that of an operation has many lines.
fn paragraph(text: &str) -> TokenStream {
    quote! { #[doc = #text] }
}

/// Returns documentation as an attribute per line.
fn lines(text: Option<&str>) -> Option<TokenStream> {
    let lines = text?.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    Some(quote! { #(#[doc = #lines])* })
}

fn docs(docs: &Docs) -> TokenStream {
    let (lines, deprecated) = (lines(docs.text.as_deref()), deprecated(docs));
    quote! { #lines #deprecated }
}

fn deprecated(docs: &Docs) -> Option<TokenStream> {
    let reason = docs.deprecated.as_ref()?;
    Some(quote! { #[deprecated(note = #reason)] })
}

/// Returns the common derives and the requested ones, without those that generated code implements itself.
fn derives(always: &[&str], asked: &[Path]) -> TokenStream {
    // Parsing text is slow in a macro.
    let always_derived = always
        .iter()
        .map(|name| proc_macro2::Ident::new(name, Span::call_site()));
    let mut paths: Vec<_> = always_derived.map(|name| quote!(#name)).collect();
    for derive in asked {
        if let Path::External(name) = derive {
            let last = name.rsplit("::").next().unwrap_or(name).trim();
            if always.contains(&last) || matches!(last, "Serialize" | "Deserialize" | "") {
                continue;
            }
        }
        paths.push(path(derive));
    }
    quote! { #[derive(#(#paths),*)] }
}
