//! Decodes to the same types as ours, as one would by hand for speed: the visitor of an interface reads `__typename` and feeds
//! the other members to one flat struct a variant; fragments are built of its fields by move.
#![allow(dead_code)] // Nobody reads the values.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub struct Feed {
    pub feed: Vec<Node>,
}

#[derive(Debug)]
pub struct Node {
    pub id: String,
    pub parts: NodeParts,
}

#[derive(Debug)]
pub enum NodeParts {
    Issue(Issue),
    PullRequest(PullRequest),
    Commit(Commit),
    Discussion(Discussion),
    Other {
        created_at: String,
        url: String,
        author: Option<Actor>,
    },
}

#[derive(Debug)]
pub struct Issue {
    pub created_at: String,
    pub url: String,
    pub author: Option<Actor>,
    pub topic: Topic,
    pub labels: Vec<String>,
}

#[derive(Debug)]
pub struct PullRequest {
    pub created_at: String,
    pub url: String,
    pub author: Option<Actor>,
    pub number: i64,
    pub title: String,
    pub changes: Changes,
}

#[derive(Debug)]
pub struct Changes {
    pub state: State,
    pub additions: i64,
    pub deletions: i64,
    pub merged_by: Option<Actor>,
}

#[derive(Debug)]
pub struct Topic {
    pub number: i64,
    pub title: String,
    pub state: State,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatIssue {
    id: String,
    created_at: String,
    url: String,
    author: Option<Actor>,
    number: i64,
    title: String,
    state: State,
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatPullRequest {
    id: String,
    created_at: String,
    url: String,
    author: Option<Actor>,
    number: i64,
    title: String,
    state: State,
    additions: i64,
    deletions: i64,
    merged_by: Option<Actor>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatCommit {
    id: String,
    created_at: String,
    url: String,
    author: Option<Actor>,
    oid: String,
    message: String,
    verified: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatDiscussion {
    id: String,
    created_at: String,
    url: String,
    author: Option<Actor>,
    title: String,
    upvotes: i64,
    answer: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatOther {
    id: String,
    created_at: String,
    url: String,
    author: Option<Actor>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatActor {
    login: String,
    avatar_url: String,
}

#[derive(Debug)]
pub struct Commit {
    pub created_at: String,
    pub url: String,
    pub author: Option<Actor>,
    pub oid: String,
    pub message: String,
    pub verified: bool,
}

#[derive(Debug)]
pub struct Discussion {
    pub created_at: String,
    pub url: String,
    pub author: Option<Actor>,
    pub title: String,
    pub upvotes: i64,
    pub answer: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    Open,
    Closed,
    Merged,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug)]
pub enum Actor {
    User(User),
    Bot(Bot),
    Other { login: String, avatar_url: String },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub login: String,
    pub avatar_url: String,
    pub name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bot {
    pub login: String,
    pub avatar_url: String,
    pub app: String,
}

/// An interface: what its object is made of once the type is known.
trait Interface: Sized {
    type Name: for<'de> Deserialize<'de>;
    fn read<'de, D: Deserializer<'de>>(name: Self::Name, members: D) -> Result<Self, D::Error>;
}

#[derive(Deserialize)]
enum NodeName {
    Issue,
    PullRequest,
    Commit,
    Discussion,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
enum ActorName {
    User,
    Bot,
    #[serde(other)]
    Other,
}

impl Interface for Node {
    type Name = NodeName;

    fn read<'de, D: Deserializer<'de>>(name: NodeName, members: D) -> Result<Self, D::Error> {
        let (id, parts) = match name {
            NodeName::Issue => {
                let flat = FlatIssue::deserialize(members)?;
                let parts = NodeParts::Issue(Issue {
                    created_at: flat.created_at,
                    url: flat.url,
                    author: flat.author,
                    topic: Topic {
                        number: flat.number,
                        title: flat.title,
                        state: flat.state,
                    },
                    labels: flat.labels,
                });
                (flat.id, parts)
            }
            NodeName::PullRequest => {
                let flat = FlatPullRequest::deserialize(members)?;
                let parts = NodeParts::PullRequest(PullRequest {
                    created_at: flat.created_at,
                    url: flat.url,
                    author: flat.author,
                    number: flat.number,
                    title: flat.title,
                    changes: Changes {
                        state: flat.state,
                        additions: flat.additions,
                        deletions: flat.deletions,
                        merged_by: flat.merged_by,
                    },
                });
                (flat.id, parts)
            }
            NodeName::Commit => {
                let flat = FlatCommit::deserialize(members)?;
                let parts = NodeParts::Commit(Commit {
                    created_at: flat.created_at,
                    url: flat.url,
                    author: flat.author,
                    oid: flat.oid,
                    message: flat.message,
                    verified: flat.verified,
                });
                (flat.id, parts)
            }
            NodeName::Discussion => {
                let flat = FlatDiscussion::deserialize(members)?;
                let parts = NodeParts::Discussion(Discussion {
                    created_at: flat.created_at,
                    url: flat.url,
                    author: flat.author,
                    title: flat.title,
                    upvotes: flat.upvotes,
                    answer: flat.answer,
                });
                (flat.id, parts)
            }
            NodeName::Other => {
                let flat = FlatOther::deserialize(members)?;
                let parts = NodeParts::Other {
                    created_at: flat.created_at,
                    url: flat.url,
                    author: flat.author,
                };
                (flat.id, parts)
            }
        };
        Ok(Self { id, parts })
    }
}

impl Interface for Actor {
    type Name = ActorName;

    fn read<'de, D: Deserializer<'de>>(name: ActorName, members: D) -> Result<Self, D::Error> {
        Ok(match name {
            ActorName::User => Self::User(User::deserialize(members)?),
            ActorName::Bot => Self::Bot(Bot::deserialize(members)?),
            ActorName::Other => {
                let FlatActor { login, avatar_url } = FlatActor::deserialize(members)?;
                Self::Other { login, avatar_url }
            }
        })
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InterfaceVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InterfaceVisitor(PhantomData))
    }
}

struct InterfaceVisitor<T>(PhantomData<T>);

impl<'de, T: Interface> Visitor<'de> for InterfaceVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let first = map
            .next_key::<Key>()?
            .ok_or_else(|| A::Error::missing_field("__typename"))?;
        if let Key::TypeName = first {
            let name = map.next_value()?;
            return T::read(name, MapAccessDeserializer::new(map));
        }
        // A server that reorders: by hand one would go over a tree.
        let Key::Other(key) = first else {
            return Err(A::Error::missing_field("__typename"));
        };
        let mut tree = serde_json::Map::new();
        tree.insert(key, map.next_value()?);
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            tree.insert(key, value);
        }
        let name = tree
            .remove("__typename")
            .ok_or_else(|| A::Error::missing_field("__typename"))?;
        let name = T::Name::deserialize(name).map_err(A::Error::custom)?;
        T::read(name, Value::Object(tree)).map_err(A::Error::custom)
    }
}

#[derive(Deserialize)]
enum Key {
    #[serde(rename = "__typename")]
    TypeName,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, Deserialize)]
pub struct Rows {
    pub rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub id: String,
    pub name: String,
    pub owner: String,
    pub description: Option<String>,
    pub language: Option<String>,
    pub created_at: String,
    pub url: String,
    pub stars: i64,
    pub forks: i64,
    pub size: i64,
    pub score: f64,
    pub archived: bool,
    pub private: bool,
}
