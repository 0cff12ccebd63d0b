//! The number of responses with each kind of outcome, without which the test would show nothing.

use crate::interpret::Interpreter;

#[derive(Debug, Default)]
pub(crate) struct Counts {
    values: usize,
    nulls: usize,
    pub(crate) thrown: usize,
    pub(crate) undecodable: usize,
    /// With a field whose `Result` is a value.
    ok: usize,
    /// With a field whose `Result` is an error.
    err: usize,
    /// With a null of a required field.
    required: usize,
    /// With an omitted item.
    dropped: usize,
    /// With errors that fields handle, all of them.
    handled: usize,
    /// With a value, an error, a null of a required field, and an omitted item.
    all: usize,
    /// The number of operations with all of that in their responses, and with errors that are thrown.
    operations: usize,
}

impl Counts {
    /// Counts a response with data of this form.
    pub(crate) fn note(&mut self, text: &str, interpreter: &Interpreter<'_>, handled: bool) {
        let (ok, err) = (text.contains("Ok("), text.contains("Err("));
        let (required, dropped) = (interpreter.required.get() > 0, interpreter.dropped.get() > 0);
        match text {
            "None" => self.nulls += 1,
            _ => self.values += 1,
        }
        self.ok += usize::from(ok);
        self.err += usize::from(err);
        self.required += usize::from(required);
        self.dropped += usize::from(dropped);
        self.handled += usize::from(handled);
        self.all += usize::from(ok && err && required && dropped);
    }

    /// Adds the counts of an operation.
    pub(crate) fn add(&mut self, other: &Self) {
        self.values += other.values;
        self.nulls += other.nulls;
        self.thrown += other.thrown;
        self.undecodable += other.undecodable;
        self.ok += other.ok;
        self.err += other.err;
        self.required += other.required;
        self.dropped += other.dropped;
        self.handled += other.handled;
        self.all += other.all;
        let kinds = [other.ok, other.err, other.required, other.dropped, other.thrown];
        self.operations += usize::from(kinds.iter().all(|it| *it > 0));
    }

    /// Asserts that each kind is one in so many of the responses, or more.
    pub(crate) fn assert_often(&self, responses: usize) {
        for (kind, count, one_in) in [
            ("values", self.values, 3),
            ("nulls", self.nulls, 50),
            ("thrown", self.thrown, 20),
            ("undecodable", self.undecodable, 50),
            ("ok", self.ok, 10),
            ("err", self.err, 20),
            ("required", self.required, 20),
            ("dropped", self.dropped, 30),
            ("handled", self.handled, 50),
            ("all", self.all, 1_000),
        ] {
            assert!(count * one_in >= responses, "{kind}: {self:?}");
        }
        assert!(self.operations >= 5, "{self:?}");
    }
}
