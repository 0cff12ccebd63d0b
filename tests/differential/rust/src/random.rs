//! Numbers that are the same on every machine.

/// xorshift64. <https://www.jstatsoft.org/article/view/v008i14>
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of a document: those of its seed and its place in the run.
    pub fn new(seed: u64, place: u64) -> Self {
        // The golden ratio keeps neighbors apart; zero would stay zero forever.
        let mut random = Self(
            seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ place.wrapping_mul(0xbf58_476d_1ce4_e5b9)
                | 1,
        );
        for _ in 0..4 {
            random.below(2);
        }
        random
    }

    /// One of `0..limit`; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % limit.max(1) as u64) as usize
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}
