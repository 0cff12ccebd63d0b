//! The JSON that inputs are sent as.

use super::code::*;

fn sent(variables: impl gql_runtime::codegen::Serialize) -> String {
    serde_json::to_string(&variables).expect("JSON")
}

#[test]
fn recursive_inputs() {
    let direct = Direct {
        name: Some("outer".into()),
        self_: Some(Box::new(Direct {
            name: Some("inner".into()),
            ..Direct::default()
        })),
    };
    let lists = Lists {
        and: Some(vec![Lists::default()]),
        or: Some(vec![None, Some(vec![None, Some(Lists::default())])]),
        not: Some(Box::default()),
    };
    let first = First {
        second: Box::new(Second::default()),
    };
    let variables = recursive::Variables {
        direct: Some(direct),
        ..recursive::Variables::new(lists, first)
    };
    assert_eq!(
        sent(variables),
        r#"{"direct":{"self":{"name":"inner"},"name":"outer"},"lists":{"and":[{}],"or":[null,[null,{}]],"not":{}},"first":{"second":{}}}"#
    );
}

#[test]
fn one_of_sends_one_member() {
    let pick = Pick::Nested(Box::new(Pick::Many(vec![
        Pick::Id("1".into()),
        Pick::Name("n".into()),
    ])));
    assert_eq!(
        sent(one_of::Variables { pick }),
        r#"{"pick":{"nested":{"many":[{"id":"1"},{"name":"n"}]}}}"#
    );
}

#[test]
fn what_has_a_default_is_left_out() {
    assert_eq!(sent(defaults::Variables::default()), "{}");
    let variables = defaults::Variables {
        flag: Some(true),
        order: Some(Order::Desc),
        ..Default::default()
    };
    assert_eq!(sent(variables), r#"{"order":"DESC","flag":true}"#);
    assert_eq!(sent(none::Variables), "{}");
}

#[test]
fn of_a_big_input_two_fields_are_written() {
    let big = Big {
        f2: Some(1),
        f13: Some(Range::new(9)),
        ..Big::default()
    };
    assert_eq!(sent(big), r#"{"f2":1,"f13":{"to":9}}"#);
    let required = required::Variables {
        range: Range {
            from: Some(3),
            ..Range::new(9)
        },
        order: Order::Other("NEW".into()),
    };
    assert_eq!(sent(required), r#"{"range":{"from":3,"to":9},"order":"NEW"}"#);
}
