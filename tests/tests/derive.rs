//! The derive's layout: all that an operation needs stands in its own module, under names that do not collide there either.
//! Its code is no cause of warnings, except that uses of deprecated elements are reported.
#![deny(
    warnings,
    deprecated,
    missing_copy_implementations,
    missing_docs,
    nonstandard_style,
    unreachable_pub,
    unused,
    unused_qualifications
)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs
)]
#![allow(clippy::redundant_pub_crate, reason = "`unreachable_pub` wants it")]

use gql_runtime::transport::Payload;
use gql_runtime::{GraphQLQuery, Operation, Response, operations};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/deprecated/schema.graphql",
    query_path = "cases/deprecated/operations.graphql",
    response_derives = "Serialize"
)]
struct Used;

/// The enums `Variables` and `ResponseData` of its schema stand beside the types that have to bear these names.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/names/schema.graphql",
    query_path = "cases/names/operations.graphql",
    operation = "Option",
    scalars(Box = "::std::primitive::i64", Vec = "::gql_runtime::codegen::Json")
)]
struct Names;

/// Repeats the operation, in a module of this name.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/names/schema.graphql",
    query_path = "cases/names/operations.graphql",
    operation = "Option",
    scalars(Box = "::gql_runtime::codegen::Json", Vec = "::gql_runtime::codegen::Json")
)]
#[expect(non_camel_case_types)]
struct r#async;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/merging/schema.graphql",
    query_path = "cases/merging/operations.graphql"
)]
pub(crate) struct Conditional;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "cases/common_fields/schema.graphql",
    query_path = "cases/common_fields/operations.graphql",
    scalars(Time = "::std::string::String")
)]
struct More;

/// All operations on common fields, with names as the schema has them.
#[operations(
    schema = "cases/common_fields/schema.graphql",
    documents = "cases/common_fields/operations.graphql",
    normalization = "none",
    scalars(Time = "::std::string::String")
)]
mod common_fields {}

/// Beside an item of the user's, which has the lints above: only what is generated is kept from them.
#[operations(
    schema = "cases/deprecated/schema.graphql",
    documents = "cases/deprecated/operations.graphql"
)]
mod beside {
    pub(crate) const MINE: u8 = 1;
}

fn data<O: Operation>(body: &'static str) -> O::Data {
    let response = Response::<O::Data>::decode(Payload::from_bytes(body));
    response.expect("the response fits").data.expect("data")
}

#[test]
#[expect(deprecated)]
fn what_is_deprecated_warns_whoever_uses_it() {
    let body = include_str!("../cases/deprecated/Used.json");
    let repo = data::<Used>(body).repo.expect("a repository");
    assert_eq!(repo.old.as_deref(), Some("x"));
    assert_eq!(repo.state, Some(used::State::Closed));
}

#[test]
fn names_do_not_collide_in_one_module() {
    let body = include_str!("../cases/names/Option.json");
    let a = data::<Names>(body.replace("[1]", "1").leak())
        .a
        .expect("an object");
    assert_eq!(a.type_, Some(names::Self_::Self__));
    assert_eq!(a.option, Some(names::Option_::A));
    assert_eq!(a.variables, Some(names::Variables_::V));
    assert_eq!(a.response, Some(names::ResponseData_::R));
    assert_eq!(a.box_, Some(1));
}

#[test]
fn fragments_stand_in_the_same_module() {
    let with = data::<Conditional>(include_str!("../cases/merging/Conditional.with.json"));
    let repo = with.repo.expect("a repository");
    let login: Option<conditional::OwnerLogin> = repo.owner_login;
    assert_eq!(login.map(|login| login.owner.login).as_deref(), Some("ann"));
    let without = data::<Conditional>(include_str!("../cases/merging/Conditional.without.json"));
    assert_eq!(without.repo.expect("a repository").titles, None);
}

#[test]
fn common_fields_are_read_in_every_layout() {
    let body = include_str!("../cases/common_fields/More.json");
    let crafts = data::<More>(body).crafts;
    let makers = crafts
        .iter()
        .map(|craft| -> Option<&more::OwnerName> { craft.maker() });
    let makers: Vec<_> = makers
        .map(|maker| maker.map(|maker| maker.name.as_str()))
        .collect();
    assert_eq!(makers, [Some("Yard"), None, Some("Shed"), Some("Works")]);

    let body = include_str!("../cases/common_fields/Leaves.new.json");
    let craft = data::<common_fields::Leaves>(body).craft;
    assert_eq!((craft.id(), craft.rank().as_str()), ("2", "CAPTAIN"));
    assert_eq!((craft.built(), craft.owner().name.as_str()), (None, "Pia"));

    let body = include_str!("../cases/common_fields/Parts.json");
    let crafts = data::<common_fields::Parts>(body).crafts;
    let owners = crafts.iter().map(|craft| craft.craft_parts().owner.name.as_str());
    assert_eq!(owners.collect::<Vec<_>>(), ["Ole", "Pia"]);
}

#[test]
fn an_item_beside_the_operations_is_there() {
    assert_eq!((beside::MINE, beside::used::OPERATION_NAME), (1, "Used"));
}

#[test]
fn a_struct_of_another_name_gives_the_module_its_name() {
    assert_eq!(async_::OPERATION_NAME, names::OPERATION_NAME);
    assert_eq!(<r#async as Operation>::DOCUMENT, Names::DOCUMENT);
}

/// Structs of every visibility: `Variables` is as visible as its operation.
#[allow(unreachable_pub, reason = "a struct of each visibility")]
mod visibilities {
    pub mod inner {
        use gql_runtime::GraphQLQuery;

        macro_rules! operations {
            ($($visibility:vis $name:ident;)*) => {$(
                #[derive(GraphQLQuery)]
                #[graphql(schema_path = "cases/values/schema.graphql", query_path = "cases/values/operations.graphql", operation = "AddBook")]
                $visibility struct $name;
            )*};
        }
        operations! {
            Private;
            pub Public;
            pub(super) OfTheModuleAround;
            pub(in super::super) OfTwoAround;
            pub(crate) OfTheCrate;
        }

        pub(super) fn private() -> &'static str {
            let private = private::Variables::new("Emma", private::Price::new(1.0));
            name(&private)
        }

        pub(crate) fn name<V: gql_runtime::OperationVariables>(_: &V) -> &'static str {
            std::any::type_name::<V::Operation>()
                .rsplit("::")
                .next()
                .unwrap_or_default()
        }
    }

    #[test]
    fn variables_name_their_operation_whatever_its_visibility() {
        use inner::{name, of_the_crate, of_the_module_around, of_two_around, public};
        let around = of_the_module_around::Variables::new("Emma", of_the_module_around::Price::new(1.0));
        let two = of_two_around::Variables::new("Emma", of_two_around::Price::new(1.0));
        let of_crate = of_the_crate::Variables::new("Emma", of_the_crate::Price::new(1.0));
        let public = public::Variables::new("Emma", public::Price::new(1.0));
        assert_eq!(inner::private(), "Private");
        let names = [name(&around), name(&two), name(&of_crate), name(&public)];
        assert_eq!(
            names,
            ["OfTheModuleAround", "OfTwoAround", "OfTheCrate", "Public"]
        );
    }
}
