# SPDX-License-Identifier: MIT
"""The firmware maps in tests/data/memmaps, and what a kernel should make of them in QEMU.

A map is given to the kernel as a boot module. Of the RAM that the emulated firmware reports the
kernel then uses what the map calls usable too, so every map can be booted with; a machine is
chosen that has as much of the map's RAM as possible. How much is usable then is computed here
once more, so that two programs must agree about each map.
"""

from pathlib import Path
from typing import List, NamedTuple, Tuple

DIRECTORY = "tests/data/memmaps"

# Machines to choose from, the one that has all RAM of the map first, else FALLBACK_MB.
SIZES_MB = (32, 64, 128, 256, 512, 768, 1024, 2048, 3072, 6144, 10240, 20480)
FALLBACK_MB = 6144

# QEMU's `pc` above 3.5 GB has 3 GB of RAM and continues at 4 GB.
SPLIT = 3584 << 20
LOW = 3 << 30
HIGH = 4 << 30

# What SeaBIOS keeps: the end of the conventional memory, and tables at the end of the RAM below
# 4 GB, at most so much of it.
CONVENTIONAL, EXTENDED = 0x9FC00, 0x100000
BIOS_TABLES = 1 << 20


class Range(NamedTuple):
    """Bytes from start up to, not including, end."""

    start: int
    end: int
    kind: str


def files(root: Path) -> List[Path]:
    """The maps, in order."""
    return sorted((root / DIRECTORY).glob("*.txt"))


def parse(text: str) -> List[Range]:
    """The ranges of a map: `start end type` in hexadecimal, `#` begins a comment."""
    ranges = []
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words:
            ranges.append(Range(int(words[0], 16), int(words[1], 16), words[2]))
    return ranges


def firmware(size: int, tables: int) -> List[Range]:
    """The usable ranges that SeaBIOS reports on a `pc` with so many bytes of RAM."""
    low = size if size < SPLIT else LOW
    return [Range(0, CONVENTIONAL, "usable"), Range(EXTENDED, low - tables, "usable"),
            Range(HIGH, HIGH + size - low, "usable")]


def usable_bytes(ranges: List[Range], within: List[Range]) -> int:
    """Bytes that are usable in both maps, and nothing else in the first."""
    edges = sorted({edge for r in ranges + within for edge in (r.start, r.end)})
    total = 0
    for start, end in zip(edges, edges[1:]):
        kinds = {r.kind for r in ranges if r.start <= start and end <= r.end}
        if kinds == {"usable"} and any(r.start <= start and end <= r.end for r in within):
            total += end - start
    return total


def machine_for(path: Path) -> Tuple[str, Tuple[int, int]]:
    """The memory size of a machine for a map, and the least and most KB that the kernel may find
    usable there."""
    ranges = parse(path.read_text())
    whole = usable_bytes(ranges, [Range(0, CONVENTIONAL, ""), Range(EXTENDED, 1 << 64, "")])
    for size in SIZES_MB:
        if usable_bytes(ranges, firmware(size << 20, BIOS_TABLES)) == whole:
            break
    else:
        size = FALLBACK_MB
    least, most = (usable_bytes(ranges, firmware(size << 20, tables)) >> 10
                   for tables in (BIOS_TABLES, 0))
    return f"{size}M", (least, most)
