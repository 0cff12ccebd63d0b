//! Ir -> tokens, item by item. Nothing is decided here.

mod accessors;
mod decode;
mod inputs;
mod responses;

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::config::{Config, Layout};
use crate::ir::{Docs, Ident, Ir, Item, Operation, Path, Type};

/// The attribute that keeps a user's lints off generated code.
///
/// `warnings` covers what has the level `warn`; what a crate denies by its name must be named. The compiler shows most lints of its own
/// nowhere in what a macro made, so this names the ones that it does show; `print` puts a longer list in its place.
pub fn allow() -> TokenStream {
    quote! {
        #[allow(
            warnings, deprecated, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction,
            missing_docs, unreachable_pub
        )]
    }
}

/// An item's code: what is declared, and what is implemented for it.
#[derive(Default)]
struct Code {
    /// The tokens of one item, or none.
    declaration: TokenStream,
    impls: TokenStream,
}

/// Returns the code: the tokens of each item for a module (of the derive: the operation's module and the impls for the user's struct).
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
        items.extend(emit.marker(operation));
        let (module, impls) = emit.operation(operation);
        items.push(module);
        implemented.extend(impls);
    }
    let (allow, impls) = (allow(), impls(implemented));
    items.push(quote! { #allow #impls });
    items
}

/// Returns the items that are declared in a module, and everything that is implemented for them.
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

/// Returns the implementations of a module as one item: an `allow` serves for all of them.
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
    /// The one import: everything that generated code needs from outside.
    ///
    /// In what a derive made, the user's items beside it are found before Rust's prelude, so the names of the prelude are imported too.
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

    /// Returns the marker of an operation; with a derive the user wrote it.
    fn marker(&self, operation: &Operation) -> Option<TokenStream> {
        let marker = path(&operation.marker);
        let docs = lines(operation.docs.as_deref());
        (!self.single).then(|| {
            quote! {
                #docs
                #[derive(Debug, Clone, Copy)]
                pub struct #marker;
            }
        })
    }

    /// Returns the module of an operation, and what makes the marker an operation.
    fn operation(&self, operation: &Operation) -> (TokenStream, TokenStream) {
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
        let variables = inputs::input(&operation.variables);
        let (declarations, rest) = declared(operation.items.iter().map(item));
        let mut implemented = variables.impls;
        implemented.extend(rest);
        let inner = impls(implemented);
        let variables = variables.declaration;
        let data = operation.data.as_ref().map(|target| {
            let target = path(target);
            quote! { pub type ResponseData = #target; }
        });
        let codegen = if *single {
            quote!(#runtime::codegen)
        } else {
            quote!(codegen)
        };
        let incremental = operation
            .incremental
            .then(|| quote! { const INCREMENTAL: bool = true; });
        let allow = allow();
        let module_code = quote! {
            #allow
            #visibility mod #module {
                #header
                pub const OPERATION_NAME: &str = #name;
                pub const QUERY: &str = #document;
                #variables
                #data
                #(#declarations)*
                #inner
            }
        };
        let impls = quote! {
            impl #codegen::Operation for #marker {
                type Kind = #codegen::#kind;
                type Variables = #module::Variables;
                type Data = #module::ResponseData;
                const NAME: &'static str = #module::OPERATION_NAME;
                const DOCUMENT: &'static str = #module::QUERY;
                const HASH: &'static str = #hash;
                #incremental
            }
            impl #codegen::GraphQLQuery for #marker {
                type Variables = #module::Variables;
                type ResponseData = #module::ResponseData;
                fn build_query(variables: Self::Variables) -> #codegen::QueryBody<Self::Variables> {
                    #codegen::query_body::<Self>(variables)
                }
            }
        };
        (module_code, impls)
    }
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
        Item::Input(item) => inputs::input(item),
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

/// Tokens that the configuration writes.
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
        Type::Maybe(inner) => {
            let inner = self::ty(inner);
            quote!(codegen::Maybe<#inner>)
        }
    }
}

/// The lines of a documentation.
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
    let lines = lines(docs.text.as_deref());
    let deprecated = docs
        .deprecated
        .as_ref()
        .map(|reason| quote! { #[deprecated(note = #reason)] });
    quote! { #lines #deprecated }
}

/// The derives that are always there and those that were asked for; what the code implements itself is left out.
fn derives(always: &[&str], asked: &[Path]) -> TokenStream {
    let mut paths: Vec<_> = always.iter().map(|name| written(name)).collect();
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
