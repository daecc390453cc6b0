# SPDX-License-Identifier: MIT
"""q-zones: the zones, their pagesets and their free blocks."""

from typing import Iterator, List

import gdb

from quarry_gdb import pagesets
from quarry_gdb.command import Command, no_argument
from quarry_gdb.layout import Layout, text


def head(zone: gdb.Value) -> str:
    """How the lines of a zone begin."""
    node = int(zone["zone_pgdat"]["node_id"])
    return f"Node {node}, zone {text(zone['name']):>8}"


def zoneinfo(layout: Layout, zone: gdb.Value) -> Iterator[str]:
    """A zone as the log of show_zoneinfo() has it."""
    lists = pagesets.of_zone(layout, zone)
    kept = sum(entry.count << entry.order for entry in lists)
    stat, mark = zone["vm_stat"], zone["watermark"]
    reserve = [str(int(zone["lowmem_reserve"][number])) for number in range(layout.nr_zones)]
    yield head(zone)
    yield (f"  pages free {int(stat[layout.stat_free])}, in pagesets {kept}, "
           f"reclaimable {int(stat[layout.stat_reclaimable])}, "
           f"quarantined {int(stat[layout.stat_quarantined])}")
    yield (f"        min {int(mark[layout.wmark_min])}, low {int(mark[layout.wmark_low])}, "
           f"high {int(mark[layout.wmark_high])}")
    yield (f"        start_pfn {int(zone['zone_start_pfn'])}, "
           f"spanned {int(zone['spanned_pages'])}, present {int(zone['present_pages'])}, "
           f"managed {int(zone['managed_pages'])}")
    yield f"        protection: ({', '.join(reserve)})"
    for entry in lists:
        yield (f"    cpu {entry.cpu} order {entry.order}: count {entry.count}, "
               f"high {int(entry.value['high'])}, batch {int(entry.value['batch'])}")


def buddyinfo(layout: Layout, zone: gdb.Value) -> str:
    """A zone's free blocks as the log of show_buddyinfo() has them."""
    counts = [int(zone["free_area"][order]["nr_free"]) for order in range(layout.max_order)]
    return head(zone) + "".join(f" {count:6}" for count in counts)


class Zones(Command):
    """Print every zone: free pages, watermarks, extent, reserves, pagesets, free blocks.

Usage: q-zones

The same lines as in the boot log. First, for each zone that has memory: pages that are free
on the buddy lists, in the CPUs' pagesets, reclaimable, quarantined; the watermarks; the extent; what is
kept from requests that higher zones could serve; and a line for each list of each CPU's
pageset, in blocks of its order. Then one line per zone with the number of free blocks of
each order, from 0 upwards."""

    name = "q-zones"

    def run(self, argument: str) -> None:
        no_argument(argument)
        layout = Layout()
        zones = [zone for zone in layout.zones() if int(zone["present_pages"])]
        lines: List[str] = []
        for zone in zones:
            lines += zoneinfo(layout, zone)
        lines += [buddyinfo(layout, zone) for zone in zones]
        gdb.write("\n".join(lines) + "\n")


Zones()
