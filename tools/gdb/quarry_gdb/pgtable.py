# SPDX-License-Identifier: MIT
"""q-pgtable: the page tables that the CPU uses, walked in physical memory."""

from typing import List, NamedTuple, Optional

import gdb

from quarry_gdb import target
from quarry_gdb.command import Command, address_of
from quarry_gdb.errors import Refusal
from quarry_gdb.layout import Layout, fetch

WANTED = "an address"


class Step(NamedTuple):
    """One entry of a walk: its level, index, where it lies (physical), what it says."""

    level: gdb.Value
    index: int
    where: int
    entry: int


class Walk(NamedTuple):
    """A walk from CR3 to the entry that decides. phys is None when the address is not mapped."""

    cr3: int
    steps: List[Step]
    phys: Optional[int]
    size: int


def _leaf(paging: gdb.Value, level: gdb.Value, entry: int) -> bool:
    """Does a present entry map memory (and not lead to a table)?"""
    kind = int(level["leaf"])
    if kind == int(gdb.parse_and_eval("QUARRY_LEAF_IF_LARGE")):
        return bool(entry & int(paging["large"]))
    return kind == int(gdb.parse_and_eval("QUARRY_LEAF_ALWAYS"))


def check_mode(paging: gdb.Value) -> None:
    """Refuses tables that are not of this kernel's kind: the firmware's, before it starts."""
    pae = bool(target.register("cr4") & target.CR4_PAE)
    if pae != bool(paging["pae"]):
        raise Refusal(f"CR4.PAE is {int(pae)}, and in this kernel's tables it is not: these are "
                      "the boot loader's or the firmware's")


def walk(layout: Layout, address: int) -> Walk:
    """Walks the tables of the selected CPU as its hardware does."""
    paging = fetch(layout.paging.dereference())
    check_mode(paging)
    cr3 = target.register("cr3")
    table = cr3 & int(paging["cr3_mask"])
    size = int(paging["entry_size"])
    mask = int(paging["phys_mask"])
    steps: List[Step] = []
    with target.physical_memory():
        for number in range(int(paging["nr_levels"])):
            level = paging["level"][number]
            covered = 1 << int(level["shift"])
            index = address // covered % int(level["entries"])
            where = table + index * size
            if where + size > target.PHYSICAL_END:
                raise Refusal(f"a table lies at physical {table:#x}, above what gdb can read")
            entry = target.read_word(where, size)
            steps.append(Step(level, index, where, entry))
            if not entry & int(paging["present"]):
                break
            if _leaf(paging, level, entry):
                base = entry & mask & ~(covered - 1)
                return Walk(cr3, steps, base + address % covered, covered)
            table = entry & mask
    return Walk(cr3, steps, None, 0)


def bit_names(level: gdb.Value, entry: int) -> str:
    """The names of the bits that an entry has."""
    names = []
    bit = level["bits"]
    while int(bit["name"]):
        if entry & int(bit["mask"]):
            names.append(bit["name"].string())
        bit += 1
    return " ".join(names)


def size_name(size: int) -> str:
    """4 KB, 2 MB."""
    return f"{size >> 20} MB" if size >> 20 else f"{size >> 10} KB"


def rights(paging: gdb.Value, steps: List[Step]) -> str:
    """What all levels together allow, and how the translation is kept."""
    having = [step.entry for step in steps if bool(step.level["rights"])]
    nx = int(paging["nx"])
    words = ["writable" if all(e & int(paging["rw"]) for e in having) else "read-only",
             "not executable" if target.nx_is_on() and any(e & nx for e in having)
             else "executable",
             "user" if all(e & int(paging["user"]) for e in having) else "kernel only"]
    if steps[-1].entry & int(paging["global"]):
        words.append("global")
    return ", ".join(words)


def _whose(paging: gdb.Value, cr3: int) -> str:
    """Whose tables CR3 points to."""
    kernel = int(paging["kernel_cr3"].dereference())
    if cr3 == kernel:
        return "the kernel's tables"
    return "other tables than the kernel's" if kernel else "the boot tables"


def describe(layout: Layout, address: int) -> List[str]:
    """The lines of the report."""
    paging = fetch(layout.paging.dereference())
    digits = 2 * int(paging["entry_size"])
    found = walk(layout, address)
    lines = [f"CR3 {found.cr3:#010x}: {_whose(paging, found.cr3)}, "
             f"{int(paging['nr_levels'])} levels{' (PAE)' if bool(paging['pae']) else ''}"]
    for step in found.steps:
        name = f"{step.level['name'].string()}[{step.index}]"
        lines.append(f"  {name:9} at {step.where:#010x}: {step.entry:0{digits}x}  "
                     f"{bit_names(step.level, step.entry)}".rstrip())
    last = found.steps[-1]
    if found.phys is None:
        hole = 1 << int(last.level["shift"])
        start = address & ~(hole - 1)
        lines.append(f"{address:#010x} is not mapped: {last.level['name'].string()}"
                     f"[{last.index}], for {start:#010x}-{start + hole - 1:#010x}, is not present")
    else:
        lines.append(f"{address:#010x} -> physical {found.phys:#x}, in a page of "
                     f"{size_name(found.size)}: {rights(paging, found.steps)}")
    return lines


class PageTable(Command):
    """Walk the page tables for an address, from CR3 on.

Usage: q-pgtable ADDRESS

ADDRESS is an expression: a number, a pointer, or an object or function, which means where it
lies. The tables are those that the selected CPU uses (`thread N` selects one), read in
physical memory: the boot tables before paging_init(), the kernel's own afterwards. Each line
is an entry: level and index, its physical address, its value, its bits:

    P present   RW writable   US user       PWT write-through   PCD not cached
    A accessed  D dirty       PS maps 2/4 MB  G global          NX not executable

The last line is the result, with what all levels together allow. With PAE the CPU reads the
four `pgd` entries only when CR3 is loaded: it may use older ones than memory shows."""

    name = "q-pgtable"

    def run(self, argument: str) -> None:
        address = address_of(argument, WANTED)
        if not target.paging_is_on():
            gdb.write(f"paging is off on {target.cpu_name()} (CR0.PG is 0): {address:#010x} is "
                      "a physical address\n")
            return
        gdb.write("\n".join(describe(Layout(), address)) + "\n")


PageTable()
