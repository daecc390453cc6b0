# SPDX-License-Identifier: MIT
"""q-page: one page frame."""

from typing import List, Optional, Tuple

import gdb

from quarry_gdb import pgtable
from quarry_gdb.command import ADDRESS_END, Command, evaluate, number_of
from quarry_gdb.errors import Refusal
from quarry_gdb.frames import Frames, Page
from quarry_gdb.layout import Layout

WANTED = "a frame number, an address, or a pointer to a struct page"


def _is_page_pointer(value: gdb.Value) -> bool:
    """Is it a struct page, or a pointer to one?"""
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_PTR:
        kind = kind.target().strip_typedefs()
    return kind.code == gdb.TYPE_CODE_STRUCT and kind.unqualified().tag == "page"


def _page_pointer(frames: Frames, address: int) -> int:
    """The frame number of a struct page."""
    pfn = frames.pfn_of_page_address(address)
    if pfn is None:
        raise Refusal(f"there is no struct page at {address:#010x}")
    if frames.page(pfn).where != address:
        raise Refusal(f"{address:#010x} points into the struct page of pfn {pfn:#x}, not to "
                      "its start")
    return pfn


def _mapped(layout: Layout, address: int) -> Tuple[int, str]:
    """The frame that an address of the kernel is mapped to."""
    if layout.in_direct_map(address):
        return (address - layout.page_offset) >> layout.page_shift, "in the direct map"
    found = pgtable.walk(layout, address)
    if found.phys is None:
        raise Refusal(f"{address:#010x} is mapped nowhere (q-pgtable shows why)")
    return found.phys >> layout.page_shift, "through the page tables"


def resolve(frames: Frames, value: gdb.Value, argument: str) -> Tuple[int, Optional[str]]:
    """The frame number that an argument means, and how it was understood if that needs words."""
    layout = frames.layout
    number = number_of(value, argument)
    if _is_page_pointer(value):
        return _page_pointer(frames, number), None
    plain = value.type.strip_typedefs().code == gdb.TYPE_CODE_INT
    if plain and number < layout.pfn_end:
        return number, None
    if not layout.page_offset <= number < ADDRESS_END:
        raise Refusal(f"{number:#x} is no frame number (they end before {layout.pfn_end:#x}) and "
                      f"no address of the kernel ({layout.page_offset:#x} to "
                      f"{ADDRESS_END - 1:#x})")
    pfn = frames.pfn_of_page_address(number) if plain else None
    if pfn is not None and frames.page(pfn).where == number:
        return pfn, f"{number:#010x} is the struct page of pfn {pfn:#x}"
    pfn, how = _mapped(layout, number)
    return pfn, f"{number:#010x} lies in pfn {pfn:#x}, {how}"


def describe(frames: Frames, page: Page) -> List[str]:
    """The lines of the report."""
    layout = frames.layout
    phys = page.pfn << layout.page_shift
    direct = phys + layout.page_offset
    where = f"direct map {direct:#010x}" if layout.in_direct_map(direct) \
        else "not in the direct map"
    names = "|".join(layout.flag_names(page.flags)) or "none"
    mapcount = int(page.value["_mapcount"]["counter"]) + layout.count_bias
    return [
        f"pfn {page.pfn:#x} ({page.pfn}), physical {phys:#x}, {where}",
        f"struct page {page.where:#010x}: flags {page.flags:#010x}, count {page.references}, "
        f"mapcount {mapcount}, private {int(page.value['private']):#x}",
        f"flags: {names}",
        f"zone {frames.zone_name(page)}, node {page.number('node')}, "
        f"section {page.number('section')}, order {page.order}",
        f"state: {frames.state(page)}",
    ]


def absent(frames: Frames, pfn: int) -> str:
    """Why a frame has no struct page."""
    layout = frames.layout
    section = frames.section_of(pfn)
    number = pfn >> layout.section_pfn_shift
    start, end = int(section["start_pfn"]), int(section["end_pfn"])
    have = f"has them for pfn {start:#x} to {end - 1:#x}" if end else "has no memory"
    return f"pfn {pfn:#x} ({pfn}) has no struct page: section {number} {have}"


class PageCommand(Command):
    """Print what the kernel knows of one page frame.

Usage: q-page PFN | ADDRESS | STRUCT-PAGE-POINTER

The argument is an expression. How it is understood:
  struct page * (or a struct page)   that page
  an integer below the end of frame numbers (0x1000000 with PAE, 0x100000 without),
    decimal or 0x...                 a frame number
  any other integer, if it is the    that page
    address of a struct page
  an address from 0xc0000000 on:     the frame that lies there: in the direct map by
    integer, pointer, object,        subtraction, elsewhere through the page tables
    function
A physical address P is given as its frame number: q-page P>>12.

Printed are the frame's number, physical address and address in the direct map; its struct
page with flags and counts; zone, node, section and order as its flags have them; and its
state: reserved, quarantined, allocated (first or inner page of a block, head or tail of a
compound page), free in a buddy block of some order, or free in a CPU's pageset."""

    name = "q-page"

    def run(self, argument: str) -> None:
        layout = Layout()
        value = evaluate(argument, WANTED)
        frames = Frames(layout)
        pfn, how = resolve(frames, value, argument)
        lines = [how] if how else []
        if frames.exists(pfn):
            lines += describe(frames, frames.page(pfn))
        else:
            lines.append(absent(frames, pfn))
        gdb.write("\n".join(lines) + "\n")


PageCommand()
