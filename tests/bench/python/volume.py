"""What 30 operations on GitHub's schema cost the compiler: by the attribute, by one derive each, by graphql_client's derive.

    python3 volume.py [ROUNDS]
"""

import os
import re
import subprocess
import sys

import cpu
import operations
import sdl
import table
from table import ROOT, TABLES

CRATES = TABLES / "volume"
SCHEMA = ROOT / "target" / "github" / "schema.graphql"
ENVIRONMENT = {"CARGO_TARGET_DIR": str(TABLES / "volume-target"), "CARGO_PROFILE_DEV_DEBUG": "0"}
DERIVES = "Debug, Clone, PartialEq"

MANIFEST = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[workspace]

[profile.release]
strip = true

[dependencies]
{dependencies}
"""
HEADER = "#![allow(deprecated, non_camel_case_types, dead_code)]\n"
OURS = f'gql-runtime = {{ path = "{ROOT}/gql-runtime", default-features = false, features = ["derive"] }}'
PEER = """graphql_client = { version = "=0.16.0", default-features = false, features = ["graphql_query_derive"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"""
ONE_MORE = """
query OneMore{number}($login: String!) {{
  user(login: $login) {{
    id
    name
    repositories(first: 5) {{
      nodes {{
        name
      }}
    }}
  }}
}}
"""
MORE = 20
# A line of this length is a file that is included.
INCLUDED = 20_000


def scalars(schema):
    """Rust types for the schema's own scalars, as users write them."""
    names = [kind.name for kind in sdl.read(schema).values() if kind.kind == "scalar"]
    return "".join(f"pub type {name} = String;\n" for name in names if name not in operations.BUILT_IN)


def scalars_key(schema):
    """The key of a macro that maps these scalars."""
    keys = ", ".join(f'{name} = "String"' for name in re.findall(r"pub type (\w+)", scalars(schema)))
    return f"scalars({keys})"


def module(schema, documents, body=""):
    """A module with the attribute; `documents` is its key, with a comma, or empty."""
    return f'#[gql_runtime::operations(schema = "{SCHEMA}", {documents}{scalars_key(schema)})]\npub mod github {{{body}}}\n'


def attribute(schema, names, files):
    return module(schema, f'documents = "{files}", ')


def derive(schema, names, files):
    key = scalars_key(schema)
    structs = [
        f'#[derive(gql_runtime::GraphQLQuery)]\n#[graphql(schema_path = "{SCHEMA}", query_path = "{files}", {key})]\n'
        f"pub struct {name};\n"
        for name in names
    ]
    return "\n".join(structs)


def graphql_client(schema, names, files, derives=f', response_derives = "{DERIVES}", variables_derives = "{DERIVES}"'):
    # Its paths are always below the package's own folder.
    up = os.path.relpath(SCHEMA, files.parent)
    structs = [
        f'#[derive(graphql_client::GraphQLQuery)]\n#[graphql(schema_path = "{up}", query_path = "operations.graphql"{derives})]\n'
        f'pub struct {name};\n'
        for name in names
    ]
    return scalars(schema) + "\n".join(structs)


def graphql_client_bare(schema, names, files):
    return graphql_client(schema, names, files, "")


DOORS = {
    "attribute": (attribute, OURS),
    "derive": (derive, OURS),
    "graphql_client": (graphql_client, PEER),
    "graphql_client_bare": (graphql_client_bare, PEER),
}
NAMES = {
    "attribute": "ours, attribute",
    "derive": "ours, derive",
    "graphql_client_bare": "graphql_client, no derives (its default)",
}


def write(door, schema, text):
    make, dependencies = DOORS[door]
    folder = CRATES / door
    (folder / "src").mkdir(parents=True, exist_ok=True)
    put(folder / "Cargo.toml", MANIFEST.format(name=door.replace("_", "-") + "-volume", dependencies=dependencies))
    put(folder / "operations.graphql", text)
    names = re.findall(r"^(?:query|mutation) (\w+)", text, re.M)
    put(folder / "src" / "lib.rs", HEADER + make(schema, names, folder / "operations.graphql"))


def put(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def check(door, incremental):
    """User CPU seconds of a check of that crate alone; its dependencies stand."""
    (CRATES / door / "src" / "lib.rs").touch()
    environment = {**ENVIRONMENT, "CARGO_INCREMENTAL": "1" if incremental else "0"}
    return cpu.seconds(["cargo", "check", "-q"], CRATES / door, environment)


def expanded(door):
    (CRATES / door / "src" / "lib.rs").touch()
    command = ["cargo", "rustc", "-q", "--profile", "check", "--", "-Zunpretty=expanded"]
    environment = {**os.environ, **ENVIRONMENT, "RUSTC_BOOTSTRAP": "1"}
    done = subprocess.run(command, cwd=CRATES / door, env=environment, capture_output=True, check=True)
    (TABLES / f"{door}.expanded.rs").write_bytes(done.stdout)
    # The compiler is made to watch the GraphQL files by including them; it neither parses nor checks what it includes.
    lines = [line for line in done.stdout.split(b"\n") if len(line) < INCLUDED]
    return sum(len(line) + 1 for line in lines), len(lines)


def one_more(schema, text, rounds):
    """What a small operation adds to a check: with and without twenty of them, turn by turn."""
    rows = []
    more = text + "".join(ONE_MORE.format(number=number) for number in range(MORE))
    for door in ("attribute", "derive", "graphql_client"):
        def run(text, incremental):
            write(door, schema, text)
            return check(door, incremental)

        result = cpu.turns({"without": lambda: run(text, False), "with": lambda: run(more, False)}, rounds)
        each = [(result["with"][which] - result["without"][which]) * 1000 / MORE for which in (0, 1)]
        rows.append([NAMES.get(door, door), f"{each[0]:.1f}", f"{each[1]:.1f}"])
        write(door, schema, text)
    title = f"One more small operation, of {MORE}: user CPU ms of a full `cargo check`"
    table.write("volume_one_more", title, ["door", "median", "least"], rows)


def peak(door, incremental="0"):
    """Peak memory of a check, in MB."""
    (CRATES / door / "src" / "lib.rs").touch()
    return cpu.peak(["cargo", "check", "-q"], CRATES / door, {**ENVIRONMENT, "CARGO_INCREMENTAL": incremental})


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    schema = SCHEMA.read_text()
    text = operations.make(schema, 30)
    for door in DOORS:
        write(door, schema, text)
    size = {door: expanded(door) for door in DOORS}
    # The dependencies are built before anything is measured.
    for door in DOORS:
        check(door, True)
        check(door, False)
    full = cpu.turns({door: lambda door=door: check(door, False) for door in DOORS}, rounds)
    for door in DOORS:
        check(door, True)
    touch = cpu.turns({door: lambda door=door: check(door, True) for door in DOORS}, rounds)
    peer = "graphql_client"
    rows = [
        [
            NAMES.get(door, door),
            f"{size[door][0] / 1e6:.2f} MB, {size[door][1]}",
            f"{size[door][0] / size[peer][0]:.3f}",
            f"{full[door][0]:.2f} ({full[door][1]:.2f})",
            f"{full[door][0] / full[peer][0]:.2f} ({full[door][1] / full[peer][1]:.2f})",
            f"{touch[door][0]:.2f} ({touch[door][1]:.2f})",
            f"{touch[door][0] / touch[peer][0]:.2f} ({touch[door][1] / touch[peer][1]:.2f})",
            peak(door),
        ]
        for door in DOORS
    ]
    columns = ["door", "expanded, lines", "to graphql_client", "full check s", "to graphql_client", "touch, check s", "to graphql_client", "peak MB"]
    title = f"30 operations ({len(text) // 1000} kB) on GitHub's schema: expanded code, user CPU of `cargo check`, median (least)"
    note = f"The first three derive {DERIVES}. The text of the GraphQL files, which each door includes to watch them, is not counted."
    table.write("volume", title, columns, rows, note)
    one_more(schema, text, rounds)


if __name__ == "__main__":
    main()
