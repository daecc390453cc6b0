# SPDX-License-Identifier: MIT
"""q-memmap: the physical memory map."""

import gdb

from quarry_gdb.command import Command, no_argument
from quarry_gdb.errors import Refusal
from quarry_gdb.layout import Layout, array_at, text


def type_name(layout: Layout, number: int) -> str:
    """A type as reports call it."""
    name = text(layout.map_types[number]) if number < layout.nr_map_types else None
    return name or f"type {number}"


def lines(layout: Layout):
    """The lines of the report."""
    memmap = layout.map.dereference()
    count = int(memmap["nr"])
    if not count:
        raise Refusal("there is no memory map yet: boot has not come to it")
    ranges = array_at(memmap["range"], count)
    for number in range(count):
        start, end = int(ranges[number]["start"]), int(ranges[number]["end"])
        name = type_name(layout, int(ranges[number]["type"]))
        yield f"  {start:011x}-{end:011x} {(end - start) >> 10:10} KB  {name}"


class Memmap(Command):
    """Print the physical memory map that the kernel goes by.

Usage: q-memmap

One line per range: first byte, byte after the last, KB, type; the same lines as in the boot
log. The map is the firmware's, sorted, after mem=, memmap= and a map module have had their
say. Types: usable, reserved, acpi-data, acpi-nvs, unusable, or the firmware's number."""

    name = "q-memmap"

    def run(self, argument: str) -> None:
        no_argument(argument)
        for line in lines(Layout()):
            gdb.write(line + "\n")


Memmap()
