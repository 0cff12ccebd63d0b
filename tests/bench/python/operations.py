"""Makes operations for a schema: as many as asked for, the same in each run, valid, and shaped like those people write.

    python3 operations.py SCHEMA COUNT > operations.graphql
"""

import random
import re
import sys

import sdl

BUILT_IN = {"Int", "Float", "String", "Boolean", "ID"}

# Fragments that operations share where a type comes up.
FRAGMENTS = {
    "Actor": "  __typename\n  login\n  url\n  ... on User {\n    name\n    company\n  }\n  ... on Bot {\n    databaseId\n  }",
    "PageInfo": "  endCursor\n  hasNextPage",
    "Label": "  id\n  name\n  color",
    "Milestone": "  id\n  title\n  dueOn\n  state",
    "Repository": "  id\n  nameWithOwner\n  url\n  stargazerCount\n  owner {\n    __typename\n    login\n  }",
}


class Maker:
    def __init__(self, schema):
        self.types = sdl.read(schema)
        self.random = random.Random(7)

    def operations(self, count):
        queries = [f for f in self.types["Query"].fields if self.worth(f)]
        mutations = [f for f in self.types["Mutation"].fields if self.worth(f)]
        # The entries that have most to offer come up most, as in programs.
        favourites = [f for f in queries if f.name in ("repository", "organization", "user", "viewer", "node", "search")]
        used, made = set(), []
        for number in range(count):
            if number % 5 == 4:
                made.append(self.operation("mutation", self.random.choice(mutations), number, used))
            else:
                root = favourites if number % 5 < 3 else queries
                made.append(self.operation("query", self.random.choice(root), number, used))
        fragments = [f"fragment {name}Parts on {name} {{\n{FRAGMENTS[name]}\n}}\n" for name in sorted(used)]
        return "\n".join(made + fragments)

    def operation(self, kind, field, number, used):
        variables = []
        selection = self.field(field, 1, variables, used, set())
        name = field.name[0].upper() + field.name[1:] + f"{number:03}"
        declared = ", ".join(f"${variable}: {type}" for variable, type in variables)
        declared = f"({declared})" if declared else ""
        return f"{kind} {name}{declared} {{\n{selection}\n}}\n"

    def worth(self, field):
        kind = self.types.get(field.named)
        return not field.deprecated and kind is not None and kind.kind in ("type", "interface", "union")

    def field(self, field, depth, variables, used, taken):
        arguments = []
        for name, type, default in field.arguments:
            if type.endswith("!") and not default:
                variable = name if all(name != known for known, _ in variables) else f"{name}{len(variables)}"
                variables.append((variable, type))
                arguments.append(f"{name}: ${variable}")
            elif name == "first":
                arguments.append("first: 20")
        called = f"({', '.join(arguments)})" if arguments else ""
        taken.add(field.name)
        indent = "  " * depth
        kind = self.types.get(field.named)
        if kind is None or kind.kind in ("scalar", "enum"):
            return f"{indent}{field.name}{called}"
        body = self.selection(kind, depth + 1, variables, used, set())
        return f"{indent}{field.name}{called} {{\n{body}\n{indent}}}"

    def selection(self, kind, depth, variables, used, taken):
        """A selection set; `taken` are the response keys that stand beside it for other types of the same object."""
        indent = "  " * depth
        if kind.name in FRAGMENTS and depth > 2:
            used.add(kind.name)
            return f"{indent}...{kind.name}Parts"
        lines = []
        if kind.kind in ("interface", "union"):
            lines.append(f"{indent}__typename")
        lines += self.fields(kind, depth, variables, used, taken)
        if kind.kind in ("interface", "union"):
            for member in self.random.sample(sorted(kind.members), min(len(kind.members), 2 + depth % 2)):
                inner = self.fields(self.types[member], depth + 1, variables, used, taken)
                if inner:
                    lines += [f"{indent}... on {member} {{", *inner, f"{indent}}}"]
        return "\n".join(lines) or f"{indent}__typename"

    def fields(self, kind, depth, variables, used, taken):
        open_fields = [f for f in kind.fields if not f.deprecated and f.name not in taken]
        leaves = [f for f in open_fields if self.types.get(f.named, sdl.Type("scalar", "")).kind in ("scalar", "enum")]
        plain = [f for f in leaves if not any(t.endswith("!") and not d for _, t, d in f.arguments)]
        chosen = self.random.sample(plain, min(len(plain), 3 if depth > 3 else 5))
        inner = [f for f in open_fields if self.worth(f)]
        if depth < 5:
            nodes = [f for f in inner if f.name in ("nodes", "pageInfo")]
            chosen += nodes or self.random.sample(inner, min(len(inner), 2 if depth < 4 else 1))
        elif not chosen:
            return []
        return [self.field(f, depth, variables, used, taken) for f in sorted(chosen, key=lambda f: kind.fields.index(f))]


def make(schema, count):
    """The text of `count` operations."""
    return Maker(schema).operations(count)


def make_small(schema, count, size):
    """The text of `count` operations of medium length, of about `size` bytes with their fragments."""
    parts = re.split(r"^(?=query |mutation |fragment )", make(schema, 9 * count), flags=re.M)[1:]
    fragments = {re.match(r"fragment (\w+)", part)[1]: part for part in parts if part.startswith("fragment")}
    operations = sorted((part for part in parts if not part.startswith("fragment")), key=len)
    aim = size - sum(map(len, fragments.values()))
    # Of consecutive lengths, so that none is as long as several others.
    first = next(first for first in range(len(operations)) if sum(map(len, operations[first : first + count])) >= aim)
    chosen = operations[first : first + count]
    used = set(re.findall(r"\.\.\.(\w+)", "".join(chosen)))
    return "".join(chosen) + "".join(text for name, text in fragments.items() if name in used)


if __name__ == "__main__":
    print(make(open(sys.argv[1], encoding="utf-8").read(), int(sys.argv[2])))
