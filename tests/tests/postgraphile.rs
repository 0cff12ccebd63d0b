//! Reads lists of 10,000 rows page by page from PostGraphile on PostgreSQL, while rows are inserted. `tests/postgraphile/run` starts
//! both and runs this.

use std::env;

use gql_runtime::{Client, Error, operations};

#[operations(
    schema = "postgraphile/schema.graphql",
    documents = "postgraphile/operations.graphql",
    scalars(Cursor = "::std::string::String")
)]
mod app {}

use app::{Insert, Rows, RowsFromEnd};

const COUNT: i64 = 10_000;

fn client() -> Client {
    let url = env::var("GQL_POSTGRAPHILE").expect("run tests/postgraphile/run, which starts the server");
    Client::http(url.as_str()).expect("a URL")
}

/// Checks that rows were read in order, that each that was there from the start was read once, and that new ones were read.
fn check(read: &[i64], inserted: usize) {
    assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "a row came twice");
    let original: Vec<_> = read.iter().copied().filter(|row| row % 2 == 0).collect();
    assert_eq!(original, (0..COUNT).map(|row| row * 2).collect::<Vec<_>>());
    assert!(inserted > 40, "{inserted} rows were inserted");
    assert!(read.len() > original.len(), "new rows were read");
}

/// Inserts an odd row before or after the one that was read.
async fn insert(client: &Client, number: i64) -> Result<(), Error> {
    client.mutate(Insert { number }).data().await.map(drop)
}

#[tokio::test]
#[ignore = "needs PostgreSQL and PostGraphile: tests/postgraphile/run"]
async fn every_row_once_while_rows_are_inserted() {
    let client = client();
    let mut nodes = client.query(Rows::new(100)).nodes();
    let (mut read, mut inserted) = (Vec::new(), 0);
    while let Some(row) = nodes.next().await {
        let number = row.expect("a row").number;
        // Far enough ahead that the row is on a page that has not been requested, and one that was read already.
        if number % 800 == 0 && number + 1001 < 2 * COUNT {
            insert(&client, number + 1001).await.expect("a new row");
            insert(&client, number - 1).await.expect("a new row");
            inserted += 2;
        }
        read.push(number);
    }
    check(&read, inserted);

    let mut nodes = client
        .query(RowsFromEnd::new(100))
        .pages()
        .look_ahead(true)
        .nodes();
    let (mut read, mut inserted) = (Vec::new(), 0);
    while let Some(row) = nodes.next().await {
        let number = row.expect("a row").number;
        if number % 800 == 0 && number > 2000 {
            insert(&client, number - 1303).await.expect("a new row");
            insert(&client, number + 3).await.expect("a new row");
            inserted += 2;
        }
        read.push(number);
    }
    read.reverse();
    check(&read, inserted);
}
