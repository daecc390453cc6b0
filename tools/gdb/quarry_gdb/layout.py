# SPDX-License-Identifier: MIT
"""The kernel's description of its own data, `quarry_layout` (include/quarry/layout.h).

Shifts, masks, counts and addresses come from there and nowhere else; what a structure's fields
are called and where they lie comes from the debug information.
"""

from typing import Iterator, List, Optional

import gdb

from quarry_gdb import target
from quarry_gdb.errors import Refusal

MAGIC = 0x59414C51
VERSION = 1


def fetch(value: gdb.Value) -> gdb.Value:
    """Reads a whole structure or array now, with one transfer."""
    value.fetch_lazy()
    return value


def array_at(pointer: gdb.Value, count: int) -> gdb.Value:
    """The `count` elements that a pointer leads to, read at once. count is at least 1."""
    kind = pointer.type.target().unqualified().array(count - 1)
    return fetch(pointer.cast(kind.pointer()).dereference())


def text(pointer: gdb.Value) -> Optional[str]:
    """A C string, None for a null pointer."""
    return pointer.string() if int(pointer) else None


def _read() -> gdb.Value:
    if not target.paging_is_on():
        raise Refusal(f"paging is off on {target.cpu_name()}: the kernel has not started there")
    symbol = gdb.lookup_global_symbol("quarry_layout")
    if symbol is None:
        raise Refusal("gdb has no symbols of the kernel: `file .../quarry.elf` loads them")
    try:
        return fetch(symbol.value())
    except gdb.MemoryError:
        raise Refusal("the kernel is not in memory at its addresses: not started yet, or gdb "
                      "has the symbols of another build") from None


class Layout:
    """The description, checked. Read anew by every command, since the machine may have changed.

    Fields of the C structure are attributes: numbers as int, pointers as gdb.Value.
    """

    def __init__(self) -> None:
        self._value = _read()
        if self.magic != MAGIC or self.size != self._value.type.sizeof:
            raise Refusal("the kernel in memory is not the one whose symbols gdb has, or it is "
                          "not there yet")
        if self.version != VERSION:
            raise Refusal(f"the kernel's layout has version {self.version}, these commands "
                          f"know {VERSION}")

    def __getattr__(self, name: str):
        value = self._value[name]
        if value.type.strip_typedefs().code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_BOOL):
            return int(value)
        return value

    # -- frames ----------------------------------------------------------------------------

    @property
    def pfn_end(self) -> int:
        """No frame has this number or a higher one."""
        return 1 << (self.phys_bits - self.page_shift)

    @property
    def direct_map_end(self) -> int:
        """The address behind the direct map; 0 before it exists."""
        return int(self.high_memory.dereference())

    def in_direct_map(self, address: int) -> bool:
        """Is this an address of low memory?"""
        return self.page_offset <= address < self.direct_map_end

    def bitfield(self, name: str, flags: int) -> int:
        """A number that is kept inside page->flags."""
        field = self._value[f"flag_{name}"]
        return flags >> int(field["shift"]) & ((1 << int(field["bits"])) - 1)

    def flag_names(self, flags: int) -> List[str]:
        """The names of the page flags that are set, as %pGp prints them."""
        flags &= self.flags_mask
        names = []
        entry = self.page_flags
        while int(entry["name"]):
            mask = int(entry["mask"])
            if flags & mask == mask:
                names.append(entry["name"].string())
                flags &= ~mask
            entry += 1
        return names + ([hex(flags)] if flags else [])

    # -- zones and CPUs --------------------------------------------------------------------

    def zones(self) -> List[gdb.Value]:
        """Every zone of the node, empty ones as well."""
        node = self.node.dereference()
        if not int(node["node_present_pages"]):
            raise Refusal("there are no zones yet: boot has not come to them")
        return [fetch(node["node_zones"][number]) for number in range(self.nr_zones)]

    def cpus(self) -> Iterator[int]:
        """The CPUs that have per-CPU data."""
        mask = int(self.possible_cpus["bits"][0])
        return (cpu for cpu in range(self.nr_cpus) if mask >> cpu & 1)
