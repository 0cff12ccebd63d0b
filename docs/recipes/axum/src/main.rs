//! A web service on axum whose handlers share one GraphQL client.

use std::error;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use gql_runtime::transport::{Endpoint, Http};
use gql_runtime::{Client, operations};
use serde::{Deserialize, Serialize};

#[operations(schema = "schema.graphql", documents = "graphql/books.graphql")]
mod shop {}

use shop::{Books, Genre};

/// State shared by the handlers. Clones of the client share its connections.
#[derive(Clone)]
struct App {
    client: Client,
}

#[derive(Deserialize)]
struct Params {
    genre: Option<Genre>,
}

#[derive(Serialize)]
struct Line {
    title: String,
    author: String,
}

/// A failed call. Callers of this service receive a status code; the log has the details.
struct Failure(gql_runtime::Error);

impl From<gql_runtime::Error> for Failure {
    fn from(error: gql_runtime::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        let status = if self.0.is_timeout() {
            StatusCode::GATEWAY_TIMEOUT
        } else {
            StatusCode::BAD_GATEWAY
        };
        (status, "the bookshop is not available").into_response()
    }
}

async fn books(
    State(app): State<App>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Result<Json<Vec<Line>>, Failure> {
    let mut call = app
        .client
        .query(Books {
            genre: params.genre,
            first: 20,
        })
        .timeout(Duration::from_secs(5));
    if let Some(id) = headers.get("x-request-id").and_then(|id| id.to_str().ok()) {
        call = call.header("x-request-id", id); // for this request only
    }
    let books = call.data().await?.books.into_iter();
    let lines = books.map(|book| Line {
        title: book.title,
        author: book.author.name,
    });
    Ok(Json(lines.collect()))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let endpoint = Endpoint::new("http://127.0.0.1:8000/graphql")?;
    let client = Client::new(Http::new(&endpoint));
    let app = Router::new()
        .route("/books", get(books))
        .with_state(App { client });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, app).await?)
}
