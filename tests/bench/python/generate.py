"""From GitHub's schema and 1, 40 and 600 operations to code: our command line, and those of others. CPU of whole processes, cold.

    python3 generate.py [ROUNDS]
"""

import json
import re
import shutil
import subprocess
import sys

import cpu
import operations
import table
from table import ROOT, TABLES

PLACE = TABLES / "generate"
PEERS = table.HERE / "target" / "peers"
SCHEMA = PLACE / "schema.graphql"
COUNTS = (1, 40, 600)


def clean(text):
    """The schema without the fields that it defines twice: most of the others refuse them."""
    def once(found):
        seen, kept = set(), []
        for field in re.split(r'\n\n(?=  """)', found[2]):
            name = re.search(r"^  (\w+)[(:]", re.sub(r'"""(?:.|\n)*?"""', "", field), re.M)
            if name is None or name[1] not in seen:
                kept.append(field)
            seen.add(name and name[1])
        return found[1] + "\n\n".join(kept) + "\n}"

    return re.sub(r"^((?:type|interface) [^{]*\{\n)(.*?)\n\}", once, text, flags=re.M | re.S)


def split(text):
    """Operations and fragments, each with its name."""
    found = re.findall(r"^(query|mutation|fragment) (\w+)(.*?^}\n)", text, re.M | re.S)
    return [(kind, name, body) for kind, name, body in found]


def ours(folder, text):
    (folder / "operations.graphql").write_text(text)
    scalars = [f"--scalar={name}=String" for name in re.findall(r"^scalar (\w+)", SCHEMA.read_text(), re.M)]
    binary = ROOT / "target" / "release" / "gql-codegen"
    command = [binary, "generate", "--quiet", "--schema", SCHEMA, "--documents", "operations.graphql", "--output", "out.rs", *scalars]
    return command, ["out.rs"]


def relay(folder, text):
    """Its operations are named after the file that they are in."""
    (folder / "src").mkdir(exist_ok=True)
    for kind, name, body in split(text):
        module = f"m{name}"
        suffix = {"query": "Query", "mutation": "Mutation", "fragment": "_data"}[kind]
        body = re.sub(r"\.\.\.(\w+Parts)", r"...m\1_data", body)
        source = f"{kind} {module}{suffix}{body}"
        (folder / "src" / f"{module}.js").write_text(f"import {{ graphql }} from 'relay-runtime';\ngraphql`\n{source}`;\n")
    config = {"src": "src", "schema": str(SCHEMA), "language": "typescript", "eagerEsModules": True, "noFutureProofEnums": True}
    (folder / "relay.config.json").write_text(json.dumps(config))
    return [PEERS / "node_modules/.bin/relay-compiler", "relay.config.json"], ["src/__generated__"]


def graphql_codegen(folder, text):
    (folder / "operations.graphql").write_text(text)
    config = {
        "schema": str(SCHEMA),
        "documents": "operations.graphql",
        "generates": {"out.ts": {"plugins": ["typescript", "typescript-operations"]}},
    }
    (folder / "codegen.json").write_text(json.dumps(config))
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(PEERS / "node_modules")
    return [PEERS / "node_modules/.bin/graphql-codegen", "--config", "codegen.json", "--silent"], ["out.ts"]


def ariadne(folder, text):
    (folder / "operations.graphql").write_text(text)
    settings = f'[tool.ariadne-codegen]\nschema_path = "{SCHEMA}"\nqueries_path = "operations.graphql"\n'
    (folder / "pyproject.toml").write_text(settings)
    return [PEERS / "venv/bin/ariadne-codegen"], ["graphql_client"]


CONTESTANTS = {"ours": ours, "relay-compiler": relay, "@graphql-codegen/cli": graphql_codegen, "ariadne-codegen": ariadne}


def size(folder, outputs):
    paths = [folder / output for output in outputs]
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    PLACE.mkdir(parents=True, exist_ok=True)
    SCHEMA.write_text(clean((ROOT / "target" / "github" / "schema.graphql").read_text()))
    schema = SCHEMA.read_text()
    rows, growth = [], []
    for count in COUNTS:
        text = operations.make(schema, count)
        prepared = {}
        for name, prepare in CONTESTANTS.items():
            folder = PLACE / f"{name.strip('@').replace('/', '-')}-{count}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            command, outputs = prepare(folder, text)
            prepared[name] = (folder, [str(part) for part in command], outputs)

        def run(name):
            folder, command, outputs = prepared[name]
            for output in outputs:
                path = folder / output
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            return cpu.seconds(command, folder, user_only=False)

        able = {}
        for name in CONTESTANTS:
            try:
                run(name)
                able[name] = lambda name=name: run(name)
            except (SystemExit, OSError) as failure:
                print(f"{name}, {count} operations: {str(failure)[:1500]}", file=sys.stderr)
        costs = cpu.turns(able, rounds if count > 1 else 3 * rounds)
        for name, (median, least) in costs.items():
            folder, _, outputs = prepared[name]
            mine = costs["ours"]
            written = f"{size(folder, outputs):.2f}"
            ratios = f"{median / mine[0]:.1f} ({least / mine[1]:.1f})"
            rows.append([count, name, f"{median * 1000:.0f} ({least * 1000:.0f})", ratios, written])
            if name == "ours":
                growth.append((count, median, least))
    title = "Operations on GitHub's schema, from files to files: CPU ms, user and system"
    table.write("generate", title, ["operations", "command", "median (least)", "to ours", "MB written"], rows)
    base = growth[0]
    grown = [
        [count, f"{median * 1000:.0f} ({least * 1000:.0f})", f"{(least - base[2]) * 1e6 / (count - 1):.0f}" if count > 1 else "-"]
        for count, median, least in growth
    ]
    columns = ["operations", "CPU ms, median (least)", "µs each beyond the first (of the least)"]
    table.write("generate_growth", "Ours, as operations grow", columns, grown)


if __name__ == "__main__":
    main()
