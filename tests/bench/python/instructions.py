"""Counts the instructions of decoding, by callgrind: they are the same on a busy machine.

    python3 instructions.py
"""

import re
import subprocess
import tempfile

from table import ROOT, TABLES

BENCH = ROOT / "tests" / "bench"
CASES = [
    ("feed, 421 kB", "feed", "by hand"),
    ("flat rows, 294 kB", "rows", "serde derive"),
    ("event, 223 B", "event", "by hand"),
    ("event, 2,047 B", "large_event", "by hand"),
    ("feed, `__typename` last", "last", "by hand"),
    ("feed, keys sorted", "sorted", "by hand"),
    ("feed, indented", "indented", "by hand"),
]


def collected(case, name, rounds):
    with tempfile.NamedTemporaryFile() as out:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        program = [BENCH / "target" / "release" / "decode", "profile", case, name, str(rounds)]
        run = subprocess.run(command + program, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def each(case, name):
    return (collected(case, name, 21) - collected(case, name, 1)) // 20


def main():
    build = ["cargo", "build", "-q", "--release", "-p", "decode", "--no-default-features"]
    subprocess.run(build, cwd=BENCH, check=True)
    lines = [
        "### Instructions an input, without the counting allocator (`just bench instructions`)",
        "",
        "| input | by hand, over serde_json | ours | to by hand |",
        "| --- | --- | --- | --- |",
    ]
    for title, case, hand in CASES:
        by_hand, ours = each(case, hand), each(case, "ours")
        lines.append(f"| {title} | {by_hand:,} | {ours:,} | {ours / by_hand:.2f} |")
    text = "\n".join(lines)
    print(text)
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / "decode_instructions.md").write_text(text + "\n")


if __name__ == "__main__":
    main()
