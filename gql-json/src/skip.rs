//! Skips values that are not deserialized, and validates them at any depth.

use crate::error::Result;
use crate::reader::Reader;
use crate::text::{length_in_words, plain_length};

/// The open lists and objects, one bit each, which is 1 for an object. `outer` has those beyond the innermost 64.
#[derive(Default)]
struct Open {
    bits: u64,
    count: u32,
    outer: Vec<u64>,
}

impl Open {
    fn push(&mut self, object: bool) {
        if self.count == u64::BITS {
            self.outer.push(self.bits);
            self.count = 0;
        }
        self.bits = self.bits << 1 | u64::from(object);
        self.count += 1;
    }

    fn pop(&mut self) {
        self.bits >>= 1;
        self.count -= 1;
        if self.count == 0
            && let Some(bits) = self.outer.pop()
        {
            self.bits = bits;
            self.count = u64::BITS;
        }
    }

    /// Returns whether the innermost one is an object, or `None` if none is open.
    fn last(&self) -> Option<bool> {
        (self.count > 0).then_some(self.bits & 1 == 1)
    }
}

impl<'de> Reader<'de> {
    /// Skips a value and returns its text.
    pub(crate) fn raw(&mut self) -> Result<&'de str> {
        self.token();
        let start = self.at();
        self.skip()?;
        Ok(self.slice(start, self.at()))
    }

    /// Skips a value.
    #[inline(never)]
    pub(crate) fn skip(&mut self) -> Result<()> {
        let mut open = Open::default();
        loop {
            let begun = match self.token() {
                Some(byte @ (b'{' | b'[')) => {
                    self.advance(1);
                    open.push(byte == b'{');
                    true
                }
                byte => {
                    self.skip_leaf(byte)?;
                    false
                }
            };
            if !self.skip_to_next(&mut open, begun)? {
                return Ok(());
            }
        }
    }

    /// Moves to the next value. Returns `false` if there is none. `begun` is whether a list or an object was just entered.
    fn skip_to_next(&mut self, open: &mut Open, mut begun: bool) -> Result<bool> {
        while let Some(object) = open.last() {
            match self.token() {
                Some(b'}') if object => {}
                Some(b']') if !object => {}
                Some(b',') if !begun => {
                    self.advance(1);
                    return self.skip_key(object);
                }
                Some(_) if begun => return self.skip_key(object),
                Some(_) => return Err(self.syntax("expected `,` or the end of a list or an object")),
                None => return Err(self.syntax("EOF while parsing a list or an object")),
            }
            self.advance(1);
            open.pop();
            begun = false;
        }
        Ok(false)
    }

    /// Moves to the value of a member, or to an item of a list. There is always one.
    fn skip_key(&mut self, object: bool) -> Result<bool> {
        if object {
            if self.token() != Some(b'"') {
                return Err(self.syntax("key must be a string"));
            }
            self.skip_string()?;
            if !self.eat(b':') {
                return Err(self.syntax("expected `:`"));
            }
        }
        Ok(true)
    }

    fn skip_leaf(&mut self, first: Option<u8>) -> Result<()> {
        match first {
            Some(b'"') => self.skip_string(),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            Some(b'-' | b'0'..=b'9') => self.number_text().map(drop),
            Some(_) => Err(self.syntax("expected value")),
            None => Err(self.syntax("EOF while parsing a value")),
        }
    }

    #[inline]
    fn skip_string(&mut self) -> Result<()> {
        if let Some(text) = self.rest.get(1..)
            && let Some(length) = length_in_words(text)
            && let Some((b'"', rest)) = text.get(length..).and_then(<[u8]>::split_first)
        {
            self.rest = rest;
            return Ok(());
        }
        self.skip_escaped()
    }

    #[cold]
    #[inline(never)]
    fn skip_escaped(&mut self) -> Result<()> {
        self.advance(1);
        loop {
            self.advance(plain_length(self.rest));
            if self.at_quote()? {
                return Ok(());
            }
            self.skip_escape()?;
        }
    }
}
