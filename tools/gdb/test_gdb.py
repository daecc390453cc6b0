# SPDX-License-Identifier: MIT
"""`make gdb-test`: the q- commands against live machines, with PAE and without.

Each machine boots a kernel with fixture.c in it and is stopped on the way: before the firmware
runs, at the kernel's entry, when paging has just been turned on, when memory is ready, in the
fixture, and at the end of boot. What the commands say there is compared with what the kernel
said itself (its log, the fixture's variables) and with what QEMU's monitor says of the page
tables. The last line is `N passed, N failed`.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))

import bootdisk  # noqa: E402
import debug  # noqa: E402
import qemu  # noqa: E402
import session  # noqa: E402
import variant as variants  # noqa: E402
from driver import Answer, Broken, Machine, Translation  # noqa: E402

ROOT = HERE.parent.parent
COMMANDS = ("q-help", "q-memmap", "q-page", "q-pgtable", "q-zones")

MAKE_DEBUG_S = 120

# By PAE. Low memory ends at 896 MB: both have all three zones, one has frames above 4 GB as well.
MEM = {True: "6G", False: "1G"}
# The last frame of RAM, and its state: below 4 GB the firmware keeps the top.
LAST_PFN = {True: (0x1BFFFF, "state: free, in a buddy block of order 10"),
            False: (0x3FFFF, "state: reserved")}
# Between the RAM below 4 GB and the firmware's ROM, on both.
HOLE_PFN = 0xD0000
DIRECT_MAP_END = 0xC0000000 + (896 << 20)

# The letters of QEMU's `info tlb`, in its order, as q-pgtable calls these bits.
TLB_BITS = ("NX", "G", "PS", "D", "A", "PCD", "PWT", "US", "RW")


class Checks:
    """Counts what holds and prints what does not."""

    def __init__(self) -> None:
        self.passed = self.failed = 0
        self.where = ""

    def that(self, holds, what: str, detail: str = "") -> None:
        """One check."""
        if holds:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {self.where}: {what}")
        for line in detail.splitlines():
            print(f"    {line}")
        sys.stdout.flush()

    def same(self, got, wanted, what: str) -> None:
        """Is it this?"""
        self.that(got == wanted, what, f"is:     {got}\nwanted: {wanted}")

    def says(self, answer: Answer, *wanted: str) -> None:
        """Did a command work, and is each of these texts in what it said?"""
        for text in wanted:
            self.that(answer.error is None and text in answer.text, f"says '{text}'",
                      answer.error or answer.text)

    def refuses(self, answer: Answer, command: str, wanted: str) -> None:
        """Did a command end with a message, in one line that begins with the command's name?"""
        error = answer.error or ""
        self.that(error.startswith(f"{command}: ") and wanted in error and "\n" not in error,
                  f"{command} refuses: '{wanted}'", error or answer.text)


class Suite:
    """The checks of one machine, in the order in which it boots."""

    def __init__(self, checks: Checks, machine: Machine, pae: bool):
        self.checks = checks
        self.machine = machine
        self.gdb = machine.gdb
        self.pae = pae
        self.large = (2 if pae else 4) << 20

    def at(self, where: str) -> None:
        """Names the place for messages."""
        self.checks.where = f"{'PAE=1' if self.pae else 'PAE=0'}, {where}"

    def address(self, symbol: str) -> int:
        """Where a symbol lies."""
        return self.gdb.number(f"(unsigned long)&{symbol}")

    # -- before the kernel ---------------------------------------------------------------------

    def in_firmware(self) -> None:
        """Nothing has run yet."""
        self.at("before the firmware")
        answer = self.gdb.run("q-help")
        for name in COMMANDS:
            self.checks.says(answer, f"\n{name} " if name != COMMANDS[0] else name)
            text = self.gdb.must(f"help {name}")
            self.checks.that(f"Usage: {name}" in text and len(text.splitlines()) >= 5,
                             f"help {name}", text)
        self.nothing_works("paging is off")

    def nothing_works(self, why: str) -> None:
        """The commands that need the kernel say why they cannot."""
        for name in ("q-memmap", "q-zones"):
            self.checks.refuses(self.gdb.run(name), name, why)
        self.checks.refuses(self.gdb.run("q-page 0"), "q-page", why)

    def at_entry(self) -> None:
        """The loader has jumped to the kernel; paging is off, symbols are physical."""
        self.gdb.run_to("*_start", debug.AT_ENTRY)
        self.at("_start")
        self.checks.same(self.gdb.must("info symbol $pc").strip(), "_start in section .boot",
                         "symbol of the pc")
        self.checks.that(0x100000 <= self.gdb.number("$pc") < 0x200000, "pc is physical")
        self.checks.that("boot/entry.S" in self.gdb.must("info line *$pc"), "source line")
        self.nothing_works("paging is off")
        self.checks.says(self.gdb.run("q-pgtable _start"), "paging is off",
                         f"{self.gdb.number('$pc'):#010x} is a physical address")
        self.checks.refuses(self.gdb.run("q-pgtable"), "q-pgtable", "say which: an address")

    # -- boot tables -----------------------------------------------------------------------------

    def at_higher_half(self) -> None:
        """Paging has just been turned on; .bss is clear."""
        self.gdb.run_to("*higher_half")
        self.at("higher_half")
        self.checks.same(self.gdb.must("info symbol $pc").strip(),
                         "higher_half in section .text", "symbol of the pc")
        self.checks.refuses(self.gdb.run("q-memmap"), "q-memmap", "no memory map yet")
        self.checks.refuses(self.gdb.run("q-zones"), "q-zones", "no zones yet")
        self.checks.refuses(self.gdb.run("q-page 0"), "q-page", "no page frames yet")
        pages = self.machine.tlb(self.large)
        for address in (0, 0x100000, self.address("_start"), 0xC0000000, 0xC0100234,
                        DIRECT_MAP_END - 1, DIRECT_MAP_END, 0xFFFFFFFF):
            answer = self.translation(address, pages)
            self.checks.says(answer, "the boot tables")
        self.checks.says(self.gdb.run("q-pgtable 0xc0000000"), "writable, executable, kernel only")
        # The other processor still waits for its start.
        self.gdb.must("thread 2")
        self.checks.says(self.gdb.run("q-pgtable 0xc0100000"), "paging is off on the CPU of "
                         "thread 2")
        self.checks.refuses(self.gdb.run("q-zones"), "q-zones", "paging is off on the CPU of "
                            "thread 2")
        self.gdb.must("thread 1")

    def at_main(self) -> None:
        """In C."""
        self.gdb.run_to("kernel_main")
        self.at("kernel_main")
        trace = self.gdb.must("backtrace")
        self.checks.that(re.search(r"#0 .*kernel_main.*\n#1 .*higher_half", trace), "backtrace",
                         trace)
        self.checks.that("boot/main.c" in self.gdb.must("info line *$pc"), "source line")
        self.checks.says(self.gdb.run("q-pgtable kernel_main"), "the boot tables")

    # -- page tables -----------------------------------------------------------------------------

    def translation(self, address: int, pages: Dict[int, Translation]) -> Answer:
        """Compares q-pgtable with QEMU's two opinions of an address."""
        answer = self.gdb.run(f"q-pgtable {address:#x}")
        last = answer.lines[-1] if answer.lines else ""
        phys = self.machine.physical(address)
        qemu_says = pages.get(address & ~(self.large - 1))
        if not qemu_says or qemu_says.size != self.large:
            qemu_says = pages.get(address & ~0xFFF)
        what = f"q-pgtable {address:#010x}"
        if phys is None or qemu_says is None:
            self.checks.that(phys is None and qemu_says is None, f"{what}: QEMU agrees with "
                             "itself", f"{phys} {qemu_says}")
            self.checks.that(last.startswith(f"{address:#010x} is not mapped: "), what,
                             answer.error or answer.text)
            return answer
        size = f"{qemu_says.size >> 20} MB" if qemu_says.size == self.large else "4 KB"
        self.checks.that(last.startswith(f"{address:#010x} -> physical {phys:#x}, in a page of "
                                         f"{size}: "), what, answer.error or answer.text)
        self.checks.same(phys, qemu_says.phys + address % qemu_says.size,
                         f"{what}: QEMU agrees with itself")
        bits = set(answer.lines[-2].split(": ")[1].split()[1:]) - {"P", "PAT"}
        wanted = {name for name, letter in zip(TLB_BITS, qemu_says.flags) if letter != "-"}
        self.checks.same(bits, wanted, f"{what}: bits of the last entry")
        return answer

    def page_tables(self) -> None:
        """The final tables."""
        pages = self.machine.tlb(self.large)
        exec_data = "not executable" if self.pae else "executable"
        wanted = {
            self.address("kernel_main"): "4 KB: read-only, executable, kernel only, global",
            self.address("quarry_layout"): f"4 KB: read-only, {exec_data}, kernel only, global",
            self.address("contig_page_data"): f"4 KB: writable, {exec_data}, kernel only, global",
            self.address("__init_start"): "4 KB: read-only, executable, kernel only, global",
            0xC0000000: f"4 KB: writable, {exec_data}, kernel only, global",
            0xC00B8000: f"4 KB: writable, {exec_data}, kernel only, global",
            0xD0000123: f"{self.large >> 20} MB: writable, {exec_data}, kernel only, global",
            0: "is not mapped", 0x08048000: "is not mapped", 0x100000: "is not mapped",
            0xBFFFFFFF: "is not mapped",
            self.address("__start_stack_guard"): "is not mapped",
            self.address("df_stack_area"): "is not mapped",
            DIRECT_MAP_END: "is not mapped", 0xFF7FF000: "is not mapped",
            0xFFFFF000: "is not mapped", 0xFFFFFFFF: "is not mapped",
        }
        for address, text in wanted.items():
            answer = self.translation(address, pages)
            self.checks.says(answer, "the kernel's tables", text)
        for address in (0xC0101234, DIRECT_MAP_END - 1, 0xFF800000, 0xFFC00000, 0xFFFFE000):
            self.translation(address, pages)
        self.checks.says(self.gdb.run("q-pgtable 0xffffffff"),
                         "for 0xfffff000-0xffffffff, is not present")
        guard = self.gdb.run("q-pgtable __start_stack_guard")
        self.checks.same(len(guard.lines), 5 if self.pae else 4, "guard page: all levels shown")
        self.checks.says(self.gdb.run("q-pgtable kernel_main"), "pte[", "pmd[0]" if self.pae
                         else "pmd[768]", *(["pgd[3]"] if self.pae else []))
        self.checks.says(self.gdb.run("q-pgtable &contig_page_data"),
                         f"{self.address('contig_page_data'):#010x} -> physical")
        self.bad_addresses()
        self.mode_is_restored()

    def bad_addresses(self) -> None:
        """What q-pgtable does not take."""
        for argument, why in (("", "say which: an address"),
                              ("no_such_symbol", "cannot evaluate 'no_such_symbol'"),
                              ("1 +", "cannot evaluate '1 +'"),
                              ("0x100000000", "more than 32 bits"), ("-1", "is negative"),
                              ("1.5", "neither a number nor in memory")):
            self.checks.refuses(self.gdb.run(f"q-pgtable {argument}"), "q-pgtable", why)

    def mode_is_restored(self) -> None:
        """After an error, and whatever it was before, the stub's mode is what it was."""
        script = (r"from quarry_gdb import target\n"
                  r"def mode(): return target._packet('qqemu.PhyMemMode').decode()\n"
                  r"def inside():\n"
                  r" try:\n"
                  r"  with target.physical_memory():\n"
                  r"   seen = mode()\n"
                  r"   raise KeyError\n"
                  r" except KeyError:\n"
                  r"  return seen + mode()\n"
                  r"seen = mode() + inside()\n"
                  r"target._packet('Qqemu.PhyMemMode:1')\n"
                  r"seen += inside()\n"
                  r"target._packet('Qqemu.PhyMemMode:0')\n"
                  r"print(seen + mode())")
        self.checks.same(self.gdb.must(f'python exec("{script}")').strip(), "010110",
                         "mode before, in, after; in, after; at last")

    # -- memory is ready -----------------------------------------------------------------------

    def at_initcalls(self) -> None:
        """Everything that boot/main.c sets up is there."""
        self.gdb.run_to("run_initcalls")
        self.at("run_initcalls")
        log = self.machine.log_lines()
        wanted = map_lines(log)
        self.checks.that(len(wanted) >= 3, "the log has a memory map", "\n".join(log))
        self.checks.same(self.gdb.run("q-memmap").lines, wanted, "q-memmap is the log's map")
        for name in ("q-memmap", "q-zones", "q-help"):
            self.checks.refuses(self.gdb.run(f"{name} all"), name, "takes no argument")
        self.zones(zone_lines(log))
        self.page_tables()
        self.pages_at_boot()

    def zones(self, wanted: List[str]) -> None:
        """q-zones against the kernel's report."""
        self.checks.same(sum(line.startswith("Node 0, zone") for line in wanted), 6,
                         "the log has three zones, twice")
        self.checks.same(self.gdb.run("q-zones").lines, wanted, "q-zones is the log's report")

    def page(self, argument, *wanted: str) -> Answer:
        """q-page must say these texts."""
        answer = self.gdb.run(f"q-page {argument}")
        self.checks.says(answer, *wanted)
        return answer

    def pages_at_boot(self) -> None:
        """Frames whose state is known after boot."""
        frames_end = 1 << (24 if self.pae else 20)
        kernel = self.address("kernel_main")
        pfn = (kernel - 0xC0000000) >> 12
        first = self.page("0", "pfn 0x0 (0), physical 0x0, direct map 0xc0000000",
                          "zone DMA, node 0, section 0, order 0", "flags: reserved\n",
                          "count 1,", "state: reserved")
        self.checks.same(self.gdb.run("q-page 0x0").text, first.text, "decimal and hexadecimal")
        self.page("kernel_main", f"{kernel:#010x} lies in pfn {pfn:#x}, in the direct map",
                  f"pfn {pfn:#x} ({pfn}), physical {pfn << 12:#x}, direct map "
                  f"{kernel & ~0xFFF:#010x}", "state: reserved")
        self.page(f"{kernel:#x}", f"lies in pfn {pfn:#x}")
        self.free_blocks()
        last, state = LAST_PFN[self.pae]
        self.page(last, f"pfn {last:#x} ({last}), physical {last << 12:#x}, not in the direct "
                  "map", f"zone HighMem, node 0, section {last >> 14}, order 0", state)
        self.page(HOLE_PFN, "has no struct page: section 52 has no memory")
        self.page(f"{frames_end - 1:#x}", "has no struct page" if self.pae
                  else "has no struct page: section 63 has no memory")
        for argument, why in (
                ("", "say which: a frame number, an address"),
                ("no_such_symbol", "cannot evaluate 'no_such_symbol'"), ("-1", "is negative"),
                (f"{frames_end:#x}", "is no frame number (they end before "
                                     f"{frames_end:#x}) and no address of the kernel"),
                ("0xbfffffff", "is no frame number"), ("0x1c0000000", "is no frame number"),
                ("1.5", "neither a number nor in memory"),
                (f"{DIRECT_MAP_END:#x}", "is mapped nowhere"),
                ("0xfffff000", "is mapped nowhere"),
                ("(struct page *)0x1000", "there is no struct page at 0x00001000")):
            self.checks.refuses(self.gdb.run(f"q-page {argument}"), "q-page", why)

    def free_blocks(self) -> None:
        """In each zone the first block of the highest order that has one, found by its list."""
        for number, zone in enumerate(("DMA", "Normal", "HighMem")):
            area = f"contig_page_data.node_zones[{number}].free_area"
            order = max(n for n in range(11) if self.gdb.number(f"{area}[{n}].nr_free"))
            page = (f"(struct page *)((char *){area}[{order}].free_list.next - "
                    "(unsigned long)&((struct page *)0)->lru)")
            answer = self.page(page, f"zone {zone}, node 0", "flags: buddy\n", "count 0,",
                               f"free, in a buddy block of order {order} that starts at pfn ")
            match = re.match(r"pfn 0x([0-9a-f]+) ", answer.text)
            if not match:
                continue
            pfn = int(match.group(1), 16)
            self.checks.same(pfn % (1 << order), 0, "a block is aligned")
            where = self.gdb.number(page)
            self.page(pfn, f"struct page {where:#010x}: ")
            self.page(f"{where:#x}", f"{where:#010x} is the struct page of pfn {pfn:#x}")
            self.page(pfn + (1 << order) - 1, "flags: none",
                      f"free, in a buddy block of order {order} that starts at pfn {pfn:#x}")
            mapped = "not in the direct map" if zone == "HighMem" else \
                f"direct map {(pfn << 12) + 0xC0000000:#010x}"
            self.page(pfn, f"physical {pfn << 12:#x}, {mapped}")
            self.checks.refuses(self.gdb.run(f"q-page (struct page *){where + 4:#x}"), "q-page",
                                f"points into the struct page of pfn {pfn:#x}")

    # -- the fixture --------------------------------------------------------------------------

    def subject(self, name: str, order: int, *wanted: str) -> int:
        """Checks the first page of one of the fixture's blocks. Returns its frame number."""
        pfn = self.gdb.number(f"fixture.{name}.pfn")
        page = self.gdb.number(f"fixture.{name}.page")
        address = self.gdb.number(f"fixture.{name}.address")
        where = f"direct map {address:#010x}" if address else "not in the direct map"
        text = self.page(f"fixture.{name}.page", f"pfn {pfn:#x} ({pfn}), physical {pfn << 12:#x}, "
                         f"{where}\n", f"struct page {page:#010x}: ", f", order {order}\n",
                         *wanted).text
        self.checks.same(self.gdb.run(f"q-page {pfn}").text, text, f"{name}: by frame number")
        self.checks.same(self.gdb.run(f"q-page *fixture.{name}.page").text, text,
                         f"{name}: by the struct itself")
        if address:
            answer = self.page(f"fixture.{name}.address", f"lies in pfn {pfn:#x}")
            self.checks.same(answer.text.split("\n", 1)[1], text, f"{name}: by address")
            self.page(f"{address + 0xFFF:#x}", f"lies in pfn {pfn:#x}, in the direct map")
        return pfn

    def in_fixture(self) -> None:
        """Pages in every state."""
        self.gdb.run_to("fixture_ready")
        self.at("fixture")
        log = self.machine.log_lines()
        start = log.index("fixture: zones")
        self.zones(zone_lines(log[start:]))
        self.subject("single", 0, "count 2,", "zone Normal", "flags: none", "state: allocated, "
                     "order 0")
        block = self.subject("block", 3, "count 1,", "allocated, first page of a block of order 3")
        for page in (1, 7):
            self.page(block + page, "count 0,", f"allocated, page {page} of the block of order 3 "
                      f"that starts at pfn {block:#x}")
        head = self.gdb.number("fixture.compound.page")
        pfn = self.subject("compound", 2, "flags: head\n", "head of a compound page of order 2 "
                           "(4 pages)")
        self.page(pfn + 3, "flags: tail\n", "tail of the compound page at "
                  f"{head:#010x}, pfn {pfn:#x}")
        self.subject("high", 0, "zone HighMem", "state: allocated, order 0")
        self.subject("dma", 0, "zone DMA", "state: allocated, order 0")
        self.subject("poisoned", 0, "flags: poisoned\n", "state: quarantined")
        self.subject("kept", 0, "count 0,", "free, in the pageset of cpu 0, in a block of order "
                     "0 that starts", ", 0 from the hot end")
        pfn = self.subject("kept_block", 1, "free, in the pageset of cpu 0, in a block of order "
                           "1", ", 0 from the hot end")
        self.page(pfn + 1, f"free, in the pageset of cpu 0, in a block of order 1 that starts at "
                  f"pfn {pfn:#x}, 0 from the hot end")
        trace = self.gdb.must("backtrace")
        self.checks.that(re.search(r"(?s)fixture_ready.*fixture_init.*run_initcalls.*higher_half",
                                   trace), "backtrace", trace)

    def at_end(self) -> None:
        """Boot is over: what only the start-up needed belongs to the allocator."""
        self.gdb.run_to("machine_finish")
        self.at("machine_finish")
        start = self.address("__init_start")
        self.page(f"{start:#x}", "state: free, in ")
        answer = self.translation(start, self.machine.tlb(self.large))
        self.checks.says(answer, "4 KB: writable, "
                         + ("not executable" if self.pae else "executable"))
        self.page(0x100, "zone DMA", "state: free, in ")
        self.checks.says(self.gdb.run("q-zones"), "Node 0, zone  HighMem")

    def run(self) -> None:
        """All of it. The places follow each other, so one that is not reached ends it."""
        steps: Sequence[Callable[[], None]] = (
            self.in_firmware, self.at_entry, self.at_higher_half, self.at_main,
            self.at_initcalls, self.in_fixture, self.at_end)
        for step in steps:
            step()


def map_lines(log: Sequence[str]) -> List[str]:
    """The lines of show_memmap() in a log."""
    return [line for line in log if re.match(r"  [0-9a-f]{11}-[0-9a-f]{11} +\d+ KB  ", line)]


def zone_lines(log: Sequence[str]) -> List[str]:
    """The lines of show_zoneinfo() and show_buddyinfo() in a log."""
    pattern = re.compile(r"Node \d+, zone |  pages free |        (min|start_pfn|protection)"
                         r"|    cpu \d+ order ")
    return [line for line in log if pattern.match(line)]


ALL_TYPES = b"""# every type of range
0 9fc00 usable
9fc00 100000 reserved
100000 2000000 usable
2000000 2100000 acpi-data
2100000 2200000 acpi-nvs
2200000 2300000 unusable
2300000 2400000 6
2400000 2500000 20
2500000 3800000 usable
fffffff000 10000000000 7
"""


def all_types(checks: Checks, args: argparse.Namespace, place: Path) -> None:
    """A memory map with every type of range, and a machine without high memory."""
    checks.where = "a map of all types"
    with tempfile.TemporaryDirectory(prefix="quarry-") as scratch:
        module = bootdisk.Module(ALL_TYPES, "memmap")
        with Machine(args.gdb, place / "quarry.elf", place / "quarry.iso", Path(scratch),
                     mem="64M", cpus=1, modules=(module,)) as machine:
            machine.gdb.run_to("run_initcalls")
            log = machine.log_lines()
            checks.same(machine.gdb.run("q-memmap").lines, map_lines(log), "q-memmap")
            checks.same(len(map_lines(log)), 10, "ranges in the log")
            checks.says(machine.gdb.run("q-memmap"), "unusable", "type 6", "type 7", "type 20")
            checks.same(machine.gdb.run("q-zones").lines, zone_lines(log), "q-zones")


def make_debug(checks: Checks, args: argparse.Namespace, place: Path) -> None:
    """`make debug` as a script uses it: stands at the entry, has the commands, ends."""
    checks.where = "make debug"
    log = place / "debug-serial.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "tools" / "debug.py"), "--iso", str(place / "quarry.iso"),
               "--kernel", str(place / "quarry.elf"), "--gdb", args.gdb, "--mem", "64M", "--",
               "-batch", "-ex", "info symbol $pc", "-ex", "q-help", "-ex", "q-pgtable 1",
               "-ex", "thbreak run_initcalls", "-ex", "continue", "-ex", "q-zones"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        try:
            text = process.communicate(timeout=MAKE_DEBUG_S * session.time_scale())[0]
        except BaseException:
            process.terminate()
            raise
    for wanted in ("_start in section .boot", "q-zones ", "paging is off",
                   "Node 0, zone   Normal", str(log)):
        checks.that(wanted in text, f"says '{wanted}'", text)
    checks.same(process.returncode, 0, "exit status")
    checks.that("memory ready" in log.read_text(errors="replace"), "the serial port's file")


def build(args: argparse.Namespace, pae: bool) -> Path:
    """Builds a kernel with the fixture. Returns its directory."""
    variant = variants.Variant(pae=int(pae), debug=args.debug, tests=args.tests)
    words = [f"-j{args.jobs}", f"BUILD={args.build}", *args.make, *variant.options(),
             f"EXTRA={HERE.relative_to(ROOT) / 'fixture.c'}"]
    good, text = variants.make([*words, "iso"])
    if not good:
        raise Broken(f"{variant.name} does not build:\n{text}")
    good, text = variants.make([*words, "-s", "kernel-directory"])
    if not good:
        raise Broken(text)
    return Path(text.strip())


def parse_arguments(argv: Optional[Sequence[str]] = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tests the gdb commands.")
    parser.add_argument("--build", type=Path, default=Path("build"), help="build directory")
    parser.add_argument("--gdb", default="gdb", help="the debugger")
    parser.add_argument("--debug", type=int, default=0, help="test a DEBUG=1 kernel")
    parser.add_argument("--tests", type=int, default=1, help="with the kernel's own tests")
    parser.add_argument("--jobs", type=int, default=1, help="compilers at a time")
    parser.add_argument("--make", action="append", default=[], metavar="NAME=VALUE",
                        help="a variable for every build")
    return parser.parse_args(argv)


def main() -> int:
    """The command."""
    args = parse_arguments()
    checks = Checks()
    try:
        for pae in (True, False):
            place = build(args, pae)
            with tempfile.TemporaryDirectory(prefix="quarry-") as scratch:
                with Machine(args.gdb, place / "quarry.elf", place / "quarry.iso", Path(scratch),
                             mem=MEM[pae], cpus=2, cmdline="batch") as machine:
                    Suite(checks, machine, pae).run()
            make_debug(checks, args, place)
            if pae:
                all_types(checks, args, place)
    except (Broken, qemu.Missing, OSError, subprocess.SubprocessError) as error:
        checks.that(False, f"{type(error).__name__}: {error}")
    except Exception:  # pylint: disable=broad-except
        checks.that(False, "the test itself broke", traceback.format_exc())
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed or not checks.passed else 0


if __name__ == "__main__":
    sys.exit(main())
