//! Build scripts in real builds: a scratch package and a scratch workspace, built by cargo without a network.
//!
//! They have one target folder, so that the generator is compiled for them once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

const SCHEMA: &str =
    "type Query {\n  price: Float\n  stock: Int\n  cost: Int @deprecated(reason: \"Use `price`.\")\n}\n";

/// A folder that is as these files are.
struct Scratch {
    folder: PathBuf,
}

/// The output of a build, and whether it succeeded.
struct Built {
    success: bool,
    said: String,
}

impl Scratch {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = scratches().join(name);
        fs::create_dir_all(&folder).expect("the folder is made");
        for entry in fs::read_dir(&folder).expect("the folder is read").flatten() {
            let path = entry.path();
            if path == target() {
                continue;
            }
            let removed = match path.is_dir() {
                true => fs::remove_dir_all(path),
                false => fs::remove_file(path),
            };
            removed.expect("what an earlier run has left is removed");
        }
        let scratch = Self { folder };
        for (path, text) in files {
            scratch.write(path, text);
        }
        // The versions that are at hand.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, scratch.folder.join("Cargo.lock")).expect("the lock file is copied");
        scratch
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }

    fn build(&self) -> Built {
        let output = Command::new(env!("CARGO"))
            .args([
                "build",
                "--offline",
                "--verbose",
                "--color",
                "never",
                "--target-dir",
            ])
            .arg(target())
            .current_dir(&self.folder)
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("RUSTFLAGS")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .expect("cargo runs");
        Built {
            success: output.status.success(),
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The time and the text of every file.
    fn files(&self) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.folder.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("the folder is read").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let time = entry.metadata().and_then(|metadata| metadata.modified());
                let text = fs::read(&path).expect("the file is read");
                files.insert(path, (time.expect("files have a time"), text));
            }
        }
        files
    }
}

impl Built {
    #[track_caller]
    fn succeeds(self) -> Self {
        assert!(self.success, "{}", self.said);
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.said.contains(text), "{text:?} is not in:\n{}", self.said);
        self
    }

    #[track_caller]
    fn says_not(self, text: &str) -> Self {
        assert!(!self.said.contains(text), "{text:?} is in:\n{}", self.said);
        self
    }
}

fn scratches() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script")
}

/// In the folder of the package, where cargo has it.
fn target() -> PathBuf {
    scratches().join("package/target")
}

/// A manifest with this name that has the generator to build and the runtime to run.
fn manifest(name: &str, rest: &str) -> String {
    let generator = env!("CARGO_MANIFEST_DIR").replace('\\', "/");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ngql-runtime = {{ path = \"{generator}/../gql-runtime\", default-features = false }}\n\n\
         [build-dependencies]\ngql-codegen = {{ path = \"{generator}\", default-features = false, features = [\"print\"] }}\n\n{rest}"
    )
}

fn script(calls: &str) -> String {
    format!("fn main() -> Result<(), gql_codegen::Failure> {{\n{calls}    Ok(())\n}}\n")
}

const PRICES: &str = "    gql_codegen::Builder::new().schema(\"schema.graphql\").documents(\"prices/**/*.graphql\").generate()?;\n";
const STOCKS: &str = "    gql_codegen::Builder::new().schema(\"schema.graphql\").documents(\"*.gql\").output(\"stocks.rs\").generate()?;\n";
const LIBRARY: &str = "//! What was generated.\n#![deny(warnings)]\n\
    pub mod prices { include!(concat!(env!(\"OUT_DIR\"), \"/graphql.rs\")); }\n";

#[test]
fn a_package_is_built_again_when_and_only_when_something_is_new() {
    let library =
        format!("{LIBRARY}pub mod stocks {{ include!(concat!(env!(\"OUT_DIR\"), \"/stocks.rs\")); }}\n");
    let scratch = Scratch::new(
        "package",
        &[
            ("Cargo.toml", &manifest("package", "[workspace]\n")),
            ("build.rs", &script(&format!("{PRICES}{STOCKS}"))),
            ("schema.graphql", SCHEMA),
            ("prices/price.graphql", "query Price { price }\n"),
            ("stock.gql", "query Stock { stock }\n"),
            ("src/lib.rs", &library),
        ],
    );
    scratch.build().succeeds();
    // Although the files of one glob are beside the target folder.
    scratch.build().succeeds().says("Fresh package v0.1.0");

    // A new file that a glob finds, in a new folder.
    scratch.write("prices/more/other.graphql", "query Other { price stock }\n");
    let uses = "pub fn other() -> prices::other::Variables { prices::other::Variables {} }\n";
    scratch.write("src/lib.rs", &format!("{library}{uses}"));
    scratch.build().succeeds().says("Dirty package v0.1.0");
    scratch.build().succeeds().says("Fresh package v0.1.0");

    // A file that is gone takes its types with it.
    fs::remove_dir_all(scratch.folder.join("prices/more")).expect("the folder is removed");
    let built = scratch.build().says("could not find `other` in `prices`");
    assert!(!built.success);
    scratch.write("src/lib.rs", &library);

    // A warning is cargo's, and the build goes on.
    scratch.write("prices/price.graphql", "query Price { price cost }\n");
    let warning = "warning: package@0.1.0: prices/price.graphql:1:21: warning[NoDeprecated]: The field Query.cost is deprecated.";
    scratch.build().succeeds().says(warning);

    // So is a name that the schema does not have.
    let misspelled = PRICES.replace(".generate()", ".scalar(\"Moment\", \"String\").generate()");
    scratch.write("build.rs", &script(&format!("{misspelled}{STOCKS}")));
    let warning = "warning: package@0.1.0: warning[Configuration]: no scalar named `Moment` in the schema";
    scratch.build().succeeds().says(warning);
    scratch.write("build.rs", &script(&format!("{PRICES}{STOCKS}")));

    // An error is a frame that can be read.
    scratch.write("prices/price.graphql", "query Price {\n  pric\n}\n");
    let frame = "error[FieldsOnCorrectType]: Cannot query field \"pric\" on type \"Query\". Did you mean \"price\"?\n";
    let built = scratch
        .build()
        .says(frame)
        .says("  2 |   pric\n")
        .says("^^^^ no such field on `Query`\n");
    let built = built.says_not("\\n").says_not("panicked");
    assert!(!built.success);
    scratch.write("prices/price.graphql", "query Price { price }\n");
    scratch.build().succeeds().says_not("warning");

    // A script that would lose a file says so.
    scratch.write("build.rs", &script(&format!("{PRICES}{PRICES}")));
    let built = scratch.build().says("graphql.rs twice");
    assert!(!built.success);
}

#[test]
fn a_member_and_a_vendored_package_are_built_from_elsewhere_and_left_as_they_are() {
    let manifest_of_all = "[workspace]\nmembers = [\"app\"]\nexclude = [\"vendor\"]\nresolver = \"3\"\n";
    let app = manifest(
        "app",
        "[dependencies.vendored]\npath = \"../vendor/[2024] vendored\"\n",
    );
    let scratch = Scratch::new(
        "workspace",
        &[
            ("Cargo.toml", manifest_of_all),
            ("app/Cargo.toml", &app),
            ("app/build.rs", &script(PRICES)),
            ("app/schema.graphql", SCHEMA),
            ("app/prices/price.graphql", "query Price { price }\n"),
            (
                "app/src/lib.rs",
                &format!("{LIBRARY}pub use vendored::prices as theirs;\n"),
            ),
            // In a folder whose name would be a pattern.
            ("vendor/[2024] vendored/Cargo.toml", &manifest("vendored", "")),
            ("vendor/[2024] vendored/build.rs", &script(PRICES)),
            ("vendor/[2024] vendored/schema.graphql", SCHEMA),
            (
                "vendor/[2024] vendored/prices/price.graphql",
                "query Theirs { stock }\n",
            ),
            ("vendor/[2024] vendored/src/lib.rs", LIBRARY),
        ],
    );
    scratch.build().succeeds();
    // A source tree may be read-only: nothing in it is new, gone or touched but cargo's own lock file.
    let before = scratch.files();
    for path in before.keys() {
        let mut permissions = fs::metadata(path).expect("it is there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(path, permissions).expect("the file is locked");
    }
    for package in ["app", "vendor/[2024] vendored"] {
        let path = scratch.folder.join(package).join("schema.graphql");
        // Newer, so that the script runs again.
        let file = fs::File::open(&path).expect("the file is opened");
        let soon = SystemTime::now();
        file.set_modified(soon).expect("the time is set");
    }
    let before = scratch.files();
    scratch
        .build()
        .succeeds()
        .says("Dirty app v0.1.0")
        .says("Dirty vendored v0.1.0");
    assert!(scratch.files() == before, "the source tree is not as it was");
}
