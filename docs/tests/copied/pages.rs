//! A package for each page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::project::{Block, Outcome, blocks, shell};

/// The heading of a manifest after which its dependencies are.
const DEPENDENCIES: &str = "[dependencies]";

/// A package with the code of a page.
pub(crate) struct Package {
    pub(crate) name: String,
    /// The sections of its manifest after the first, that is, its dependencies.
    pub(crate) dependencies: String,
    /// The number of blocks in it.
    pub(crate) blocks: usize,
}

/// Makes the package of a page beside the project of the README, and another for each further build script.
pub(crate) fn packages(
    page_name: &str,
    page: &str,
    project: &Path,
    root: &Path,
    target: &Path,
    added: &mut BTreeMap<String, String>,
) -> Outcome<Vec<Package>> {
    let blocks = blocks(page);
    let rust = |block: &&Block<'_>| block.language.starts_with("rust") && !block.language.contains("ignore");
    let (scripts, programs): (Vec<_>, Vec<_>) =
        blocks.iter().filter(rust).partition(|block| is_script(block));
    if programs.is_empty() && scripts.is_empty() {
        return Ok(Vec::new());
    }
    let mut packages = Vec::new();
    for index in 0..scripts.len().max(1) {
        let name = match index {
            0 => format!("page-{page_name}"),
            _ => format!("page-{page_name}-{index}"),
        };
        let folder = project.with_file_name(&name);
        start(&name, &folder, project)?;
        for block in blocks
            .iter()
            .filter(|block| ["graphql", "toml"].contains(&block.language))
        {
            if let Some(file) = block.file() {
                write(&folder.join(file), &block.text)?;
            }
        }
        let mut count = 0;
        if let Some(script) = scripts.get(index) {
            write(&folder.join("build.rs"), &script.text)?;
            count += 1;
        }
        // A further package shows that its script works: with the program that includes what the script generates.
        for (number, block) in programs.iter().enumerate() {
            if index > 0 && !block.text.contains("OUT_DIR") {
                continue;
            }
            if block.text.lines().any(|line| line == "mod shop;") {
                generate(&blocks, &folder, root)?;
                write(&folder.join("src/main.rs"), &program(block, project)?)?;
            } else {
                write(
                    &folder.join(format!("src/bin/block_{number}.rs")),
                    &program(block, project)?,
                )?;
            }
            count += usize::from(index == 0);
        }
        add_dependencies(&blocks, &folder, root, target, added)?;
        packages.push(Package {
            name,
            dependencies: dependencies(&folder.join("Cargo.toml"))?,
            blocks: count,
        });
    }
    Ok(packages)
}

/// Runs the commands `cargo add` of the page, or takes the manifest that the same ones made for another page.
fn add_dependencies(
    blocks: &[Block<'_>],
    folder: &Path,
    root: &Path,
    target: &Path,
    added: &mut BTreeMap<String, String>,
) -> Outcome<()> {
    let path = folder.join("Cargo.toml");
    let lines = blocks
        .iter()
        .filter(|block| block.language == "sh")
        .flat_map(|block| block.text.lines());
    let commands: Vec<_> = lines.filter(|line| line.starts_with("cargo add ")).collect();
    let script = format!("export TOOLKIT={}\n{}", root.display(), commands.join("\n"));
    let manifest = fs::read_to_string(&path)?;
    let (head, _) = manifest.split_once(DEPENDENCIES).ok_or("no dependencies")?;
    if let Some(dependencies) = added.get(&script) {
        return write(&path, &format!("{head}{DEPENDENCIES}{dependencies}"));
    }
    if !commands.is_empty() {
        shell(&script, folder, target)?;
    }
    added.insert(script, dependencies(&path)?);
    Ok(())
}

/// Returns the dependencies of a package, as its manifest has them.
fn dependencies(manifest: &Path) -> Outcome<String> {
    let text = fs::read_to_string(manifest)?;
    let (_, dependencies) = text.split_once(DEPENDENCIES).ok_or("no dependencies")?;
    Ok(dependencies.to_owned())
}

/// Copies the project without its program.
fn start(name: &str, folder: &Path, project: &Path) -> Outcome<()> {
    let manifest = fs::read_to_string(project.join("Cargo.toml"))?;
    let own = format!("name = {:?}", project.file_name().unwrap_or_default());
    write(
        &folder.join("Cargo.toml"),
        &manifest.replacen(&own, &format!("name = {name:?}"), 1),
    )?;
    fs::copy(project.join("schema.graphql"), folder.join("schema.graphql"))?;
    fs::create_dir(folder.join("graphql"))?;
    for entry in fs::read_dir(project.join("graphql"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join("graphql").join(entry.file_name()))?;
    }
    Ok(())
}

/// Returns the block as it is pasted into `src/main.rs`: below the module of the README, unless it has its own.
fn program(block: &Block<'_>, project: &Path) -> Outcome<String> {
    let main = fs::read_to_string(project.join("src/main.rs"))?;
    let (module, _) = main
        .split_once("mod shop {}\n")
        .ok_or("the README has no `mod shop {}`")?;
    let own = block.text.contains("mod shop");
    let head = if own {
        String::new()
    } else {
        format!("{module}mod shop {{}}\n\n")
    };
    let tail = if block.text.contains("fn main(") {
        ""
    } else {
        "\nfn main() {}\n"
    };
    Ok(format!("{head}{}{tail}", block.text))
}

/// Runs the first command of the page that generates a file.
fn generate(blocks: &[Block<'_>], folder: &Path, root: &Path) -> Outcome<()> {
    let mut lines = blocks
        .iter()
        .filter(|block| block.language == "sh")
        .flat_map(|block| block.text.lines());
    let command = lines
        .find_map(|line| line.strip_prefix("gql-codegen generate "))
        .ok_or("no command generates a file")?;
    let manifest = root.join("Cargo.toml");
    let script = format!(
        "cargo run -q --manifest-path {} -p gql-codegen-cli -- generate {command}",
        manifest.display()
    );
    shell(&script, folder, &root.join("target"))?;
    Ok(())
}

fn is_script(block: &Block<'_>) -> bool {
    block.text.contains("gql_codegen::Builder")
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
    Ok(fs::write(path, text)?)
}
