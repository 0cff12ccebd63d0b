//! Tests that the macros expand to the same code that the library generates and that the build script and the command print.

use std::path::Path;
use std::{env, fs};

use gql_codegen::config::Layout;
use gql_codegen::options::{ConfigOption, Way};
use gql_codegen::{Config, generate, load, read_schema};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

const SCHEMA: &str = "tests/graphql/schema.graphql";
const DOCUMENTS: &str = "tests/graphql/operations.graphql";

/// Returns the items that the library generates for a configuration.
fn library(mut config: Config) -> Vec<TokenStream> {
    config.schema = vec![SCHEMA.into()];
    config.documents = vec![DOCUMENTS.into()];
    let loaded =
        load(&config.clone().into(), Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the files are there");
    let output = generate(&read_schema(&loaded.schema, true), &loaded.documents, &config);
    output
        .items
        .unwrap_or_else(|| panic!("{:#?}", output.diagnostics))
}

/// Returns the code without the tracking of files and the module of the attribute, which are all that the macros add. The
/// schema's files are tracked by one macro per process.
fn without_tracking(code: TokenStream) -> String {
    let mut code = code.to_string();
    for (path, always) in [(SCHEMA, false), (DOCUMENTS, true)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let path = path.to_str().expect("a path in Unicode");
        let watch = quote!(
            const _: &[::core::primitive::u8] = include_bytes!(#path);
        )
        .to_string();
        assert!(!always || code.contains(&watch), "{path} is not watched");
        code = code.replace(&format!(" {watch}"), "");
    }
    code
}

#[test]
fn the_attribute_gives_the_librarys_code() {
    let found = crate::attribute::operations(
        quote!(schema = #SCHEMA, documents = #DOCUMENTS),
        quote!(
            pub mod library {}
        ),
    );
    let (code, allow) = (library(Config::default()), gql_codegen::emit::allow());
    let expected = quote! {
        #allow
        pub mod library {
            #(#code)*
        }
    };
    assert_eq!(without_tracking(found), expected.to_string());
}

#[test]
fn what_stands_in_the_module_keeps_its_lints() {
    let found = crate::attribute::operations(
        quote!(schema = #SCHEMA, documents = #DOCUMENTS),
        quote!(
            pub mod library {
                const MINE: u8 = 1;
            }
        ),
    );
    let (code, allow) = (library(Config::default()), gql_codegen::emit::allow());
    let expected = quote!(#(#allow #code)*);
    // The items that track the files have the attribute, too.
    let found = without_tracking(found);
    let found = found
        .trim_end_matches(" }")
        .trim_end_matches(&format!(" {allow}"));
    let expected = format!("pub mod library {{ const MINE : u8 = 1 ; {expected}");
    assert_eq!(found, expected.trim_end_matches(" }"));
}

/// The places in the documentation of documents in source, whose file is unknown outside of the compiler, and of a file.
fn with_places_of_file(code: &str) -> String {
    code.replace("graphql!:", &format!("{DOCUMENTS}:"))
}

#[test]
fn documents_in_source_give_the_code_of_files() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENTS)).expect("the file is there");
    let written: TokenStream = format!("graphql! {{ r###\"{text}\"### }}")
        .parse()
        .expect("tokens");
    let attribute = |documents: TokenStream, body: TokenStream| {
        let module = quote!(pub mod library { #body });
        crate::attribute::operations(quote!(schema = #SCHEMA #documents), module)
    };
    let file = attribute(quote!(, documents = #DOCUMENTS), quote!());
    let source = attribute(quote!(), written.clone());
    let none = attribute(quote!(, documents = []), written.clone());
    assert_eq!(none.to_string(), source.to_string());
    assert_eq!(with_places_of_file(&source.to_string()), without_tracking(file));
    // With items of the user beside it.
    let file = attribute(
        quote!(, documents = #DOCUMENTS),
        quote!(
            const MINE: u8 = 1;
        ),
    );
    let source = attribute(quote!(), quote!(#written const MINE: u8 = 1;));
    let file = without_tracking(file).replace(&format!(" {} }}", gql_codegen::emit::allow()), " }");
    assert_eq!(with_places_of_file(&source.to_string()), file);

    let text = syn::LitStr::new(&text, proc_macro2::Span::call_site());
    let derive = |documents: TokenStream| {
        crate::derive::derive(quote! {
            #[graphql(schema_path = #SCHEMA, #documents)]
            pub(crate) struct Search;
        })
    };
    let source = derive(quote!(query = #text));
    let file = without_tracking(derive(quote!(query_path = #DOCUMENTS)));
    assert_eq!(with_places_of_file(&source.to_string()), file);
    assert_eq!(derive(quote!(query(#text))).to_string(), source.to_string());
}

#[test]
fn fragments_are_found_in_files_and_literals() {
    let found = crate::attribute::operations(
        quote!(schema = #SCHEMA, documents = "tests/graphql/fragment.graphql"),
        quote!(
            mod library {
                #![allow(unused)]
                graphql! { "query One($text: String!) { search(text: $text) { __typename ...Inner ...InFile } }" }
                graphql!("fragment Inner on Book { title }");
            }
        ),
    )
    .to_string();
    assert!(!found.contains("compile_error"), "{found}");
    assert!(found.contains("pub struct One"), "{found}");
    assert!(!found.contains("graphql ! {"), "{found}");
}

#[test]
fn the_derive_gives_the_librarys_code_for_one_operation() {
    let found = crate::derive::derive(quote! {
        #[graphql(schema_path = #SCHEMA, query_path = #DOCUMENTS)]
        pub(crate) struct Search;
    });
    let mut config = Config::default();
    config.layout = Layout::Single;
    config.operations = vec!["Search".into()];
    config.visibility = "pub (crate)".into();
    let code = library(config);
    assert_eq!(without_tracking(found), quote!(#(#code)*).to_string());
}

#[test]
fn keys_mean_the_same_as_in_the_configuration() {
    let found = crate::attribute::operations(
        quote! {
            schema(#SCHEMA), documents = [#DOCUMENTS], operation = "Lend", normalization = "none", nullable = "input",
            scalars(Date = "crate::Date", "Loan.until" = "String"), extern_types(Kind = "crate::Kind"),
            response_derives = "Eq, Hash", deprecated = "allow", skip_serializing_none = false,
            nullable_overrides("Loan.note" = "option"), rules(NoUnusedFragments = "warn"), crate = "crate::runtime"
        },
        quote!(
            mod library {}
        ),
    );
    let mut config = Config::default();
    config.operations = vec!["Lend".into()];
    config.normalization = gql_codegen::config::Normalization::None;
    config.nullable = gql_codegen::config::Nullable::Input;
    config.response_derives = vec!["Eq".into(), "Hash".into()];
    config.deprecated = gql_codegen::config::Deprecation::Allow;
    config.skip_none = false;
    config.runtime = "crate::runtime".into();
    config.scalars = [
        ("Date".into(), "crate::Date".into()),
        ("Loan.until".into(), "String".into()),
    ]
    .into();
    config.extern_types = [("Kind".into(), "crate::Kind".into())].into();
    config.nullable_overrides = [("Loan.note".into(), gql_codegen::config::Nullable::Option)].into();
    let code = library(config).into_iter().collect::<TokenStream>().to_string();
    assert!(found.to_string().contains(&code), "{found}\n{code}");
}

#[test]
fn unknown_keys_and_values_are_refused_each_with_a_suggestion() {
    let derive = |attribute: TokenStream| {
        crate::derive::derive(quote!(
            #[graphql(#attribute)]
            struct Search;
        ))
        .to_string()
    };
    let found = derive(quote!(
        schema_pat = "a",
        variable_derives = "Eq",
        deprecated = "denied"
    ));
    let near = "unknown key `schema_pat`; did you mean `schema_path` or `schema`?";
    assert!(found.contains(near), "{found}");
    let near = "unknown key `variable_derives`; did you mean `variables_derives` or `response_derives`?";
    assert!(found.contains(near), "{found}");
    let near = "unknown value `denied` for `deprecated`; did you mean `deny`?";
    assert!(found.contains(near), "{found}");
    assert!(derive(quote!(operation("A", "B"))).contains("a derive generates a single operation"));
    assert!(derive(quote!(response_derives = "not a path")).contains("is not the path of a derive"));
}

#[test]
fn a_missing_file_harms_no_other_macro() {
    let missing = crate::derive::derive(quote! {
        #[graphql(schema_path = "tests/graphql/none.graphql", query_path = #DOCUMENTS)]
        struct Search;
    });
    assert!(
        missing.to_string().contains("none.graphql cannot be read"),
        "{missing}"
    );
    let present = crate::derive::derive(quote! {
        #[graphql(schema_path = #SCHEMA, query_path = #DOCUMENTS)]
        struct Search;
    });
    assert!(!present.to_string().contains("compile_error"), "{present}");
}

#[test]
fn an_operation_that_is_not_there_is_suggested_a_name() {
    let found = crate::derive::derive(quote! {
        #[graphql(schema_path = #SCHEMA, query_path = #DOCUMENTS)]
        struct Serch;
    })
    .to_string();
    assert!(found.contains("no operation named `Serch`"), "{found}");
    assert!(found.contains("did you mean `Search`?"), "{found}");
}

/// Expands a derive on this struct, with separate files in `tests/graphql`.
fn derived(name: &str, normalization: Option<&str>) -> String {
    let name: TokenStream = name.parse().expect("a name");
    let normalization = normalization.map(|value| quote!(, normalization = #value));
    crate::derive::derive(quote! {
        #[graphql(
            schema_path = "tests/graphql/elsewhere.graphqls",
            query_path = "tests/graphql/elsewhere.graphql" #normalization
        )]
        struct #name;
    })
    .to_string()
}

#[test]
fn an_operation_is_found_by_its_name_in_rust() {
    for normalization in [None, Some("rust")] {
        for name in ["FreeBooks", "free_books"] {
            let found = derived(name, normalization);
            assert!(found.contains("\"free_books\""), "{found}");
            assert!(!found.contains("compile_error"), "{found}");
        }
        // An exact match takes precedence.
        let found = derived("Books", normalization);
        assert!(found.contains("query Books"), "{found}");
    }
    let found = derived("FreeBooks", Some("none"));
    assert!(found.contains("no operation named `FreeBooks`"), "{found}");
}

#[test]
fn the_type_of_a_scalar_is_looked_for_by_the_names_of_the_schema_or_of_rust() {
    for (normalization, expected) in [
        (None, "pub type Uri = super :: URI ;"),
        (Some("rust"), "pub type Uri = super :: Uri ;"),
        (Some("none"), "pub type URI = super :: URI ;"),
    ] {
        let found = derived("Books", normalization);
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn names_that_the_schema_does_not_have_are_errors() {
    let found = crate::derive::derive(quote! {
        #[graphql(
            schema_path = "tests/graphql/elsewhere.graphqls",
            query_path = "tests/graphql/elsewhere.graphql",
            scalars(URL = "String", ID = "u64"),
            extern_types(Book = "crate::Book"),
            nullable_overrides("Query.book" = "input")
        )]
        struct Books;
    })
    .to_string();
    for expected in [
        "no scalar named `URL` in the schema",
        "used in `scalars`",
        "no enum or input named `Book` in the schema",
        "used in `extern_types`",
        "type `Query` has no field `book`; did you mean `books`?",
        "used in `nullable_overrides`",
    ] {
        assert!(found.contains(expected), "{found}");
    }
    assert!(!found.contains("ID"), "{found}");
}

/// Checks that each file of `tests/mistakes` fails with the text next to it, with all diagnostics at once. `UPDATE=1` updates
/// the texts.
#[test]
fn mistakes_are_compile_errors_with_file_line_caret_and_help() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the mistakes")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "graphql"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let document = format!(
            "tests/mistakes/{}",
            file.file_name().expect("a name").to_string_lossy()
        );
        let found = crate::attribute::operations(
            quote!(schema = #SCHEMA, documents = #document),
            quote!(
                mod library {}
            ),
        );
        let found = messages(found);
        let expected = file.with_extension("txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &found).expect("the expectation can be written");
        }
        assert_eq!(
            fs::read_to_string(&expected).unwrap_or_default(),
            found,
            "{document}"
        );
    }
}

/// Returns the texts of all `compile_error!`s in the module as the compiler shows them.
fn messages(tokens: TokenStream) -> String {
    let body = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    messages_in(body.expect("the module's body"))
}

fn messages_in(tokens: TokenStream) -> String {
    let mut found = String::new();
    let mut after_error = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => after_error = name == "compile_error",
            TokenTree::Group(group) if after_error => {
                let text: syn::LitStr = syn::parse2(group.stream()).expect("one string");
                found.push_str(&format!("error: {}\n\n", text.value()));
                after_error = false;
            }
            _ => {}
        }
    }
    found
}

/// Checks that the table of keys in the documentation is up to date. `UPDATE=1` updates it.
#[test]
fn every_key_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/keys.md");
    let rows = ConfigOption::all(Way::Macro).map(|option| {
        format!(
            "| {} | {} | {} |\n",
            option.written_in_macros(),
            option.doc,
            option.default
        )
    });
    let table: String = rows.collect();
    let expected = format!(
        "| key | meaning | default |\n| --- | --- | --- |\n{}",
        table.replace("|  |", "| |")
    );
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).expect("the table can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "keys.md is stale: run the tests with UPDATE=1");
}
