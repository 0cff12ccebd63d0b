//! The books that the shop opens with.

use std::sync::Arc;

use async_graphql::ID;

use super::{
    author::Author,
    book::{Audiobook, Book, Chapter, ChapterKind, Details, Ebook, Format, Genre, PrintedBook, Stock},
    date_time::DateTime,
    review::Review,
};

/// Returns the books of the catalog; the last two of them arrived today.
pub(crate) fn books() -> Vec<Book> {
    let doyle = author("a1", "Arthur Conan Doyle", 1859);
    let austen = author("a2", "Jane Austen", 1775);
    let shelley = author("a3", "Mary Shelley", 1797);
    vec![
        Book::PrintedBook(PrintedBook {
            details: Arc::new(Details {
                id: ID::from("b1"),
                title: "The Hound of the Baskervilles".to_owned(),
                author: doyle.clone(),
                format: Format::Print,
                genre: Genre::Crime,
                price: 9.99,
                reviews: vec![
                    review(
                        "r5",
                        "2026-02-21",
                        5,
                        "Never go onto the moor at night.",
                        Some("Henry"),
                    ),
                    review(
                        "r4",
                        "2026-02-14",
                        4,
                        "I guessed the ending, almost.",
                        Some("John"),
                    ),
                    review("r3", "2026-01-30", 2, "Not enough dogs.", None),
                    review("r2", "2026-01-12", 5, "Read it in one evening.", Some("Beryl")),
                    review("r1", "2026-01-05", 3, "Fog, fog, and more fog.", None),
                ],
            }),
            pages: 256,
            weight: Some(310),
        }),
        Book::PrintedBook(PrintedBook {
            details: Arc::new(Details {
                id: ID::from("b2"),
                title: "A Study in Scarlet".to_owned(),
                author: doyle,
                format: Format::Print,
                genre: Genre::Crime,
                price: 7.5,
                reviews: Vec::new(),
            }),
            pages: 188,
            weight: None,
        }),
        Book::Audiobook(Audiobook {
            details: Arc::new(Details {
                id: ID::from("b3"),
                title: "Emma".to_owned(),
                author: austen,
                format: Format::Audiobook,
                genre: Genre::Romance,
                price: 14.95,
                reviews: Vec::new(),
            }),
            narrator: "Clara Weston".to_owned(),
            chapters: vec![
                chapter("Volume I", 312.5, None),
                None,
                chapter("A talk with the narrator", 18.0, Some(ChapterKind::Interview)),
            ],
        }),
        Book::Ebook(Ebook {
            details: Arc::new(Details {
                id: ID::from("b4"),
                title: "Frankenstein".to_owned(),
                author: shelley,
                format: Format::Ebook,
                genre: Genre::Horror,
                price: 4.5,
                reviews: Vec::new(),
            }),
            file_size: 1.2,
        }),
    ]
}

/// Returns the copies of each printed book.
pub(crate) fn stock() -> Vec<(ID, Stock)> {
    let on_shelf = |id, copies, shelf: &str| {
        let shelf = shelf.to_owned();
        (ID::from(id), Stock { copies, shelf })
    };
    vec![on_shelf("b1", 1, "C4"), on_shelf("b2", 0, "C5")]
}

fn author(id: &str, name: &str, born: i32) -> Author {
    Author {
        id: ID::from(id),
        name: name.to_owned(),
        born: Some(born),
    }
}

fn chapter(title: &str, minutes: f64, kind: Option<ChapterKind>) -> Option<Chapter> {
    Some(Chapter {
        title: title.to_owned(),
        minutes,
        kind,
    })
}

fn review(id: &str, date: &str, rating: i32, text: &str, reviewer: Option<&str>) -> Review {
    Review {
        id: ID::from(id),
        at: DateTime::noon(date),
        rating,
        text: text.to_owned(),
        reviewer: reviewer.map(str::to_owned),
    }
}
