"""What 30 operations on GitHub's schema cost the compiler in a file and in Rust source. The code must be the same.

    python3 source.py [ROUNDS]
"""

import re
import sys

import cpu
import operations
import table
import volume

KEYS = 'schema = "{schema}", {documents}scalars({scalars})'


def module(schema, documents, body):
    scalars = ", ".join(f'{name} = "String"' for name in re.findall(r"pub type (\w+)", volume.scalars(schema)))
    keys = KEYS.format(schema=volume.SCHEMA, documents=documents, scalars=scalars)
    return f"#[gql_runtime::operations({keys})]\npub mod github {{{body}}}\n"


def in_file(schema, names, files):
    return module(schema, f'documents = "{files}", ', "")


def in_source(schema, names, files):
    """One literal for each definition, as people write them."""
    documents = re.split(r"^(?=query|mutation|fragment)", files.read_text(), flags=re.M)
    return module(schema, "", "\n".join(f'graphql! {{ r#"\n{document}"# }}' for document in documents if document.strip()))


volume.DOORS["in_file"] = (in_file, volume.OURS)
volume.DOORS["in_source"] = (in_source, volume.OURS)
CONTESTANTS = ("in_file", "in_source")


def code(contestant):
    """The expanded code without places of operations and without the files that are included to watch them."""
    volume.expanded(contestant)
    text = (volume.TABLES / f"{contestant}.expanded.rs").read_text()
    watched = ("include_bytes", "const _: &[::core::primitive::u8] =")
    lines = [line for line in text.splitlines() if len(line) < volume.INCLUDED and not any(it in line for it in watched)]
    return [re.sub(r"defined at `[^`]*`", "", line) for line in lines]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    schema = volume.SCHEMA.read_text()
    text = operations.make(schema, 30)
    for contestant in CONTESTANTS:
        volume.write(contestant, schema, text)
    # The dependencies are built before anything is measured.
    for contestant in CONTESTANTS:
        volume.check(contestant, False)
    found = cpu.turns({name: lambda name=name: volume.check(name, False) for name in CONTESTANTS}, rounds)
    first, second = (code(contestant) for contestant in CONTESTANTS)
    rows = [[name.replace("_", " "), f"{found[name][0]:.2f}", f"{found[name][1]:.2f}"] for name in CONTESTANTS]
    title = f"30 operations ({len(text) // 1000} kB) on GitHub's schema, in a file and in Rust source: user CPU s of `cargo check`"
    same = "the same" if first == second else "NOT THE SAME"
    table.write("source", title, ["documents", "median", "least"], rows, f"The expanded code of both is {same}: {len(second)} lines.")


if __name__ == "__main__":
    main()
