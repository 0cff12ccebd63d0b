"""The little of a schema that making operations needs: types, fields, arguments. For schemas as servers print them."""

import re
from dataclasses import dataclass, field


@dataclass
class Field:
    name: str
    type: str
    arguments: list = field(default_factory=list)  # (name, type, has a default)
    deprecated: bool = False

    @property
    def named(self):
        return self.type.strip("[]!")


@dataclass
class Type:
    kind: str
    name: str
    fields: list = field(default_factory=list)
    members: list = field(default_factory=list)  # of a union; of an interface, who implements it


DEFINITION = re.compile(r"^(type|interface|union|enum|input|scalar) (\w+)([^{=\n]*)(?:\{(.*?)^\}|=([^\n]*(?:\n  \|[^\n]*)*))?", re.M | re.S)
FIELD = re.compile(r"^  (\w+)(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\))?: ([\w\[\]!]+)([^\n]*)", re.M)
ARGUMENT = re.compile(r"(\w+): ([\w\[\]!]+)( = )?")


def read(text):
    """All types by name."""
    text = re.sub(r'"""(?:\\"""|.)*?"""', "", text, flags=re.S)
    text = re.sub(r"\n\s*\n", "\n", text)
    types = {}
    for kind, name, head, body, union in DEFINITION.findall(text):
        made = types.setdefault(name, Type(kind, name))
        if kind == "union":
            made.members = re.findall(r"\w+", union)
        if kind in ("type", "interface"):
            made.fields = [
                Field(name, type, [(a, t, bool(d)) for a, t, d in ARGUMENT.findall(arguments)], "@deprecated" in rest)
                for name, arguments, type, rest in FIELD.findall(body)
            ]
        if kind == "type" and "implements" in head:
            for interface in re.findall(r"\w+", head.split("implements")[1].split("@")[0]):
                types.setdefault(interface, Type("interface", interface)).members.append(name)
    return types
