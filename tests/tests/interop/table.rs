//! The table of what was seen: printed, and compared with the one that is committed.

use std::fmt::Write;
use std::path::Path;

use crate::server::Software;
use crate::way::Way;
use crate::{Outcome, expectation};

pub(crate) struct Table {
    software: Software,
    rows: String,
    failed: usize,
}

impl Table {
    pub(crate) fn new(software: Software) -> Self {
        let rows = String::new();
        Self {
            software,
            rows,
            failed: 0,
        }
    }

    pub(crate) fn add(&mut self, way: Way, case: &str, seen: Outcome<String>) -> Outcome {
        let seen = seen.unwrap_or_else(|error| {
            self.failed += 1;
            format!("FAILED: {error}")
        });
        Ok(writeln!(
            self.rows,
            "{:<27} {way:<20} {case:<31} {seen}",
            self.software.name
        )?)
    }

    /// A failed case is never an expectation.
    pub(crate) fn judge(self) -> Outcome {
        println!("\n{}", self.rows);
        if self.failed > 0 {
            return Err(format!("{}: {} failed", self.software.name, self.failed).into());
        }
        let seen = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/seen");
        let file = seen.join(format!("{}.txt", self.software.name));
        Ok(expectation::expect(&file, &self.rows)?)
    }
}
