//! Operations are the structs of their variables: literals, `new`, setters, defaults, and names that clash.

use gql_runtime::{Client, Operation, transport::Mock};
use serde_json::json;

use super::code::*;

#[test]
fn an_operation_is_made_of_its_variables() {
    let literal = Books {
        first: 10,
        genre: Some(Genre::Crime),
        new: None,
        filter: None,
        type_: None,
    };
    assert_eq!(literal, Books::new(10).genre(Genre::Crime));
    assert_eq!(json!(literal), json!({"first": 10, "genre": "CRIME"}));
    let filter = BookFilter::default()
        .title("Emma")
        .genres(vec![Genre::Poetry])
        .price(Price::new(9.5).currency("EUR"))
        .not(BookFilter::default().title("Persuasion"));
    let expected = json!({
        "title": "Emma", "genres": ["POETRY"], "price": {"amount": 9.5, "currency": "EUR"}, "not": {"title": "Persuasion"}
    });
    assert_eq!(
        json!(Books::new(1).filter(filter)),
        json!({"first": 1, "filter": expected})
    );
    // Everything that is required, without anything else.
    let add = AddBook::new("Emma", Price::new(9.5));
    assert_eq!(json!(add), json!({"title": "Emma", "price": {"amount": 9.5}}));
}

/// A setter never hides `new`, `default` or a method of a trait that every type here implements.
#[test]
fn setters_leave_the_other_functions_their_names() {
    let filter = BookFilter::default().new_(true).default_(false).clone_("1");
    assert_eq!(
        json!(filter.clone()),
        json!({"new": true, "default": false, "clone": "1"})
    );
    let books = Books::new(3).new_(true).type_(true);
    assert_eq!(json!(books), json!({"first": 3, "new": true, "type": true}));
}

/// As the crate `graphql_client` has it.
#[test]
fn the_module_of_an_operation_names_its_variables_too() {
    let books: books::Variables = books::Variables {
        genre: None,
        ..books::Variables::new(2)
    };
    assert_eq!(books, Books::new(2));
    assert_eq!(book_added::Variables, BookAdded);
    assert_eq!((books::OPERATION_NAME, Books::DOCUMENT), ("Books", books::QUERY));
}

#[tokio::test]
async fn every_call_takes_the_operation() {
    let mock = Mock::new();
    mock.on::<Books>()
        .answer_with(|variables| Ok(json!({"books": [{"title": variables["genre"]}]})));
    mock.on::<GenreQuery>()
        .answer(json!({"genre": "CRIME"}))
        .expect("it fits");
    mock.on::<AddBook>()
        .answer(json!({"addBook": {"title": "Emma"}}))
        .expect("it fits");
    let script = mock.on::<BookAdded>().subscription();
    script
        .data(json!({"bookAdded": {"title": "Emma"}}))
        .expect("it fits");
    script.complete();
    let client = Client::new(mock);
    let books = client
        .query(Books::new(10).genre(Genre::Crime))
        .data()
        .await
        .expect("data")
        .books;
    assert_eq!(books[0].title.as_deref(), Some("CRIME"));
    let genre = client
        .query(GenreQuery { of: "1".into() })
        .data()
        .await
        .expect("data")
        .genre;
    assert_eq!(genre, Some(Genre::Crime));
    let added = client
        .mutate(AddBook::new("Emma", Price::new(9.5)))
        .data()
        .await
        .expect("data");
    assert_eq!(added.add_book.title, "Emma");
    let mut stream = client.subscribe(BookAdded).data();
    assert_eq!(
        stream
            .next()
            .await
            .expect("an event")
            .expect("data")
            .book_added
            .title,
        "Emma"
    );
    assert!(stream.next().await.is_none());
}
