//! A command-line program on clap: one subcommand for each operation.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use gql_runtime::transport::{Endpoint, Http};
use gql_runtime::{Client, Error, operations};

#[operations(schema = "schema.graphql", documents = "graphql/books.graphql")]
mod shop {}

use shop::{AddBook, Books};

/// Lists and adds books.
#[derive(Parser)]
struct Cli {
    /// URL of the server.
    #[arg(long, env = "BOOKSHOP_URL", default_value = "http://127.0.0.1:8000/graphql")]
    url: String,
    /// Access token.
    #[arg(long, env = "BOOKSHOP_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists books.
    List {
        /// Lists the books of this genre only.
        #[arg(long)]
        genre: Option<Genre>,
        /// The maximum number of books.
        #[arg(long, default_value_t = 10)]
        first: i64,
    },
    /// Adds a book.
    Add {
        /// Title of the book.
        title: String,
    },
}

/// The genres that the command accepts. The generated enum also has a variant for values that are added to the schema later.
#[derive(Clone, Copy, ValueEnum)]
enum Genre {
    Crime,
    Fantasy,
    Horror,
    Romance,
}

impl From<Genre> for shop::Genre {
    fn from(genre: Genre) -> Self {
        match genre {
            Genre::Crime => Self::Crime,
            Genre::Fantasy => Self::Fantasy,
            Genre::Horror => Self::Horror,
            Genre::Romance => Self::Romance,
        }
    }
}

async fn run(cli: Cli) -> Result<(), Error> {
    let mut endpoint = Endpoint::builder(&cli.url);
    if let Some(token) = &cli.token {
        endpoint = endpoint.bearer_auth(token);
    }
    let endpoint = endpoint.build()?;
    let client = Client::new(Http::new(&endpoint).timeout(Duration::from_secs(10)));
    match cli.command {
        Command::List { genre, first } => {
            let books = Books {
                genre: genre.map(Into::into),
                first,
            };
            for book in client.query(books).data().await?.books {
                println!("{}, {}", book.title, book.author.name);
            }
        }
        Command::Add { title } => {
            let added = client.mutate(AddBook { title }).data().await?.add_book;
            println!("added {} as {}", added.title, added.id);
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = run(Cli::parse()).await else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: {error}");
    if error.is_auth() {
        eprintln!("help: set --token or BOOKSHOP_TOKEN");
        return ExitCode::from(2);
    }
    ExitCode::FAILURE
}
