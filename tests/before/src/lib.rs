//! The code that people come from, as the pages of `docs/migrating` show it: compiled, so that it is what they have.

#[cfg(doctest)]
mod pages {
    //! One module for each page.
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}
