//! The operations in the forms of `graphql_client` and cynic.

pub mod graphql_client {
    #![allow(dead_code)] // The structs only name the operations.

    use ::graphql_client::GraphQLQuery;

    #[derive(GraphQLQuery)]
    #[graphql(
        schema_path = "schema.graphql",
        query_path = "graphql_client.graphql",
        skip_serializing_none
    )]
    pub struct Feed;

    #[derive(GraphQLQuery)]
    #[graphql(schema_path = "schema.graphql", query_path = "graphql_client.graphql")]
    pub struct Rows;
}

pub mod cynic {
    #![allow(dead_code)]

    #[::cynic::schema("bench")]
    mod schema {}

    #[derive(cynic::QueryFragment, Debug)]
    #[cynic(graphql_type = "Query")]
    pub struct Feed {
        pub feed: Vec<Node>,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Node {
        pub id: cynic::Id,
        #[cynic(spread)]
        pub parts: NodeParts,
    }

    #[derive(cynic::InlineFragments, Debug)]
    #[cynic(graphql_type = "Node")]
    pub enum NodeParts {
        Issue(Issue),
        PullRequest(PullRequest),
        Commit(Commit),
        Discussion(Discussion),
        #[cynic(fallback)]
        Other,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Issue {
        pub created_at: String,
        pub url: String,
        pub author: Option<Actor>,
        #[cynic(spread)]
        pub topic: Topic,
        pub labels: Vec<String>,
    }

    #[derive(cynic::QueryFragment, Debug)]
    #[cynic(graphql_type = "Issue")]
    pub struct Topic {
        pub number: i32,
        pub title: String,
        pub state: State,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct PullRequest {
        pub created_at: String,
        pub url: String,
        pub author: Option<Actor>,
        pub number: i32,
        pub title: String,
        #[cynic(spread)]
        pub changes: Changes,
    }

    #[derive(cynic::QueryFragment, Debug)]
    #[cynic(graphql_type = "PullRequest")]
    pub struct Changes {
        pub state: State,
        pub additions: i32,
        pub deletions: i32,
        pub merged_by: Option<Actor>,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Commit {
        pub created_at: String,
        pub url: String,
        pub author: Option<Actor>,
        pub oid: String,
        pub message: String,
        pub verified: bool,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Discussion {
        pub created_at: String,
        pub url: String,
        pub author: Option<Actor>,
        pub title: String,
        pub upvotes: i32,
        pub answer: Option<String>,
    }

    #[derive(cynic::Enum, Clone, Copy, Debug)]
    pub enum State {
        Open,
        Closed,
        Merged,
    }

    #[derive(cynic::InlineFragments, Debug)]
    pub enum Actor {
        User(User),
        Bot(Bot),
        #[cynic(fallback)]
        Other,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct User {
        pub login: String,
        pub avatar_url: String,
        pub name: Option<String>,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Bot {
        pub login: String,
        pub avatar_url: String,
        pub app: String,
    }

    #[derive(cynic::QueryFragment, Debug)]
    #[cynic(graphql_type = "Query")]
    pub struct Rows {
        pub rows: Vec<Row>,
    }

    #[derive(cynic::QueryFragment, Debug)]
    pub struct Row {
        pub id: cynic::Id,
        pub name: String,
        pub owner: String,
        pub description: Option<String>,
        pub language: Option<String>,
        pub created_at: String,
        pub url: String,
        pub stars: i32,
        pub forks: i32,
        pub size: i32,
        pub score: f64,
        pub archived: bool,
        pub private: bool,
    }
}
