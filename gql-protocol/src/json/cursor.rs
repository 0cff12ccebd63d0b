//! Matches JSON text in the few forms that servers write, without parsing its values.

/// A position in JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { rest: text }
    }

    /// Returns the rest of the text.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Skips this text, if it comes next.
    #[inline]
    pub(crate) fn take<const LENGTH: usize>(&mut self, text: &[u8; LENGTH]) -> Option<()> {
        let (next, rest) = self.rest.split_first_chunk::<LENGTH>()?;
        (next == text).then(|| self.rest = rest)
    }

    /// Skips whitespace. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
    #[inline]
    pub(crate) fn skip_space(&mut self) {
        // Most servers write none.
        while let [first @ ..=b' ', rest @ ..] = self.rest
            && matches!(first, b' ' | b'\t' | b'\n' | b'\r')
        {
            self.rest = rest;
        }
    }

    /// Skips a colon and the whitespace around it.
    #[inline]
    pub(crate) fn colon(&mut self) -> Option<()> {
        self.skip_space();
        self.take(b":")?;
        self.skip_space();
        Some(())
    }

    /// Reads a positive integer without a sign or a leading zero.
    #[cfg(feature = "websocket")]
    #[inline]
    pub(crate) fn integer(&mut self) -> Option<u64> {
        let (mut integer, start) = (0_u64, self.rest.len());
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            integer = integer.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            if integer == 0 {
                return None;
            }
            self.rest = rest;
        }
        (self.rest.len() < start).then_some(integer)
    }

    /// Returns the length of the object that begins here, assuming that it is the last member of the object at the end of
    /// the text.
    #[inline]
    pub(crate) fn length_of_last_object(&self) -> Option<usize> {
        let object = trim_end(trim_end(self.rest).strip_suffix(b"}")?);
        matches!(object, [b'{', .., b'}']).then_some(object.len())
    }
}

#[inline]
fn trim_end(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = text {
        text = rest;
    }
    text
}
