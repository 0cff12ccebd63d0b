//! The ways of generating code and their options; which of them a set gets depends on its number alone.

use gql_codegen::config::{Normalization, Nullable};

use crate::sets::Set;

/// A way of generating code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The command, to one file.
    Command,
    /// The command, to a folder with a file for each operation.
    Modules,
    /// `gql_codegen::Builder` in a build script.
    Build,
    /// The attribute macro.
    Attribute,
    /// The derive, once for each operation.
    Derive,
}

impl Kind {
    /// Returns the ways for a set: the derive, and one of those that generate several operations at once. Their code is the
    /// same but for where it stands, so that compiling all of them for each set would find nothing more.
    pub(crate) fn of(set: &Set) -> [Self; 2] {
        let shared = match set.number % 4 {
            0 => Self::Command,
            1 => Self::Attribute,
            2 => Self::Build,
            _ => Self::Modules,
        };
        [shared, Self::Derive]
    }

    /// Returns the way's name in messages and in names of modules.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Modules => "modules",
            Self::Build => "build",
            Self::Attribute => "attribute",
            Self::Derive => "derive",
        }
    }
}

/// Options that change the generated code.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    /// Each set is generated with both.
    pub(crate) normalization: Normalization,
    /// A third of the sets tell null from absent.
    pub(crate) nullable: Nullable,
}

impl Options {
    /// Returns the options of a set in one of its ways. Over the sets, each way has every combination.
    pub(crate) fn of(set: &Set, kind: Kind) -> Self {
        let verbatim = (set.number / 4 % 2 == 1) == (kind == Kind::Derive);
        Self {
            normalization: match verbatim {
                true => Normalization::None,
                false => Normalization::Rust,
            },
            nullable: match set.number % 3 {
                0 => Nullable::Input,
                _ => Nullable::Option,
            },
        }
    }

    /// Returns the words for the normalization and for nullable inputs, which all ways share.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        let normalization = match self.normalization {
            Normalization::None => "none",
            _ => "rust",
        };
        let nullable = match self.nullable {
            Nullable::Input => "input",
            _ => "option",
        };
        (normalization, nullable)
    }

    /// Returns the keys for the macros.
    pub(crate) fn keys(self, set: &Set) -> String {
        let (normalization, nullable) = self.words();
        let mut keys = format!(
            "normalization = {normalization:?}, nullable = {nullable:?}, response_derives = \"Serialize\""
        );
        if !set.scalars.is_empty() {
            let scalars = set
                .scalars
                .iter()
                .map(|(name, path)| format!("{name:?} = {path:?}"));
            keys.push_str(&format!(", scalars({})", scalars.collect::<Vec<_>>().join(", ")));
        }
        keys
    }
}
