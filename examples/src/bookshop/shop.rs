//! The shop's state: the catalog, the stock, and what happened today.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::{Error, ID, Result};
use futures_util::Stream;

use super::{
    activity::{Activity, Delivery, Notice, Sale},
    author::Author,
    book::{Book, Details, Ebook, Format, Genre, Stock},
    catalog,
    date_time::DateTime,
    log::Log,
    order::{Order, OrderResult, OutOfStock},
};

/// The first activity is at 9:00, each later one a quarter of an hour after the one before.
const OPENING: usize = 9 * 60;
const BETWEEN_ACTIVITIES: usize = 15;
/// The number of books in the first catalog that arrived today.
const ARRIVALS: usize = 2;

#[derive(Debug)]
pub(crate) struct Shop {
    books: Arc<Log<Book>>,
    /// The copies of each printed book.
    stock: Mutex<Vec<(ID, Stock)>>,
    activity: Arc<Log<Activity>>,
    yesterday: usize,
}

impl Shop {
    /// Opens the shop as it is each morning.
    pub(crate) fn open() -> Self {
        let books = Log::new();
        for book in catalog::books() {
            books.append(book);
        }
        let shop = Self {
            yesterday: books.len().saturating_sub(ARRIVALS),
            books: Arc::new(books),
            stock: Mutex::new(catalog::stock()),
            activity: Arc::new(Log::new()),
        };
        shop.notice("Author reading at seven.");
        shop.restock(&ID::from("b1"), 2, Some("Strand Press".to_owned()));
        // An e-book is never out of stock.
        let _ = shop.place_order(&ID::from("b4"), 1);
        shop
    }

    /// Ends every subscription.
    pub(crate) fn close(&self) {
        self.activity.close();
        self.books.close();
    }

    /// Resolves once the shop is closed.
    pub(crate) fn closed(&self) -> impl Future<Output = ()> + Send + 'static + use<> {
        self.activity.closed()
    }

    pub(crate) fn activity(&self) -> &Arc<Log<Activity>> {
        &self.activity
    }

    pub(crate) fn books(&self) -> Vec<Book> {
        self.books.snapshot()
    }

    pub(crate) fn book(&self, id: &ID) -> Option<Book> {
        self.books().into_iter().find(|book| book.details().id == *id)
    }

    /// Returns the books that were added today, then each new one.
    pub(crate) fn arrivals(&self) -> impl Stream<Item = Book> + Send + 'static + use<> {
        Arc::clone(&self.books).read_from(self.yesterday)
    }

    pub(crate) fn authors(&self) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        for book in self.books() {
            if authors.iter().all(|author| author.id != book.details().author.id) {
                authors.push(book.details().author.clone());
            }
        }
        authors
    }

    pub(crate) fn stock(&self, book: &ID) -> Option<Stock> {
        let stock = self.all_stock();
        let of_book = stock.iter().find(|(id, _)| id == book);
        of_book.map(|(_, stock)| stock.clone())
    }

    /// Sells copies of a book, or lists alternatives when there are not enough.
    ///
    /// # Errors
    ///
    /// When no book has the ID, or the order is for no copy.
    pub(crate) fn place_order(&self, id: &ID, copies: i32) -> Result<OrderResult> {
        let book = self
            .book(id)
            .ok_or_else(|| Error::new(format!("no book has the ID `{}`", **id)))?;
        if copies < 1 {
            return Err(Error::new("an order is for at least one copy"));
        }
        if let Err(left) = self.take(id, copies) {
            let reason = match left {
                0 => format!("`{}` is sold out", book.details().title),
                left => format!("only {left} of `{}` left", book.details().title),
            };
            let alternatives = self.alternatives(&book);
            return Ok(OrderResult::OutOfStock(OutOfStock { reason, alternatives }));
        }
        let order = Order {
            id: ID(format!("o{}", self.activity.len())),
            placed_at: self.now(),
            total: book.details().price * f64::from(copies),
            book: book.clone(),
            copies,
        };
        self.activity.append(Activity::Sale(Sale {
            at: self.now(),
            book,
            copies,
        }));
        Ok(OrderResult::Order(order))
    }

    /// Takes copies from the stock; the error is how many there are when they are too few.
    fn take(&self, book: &ID, copies: i32) -> Result<(), i32> {
        match self.all_stock().iter_mut().find(|(id, _)| id == book) {
            Some((_, stock)) if stock.copies < copies => Err(stock.copies),
            Some((_, stock)) => {
                stock.copies -= copies;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn alternatives(&self, to: &Book) -> Vec<Book> {
        let mut books = self.books();
        books.retain(|book| {
            book.details().id != to.details().id
                && book.details().genre == to.details().genre
                && self
                    .stock(&book.details().id)
                    .is_none_or(|stock| stock.copies > 0)
        });
        books
    }

    /// Adds copies to the stock of a printed book.
    pub(crate) fn restock(&self, id: &ID, copies: i32, supplier: Option<String>) -> Option<Delivery> {
        let book = self.book(id)?;
        let mut all_stock = self.all_stock();
        let (_, stock) = all_stock.iter_mut().find(|(other, _)| other == id)?;
        stock.copies = stock.copies.saturating_add(copies);
        drop(all_stock);
        let delivery = Delivery {
            at: self.now(),
            book,
            copies,
            supplier,
        };
        self.activity.append(Activity::Delivery(delivery.clone()));
        Some(delivery)
    }

    /// Adds an e-book to the catalog.
    pub(crate) fn add_book(&self, title: String, author: &str, genre: Genre, price: f64) -> Book {
        let authors = self.authors();
        let known = authors.iter().find(|known| known.name == author);
        let author = known.cloned().unwrap_or_else(|| Author {
            id: ID(format!("a{}", authors.len() + 1)),
            name: author.to_owned(),
            born: None,
        });
        let book = Book::Ebook(Ebook {
            details: Arc::new(Details {
                id: ID(format!("b{}", self.books.len() + 1)),
                title,
                author,
                format: Format::Ebook,
                genre,
                price,
                reviews: Vec::new(),
            }),
            file_size: 1.0,
        });
        self.books.append(book.clone());
        book
    }

    /// Posts a message to all customers.
    pub(crate) fn notice(&self, text: &str) -> Notice {
        let notice = Notice {
            at: self.now(),
            text: text.to_owned(),
        };
        self.activity.append(Activity::Notice(notice.clone()));
        notice
    }

    /// Returns the time. The clock advances with the activity, so that every run has the same times.
    pub(crate) fn now(&self) -> DateTime {
        DateTime::today(OPENING + BETWEEN_ACTIVITIES * self.activity.len())
    }

    fn all_stock(&self) -> MutexGuard<'_, Vec<(ID, Stock)>> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
