"""Reads the compiler's own profile (`-Zself-profile`): the time in each pass and query without those that it calls.

The format is that of the crate `measureme`, version 9: <https://github.com/rust-lang/measureme/tree/master/measureme/src>
"""

import collections
import re
import struct

EVENTS, DATA, INDEX = 0, 1, 2
# Each part has one of its own, and places count it.
HEADER = 8
EVENT = struct.Struct("<QQIIII")
# Strings from this number on are places in the data; smaller ones are looked up.
FIRST_PLACE = 100_000_003
TERMINATOR, REFERENCE = 0xFF, 0xFE
# Ends from this one on mark instants and counts.
INTEGER = 0xFFFF_FFFF_FFFE


def pages(path):
    """The parts of a file, joined by kind."""
    found = {EVENTS: bytearray(), DATA: bytearray(), INDEX: bytearray()}
    whole = path.read_bytes()
    magic, version = struct.unpack_from("<4sI", whole)
    if magic != b"MMPD" or version != 9:
        raise SystemExit(f"{path} is no profile of version 9")
    at = HEADER
    while at < len(whole):
        kind, size = struct.unpack_from("<BI", whole, at)
        found[kind] += whole[at + 5 : at + 5 + size]
        at += 5 + size
    return [found[kind][HEADER:] for kind in (EVENTS, DATA, INDEX)]


class Strings:
    def __init__(self, data, index):
        self.data, self.places, self.known = data, dict(struct.iter_unpack("<QQ", index[: len(index) // 16 * 16])), {}

    def __getitem__(self, number):
        if number not in self.known:
            self.known[number] = self.read(number)
        return self.known[number]

    def read(self, number):
        place = number - FIRST_PLACE if number >= FIRST_PLACE else self.places.get(number)
        if place is None:
            return ""
        place -= HEADER
        text = bytearray()
        while (byte := self.data[place]) != TERMINATOR:
            if byte == REFERENCE:
                text += self[struct.unpack_from("<Q", self.data, place + 1)[0]].encode()
                place += 9
            else:
                text.append(byte)
                place += 1
        return text.decode(errors="replace")


def own(path):
    """Seconds by name of the pass or query."""
    events, data, index = pages(path)
    strings, spent, open_spans = Strings(data, index), collections.Counter(), collections.defaultdict(list)
    for kind, name, thread, low_start, low_end, high in EVENT.iter_unpack(events):
        start, end = low_start | (high & 0xFFFF0000) << 16, low_end | (high & 0xFFFF) << 32
        if end >= INTEGER:
            continue
        # Events are written when they end: those inside come before the one around them.
        inner, spans = 0, open_spans[thread]
        while spans and spans[-1][0] >= start:
            first, last = spans.pop()
            inner += last - first
        spans.append((start, end))
        spent[label(strings[kind], strings[name])] += end - start - inner
    return {name: nanoseconds / 1e9 for name, nanoseconds in spent.items()}


def label(kind, name):
    if kind.startswith("IncrementalLoadResult"):
        return "results of the check before, read"
    if kind.startswith("IncrementalResultHashing"):
        return "results, hashed"
    return re.split("[\x1e\x11]", name)[0] or "unnamed"
