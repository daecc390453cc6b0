# SPDX-License-Identifier: MIT
"""What a CPU keeps of a zone for itself (mm/pageset.c)."""

from typing import Iterator, List

import gdb

from quarry_gdb import target
from quarry_gdb.errors import Refusal
from quarry_gdb.layout import Layout, array_at


class PagesetList:
    """A CPU's free blocks of one zone and order."""

    def __init__(self, cpu: int, order: int, value: gdb.Value):
        self.cpu = cpu
        self.order = order
        self.value = value
        # Positions count modulo the ring, and wrap at 32 bits.
        self.count = (int(value["top"]) - int(value["bottom"])) % (1 << 32)
        if self.count > len(self.ring()):
            raise Refusal(f"the pageset of cpu {cpu} has {self.count} blocks of order {order}, "
                          "more than its ring holds")

    def ring(self) -> range:
        """The indices of the ring."""
        low, high = self.value["ring"].type.range()
        return range(low, high + 1)

    def blocks(self) -> Iterator[int]:
        """The addresses of the first pages of its blocks, the one allocated next first."""
        top, ring, size = int(self.value["top"]), self.value["ring"], len(self.ring())
        for depth in range(self.count):
            yield int(ring[(top - 1 - depth) % size])


def of_cpu(layout: Layout, cpu: int) -> gdb.Value:
    """All lists of a CPU, read at once."""
    offset = int(layout.per_cpu_offset[cpu])
    mine = (int(layout.pagesets) + offset) % target.PHYSICAL_END
    return array_at(gdb.Value(mine).cast(layout.pagesets.type), layout.nr_pageset_lists)


def of_zone(layout: Layout, zone: gdb.Value) -> List[PagesetList]:
    """All lists of a zone, by CPU and order."""
    first = int(layout.node["node_zones"][0].address)
    number = (int(zone.address) - first) // zone.type.sizeof
    lists = []
    for cpu in layout.cpus():
        mine = of_cpu(layout, cpu)
        for order in range(layout.pageset_orders):
            entry = mine[number * layout.pageset_orders + order]
            # Until pagesets are set up they belong to no zone.
            if int(entry["zone"]) not in (0, int(zone.address)):
                raise Refusal(f"the pageset of cpu {cpu} for zone {number} belongs to another "
                              "zone")
            lists.append(PagesetList(cpu, order, entry))
    return lists
