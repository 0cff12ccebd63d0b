"""The picture of ratios that the README shows: how many times the CPU that ours takes the others take. Made from the tables alone."""

import html
import math
import re

import table

# A group: its title, the table, the row that is ours, the column of the figure (counted from 0), and who else is shown.
GROUPS = [
    ("Decode 1,000 nodes", "decode", "ours", 1, {"by hand": "by hand", "graphql_client": "graphql_client", "cynic": "cynic"}),
    ("WebSocket events, 2 kB", "websocket", "ours, `subscribe`", 2, {
        "tokio-tungstenite, typed in one pass": "tokio-tungstenite, by hand",
        "graphql-ws-client": "graphql-ws-client",
        "gql (Python)": "gql (Python)",
    }),
    ("Multipart events, 2 kB", "multipart", "ours, `subscribe`", 2, {
        "reqwest, bare scanner, typed in one pass": "reqwest, by hand",
        "reqwest, multer, typed in one pass": "reqwest and multer",
    }),
    ("Full check of 30 operations", "volume", "ours, attribute", 3, {"graphql_client": "graphql_client"}),
    ("Parse a schema in a macro", "parse_dev", "ours", 1, {"graphql-parser": "graphql-parser", "apollo-compiler": "apollo-compiler"}),
    ("Generate 600 operations", "generate", "600 ours", 2, {
        "600 relay-compiler": "relay-compiler",
        "600 @graphql-codegen/cli": "@graphql-codegen/cli",
        "600 ariadne-codegen": "ariadne-codegen",
    }),
]
LEFT, WIDTH, ROW, LARGEST = 230, 330, 20, 64


def rows(name, key_columns):
    """The last row of each name: of two sizes, the larger one."""
    path = table.TABLES / f"{name}.md"
    if not path.exists():
        return {}
    found = {}
    for line in path.read_text().splitlines()[4:]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found[" ".join(cells[:key_columns])] = cells
    return found


def number(cell):
    return float(re.match(r"[\d.]+", cell).group())


def bars():
    """Groups of (who, ratio)."""
    for title, name, own, column, others in GROUPS:
        found = rows(name, 2 if name == "generate" else 1)
        if own in found:
            mine = number(found[own][column])
            shown = [(label, number(found[row][column]) / mine) for row, label in others.items() if row in found]
            if shown:
                yield title, [("ours", 1.0), *shown]


def draw():
    """The picture as SVG."""
    parts, y = [], 28
    place = lambda ratio: WIDTH * (1 + math.log2(min(max(ratio, 0.5), LARGEST))) / (1 + math.log2(LARGEST))
    for title, shown in bars():
        parts.append(f'<text x="8" y="{y + 14}" class="title">{html.escape(title)}</text>')
        y += 22
        for label, ratio in shown:
            kind = "ours" if label == "ours" else "other"
            width = place(ratio)
            parts.append(f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{html.escape(label)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y + 2}" width="{width:.0f}" height="{ROW - 5}" class="{kind}"/>')
            parts.append(f'<text x="{LEFT + width + 6:.0f}" y="{y + 13}">{ratio:.1f}</text>')
            y += ROW
        y += 8
    style = (
        "text{font:12px sans-serif;fill:#57606a}.title{font-weight:bold}.head{font-weight:bold;font-size:13px}"
        ".ours{fill:#1f883d}.other{fill:#8c959f}"
    )
    head = '<text x="8" y="18" class="head">CPU time relative to gql-toolkit (log scale; smaller is faster)</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 60}" height="{y}" role="img" '
        f'aria-label="CPU time of others, ours being 1"><style>{style}</style>\n{head}\n' + "\n".join(parts) + "\n</svg>\n"
    )
