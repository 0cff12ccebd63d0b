//! Tables: printed as Markdown, and kept under `target/bench` for the report.

use std::fmt::Write as _;
use std::path::PathBuf;

/// A table of results.
#[derive(Debug)]
pub struct Table {
    name: String,
    text: String,
}

impl Table {
    /// A table; `name` is the file that keeps it, `columns` its head.
    pub fn new(name: &str, title: &str, columns: &[&str]) -> Self {
        let mut text = format!("### {title}\n\n");
        row(&mut text, columns.iter().map(|column| (*column).to_owned()));
        row(&mut text, columns.iter().map(|_| "---".to_owned()));
        Self {
            name: name.to_owned(),
            text,
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        row(&mut self.text, cells.into_iter());
    }

    /// Adds a paragraph below.
    pub fn note(&mut self, note: &str) {
        let _ = write!(self.text, "\n{note}\n");
    }

    /// Prints it and keeps it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        let _ = write!(self.text, "\nLoad when it was measured: {}.\n", load());
        println!("{}", self.text);
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{}.md", self.name)), self.text)
    }
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        let _ = write!(text, " {cell} |");
    }
    text.push('\n');
}

/// Returns the three load averages of `uptime`, where there are such.
fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").map_or_else(
        |_| "unknown".to_owned(),
        |line| line.split(' ').take(3).collect::<Vec<_>>().join(" "),
    )
}

/// `a / b`, to two digits.
pub fn ratio(a: f64, b: f64) -> String {
    format!("{:.2}", a / b)
}
