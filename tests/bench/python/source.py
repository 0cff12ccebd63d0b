"""Compares what 30 operations on GitHub's schema cost the compiler in a file and in Rust source. Fails if the code differs.

    python3 source.py [ROUNDS]
"""

import re
import sys

import cpu
import operations
import table
import volume


def in_source(schema, names, files):
    """One literal for each definition, as people write them."""
    documents = re.split(r"^(?=query|mutation|fragment)", files.read_text(), flags=re.M)
    return volume.module(schema, "", "\n".join(f'graphql! {{ r#"\n{document}"# }}' for document in documents if document.strip()))


volume.DOORS["in_source"] = (in_source, volume.OURS)
CONTESTANTS = {"attribute": "in a file", "in_source": "in Rust source"}


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
    rows = [[title, f"{found[name][0]:.2f}", f"{found[name][1]:.2f}"] for name, title in CONTESTANTS.items()]
    title = f"30 operations ({len(text) // 1000} kB) on GitHub's schema, in a file and in Rust source: user CPU s of `cargo check`"
    if first != second:
        sys.exit("the expanded code differs: compare " + " and ".join(f"{volume.TABLES / name}.expanded.rs" for name in CONTESTANTS))
    table.write("source", title, ["documents", "median", "least"], rows, f"The expanded code of both is the same: {len(second)} lines.")


if __name__ == "__main__":
    main()
