//! Counts the documents that were compared, and the verdicts of each library.

use std::collections::BTreeMap;

/// The number of differences without explanation that are shown.
const SHOWN: usize = 12;

#[derive(Default)]
pub struct Tally {
    documents: BTreeMap<&'static str, u64>,
    mistakes: BTreeMap<&'static str, u64>,
    /// By library: both accept, both reject.
    same: BTreeMap<&'static str, (u64, u64)>,
    explained: BTreeMap<(&'static str, &'static str), u64>,
    unexplained: BTreeMap<String, u64>,
    shown: usize,
}

impl Tally {
    pub fn documents(&mut self, kind: &'static str) {
        *self.documents.entry(kind).or_default() += 1;
    }

    pub fn mistake(&mut self, name: &'static str) {
        *self.mistakes.entry(name).or_default() += 1;
    }

    pub fn same(&mut self, library: &'static str, accepted: bool) {
        let (accept, reject) = self.same.entry(library).or_default();
        *(if accepted { accept } else { reject }) += 1;
    }

    pub fn explained(&mut self, library: &'static str, explanation: &'static str) {
        *self.explained.entry((library, explanation)).or_default() += 1;
    }

    /// A difference that fails the run; the first are shown.
    pub fn unexplained(&mut self, library: &str, difference: &str) {
        let count = self.unexplained.entry(library.to_owned()).or_default();
        *count += 1;
        if *count <= 4 && self.shown < SHOWN {
            self.shown += 1;
            println!("── {library}: {difference}\n");
        }
    }

    pub fn is_explained(&self) -> bool {
        self.unexplained.is_empty()
    }

    pub fn print(&self) {
        for (kind, count) in &self.documents {
            println!("{count:>8}  {kind}");
        }
        println!("\nmistakes:");
        for (name, count) in &self.mistakes {
            println!("{count:>8}  {name}");
        }
        for (library, (accept, reject)) in &self.same {
            println!("\n{library}: {accept} accepted and {reject} rejected by both");
            for ((_, explanation), count) in self.explained.iter().filter(|((it, _), _)| it == library) {
                println!("{count:>8}  {explanation}");
            }
        }
        println!();
        for (name, count) in &self.unexplained {
            println!("{count:>8}  UNEXPLAINED: {name}");
        }
    }
}
