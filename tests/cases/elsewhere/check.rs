//! Enums and inputs that exist already; derives by kind of type.

use super::code::*;

#[test]
fn the_types_are_the_ones_named() {
    let variables = elsewhere::Variables {
        inner: Some(Inner {
            a: Some(1),
            filter: None,
        }),
        state: Some(crate::own::State::Open),
    };
    assert!(variables <= variables.clone());
    assert_eq!(
        serde_json::to_string(&variables).expect("JSON"),
        r#"{"inner":{"a":1},"state":"open"}"#
    );
    fn hashes<T: std::hash::Hash + Eq>() {}
    hashes::<Parts>();
    hashes::<elsewhere::ResponseData>();
}
