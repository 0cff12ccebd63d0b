"""Puts the tables of all benchmarks that were run into RESULTS.md."""

import pathlib
import subprocess

import picture

HERE = pathlib.Path(__file__).resolve().parent.parent
TABLES = HERE / "target" / "bench"

# In this order; a benchmark that was not run is left out.
ORDER = [
    ("Decoding", "decode", ["decode_instructions", "decode", "decode_last", "decode_order", "decode_flat", "decode_growth"]),
    ("Code volume and compile time", "volume", ["volume", "volume_breakdown", "volume_one_more", "volume_many", "volume_many_passes", "volume_decoding"]),
    ("Parsing", "parse", ["parse_release", "parse_dev"]),
    ("Generating", "generate", ["generate", "generate_growth"]),
    ("Events", "events", ["websocket", "multipart", "events_growth"]),
    ("Idle subscriptions", "idle", ["idle"]),
    ("Programs and builds", "weight", ["size", "tree", "features"]),
]

HEAD = """# Benchmarks

`just bench report` writes this file from the tables of `just bench NAME`. All figures are CPU time, not wall time. Contestants take turns,
round by round, in one run on the same input. Compare the ratios: the absolute figures are those of one machine. "least" is the fastest
round, without disturbances. `just bench all` runs everything in half an hour; `just bench peers` installs the other clients from npm and
PyPI first. Benchmarks can also be run separately, so tables may be from different days; each table is from one run.

![CPU time of other clients, relative to this one](ratios.svg)
"""


def main():
    parts = [HEAD]
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    parts.append(f"Compiler: {compiler}.\n")
    for title, name, tables in ORDER:
        found = [(TABLES / f"{table}.md") for table in tables]
        found = [path.read_text().strip() for path in found if path.exists()]
        if found:
            parts.append(f"## {title}\n\n`just bench {name}`\n")
            parts += [text + "\n" for text in found]
    parts.append("## Figures behind the decisions\n\n" + (HERE / "figures.md").read_text())
    (HERE / "RESULTS.md").write_text("\n".join(parts))
    (HERE / "ratios.svg").write_text(picture.draw())


if __name__ == "__main__":
    main()
