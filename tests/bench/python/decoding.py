"""What programs that decode all 30 operations cost to build: what rustc hands to LLVM, CPU, memory and size.

    python3 decoding.py [ROUNDS]
"""

import os
import re
import shutil
import subprocess
import sys

import cpu
import operations
import table
import volume
from table import TABLES

PROGRAMS = TABLES / "decoding"
TOOLS = TABLES / "tools"
OURS = {"path": "gql_runtime::Operation>::Data", "reader": "gql_json", "extra": f'\nserde = "1"\ngql-json = {{ path = "{table.ROOT}/gql-json" }}'}
PEER = {"path": "graphql_client::GraphQLQuery>::ResponseData", "reader": "serde_json", "extra": ""}
DOORS = {"attribute": OURS, "derive": OURS, "graphql_client": PEER}

# Each decodes with the reader of its client. Which operation, and the text, are known at run time alone: all of them are there in the program.
MAIN = """
fn main() {{
    let mut arguments = std::env::args().skip(1);
    let (name, text) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    match name.as_str() {{
{arms}
        _ => eprintln!("no such operation"),
    }}
}}

fn decode<T: serde::de::DeserializeOwned>(text: &str) {{
    match {reader}::from_str::<T>(text) {{
        Ok(value) => drop(std::hint::black_box(value)),
        Err(error) => eprintln!("{{error}}"),
    }}
}}
"""


def package(door):
    return door.replace("_", "-") + "-decoding"


def write(door, schema, text):
    make, dependencies = volume.DOORS[door]
    folder = PROGRAMS / door
    (folder / "src").mkdir(parents=True, exist_ok=True)
    volume.put(folder / "Cargo.toml", volume.MANIFEST.format(name=package(door), dependencies=dependencies + DOORS[door]["extra"]))
    volume.put(folder / "operations.graphql", text)
    names = re.findall(r"^(?:query|mutation) (\w+)", text, re.M)
    module = "github::" if door == "attribute" else ""
    arms = "\n".join(f'        "{name}" => decode::<<{module}{name} as {DOORS[door]["path"]}>(&text),' for name in names)
    code = make(schema, names, folder / "operations.graphql")
    volume.put(folder / "src" / "main.rs", volume.HEADER + code + MAIN.format(arms=arms, reader=DOORS[door]["reader"]))


def build(door, *flags):
    """User CPU seconds of a build of that program alone; its dependencies stand."""
    (PROGRAMS / door / "src" / "main.rs").touch()
    return cpu.seconds(["cargo", "build", "-q", *flags], PROGRAMS / door, environment())


def environment():
    return {**volume.ENVIRONMENT, "CARGO_INCREMENTAL": "0"}


def llvm_lines(door):
    """Lines of LLVM's language and functions, as `cargo llvm-lines` counts them; it is installed below the benchmarks' own folder."""
    tool = shutil.which("cargo-llvm-lines") or TOOLS / "bin" / "cargo-llvm-lines"
    if not os.path.exists(tool):
        subprocess.run(["cargo", "install", "-q", "--locked", "--root", TOOLS, "cargo-llvm-lines"], check=True)
    done = subprocess.run(
        [tool, "llvm-lines"], cwd=PROGRAMS / door, env={**os.environ, **environment()}, capture_output=True, text=True, check=True
    )
    (TABLES / f"{door}.llvm-lines.txt").write_text(done.stdout)
    lines, copies = re.search(r"^ *(\d+) +(\d+) +\(TOTAL\)", done.stdout, re.M).groups()
    return f"{int(lines):,} ({int(copies):,})"


def peak(door):
    (PROGRAMS / door / "src" / "main.rs").touch()
    return cpu.peak(["cargo", "build", "-q"], PROGRAMS / door, environment())


def size(door):
    return (TABLES / "volume-target" / "release" / package(door)).stat().st_size


def main(rounds):
    schema = volume.SCHEMA.read_text()
    text = operations.make(schema, 30)
    for door in DOORS:
        write(door, schema, text)
        # The dependencies are built before anything is measured.
        for flags in ([], ["--release"]):
            cpu.seconds(["cargo", "build", "-q", *flags], PROGRAMS / door, environment())
    dev = cpu.turns({door: lambda door=door: build(door) for door in DOORS}, rounds)
    release = cpu.turns({door: lambda door=door: build(door, "--release") for door in DOORS}, max(1, rounds // 2))
    peer = "graphql_client"
    rows = [
        [
            volume.NAMES.get(door, door),
            llvm_lines(door),
            f"{dev[door][0]:.2f} ({dev[door][1]:.2f})",
            f"{dev[door][0] / dev[peer][0]:.2f} ({dev[door][1] / dev[peer][1]:.2f})",
            peak(door),
            f"{release[door][0]:.1f} ({release[door][1]:.1f})",
            f"{release[door][0] / release[peer][0]:.2f} ({release[door][1] / release[peer][1]:.2f})",
            f"{size(door) / 1e6:.2f}",
        ]
        for door in DOORS
    ]
    columns = ["door", "LLVM lines (functions), dev", "build s", "to graphql_client", "peak MB", "release build s", "to graphql_client", "program MB"]
    title = "A program that decodes the 30 operations from text: what `cargo build` of it costs, user CPU, median (least)"
    note = "The dependencies are built before; no build is incremental. The program's size is that of the release build, stripped."
    table.write("volume_decoding", title, columns, rows, note)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
