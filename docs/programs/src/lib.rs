//! The README and the pages of the guide whose code is a whole program, with its own module `shop`, as doctests.

#[cfg(doctest)]
mod pages {
    //! One module for each page.
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}
