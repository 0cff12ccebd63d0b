"""What programs weigh: binaries, cold builds by feature, and what a macro brings into a build.

    python3 weight.py
"""

import os
import shutil
import subprocess
import tomllib

import cpu
import table
from table import ROOT, TABLES

PLACE = TABLES / "weight"
RUNTIME = f'gql-runtime = {{ path = "{ROOT}/gql-runtime", default-features = false, features = [FEATURES] }}'
TOKIO = 'tokio = { version = "1", features = ["macros", "rt"] }'

OURS = """#[gql_runtime::operations(schema = "{schema}", documents = "{documents}")]
mod api {{}}

#[tokio::main(flavor = "current_thread")]
async fn main() {{
    let client = gql_runtime::Client::{transport}("{scheme}://localhost:1/").expect("a URL");
    let answer = client.query(api::Hello).await;
    println!("{{answer:?}}");
}}
"""
BARE = """#[tokio::main(flavor = "current_thread")]
async fn main() {
    let answer = reqwest::Client::new().post("http://localhost:1/").body("{}").send().await;
    println!("{:?}", answer.map(|answer| answer.status()));
}
"""


def crate(name, dependencies, source):
    folder = PLACE / name
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "schema.graphql").write_text("type Query { hello: String! }\n")
    (folder / "hello.graphql").write_text("query Hello { hello }\n")
    profile = "[profile.release]\nstrip = true\nlto = true\ncodegen-units = 1\npanic = \"abort\"\n"
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n{dependencies}\n{profile}'
    )
    if source:
        (folder / "src" / "main.rs").write_text(source)
    else:
        (folder / "src" / "lib.rs").write_text("")
    return folder


def ours(name, features, transport, scheme):
    listed = ", ".join(f'"{feature}"' for feature in features)
    dependencies = RUNTIME.replace("FEATURES", listed) + "\n" + TOKIO
    folder = PLACE / name
    source = OURS.format(schema=folder / "schema.graphql", documents=folder / "hello.graphql", transport=transport, scheme=scheme)
    return crate(name, dependencies, source)


def sizes():
    contestants = {
        "reqwest alone, no TLS": crate("bare", 'reqwest = { version = "0.13", default-features = false }\n' + TOKIO, BARE),
        "ours, a query over HTTP, no TLS": ours("http", ["derive", "http"], "http", "http"),
        "ours, over a WebSocket, no TLS": ours("websocket", ["derive", "websocket"], "websocket", "ws"),
        "ours, over HTTP, all default features": ours("default", DEFAULT, "http", "https"),
    }
    rows = []
    for name, folder in contestants.items():
        target = PLACE / "release-target"
        subprocess.run(["cargo", "build", "-q", "--release"], cwd=folder, env={**os.environ, "CARGO_TARGET_DIR": str(target)}, check=True)
        rows.append([name, f"{(target / 'release' / folder.name).stat().st_size / 1e6:.2f}"])
    table.write("size", "The smallest programs, LTO, stripped: MB", ["program", "MB"], rows)


# As the manifest has them, so that none is forgotten; what begins with `__` is not for users.
FEATURES = {name: parts for name, parts in tomllib.loads((ROOT / "gql-runtime" / "Cargo.toml").read_text())["features"].items() if name[0] != "_"}
DEFAULT = FEATURES.pop("default")
# These do something by themselves; every other one is measured beside `http`.
ALONE = {"derive", "http", "websocket", "multipart", "sse"}


def chosen():
    """What is built: by name, the features."""
    yield "none", []
    for name in sorted(FEATURES, key=lambda name: name not in ALONE):
        features = [name] if name in ALONE else ["http", name]
        yield ", ".join(features), features
    yield "the default", DEFAULT
    yield "all", list(FEATURES)


def cold(folder, target):
    """Crates and CPU seconds of a dev build from nothing but the sources."""
    shutil.rmtree(target, ignore_errors=True)
    environment = {"CARGO_TARGET_DIR": str(target), "CARGO_PROFILE_DEV_DEBUG": "0"}
    subprocess.run(["cargo", "fetch", "-q"], cwd=folder, check=True)
    spent = cpu.seconds(["cargo", "build", "-q"], folder, environment, user_only=False)
    tree = subprocess.run(["cargo", "tree", "-e", "normal,build", "--prefix", "none"], cwd=folder, capture_output=True, text=True, check=True)
    crates = {line.split(" (*)")[0] for line in tree.stdout.splitlines() if line}
    return len(crates) - 1, spent


def features():
    rows = []
    for name, features in chosen():
        listed = ", ".join(f'"{feature}"' for feature in features)
        folder = crate("features", RUNTIME.replace("FEATURES", listed), None)
        crates, spent = cold(folder, PLACE / "cold-target")
        rows.append([name, crates, f"{spent:.1f}"])
    table.write("features", "A cold dev build of the runtime, by its features", ["features", "crates", "CPU s"], rows)


TREE = {
    "ours: gql-derive": f'gql-derive = {{ path = "{ROOT}/gql-derive" }}',
    "graphql_client's derive": 'graphql_query_derive = "=0.16.0"',
    "cynic's proc macros": 'cynic-proc-macros = "=3.14.0"',
}


def tree():
    rows = []
    for name, dependency in TREE.items():
        crates, spent = cold(crate("tree", dependency, None), PLACE / "cold-target")
        rows.append([name, crates, f"{spent:.1f}"])
    table.write("tree", "A macro and its tree: crates, CPU seconds of a cold dev build", ["macro", "crates", "CPU s"], rows)


if __name__ == "__main__":
    tree()
    features()
    sizes()
