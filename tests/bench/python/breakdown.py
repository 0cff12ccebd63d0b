"""What the expanded code of 30 operations consists of, by what is implemented for which kind of type.

    python3 breakdown.py        (after volume.py, which expands)
"""

import collections
import re

import table
import volume
from table import TABLES

# What is implemented, by the trait's name; what stands in no list is told by itself at the end.
PARTS = {
    "Debug": ["Debug"],
    "Clone": ["Clone", "Copy"],
    "PartialEq": ["PartialEq", "StructuralPartialEq"],
    "Eq, Hash": ["Eq", "Hash"],
    "Default": ["Default"],
    "Deserialize": ["Deserialize", "Variants", "Enum", "Views", "Visitor"],
    "Serialize": ["Serialize"],
    "Operation, GraphQLQuery": ["Operation", "GraphQLQuery"],
}
PART = {trait: part for part, traits in PARTS.items() for trait in traits}
KINDS = ["responses", "enums", "inputs", "operations"]

ITEM = re.compile(
    r"(?:pub(?:\([^)]*\))? )?(?:(?P<mod>mod) (?P<name>\w+)|(?P<block>const _: \(\) =)|(?P<impl>impl)\b"
    r"|(?:struct|enum) (?P<type>\w+)|(?P<const>const) (?P<constant>\w+)|(?P<other>type|use|fn|extern))"
)
HEADER = re.compile(r"impl(?:<.*?>)?\s+(?:(?P<trait>[\w:]+)(?:<.*?>)?\s+for\s+)?(?P<type>[\w:]+)")


def items(lines):
    """Each item: bytes with its attributes, its module, what begins it, and its code. Modules and `const _` blocks are gone into."""
    modules, start, number = [], 0, 0
    while number < len(lines):
        line = lines[number]
        begun = ITEM.match(line.strip())
        closes = line.strip().startswith("}")
        if begun or closes:
            first, goes_in = number, closes or begun["mod"] or begun["block"]
            while not goes_in and not ends(lines, first, number, begun):
                number += 1
            if begun and begun["mod"]:
                modules.append((indent(line), begun["name"]))
            if closes and modules and modules[-1][0] == indent(line):
                modules.pop()
            size = sum(len(line) + 1 for line in lines[start : number + 1] if len(line) < volume.INCLUDED)
            yield size, tuple(name for _, name in modules), None if goes_in else begun, " ".join(lines[first : number + 1])
            start = number + 1
        number += 1


def indent(line):
    return len(line) - len(line.lstrip())


def ends(lines, first, number, begun):
    """Whether the item that begins in line `first` ends in line `number`."""
    line = lines[number].rstrip()
    if begun["const"] or begun["other"] or not any("{" in line for line in lines[first : number + 1]):
        return line.endswith(";")
    return line.endswith("}") and (number == first or indent(line) <= indent(lines[first]))


def split(text):
    """Bytes by (part, kind)."""
    sized, found = collections.Counter(), []
    of = {}  # (module, type): the kind that its implementations tell
    for size, module, item, code in items(text.split("\n")):
        if item is None:
            sized["modules, aliases", "operations"] += size
        elif item["impl"]:
            header = HEADER.match(" ".join(code.split()))
            trait = (header["trait"] or "own methods").rsplit("::")[-1]
            name = module, header["type"].rsplit("::")[-1]
            found.append((PART.get(trait, trait), name, size))
            if trait == "Enum":
                of[name] = "enums"
            elif trait in ("Operation", "GraphQLQuery"):
                of[name] = "operations"
            elif trait in ("Deserialize", "Serialize") and name not in of:
                of[name] = "responses" if trait == "Deserialize" else "inputs"
            elif trait == "Deserialize" and of[name] == "inputs":
                of[name] = "enums"
        elif item["type"]:
            found.append(("declarations, docs", (module, item["type"]), size))
        elif item["constant"] == "QUERY":
            sized["documents", "operations"] += size
        else:
            sized["modules, aliases", "operations"] += size
    for part, name, size in found:
        sized[part, of.get(name, "responses")] += size
    return sized


def main():
    ours = split((TABLES / "attribute.expanded.rs").read_text())
    peer = split((TABLES / "graphql_client.expanded.rs").read_text())
    parts = sorted({part for part, _ in ours}, key=lambda part: -sum(ours[part, kind] for kind in KINDS))
    rows = []
    for part in [*parts, None]:
        chosen = lambda sized, kind=None: sum(size for (of, at), size in sized.items() if part in (of, None) and kind in (at, None))
        rows.append([part or "all", *(f"{chosen(ours, kind) / 1000:.0f}" for kind in KINDS), f"{chosen(ours) / 1000:.0f}", f"{chosen(peer) / 1000:.0f}"])
    title = "What the expanded code is made of: kB, by the attribute, and of graphql_client"
    table.write("volume_breakdown", title, ["what", *KINDS, "all of ours", "graphql_client"], rows)


if __name__ == "__main__":
    main()
