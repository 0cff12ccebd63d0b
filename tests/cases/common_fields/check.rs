//! The common fields of variants are read without matching on them.

use gql_runtime::codegen::Json;
use gql_runtime::transport::Payload;
use gql_runtime::{Operation, Response};

use super::code::*;

fn data<O: Operation>(body: &'static str) -> O::Data {
    let response = Response::<O::Data>::decode(Payload::from_bytes(body));
    response.expect("the response fits").data.expect("data")
}

/// One function reads the object, whichever variant it is of.
fn owner_name(owner: &leaves::LeavesCraftOwner) -> &str {
    &owner.name
}

#[test]
fn each_kind_of_leaf_and_an_object() {
    let craft = data::<Leaves>(include_str!("Leaves.json")).craft;
    assert!(matches!(craft, leaves::LeavesCraft::Tug(_)));
    assert_eq!((craft.id(), craft.name()), ("1", Some("Anna")));
    assert_eq!(
        (craft.tags(), craft.notes()),
        (&["a".into(), "b".into()][..], None)
    );
    assert_eq!(craft.built(), Some(&Json::from("1960")));
    assert_eq!(
        (craft.length(), craft.crew(), craft.afloat()),
        (12.5, Some(4), true)
    );
    assert_eq!((craft.rank(), owner_name(craft.owner())), (&Rank::Mate, "Ole"));
}

#[test]
fn of_a_type_that_the_schema_does_not_have() {
    let craft = data::<Leaves>(include_str!("Leaves.new.json")).craft;
    assert!(matches!(craft, leaves::LeavesCraft::Other(_)));
    assert_eq!((craft.id(), craft.name()), ("2", None));
    assert_eq!(craft.notes(), Some(&[Some("x".into()), None][..]));
    assert_eq!(
        (craft.rank().as_str(), owner_name(craft.owner())),
        ("CAPTAIN", "Pia")
    );
}

#[test]
fn nothing_is_copied() {
    let craft = data::<Leaves>(include_str!("Leaves.json")).craft;
    let leaves::LeavesCraft::Tug(tug) = &craft else {
        panic!("{craft:?}");
    };
    assert!(std::ptr::eq(craft.id(), tug.id.as_str()));
    assert!(std::ptr::eq(craft.owner(), &tug.owner));
}

#[test]
fn names_that_mean_something_else() {
    let crafts = data::<Named>(include_str!("Named.json")).crafts;
    let craft = crafts[0].clone();
    assert_eq!((craft.type_(), craft.clone_(), craft.self_()), ("t", "c", "1"));
    assert_eq!(
        (craft.name(), craft.name_(), craft.value()),
        (Some("N"), "1", Some("v"))
    );
}

#[test]
fn where_one_variant_selects_more_the_fragment_is_read() {
    let crafts = data::<More>(include_str!("More.json")).crafts;
    let makers = crafts
        .iter()
        .map(|craft| craft.maker().map(|maker| maker.name.as_str()));
    assert_eq!(
        makers.collect::<Vec<_>>(),
        [Some("Yard"), None, Some("Shed"), Some("Works")]
    );
    assert_eq!(crafts[3].next().map(|next| next.id.as_str()), Some("4"));
}

#[test]
fn what_a_directive_takes_away_is_an_option() {
    let craft = data::<Conditional>(include_str!("Conditional.without.json")).craft;
    assert_eq!(
        (craft.id(), craft.length(), craft.owner()),
        (None, Some(2.5), None)
    );
    let craft = data::<Conditional>(include_str!("Conditional.with.json")).craft;
    let owner = craft.owner().map(|owner| owner.name.as_str());
    assert_eq!(
        (craft.id(), craft.length(), owner),
        (Some("1"), Some(2.5), Some("Ole"))
    );
    let craft = data::<Conditional>(include_str!("Conditional.new.json")).craft;
    assert_eq!((craft.id(), craft.length(), craft.owner()), (None, None, None));
}

#[test]
fn of_a_union_what_all_known_types_have() {
    let things = data::<Several>(include_str!("Several.json")).things;
    let ids = things.iter().map(several::SeveralThings::id);
    assert_eq!(ids.collect::<Vec<_>>(), [Some("1"), Some("2"), Some("3"), None]);
    let things = data::<Same>(include_str!("Same.json")).things;
    let owners = things
        .iter()
        .map(|thing| thing.owner().map(|owner| owner.name.as_str()));
    assert_eq!(owners.collect::<Vec<_>>(), [Some("Ole"), Some("Ada"), None]);
}

#[test]
fn by_fragments_in_common() {
    let data = data::<Parts>(include_str!("Parts.json"));
    let parts = data
        .crafts
        .iter()
        .map(|craft| craft.craft_parts().owner.name.as_str());
    assert_eq!(parts.collect::<Vec<_>>(), ["Ole", "Pia"]);
    let lines = data.things.iter().map(|thing| (thing.id(), thing.name()));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [(Some("1"), Some("Anna")), (Some("3"), None), (None, None)]
    );
}

#[test]
fn of_variants_within_variants() {
    let craft = data::<Within>(include_str!("Within.new.json")).craft;
    let next = craft.next().expect("a next one");
    let last = next.next().expect("one more");
    assert_eq!((craft.owner().id(), next.id(), last.id()), ("c", "2", "3"));
}

#[test]
#[expect(deprecated)]
fn what_is_deprecated_warns() {
    let craft = data::<Old>(include_str!("Old.json")).craft;
    assert_eq!(craft.old(), Some("x"));
}
