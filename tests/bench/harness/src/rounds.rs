//! Contestants take turns, round by round, so that a busy moment of the machine falls on all of them alike.

use cpu_time::{ProcessTime, ThreadTime};

/// The CPU microseconds that a contestant took for each run.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// The median of all rounds.
    pub median: f64,
    /// The cheapest round: what the work costs when nothing disturbs it.
    pub least: f64,
}

impl Cost {
    /// The statistics of samples, in microseconds.
    pub fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self {
            median: samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN),
            least: samples.first().copied().unwrap_or(f64::NAN),
        }
    }
}

type Work<'a> = Box<dyn FnMut() + 'a>;

/// Contestants and how often each one runs.
pub struct Contest<'a> {
    rounds: usize,
    runs: usize,
    contestants: Vec<(String, Work<'a>)>,
}

impl<'a> Contest<'a> {
    /// In each of `rounds` rounds a contestant runs `runs` times in a row.
    pub fn new(rounds: usize, runs: usize) -> Self {
        Self {
            rounds,
            runs,
            contestants: Vec::new(),
        }
    }

    /// Enters a contestant.
    pub fn enter(&mut self, name: &str, work: impl FnMut() + 'a) {
        self.contestants.push((name.to_owned(), Box::new(work)));
    }

    /// Lets them take turns; the first round only warms up. CPU time of this thread.
    pub fn run(mut self) -> Vec<(String, Cost)> {
        let mut samples = vec![Vec::new(); self.contestants.len()];
        for round in 0..=self.rounds {
            for ((_, work), samples) in self.contestants.iter_mut().zip(&mut samples) {
                let start = ThreadTime::now();
                for _ in 0..self.runs {
                    work();
                }
                if round > 0 {
                    samples.push(start.elapsed().as_secs_f64() * 1e6 / self.runs as f64);
                }
            }
        }
        let names = self.contestants.into_iter().map(|(name, _)| name);
        names.zip(samples.into_iter().map(Cost::of)).collect()
    }
}

/// CPU microseconds of this whole process, user and system, while `work` ran.
pub fn process_time<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = ProcessTime::now();
    let value = work();
    (value, start.elapsed().as_secs_f64() * 1e6)
}
