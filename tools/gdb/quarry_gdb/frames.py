# SPDX-License-Identifier: MIT
"""Page frames: from a number to its struct page and back, and what state a page is in."""

from typing import Iterator, NamedTuple, Optional, Tuple

import gdb

from quarry_gdb import pagesets, target
from quarry_gdb.errors import Refusal
from quarry_gdb.layout import Layout, array_at, fetch, text


class Kept(NamedTuple):
    """A free block that a CPU's pageset holds; depth 0 is the one that is allocated next."""

    cpu: int
    order: int
    depth: int
    first: int


class Page:
    """The struct page of a frame."""

    def __init__(self, layout: Layout, pfn: int, where: gdb.Value):
        self.layout = layout
        self.pfn = pfn
        self.where = int(where)
        self.value = fetch(where.dereference())
        self.flags = int(self.value["flags"])
        self.references = int(self.value["_count"]["counter"]) + layout.count_bias

    def has(self, flag: str) -> bool:
        """Is a flag set? `flag` as the layout's fields flag_... call it."""
        return bool(self.flags & getattr(self.layout, f"flag_{flag}"))

    def number(self, field: str) -> int:
        """The section, node, zone or order that the flags hold."""
        return self.layout.bitfield(field, self.flags)

    @property
    def order(self) -> int:
        """Order of the block that this page is the first of."""
        return self.number("order")

    @property
    def allocated(self) -> bool:
        """Is it the first page of an allocated block (or any page that has references)?"""
        return self.references > 0 and not self.has("buddy") and not self.has("reserved")


class Frames:
    """All frames that have a struct page."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.sections = array_at(layout.sections, layout.nr_sections)
        self.page_size = self.sections[0]["map"].type.target().sizeof
        if not any(int(self.sections[n]["map"]) for n in range(layout.nr_sections)):
            raise Refusal("there are no page frames yet: boot has not come to them")

    def section_of(self, pfn: int) -> gdb.Value:
        """The section of a frame number, which is below layout.pfn_end."""
        return self.sections[pfn >> self.layout.section_pfn_shift]

    def exists(self, pfn: int) -> bool:
        """Has this frame a struct page?"""
        if not 0 <= pfn < self.layout.pfn_end:
            return False
        section = self.section_of(pfn)
        return int(section["start_pfn"]) <= pfn < int(section["end_pfn"])

    def page(self, pfn: int) -> Page:
        """The struct page of a frame that has one."""
        where = int(self.section_of(pfn)["map"]) + pfn * self.page_size
        return Page(self.layout, pfn,
                    gdb.Value(where).cast(self.sections[0]["map"].type))

    def pfn_of_page_address(self, address: int) -> Optional[int]:
        """The frame whose struct page lies at (or around) an address; None if none does."""
        for number in range(self.layout.nr_sections):
            section = self.sections[number]
            if not int(section["map"]):
                continue
            pfn = (address - int(section["map"])) % target.PHYSICAL_END // self.page_size
            if int(section["start_pfn"]) <= pfn < int(section["end_pfn"]):
                return pfn
        return None

    def enclosing(self, pfn: int) -> Iterator[Tuple[int, Page]]:
        """(order, page) of every aligned block that could hold a frame."""
        for order in range(self.layout.max_order):
            first = pfn & ~((1 << order) - 1)
            if self.exists(first):
                yield order, self.page(first)

    # -- state -----------------------------------------------------------------------------

    def kept_block(self, page: Page) -> Optional[Kept]:
        """The block of a CPU's pageset that a page lies in."""
        zone = fetch(self.layout.node["node_zones"][page.number("zone")])
        for entry in pagesets.of_zone(self.layout, zone):
            first = page.pfn & ~((1 << entry.order) - 1)
            wanted = self.page(first).where
            for depth, block in enumerate(entry.blocks()):
                if block == wanted:
                    return Kept(entry.cpu, entry.order, depth, first)
        return None

    def state(self, page: Page) -> str:
        """What a page is used for, in words."""
        if page.has("reserved"):
            return "reserved: firmware, image, boot-time tables, or a hole"
        if page.has("poisoned"):
            return "quarantined: something was wrong when it was freed"
        if page.has("tail"):
            return self._tail(page)
        if page.has("head"):
            return (f"allocated, head of a compound page of order {page.order} "
                    f"({1 << page.order} pages)")
        if page.allocated:
            return f"allocated, first page of a block of order {page.order}" if page.order \
                else "allocated, order 0"
        return self._free(page)

    def _tail(self, page: Page) -> str:
        head = int(page.value["private"])
        pfn = self.pfn_of_page_address(head)
        place = f"pfn {pfn:#x}" if pfn is not None else "which is no struct page"
        return f"allocated, tail of the compound page at {head:#010x}, {place}"

    def _free(self, page: Page) -> str:
        for order, first in self.enclosing(page.pfn):
            if first.has("buddy") and first.order >= order:
                return (f"free, in a buddy block of order {first.order} that starts at "
                        f"pfn {first.pfn:#x}")
            if first.allocated and first.order >= order:
                return (f"allocated, page {page.pfn - first.pfn} of the block of order "
                        f"{first.order} that starts at pfn {first.pfn:#x}")
        kept = self.kept_block(page)
        if kept:
            return (f"free, in the pageset of cpu {kept.cpu}, in a block of order {kept.order} "
                    f"that starts at pfn {kept.first:#x}, {kept.depth} from the hot end")
        return "on no list and without a reference: on its way, or something is wrong"

    def zone_name(self, page: Page) -> str:
        """The name of the zone that a page's flags link it to."""
        number = page.number("zone")
        if number >= self.layout.nr_zones:
            return f"number {number}, which does not exist"
        return text(self.layout.node["node_zones"][number]["name"]) or f"number {number}"
