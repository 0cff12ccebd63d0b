//! All that generated code may name. Not for use by hand: it changes with the generator's version.
