"""What 663 operations on GitHub's schema, as many and as long as those of a web client, cost a check after a touch of the file.

    python3 many.py [ROUNDS]
"""

import re
import subprocess
import sys

import cpu
import operations
import passes
import table
import volume
from table import ROOT, TABLES

COUNT, SIZE = 663, 227_000
# The macro's code in a file, of which parts can be left out.
WRITTEN = "many"
PLACE = volume.CRATES / WRITTEN
BINARY = ROOT / "target" / "release" / "gql-codegen"


def implementations(name):
    """A pattern for the implementations of a trait of ours, or of methods."""
    header = r"[^{]*\bcodegen::" + name + r"\b[^{]*" if name else r" \w+ "
    return re.compile(r"^( *)impl" + header + r"\{\n.*?^\1\}\n", re.M | re.S)


def without(*patterns):
    def cut(text):
        for pattern in patterns:
            text = re.sub(pattern, "", text) if isinstance(pattern, str) else pattern.sub("", text)
        return text

    return cut


def without_derives(*names):
    """Without these derives. The values of enums, which are also `Hash`, have to be `Clone`."""

    def cut(found):
        derives = [name for name in found[1].split(", ") if name not in names or (name == "Clone" and "Hash" in found[1])]
        return f"#[derive({', '.join(derives)})]"

    return lambda text: re.sub(r"#\[derive\(([^)]*)\)\]", cut, text)


OPERATION = [implementations(name) for name in ("Operation", "OperationVariables", "GraphQLQuery")]
BLOCKS = re.compile(r"^( *)const _: \(\) = \{\n.*?^\1\};\n", re.M | re.S)
PARTS = {
    "`Debug`": without_derives("Debug"),
    "`Clone`": without_derives("Clone"),
    "`PartialEq`": without_derives("PartialEq", "Eq", "Hash"),
    "`Debug`, `Clone` and `PartialEq`": without_derives("Debug", "Clone", "PartialEq", "Eq", "Hash", "Default"),
    "documentation": without(re.compile(r"^ *///.*\n", re.M)),
    "`new`, setters and accessors": without(implementations("")),
    "`GraphQLQuery`": without(implementations("GraphQLQuery")),
    "`Operation` and `GraphQLQuery`": without(*OPERATION),
    "`Operation`, `GraphQLQuery` and `Deserialize`": without(*OPERATION, implementations("Deserialize"), implementations("Variants"), implementations("Views")),
    "`Operation`, `GraphQLQuery` and `Serialize`": without(*OPERATION, implementations("Serialize")),
    "every implementation": lambda text: without_derives("Debug", "Clone", "PartialEq", "Eq", "Hash", "Default")(BLOCKS.sub("", text)),
}


def write(text):
    (PLACE / "src").mkdir(parents=True, exist_ok=True)
    volume.put(PLACE / "Cargo.toml", volume.MANIFEST.format(name=WRITTEN, dependencies=volume.OURS))
    volume.put(PLACE / "src" / "lib.rs", volume.HEADER + "pub mod github;\n")
    volume.put(PLACE / "src" / "github.rs", text)


def generated(schema, text):
    """The macro's code as the text of a file."""
    (PLACE / "src").mkdir(parents=True, exist_ok=True)
    (PLACE / "operations.graphql").write_text(text)
    scalars = [f"--scalar={name}=String" for name in re.findall(r"pub type (\w+)", volume.scalars(schema))]
    files = ["--schema", volume.SCHEMA, "--documents", "operations.graphql", "--output", "generated.rs"]
    subprocess.run([BINARY, "generate", "--quiet", *files, *scalars], cwd=PLACE, check=True)
    return (PLACE / "generated.rs").read_text()


def touch(door, rounds):
    """A check after a touch: least user CPU seconds, and most memory."""
    volume.check(door, True)
    return min(volume.check(door, True) for _ in range(rounds)), volume.peak(door, "1")


def parts(schema, text, rounds):
    volume.write("attribute", schema, text)
    macro = touch("attribute", rounds)
    code = generated(schema, text)
    write(code)
    whole = touch(WRITTEN, rounds)
    rows = [["by the attribute", "", *described(macro, macro)], ["the same code in a file", implemented(code), *described(whole, macro)]]
    for name, cut in PARTS.items():
        left = cut(code)
        if left == code:
            raise SystemExit(f"nothing is left out for {name}")
        write(left)
        rows.append([f"without {name}", implemented(left), *described(touch(WRITTEN, rounds), macro)])
    title = f"{COUNT} operations ({len(text) // 1000} kB) on GitHub's schema: user CPU of `cargo check` after a touch, by what the code contains"
    note = "Implementations include derived ones. `Clone` stays for enums where the others are left out."
    table.write("volume_many", title, ["code", "implementations", "least s", "to the first", "peak MB"], rows, note)


def described(found, first):
    return [f"{found[0]:.2f}", f"{found[0] / first[0]:.2f}", found[1]]


def implemented(code):
    # The derive of `PartialEq` also implements a marker.
    lists = re.findall(r"#\[derive\(([^)]*)\)\]", code)
    derived = sum(2 if name == "PartialEq" else 1 for names in lists for name in names.split(", ") if name)
    return derived + len(re.findall(r"^ *impl\b", code, re.M))


def by_pass(schema, text):
    volume.write("attribute", schema, text)
    folder = TABLES / "profile"
    folder.mkdir(exist_ok=True)
    events = "generic-activity,query-provider,incr-cache-load,incr-result-hashing"
    command = ["cargo", "rustc", "-q", "--profile", "check", "--", f"-Zself-profile={folder}", f"-Zself-profile-events={events}"]
    environment = {**volume.ENVIRONMENT, "CARGO_INCREMENTAL": "1", "RUSTC_BOOTSTRAP": "1"}
    # The second one finds the results of the first, whose options are the same.
    for _ in range(2):
        for profile in folder.iterdir():
            profile.unlink()
        (volume.CRATES / "attribute" / "src" / "lib.rs").touch()
        cpu.seconds(command, volume.CRATES / "attribute", environment)
    spent = passes.own(next(folder.glob("*.mm_profdata")))
    whole = sum(spent.values())
    ordered = sorted(spent.items(), key=lambda found: -found[1])
    shown = [found for found in ordered if found[1] > whole / 100]
    rows = [[f"`{name}`" if " " not in name else name, f"{100 * seconds / whole:.1f}"] for name, seconds in shown]
    rows.append([f"{len(ordered) - len(shown)} others", f"{100 * (whole - sum(seconds for _, seconds in shown)) / whole:.1f}"])
    title = f"The {COUNT} operations by the attribute: passes and queries of the compiler in a check after a touch, % of its time"
    note = "By the compiler's own profile, without the passes and queries that each calls. `expand_proc_macro` is the macro."
    table.write("volume_many_passes", title, ["pass", "%"], rows, note)


def main(rounds):
    schema = volume.SCHEMA.read_text()
    text = operations.make_small(schema, COUNT, SIZE)
    parts(schema, text, rounds)
    by_pass(schema, text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
