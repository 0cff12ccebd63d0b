//! The event's types by hand, with serde's derives, and envelopes that hold them: decoded in one pass.
#![allow(dead_code)] // Nobody reads the values.

use serde::Deserialize;

/// A message of graphql-transport-ws. Only the end has no payload.
#[derive(Deserialize)]
pub struct Message {
    pub payload: Option<Response>,
}

/// A part of a multipart response.
#[derive(Deserialize)]
pub struct Part {
    pub payload: Option<Response>,
}

#[derive(Deserialize)]
pub struct Response {
    pub data: Data,
}

#[derive(Deserialize)]
pub struct Data {
    pub ticker: Tick,
}

#[derive(Deserialize)]
pub struct Tick {
    pub id: String,
    pub kind: Kind,
    pub at: String,
    pub price: f64,
    pub volume: i64,
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    Trade,
    Quote,
}

#[derive(Deserialize)]
pub struct Item {
    pub id: String,
    pub name: String,
    pub count: i64,
}
