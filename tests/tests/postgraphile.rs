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

/// The rows that were inserted while the list was read.
#[derive(Default)]
struct Inserted {
    /// On pages that had not been requested.
    ahead: Vec<i64>,
    /// Next to a row that had been read.
    behind: Vec<i64>,
}

/// Checks that rows were read in order, that each that was there from the start was read once, and that of the new ones those on
/// later pages were read.
fn check(read: &[i64], inserted: &Inserted) {
    assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "a row came twice");
    let original: Vec<_> = read.iter().copied().filter(|row| row % 2 == 0).collect();
    assert_eq!(original, (0..COUNT).map(|row| row * 2).collect::<Vec<_>>());
    assert!(inserted.ahead.len() > 20 && inserted.behind.len() > 20);
    assert!(
        inserted.ahead.iter().all(|row| read.contains(row)),
        "a new row was skipped"
    );
    assert!(
        !inserted.behind.iter().any(|row| read.contains(row)),
        "a row behind was read"
    );
}

/// Inserts a row and notes its number, which is odd.
async fn insert(client: &Client, number: i64, inserted: &mut Vec<i64>) -> Result<(), Error> {
    client.mutate(Insert { number }).data().await?;
    inserted.push(number);
    Ok(())
}

#[tokio::test]
#[ignore = "needs PostgreSQL and PostGraphile: tests/postgraphile/run"]
async fn every_row_once_while_rows_are_inserted() {
    let client = client();
    let mut nodes = client.query(Rows::new(100)).nodes();
    let (mut read, mut inserted) = (Vec::new(), Inserted::default());
    while let Some(row) = nodes.next().await {
        let number = row.expect("a row").number;
        // One far enough ahead to be on a page that has not been requested, and one just behind.
        if number % 800 == 0 && number + 1001 < 2 * COUNT {
            insert(&client, number + 1001, &mut inserted.ahead)
                .await
                .expect("a new row");
            insert(&client, number - 1, &mut inserted.behind)
                .await
                .expect("a new row");
        }
        read.push(number);
    }
    check(&read, &inserted);

    let mut nodes = client
        .query(RowsFromEnd::new(100))
        .pages()
        .look_ahead(true)
        .nodes();
    let (mut read, mut inserted) = (Vec::new(), Inserted::default());
    while let Some(row) = nodes.next().await {
        let number = row.expect("a row").number;
        if number % 800 == 0 && number > 2000 {
            insert(&client, number - 1303, &mut inserted.ahead)
                .await
                .expect("a new row");
            insert(&client, number + 3, &mut inserted.behind)
                .await
                .expect("a new row");
        }
        read.push(number);
    }
    read.reverse();
    check(&read, &inserted);
}
