//! Unit tests of code that calls a GraphQL server, without a server.

use gql_runtime::{Client, Error, operations};

#[operations(schema = "schema.graphql", documents = "graphql/books.graphql")]
mod shop {}

use shop::{Books, Genre};

/// The titles of a genre, or none if the shop cannot be reached.
async fn titles(client: &Client, genre: Genre) -> Result<Vec<String>, Error> {
    let books = Books {
        genre: Some(genre),
        first: 10,
    };
    match client.query(books).data().await {
        Ok(data) => Ok(data.books.into_iter().map(|book| book.title).collect()),
        Err(error) if error.is_connect() => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::http("http://127.0.0.1:8000/graphql")?;
    println!("{:?}", titles(&client, Genre::Crime).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use gql_runtime::transport::Mock;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn titles_are_listed() -> Result<(), Error> {
        let mock = Mock::new();
        mock.on::<Books>().answer(json!({
            "books": [{ "title": "Emma", "author": { "name": "Jane Austen" } }]
        }))?;
        let client = Client::new(mock.clone());

        assert_eq!(titles(&client, Genre::Romance).await?, ["Emma"]);

        let requests = mock.requests();
        let variables = requests[0].variables.as_ref().map(|json| json.get());
        assert_eq!(variables, Some(r#"{"genre":"ROMANCE","first":10}"#));
        Ok(())
    }

    #[tokio::test]
    async fn an_unreachable_shop_has_no_titles() -> Result<(), Error> {
        let mock = Mock::new();
        mock.on::<Books>().fail(Error::connect("connection refused"));
        assert_eq!(titles(&Client::new(mock), Genre::Crime).await?, [""; 0]);
        Ok(())
    }

    #[tokio::test]
    async fn errors_of_the_server_are_reported() -> Result<(), Error> {
        let mock = Mock::new();
        mock.on::<Books>().respond(json!({
            "data": null,
            "errors": [{ "message": "the database is down" }]
        }))?;
        let error = titles(&Client::new(mock), Genre::Crime).await.unwrap_err();
        assert!(error.is_graphql());
        Ok(())
    }

    /// Data that do not fit the operation are refused, so that a test cannot pass with an answer that no server gives.
    #[tokio::test]
    async fn answers_are_checked() {
        let answer = json!({ "books": [{ "titel": "Emma" }] });
        let error = Mock::new().on::<Books>().answer(answer).unwrap_err();
        assert_eq!(error.response_path(), Some("data.books[0]"));
    }
}
