"""Tables: printed as Markdown, and kept under target/bench for the report."""

import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent
TABLES = HERE / "target" / "bench"


def write(name, title, columns, rows, note=""):
    lines = [f"### {title}", "", "| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    if note:
        lines += ["", note]
    load = " ".join(f"{average:.2f}" for average in os.getloadavg())
    lines += ["", f"Load when it was measured: {load}."]
    text = "\n".join(lines) + "\n"
    print(text)
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / f"{name}.md").write_text(text)
