//! The English of comments and documents: sentences that stand alone, in American spelling, with the words of the field.

/// Files and folders, from the root of the workspace, in which no finding is left. A new crate or document belongs here.
pub(crate) const COVERED: &[&str] = &[
    "gql-codegen",
    "gql-codegen-cli",
    "gql-derive",
    "gql-json",
    "gql-protocol",
    "gql-runtime",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs",
    "examples/README.md",
    "examples/build.rs",
    "examples/examples",
    "examples/src",
    "examples/operations",
    "examples/tests",
    "schemas",
    "tests",
];

/// Files that contain the words themselves.
const EXCEPT: &[&str] = &["tests/tests/structure/english.rs"];

/// Generated code, whose documentation is that of a schema.
const GENERATED: &str = "/expected.rs";

/// The GraphQL documents that are read as examples. The others are input of tests.
const GRAPHQL: &[&str] = &["docs", "examples", "schemas"];

/// A sentence of documentation starts with its verb or its subject, so with none of these.
const OPENINGS: &[&str] = &[
    "What",
    "Whose",
    "Whom",
    "Who",
    "Whoever",
    "Whatever",
    "Whichever",
    "Of",
    "Also",
    "How",
    "The same",
    "In which",
    "To which",
    "From which",
    "For which",
    "By which",
    "At which",
    "On which",
    "With which",
    "As what",
    "From where",
    "Where to",
    "Those who",
    "Those that",
    "So that",
    "Too:",
    "Nobody",
    "Somebody",
    "Nothing but",
];

/// For a field, "Whether" is its value. A function returns it: "Returns whether".
const OPENING_OF_FUNCTIONS: &str = "Whether";

/// Words and phrases that are not the field's, with the ones that are.
const WORDS: &[(&str, &str)] = &[
    ("told", "reported, passed, notified"),
    ("nobody", "no caller, no receiver, the one that is missing"),
    ("somebody", "the caller, the user, the server"),
    ("whoever", "the caller, the user, the server"),
    ("for ever", "forever, indefinitely"),
    ("blame", "report, attribute"),
    ("blamed", "reported, attributed"),
    ("bears", "has, uses"),
    ("farewell", "graceful close"),
    ("ledger", "state"),
    ("mailbox", "channel"),
    ("outbox", "sender"),
    ("inbox", "receiver"),
];

/// British spellings of single words.
const BRITISH: &[&str] = &[
    "honour",
    "behaviour",
    "colour",
    "favour",
    "neighbour",
    "flavour",
    "harbour",
    "labour",
    "rumour",
    "centre",
    "metre",
    "licence",
    "defence",
    "offence",
    "catalogue",
    "grey",
    "artefact",
    "cancelled",
    "cancelling",
    "labelled",
    "labelling",
    "modelled",
    "modelling",
    "travelled",
    "signalled",
    "signalling",
    "tunnelled",
    "tunnelling",
    "levelled",
    "channelled",
    "marshalled",
    "spelt",
    "misspelt",
    "learnt",
    "burnt",
    "dreamt",
    "whilst",
    "amongst",
    "fulfil",
    "fulfils",
    "judgement",
    "programme",
    "cheque",
    "ageing",
    "unlabelled",
];

/// Beginnings of words that American English goes on with a `z`.
const BRITISH_STEMS: &[&str] = &[
    "recognis",
    "serialis",
    "deserialis",
    "initialis",
    "normalis",
    "optimis",
    "synchronis",
    "organis",
    "analys",
    "summaris",
    "specialis",
    "minimis",
    "maximis",
    "authoris",
    "customis",
    "capitalis",
    "generalis",
    "categoris",
    "utilis",
    "standardis",
    "randomis",
    "finalis",
    "parameteris",
    "tokenis",
    "canonicalis",
    "visualis",
    "localis",
    "realis",
    "characteris",
    "emphasis",
    "prioritis",
    "memoris",
    "materialis",
    "monomorphis",
    "apologis",
    "criticis",
    "stabilis",
    "equalis",
    "penalis",
    "sanitis",
    "centralis",
    "formalis",
    "internalis",
    "modularis",
    "neutralis",
];
const STEM_ENDINGS: &[&str] = &["e", "ed", "er", "ers", "ing", "ation", "ations", "able"];

/// Names of other crates that are spelled so.
const FOREIGN: &[&str] = &["is_cancelled", "cancelled()", "OperationCancelled"];

/// Whether a file is in one of the covered places.
pub(crate) fn covers(places: &[&str], path: &str) -> bool {
    let is_below = |place: &&str| {
        path.strip_prefix(*place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_graphql = path.ends_with(".graphql") || path.ends_with(".graphqls");
    places.iter().any(is_below)
        && !EXCEPT.contains(&path)
        && !path.ends_with(GENERATED)
        && (!is_graphql || GRAPHQL.iter().any(is_below))
}

/// The findings in a Rust, Markdown or GraphQL file.
pub(crate) fn findings(path: &str, text: &str) -> Vec<String> {
    let blocks = if path.ends_with(".rs") {
        comments(text)
    } else if path.ends_with(".md") {
        paragraphs(text)
    } else {
        descriptions(text)
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for block in &blocks {
        found.extend(openings(block));
        found.extend(words(block));
    }
    found.extend(spellings(text));
    found.sort();
    found
        .into_iter()
        .map(|(line, what)| format!("{path}:{line}: {what}"))
        .collect()
}

/// Lines that belong together: a comment, or a paragraph of a document.
struct Block {
    lines: Vec<(usize, String)>,
    is_documentation: bool,
    is_of_function: bool,
}

/// The marker of a comment, and its lines with their numbers.
type Run<'t> = (&'t str, Vec<(usize, String)>);

/// The runs of comment lines, without their code blocks.
fn comments(text: &str) -> Vec<Block> {
    let (mut blocks, mut current): (Vec<Block>, Option<Run<'_>>) = (Vec::new(), None);
    let close = |run: Option<Run<'_>>, next: &str, blocks: &mut Vec<Block>| {
        let Some((marker, lines)) = run else { return };
        let is_of_function = marker == "///" && declares_function(next);
        blocks.extend(split(lines).into_iter().map(|lines| Block {
            lines,
            is_documentation: marker != "//",
            is_of_function,
        }));
    };
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.trim_start();
        let marker = ["///", "//!", "//"]
            .into_iter()
            .find(|marker| code.starts_with(marker));
        let comment = marker.map(|marker| code.get(marker.len()..).unwrap_or_default().to_owned());
        match (marker, comment) {
            (Some(marker), Some(comment)) => {
                let goes_on = current.as_ref().is_some_and(|(before, _)| *before == marker);
                if !goes_on {
                    close(current.take(), "", &mut blocks);
                    current = Some((marker, Vec::new()));
                }
                if let Some((_, lines)) = &mut current {
                    lines.push((number, comment));
                }
            }
            // Attributes stand between the documentation and its item.
            _ if code.starts_with("#[") => {}
            _ => close(current.take(), code, &mut blocks),
        }
    }
    close(current, "", &mut blocks);
    blocks
}

fn declares_function(code: &str) -> bool {
    let mut words = code.split(' ').skip_while(|word| {
        word.starts_with("pub") || word.ends_with(')') || matches!(*word, "const" | "async" | "in")
    });
    words.next() == Some("fn")
}

/// The paragraphs and list items of a document, without headings, tables and code.
fn paragraphs(text: &str) -> Vec<Block> {
    let lines = (1..).zip(text.lines().map(str::to_owned)).collect();
    let block = |lines| Block {
        lines,
        is_documentation: true,
        is_of_function: false,
    };
    split(lines).into_iter().map(block).collect()
}

/// The descriptions and comments of a GraphQL document.
fn descriptions(text: &str) -> Vec<Block> {
    let (mut found, mut current, mut is_inside) = (Vec::new(), Vec::new(), false);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let (text, ends) = match line.strip_prefix("\"\"\"") {
            Some(rest) if !is_inside => {
                let alone = rest.strip_suffix("\"\"\"");
                is_inside = alone.is_none();
                (Some(alone.unwrap_or(rest)), !is_inside)
            }
            Some(_) => {
                is_inside = false;
                (None, true)
            }
            None if is_inside => {
                let last = line.strip_suffix("\"\"\"");
                is_inside = last.is_none();
                (Some(last.unwrap_or(line)), !is_inside)
            }
            None => match (line.strip_prefix('#'), line.strip_prefix('"')) {
                (Some(comment), _) => (Some(comment), false),
                (None, description) => (description.and_then(|text| text.split('"').next()), true),
            },
        };
        current.extend(text.map(|text| (number, text.trim().to_owned())));
        if ends {
            found.extend(split(std::mem::take(&mut current)));
        }
    }
    found.extend(split(current));
    let block = |lines| Block {
        lines,
        is_documentation: true,
        is_of_function: false,
    };
    found.into_iter().map(block).collect()
}

/// Splits lines into paragraphs and items of lists; code blocks, headings and tables are left out.
fn split(lines: Vec<(usize, String)>) -> Vec<Vec<(usize, String)>> {
    let (mut found, mut current, mut is_code) = (Vec::new(), Vec::new(), false);
    for (number, line) in lines {
        let trimmed = line.trim();
        let is_fence = trimmed.starts_with("```");
        let is_item = trimmed.starts_with("* ") || trimmed.starts_with("- ");
        let is_left_out = is_fence || is_code || trimmed.is_empty() || trimmed.starts_with(['#', '|']);
        is_code ^= is_fence;
        if is_left_out || is_item {
            found.push(std::mem::take(&mut current));
        }
        if !is_left_out {
            let text = trimmed
                .strip_prefix(['*', '-'])
                .filter(|_| is_item)
                .unwrap_or(trimmed);
            current.push((number, text.trim().to_owned()));
        }
    }
    found.push(current);
    found.retain(|lines| !lines.is_empty());
    found
}

/// The sentences that start with what none should start with.
fn openings(block: &Block) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if !block.is_documentation {
        return found;
    }
    let mut starts = true;
    for (number, line) in &block.lines {
        let mut rest = line.as_str();
        loop {
            let opening = rest.trim_start_matches(['`', '"', '(', '*']);
            let is_odd = OPENINGS.iter().any(|odd| begins(rest, odd)) && opening.len() == rest.len();
            let returns = block.is_of_function && begins(rest, OPENING_OF_FUNCTIONS);
            if starts && (is_odd || returns) {
                found.push((*number, format!("opens with {:?}", first_words(rest))));
            }
            let Some(end) = [". ", ": ", "; "].iter().filter_map(|end| rest.find(end)).min() else {
                break;
            };
            starts = rest.get(end..).is_some_and(|rest| rest.starts_with(". "));
            rest = rest.get(end + 2..).unwrap_or_default();
        }
        starts = line.ends_with('.');
    }
    found
}

fn begins(text: &str, opening: &str) -> bool {
    text.strip_prefix(opening)
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '\''))
}

fn first_words(text: &str) -> String {
    text.split(' ').take(4).collect::<Vec<_>>().join(" ")
}

/// The words that are not the field's.
fn words(block: &Block) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in &block.lines {
        let text = line.to_lowercase();
        for (word, better) in WORDS {
            let is_whole = |at: usize| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                    && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            };
            if text.match_indices(word).any(|(at, _)| is_whole(at)) {
                found.push((*number, format!("{word:?}: better {better}")));
            }
        }
    }
    found
}

/// The British spellings, in names too.
fn spellings(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = FOREIGN
            .iter()
            .fold(line.to_owned(), |line, name| line.replace(name, ""));
        for word in line.split(|c: char| !c.is_alphabetic()).flat_map(humps) {
            let word = word.to_lowercase();
            if is_british(&word) {
                found.push((number, format!("{word:?} is British")));
            }
        }
    }
    found
}

/// The words of a name in camel case.
fn humps(name: &str) -> Vec<&str> {
    let (mut words, mut start) = (Vec::new(), 0);
    let mut before = ' ';
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            words.extend(name.get(start..at));
            start = at;
        }
        before = c;
    }
    words.extend(name.get(start..));
    words
}

fn is_british(word: &str) -> bool {
    let ends_well = |rest: &str| STEM_ENDINGS.contains(&rest) || rest == "es";
    let has_stem = |stem: &&str| {
        word.strip_prefix("un")
            .unwrap_or(word)
            .strip_prefix(*stem)
            .is_some_and(|rest| {
                // "analyses" and "emphases" are plurals here, too.
                ends_well(rest) && !(matches!(*stem, "analys" | "emphasis") && rest == "es")
            })
    };
    let is_listed = |listed: &&str| {
        word.strip_prefix(*listed).is_some_and(|rest| {
            matches!(
                rest,
                "" | "s" | "d" | "ed" | "ing" | "able" | "less" | "ful" | "ly" | "al"
            )
        })
    };
    BRITISH.iter().any(is_listed) || BRITISH_STEMS.iter().any(has_stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        findings(path, text).len()
    }

    #[test]
    fn odd_openings_are_found() {
        assert_eq!(count("a.rs", "/// What it takes.\nstruct A;"), 1);
        assert_eq!(count("a.rs", "/// Takes\n/// What it takes.\nstruct A;"), 0);
        assert_eq!(
            count(
                "a.rs",
                "/// Takes it. Of others, none. The same again.\nstruct A;"
            ),
            2
        );
        assert_eq!(
            count("a.rs", "/// Takes it.\n///\n/// How it is taken.\nstruct A;"),
            1
        );
        assert_eq!(
            count(
                "a.rs",
                "/// # How it works\n/// ```\n/// What\n/// ```\nstruct A;"
            ),
            0
        );
        assert_eq!(
            count(
                "a.md",
                "# What is new\n\nWhat is\nnew.\n\n* Whose it is.\n\n```text\nWhat\n```\n"
            ),
            2
        );
    }

    #[test]
    fn descriptions_of_schemas_are_read() {
        for text in [
            "\"What it is.\"\ntype A { a: Int }",
            "type A {\n\t\"\"\"\n\tWhat it is.\n\t\"\"\"\n\ta: Int\n}",
            "\"\"\"What\nit is.\"\"\"\ntype A",
            "# What it is.\n{ a }",
            "{ a(is: 1) # the same\n}\n# Nobody",
        ] {
            assert_eq!(
                count("a.graphql", text),
                1 + usize::from(text.contains("Nobody")),
                "{text}"
            );
        }
        assert_eq!(count("a.graphql", "type What { a(told: Int): Int } # told"), 0);
    }

    #[test]
    fn functions_return_whether() {
        assert_eq!(
            count(
                "a.rs",
                "/// Whether it is so.\n#[must_use]\npub(crate) const fn a() {}"
            ),
            1
        );
        assert_eq!(count("a.rs", "/// Whether it is so.\npub a: bool,"), 0);
        assert_eq!(count("a.rs", "/// Returns whether it is so.\nfn a() {}"), 0);
    }

    #[test]
    fn words_that_are_not_the_fields_are_found() {
        assert_eq!(count("a.rs", "// Nobody is told.\n"), 2);
        assert_eq!(count("a.rs", "let told = 1;\n// `is_told` is a name.\n"), 0);
    }

    #[test]
    fn british_spellings_are_found() {
        for word in [
            "behaviour",
            "Colours",
            "honoured",
            "recognised",
            "deserialises",
            "unrecognised",
            "is_serialised",
            "isColour",
            "initialiser",
        ] {
            assert_eq!(count("a.md", word), 1, "{word}");
        }
        for word in [
            "behavior",
            "organism",
            "characteristic",
            "emphasis",
            "analyses",
            "realistic",
            "optimist",
            "promised",
            "canceled",
        ] {
            assert_eq!(count("a.md", word), 0, "{word}");
        }
    }

    #[test]
    fn places_are_whole_folders_or_files() {
        assert!(covers(&["gql-json"], "gql-json/src/de.rs"));
        assert!(covers(&["README.md"], "README.md"));
        assert!(!covers(&["gql-codegen"], "gql-codegen-cli/src/main.rs"));
    }
}
