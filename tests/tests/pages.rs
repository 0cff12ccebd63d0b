//! Reads lists of 10,000 rows page by page from a server with async-graphql's connections, while rows are inserted.
//!
//! `pages/schema.graphql` is the schema of the server, and `pages/operations.graphql` has the queries. `UPDATE=1` writes the
//! schema anew.

mod expectation;

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::types::connection::{
    Connection, DefaultConnectionName, DefaultEdgeName, Edge, EmptyFields, EnableNodesField, query,
};
use async_graphql::{Context, EmptyMutation, EmptySubscription, Object, Schema, SimpleObject};
use async_graphql_axum::GraphQL;
use expectation::expect;
use futures_util::StreamExt;
use gql_runtime::{Client, Error, operations};
use tokio::net::TcpListener;

#[operations(schema = "pages/schema.graphql", documents = "pages/operations.graphql")]
mod rows {}

use rows::{RowEdges, RowNodes, RowsFromEnd, RowsOffset};

const COUNT: i64 = 10_000;

/// The numbers of the rows, in the order of the list. Those from the start are even.
type Table = Arc<Mutex<BTreeSet<i64>>>;

fn locked(table: &Table) -> MutexGuard<'_, BTreeSet<i64>> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(SimpleObject)]
struct Row {
    number: i64,
}

type Rows =
    Connection<i64, Row, EmptyFields, EmptyFields, DefaultConnectionName, DefaultEdgeName, EnableNodesField>;

struct Query;

#[Object]
impl Query {
    async fn rows(
        &self,
        context: &Context<'_>,
        after: Option<String>,
        before: Option<String>,
        first: Option<i32>,
        last: Option<i32>,
    ) -> async_graphql::Result<Rows> {
        let table = context.data::<Table>()?;
        query(
            after,
            before,
            first,
            last,
            |after, before, first, last| async move {
                Ok::<_, async_graphql::Error>(page(&mut locked(table), after, before, first, last))
            },
        )
        .await
    }

    async fn skipped(
        &self,
        context: &Context<'_>,
        skip: usize,
        limit: usize,
    ) -> async_graphql::Result<Vec<Row>> {
        let table = locked(context.data::<Table>()?);
        let rows = table.iter().skip(skip).take(limit);
        Ok(rows.map(|&number| Row { number }).collect())
    }
}

/// Returns a page, and inserts two rows: one before it and one after it.
fn page(
    table: &mut BTreeSet<i64>,
    after: Option<i64>,
    before: Option<i64>,
    first: Option<usize>,
    last: Option<usize>,
) -> Rows {
    let range = (
        after.map_or(Bound::Unbounded, Bound::Excluded),
        before.map_or(Bound::Unbounded, Bound::Excluded),
    );
    let within: Vec<_> = table.range(range).copied().collect();
    let from = last.map_or(0, |last| within.len().saturating_sub(last));
    let to = first.map_or(within.len(), |first| first.min(within.len()));
    let rows = &within[from..to];
    let mut page = Rows::new(from > 0, to < within.len());
    page.edges
        .extend(rows.iter().map(|&number| Edge::new(number, Row { number })));
    let (start, end) = (rows.first().copied(), rows.last().copied());
    table.extend(start.map(|start| start - 1));
    table.extend(end.map(|end| end + 1));
    page
}

type Server = Schema<Query, EmptyMutation, EmptySubscription>;

fn server(table: &Table) -> Server {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .data(table.clone())
        .finish()
}

/// Starts a server with a table of even numbers.
async fn start() -> (Table, Client) {
    let table = Table::new(Mutex::new((0..COUNT).map(|row| row * 2).collect()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let routes = axum::Router::new().fallback_service(GraphQL::new(server(&table)));
    tokio::spawn(async { axum::serve(listener, routes).await });
    (table, Client::http(url).expect("a client"))
}

/// Checks that rows were read in order, and that each that was there from the start was read once.
fn check(mut read: Vec<i64>, table: &Table, is_backward: bool) {
    if is_backward {
        read.reverse();
    }
    assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "a row came twice");
    let original: Vec<_> = read.iter().copied().filter(|row| row % 2 == 0).collect();
    assert_eq!(original, (0..COUNT).map(|row| row * 2).collect::<Vec<_>>());
    assert!(
        locked(table).len() > usize::try_from(COUNT).expect("it fits") + 100,
        "rows were inserted"
    );
}

#[test]
fn the_schema_is_that_of_the_server() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/schema.graphql");
    if let Err(difference) = expect(&path, &server(&Table::default()).sdl()) {
        panic!("{difference}");
    }
}

#[tokio::test]
async fn every_row_once_forward() {
    let (table, client) = start().await;
    let nodes = client.query(RowNodes::new(100)).nodes();
    check(nodes.map(number).collect().await, &table, false);
}

fn number(row: Result<rows::RowNumber, Error>) -> i64 {
    row.expect("a row").number
}

#[tokio::test]
async fn every_row_once_backward() {
    let (table, client) = start().await;
    let nodes = client.query(RowsFromEnd::new(100)).nodes();
    check(nodes.map(number).collect().await, &table, true);
}

#[tokio::test]
async fn every_row_once_of_edges_with_a_page_ahead() {
    let (table, client) = start().await;
    let nodes = client
        .query(RowEdges::default().first(70))
        .pages()
        .look_ahead(true)
        .nodes();
    check(nodes.map(number).collect().await, &table, false);
    let (table, client) = start().await;
    let nodes = client
        .query(RowEdges::default().last(70))
        .pages()
        .look_ahead(true)
        .nodes();
    check(nodes.map(number).collect().await, &table, true);
}

#[tokio::test]
async fn pages_of_the_same_size() {
    let (_, client) = start().await;
    let pages = client.query(RowNodes::new(2_500)).pages();
    let sizes = pages.map(|page| page.expect("a page").data.expect("data").rows.nodes.len());
    // Each page inserts a row after it, which is the next one.
    assert_eq!(sizes.collect::<Vec<_>>().await, [2_500, 2_500, 2_500, 2_500, 4]);
}

#[tokio::test]
async fn an_offset() {
    let (_, client) = start().await;
    let pages = client
        .query(RowsOffset { skip: 0, limit: 999 })
        .pages_by(|variables, data| {
            variables.skip += variables.limit;
            data.skipped.len() == 999
        });
    let rows = pages.flat_map(|page| {
        let rows = page.expect("a page").data.expect("data").skipped;
        futures_util::stream::iter(rows.into_iter().map(|row| row.number))
    });
    assert_eq!(
        rows.collect::<Vec<_>>().await,
        (0..COUNT).map(|row| row * 2).collect::<Vec<_>>()
    );
}
