//! Reviews, in pages: a connection as Relay specifies it.
//!
//! <https://relay.dev/graphql/connections.htm>

use async_graphql::{Error, ID, Result, SimpleObject};

use super::date_time::DateTime;

/// A customer's opinion of a book.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Review {
    pub(crate) id: ID,
    pub(crate) at: DateTime,
    /// From one star to five.
    pub(crate) rating: i32,
    pub(crate) text: String,
    /// The customer's name; null if the review is anonymous.
    pub(crate) reviewer: Option<String>,
}

/// One page of a book's reviews.
#[derive(Debug, SimpleObject)]
pub(crate) struct ReviewConnection {
    edges: Vec<ReviewEdge>,
    page_info: PageInfo,
    /// The number of reviews on all pages.
    total_count: usize,
}

/// A review and its place among all reviews.
#[derive(Debug, SimpleObject)]
pub(crate) struct ReviewEdge {
    cursor: String,
    node: Review,
}

/// The position of a page among all pages.
#[derive(Debug, SimpleObject)]
pub(crate) struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    /// The cursor of the first edge; null for an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last edge, for `after`; null for an empty page.
    end_cursor: Option<String>,
}

impl ReviewConnection {
    /// Returns the first reviews after the one that the cursor names.
    ///
    /// # Errors
    ///
    /// When no review has the cursor.
    pub(crate) fn page(reviews: &[Review], first: usize, after: Option<&str>) -> Result<Self> {
        let start = match after {
            None => 0,
            Some(cursor) => {
                let last = reviews.iter().position(|review| review.id.as_str() == cursor);
                1 + last.ok_or_else(|| Error::new(format!("no review has the cursor `{cursor}`")))?
            }
        };
        let edges: Vec<ReviewEdge> = reviews
            .iter()
            .skip(start)
            .take(first)
            .map(|review| ReviewEdge {
                cursor: review.id.to_string(),
                node: review.clone(),
            })
            .collect();
        Ok(Self {
            page_info: PageInfo {
                has_next_page: start + edges.len() < reviews.len(),
                has_previous_page: start > 0,
                start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            total_count: reviews.len(),
            edges,
        })
    }
}
