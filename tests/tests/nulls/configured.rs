//! The configuration of the random operations.

/// Fields that the configuration requires, without and with an error.
pub(crate) const REQUIRED: [(&str, bool); 2] = [("Card.text", false), ("Third.text", true)];

/// Lists that lose their null items by the configuration.
pub(crate) const DROPPED: [&str; 1] = ["Item.grid"];
