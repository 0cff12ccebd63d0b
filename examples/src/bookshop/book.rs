//! Books: an interface, and the three types that implement it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, Interface, Result, SimpleObject};

use super::{
    Shop,
    author::Author,
    review::{Review, ReviewConnection},
};

/// Anything that the shop sells.
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "id", ty = "&ID"),
    field(name = "title", ty = "&String"),
    field(name = "author", ty = "&Author"),
    field(name = "format", ty = "Format"),
    field(name = "genre", ty = "Genre"),
    field(name = "price", ty = "f64", desc = "The price in US dollars."),
    field(
        name = "stock",
        ty = "Option<Stock>",
        desc = "The copies in the shop; null for downloads, which never sell out."
    ),
    field(
        name = "reviews",
        ty = "ReviewConnection",
        desc = "Reviews by customers, newest first.",
        arg(name = "first", ty = "usize"),
        arg(name = "after", ty = "Option<String>")
    ),
    field(
        name = "pageCount",
        method = "page_count",
        ty = "Option<i32>",
        deprecation = "Only printed books have pages: use `PrintedBook.pages`."
    )
)]
pub(crate) enum Book {
    PrintedBook(PrintedBook),
    Ebook(Ebook),
    Audiobook(Audiobook),
}

/// The form in which a book is sold.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum Format {
    /// Read aloud, as a download.
    Audiobook,
    /// A file for a reader or a phone.
    Ebook,
    /// On paper.
    Print,
}

/// The kind of story that a book tells.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum Genre {
    Crime,
    /// Magic, dragons, and other worlds.
    Fantasy,
    Horror,
    Romance,
    #[graphql(deprecation = "Thrillers are listed as `CRIME`.")]
    Thriller,
}

/// The copies of a book in the shop.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Stock {
    pub(crate) copies: i32,
    /// The place of the book in the shop, such as `C4`.
    pub(crate) shelf: String,
}

/// A book on paper.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct PrintedBook {
    #[graphql(skip)]
    pub(crate) details: Arc<Details>,
    pub(crate) pages: i32,
    /// The weight in grams; null if it is not known.
    pub(crate) weight: Option<i32>,
}

/// A book as a file.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Ebook {
    #[graphql(skip)]
    pub(crate) details: Arc<Details>,
    /// The size of the file in megabytes.
    pub(crate) file_size: f64,
}

/// A book that is read aloud.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Audiobook {
    #[graphql(skip)]
    pub(crate) details: Arc<Details>,
    pub(crate) narrator: String,
    /// The chapters in order; null for a chapter that is not recorded yet.
    pub(crate) chapters: Vec<Option<Chapter>>,
}

/// A part of an audiobook.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Chapter {
    pub(crate) title: String,
    /// The length in minutes.
    pub(crate) minutes: f64,
    /// Null for an ordinary chapter.
    pub(crate) kind: Option<ChapterKind>,
}

/// The kind of a chapter that is not an ordinary one.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum ChapterKind {
    Epilogue,
    /// A conversation with the author or the narrator.
    Interview,
    Prologue,
}

/// The data that books of all types have.
#[derive(Debug)]
pub(crate) struct Details {
    pub(crate) id: ID,
    pub(crate) title: String,
    pub(crate) author: Author,
    pub(crate) format: Format,
    pub(crate) genre: Genre,
    pub(crate) price: f64,
    pub(crate) reviews: Vec<Review>,
}

impl Book {
    // The fields' own names are taken by the methods that resolve them.
    pub(crate) fn details(&self) -> &Details {
        match self {
            Self::PrintedBook(PrintedBook { details, .. })
            | Self::Ebook(Ebook { details, .. })
            | Self::Audiobook(Audiobook { details, .. }) => details,
        }
    }
}

/// The fields of the interface, which every type resolves in the same way.
macro_rules! interface_fields {
    ($($book:ident)*) => {$(
        #[ComplexObject]
        impl $book {
            async fn id(&self) -> &ID {
                &self.details.id
            }

            async fn title(&self) -> &String {
                &self.details.title
            }

            async fn author(&self) -> &Author {
                &self.details.author
            }

            async fn format(&self) -> Format {
                self.details.format
            }

            async fn genre(&self) -> Genre {
                self.details.genre
            }

            /// The price in US dollars.
            async fn price(&self) -> f64 {
                self.details.price
            }

            /// The copies in the shop; null for downloads, which never sell out.
            async fn stock(&self, context: &Context<'_>) -> Result<Option<Stock>> {
                Ok(context.data::<Arc<Shop>>()?.stock(&self.details.id))
            }

            /// Reviews by customers, newest first.
            async fn reviews(&self, first: usize, after: Option<String>) -> Result<ReviewConnection> {
                ReviewConnection::page(&self.details.reviews, first, after.as_deref())
            }

            #[graphql(deprecation = "Only printed books have pages: use `PrintedBook.pages`.")]
            async fn page_count(&self) -> Option<i32> {
                None
            }
        }
    )*};
}

interface_fields!(PrintedBook Ebook Audiobook);
