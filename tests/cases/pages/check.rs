//! The variables of the next page, and the nodes of a page.

use gql_runtime::codegen::{Json, Serialize};
use gql_runtime::{Advance, Input, Operation, PaginatedNodes};
use serde_json::json;

use super::code::*;

/// Advances the variables by a page of these data.
fn advance<V: PaginatedNodes + Serialize>(mut variables: V, data: Json) -> (Advance, Json, usize)
where
    V::Operation: Operation<Variables = V>,
{
    let decode = || serde_json::from_value::<<V::Operation as Operation>::Data>(data.clone());
    let advance = variables.advance(&decode().expect("the data fit"));
    let nodes = V::nodes(decode().expect("the data fit")).len();
    let json = serde_json::to_value(&variables).expect("JSON");
    (advance.expect("the page has a cursor"), json, nodes)
}

#[test]
fn forward() {
    let page = |more: bool| {
        json!({"reviews": {
            "edges": [{"node": {"rating": 1}}, {"node": {"rating": 2}}],
            "pageInfo": {"hasNextPage": more, "endCursor": "b"},
        }})
    };
    let (next, sent, nodes) = advance(Forward::new(2), page(true));
    assert_eq!((next, nodes), (Advance::Next, 2));
    assert_eq!(sent, json!({"first": 2, "after": "b"}));
    let (next, sent, nodes) = advance(Forward::new(2), page(false));
    assert_eq!((next, nodes), (Advance::Last, 2));
    assert_eq!(sent, json!({"first": 2}));
}

#[test]
fn the_variables_decide_the_direction() {
    let page = json!({"reviews": {
        "nodes": [null],
        "pageInfo": {"hasNextPage": true, "endCursor": "e", "hasPreviousPage": true, "startCursor": "s"},
    }});
    let either = |first, last| Either {
        first,
        last,
        ..Either::default()
    };
    let sent = |variables: Either| advance(variables, page.clone()).1;
    assert_eq!(sent(either(None, None)), json!({"after": "e"}));
    assert_eq!(sent(either(Some(1), None)), json!({"first": 1, "after": "e"}));
    assert_eq!(sent(either(None, Some(1))), json!({"last": 1, "before": "s"}));
    assert_eq!(
        sent(either(Some(1), Some(1))),
        json!({"first": 1, "last": 1, "after": "e"})
    );
    let sent = |variables: EitherFromEnd| advance(variables, page.clone()).1;
    assert_eq!(sent(EitherFromEnd::default()), json!({"before": "s"}));
    assert_eq!(
        sent(EitherFromEnd::default().first(Input::Null)),
        json!({"first": null, "before": "s"})
    );
    assert_eq!(
        sent(EitherFromEnd::default().first(1)),
        json!({"first": 1, "after": "e"})
    );
}

#[test]
fn aliases_and_nulls() {
    let page = json!({"list": {
        "page": {"more": true, "next": 7},
        "items": [null, {"item": null}, {"item": {"__typename": "Stars", "count": 3}}],
    }});
    let (next, sent, nodes) = advance(Aliases::default(), page);
    assert_eq!((next, sent, nodes), (Advance::Next, json!({"after": 7}), 1));
    for missing in [json!({"list": null}), json!({"list": {"page": null, "items": null}})] {
        let (next, sent, nodes) = advance(Aliases::default(), missing);
        assert_eq!((next, sent, nodes), (Advance::Missing, json!({}), 0));
    }
}

#[test]
fn variants() {
    let node = |name: &str| {
        json!({"node": {
            "__typename": name,
            "name": "n",
            "id": "i",
            "reviews": {"nodes": [{"rating": 1}], "pageInfo": {"hasNextPage": true, "endCursor": "e"}},
        }})
    };
    for name in ["Shop", "Author"] {
        let (next, sent, nodes) = advance(Variants::new("n"), node(name));
        assert_eq!(
            (next, sent, nodes),
            (Advance::Next, json!({"id": "n", "after": "e"}), 1)
        );
    }
    for name in ["Publisher", "New"] {
        let (next, _, nodes) = advance(Variants::new("n"), node(name));
        assert_eq!((next, nodes), (Advance::Missing, 0));
    }
}

#[test]
fn the_same_cursor_is_an_error() {
    let page = serde_json::from_value(json!({"authors": {
        "edges": [],
        "pageInfo": {"hasNextPage": true, "endCursor": "e"},
    }}));
    let page = page.expect("the data fit");
    let mut variables = Ids::default();
    let first = gql_runtime::Paginated::advance(&mut variables, &page);
    assert_eq!(first.expect("the page has a cursor"), Advance::Next);
    let second = gql_runtime::Paginated::advance(&mut variables, &page);
    assert!(second.expect_err("the cursor is the same").is_protocol());
}
