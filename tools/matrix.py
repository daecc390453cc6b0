# SPDX-License-Identifier: MIT
"""The machines that `make test` boots, as data.

A Row is one boot. A Deaths row lists the kernel's death tests first and becomes a boot for each.
A Command is something else that must pass. Names are what ROW= selects.

    memmap  a firmware map to boot with: a file, or the text itself
    total   what the kernel may find usable, in KB; without it, what QEMU was given less
            what firmware keeps
    focus   takes part when TEST= selects tests
    quick   takes part in QUICK=1
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple, Union

import judge
import memmaps
from judge import Expect
from qemu import parse_size
from variant import Variant

ROOT = Path(__file__).resolve().parent.parent

PAE = Variant()
PAE_DEBUG = Variant(debug=1)
NOPAE = Variant(pae=0)
NOPAE_DEBUG = Variant(pae=0, debug=1)

# What firmware keeps of the RAM: the BIOS some tables, UEFI its run-time services and more.
BIOS_KEEPS_KB = 1536
UEFI_KEEPS_KB = 48 << 10

# What the kernel says of a command line that it does not understand.
COMPLAINTS = ("unknown parameter", "malformed parameter", "parameter out of range",
              "unbalanced quote")

# From these sizes on QEMU's boards put what exceeds 3 GB (2 GB) above 4 GB.
SPLIT = {"pc": (3584 << 20, 3 << 30), "q35": (2816 << 20, 2 << 30)}


@dataclass(frozen=True)
class Row:
    """One boot; fields as qemu.Machine has them."""

    name: str
    variant: Variant
    expect: Expect
    mem: str = "512M"
    cpus: int = 2
    cpu: str = "max"
    kind: str = "pc"
    uefi: bool = False
    icount: Optional[str] = None
    cmdline: str = ""
    memmap: Union[Path, bytes, None] = None
    timeout: float = 120
    quick: bool = False
    focus: bool = False

    def expected(self) -> Expect:
        """What to judge by: the row's expectation, and what holds for every row."""
        absent = tuple(text for text in COMPLAINTS
                       if not any(text in wanted for wanted in self.expect.texts))
        return self.expect._replace(total=self.ram_total(), absent=absent)

    def ram_total(self) -> Optional[Tuple[int, int]]:
        """Least and most KB that the kernel may say it has."""
        if self.expect.total or self.expect.kind in ("refusal", "death", "listing"):
            return self.expect.total
        size = parse_size(self.mem)
        threshold, low = SPLIT[self.kind]
        if not self.variant.pae and size >= threshold:
            size = low
        keeps = UEFI_KEEPS_KB if self.uefi else BIOS_KEEPS_KB
        return (size >> 10) - keeps, size >> 10


@dataclass(frozen=True)
class Deaths:
    """A boot that lists the death tests, and one for each."""

    name: str
    variant: Variant
    mem: str = "64M"
    cpus: int = 1
    cpu: str = "max"
    timeout: float = 60
    quick: bool = False

    def listing(self) -> Row:
        """The boot that lists them."""
        return Row(f"{self.name}-list", self.variant, judge.listing(), self.mem, self.cpus,
                   self.cpu, cmdline="death=list", timeout=self.timeout, quick=self.quick)

    def row(self, name: str, text: str) -> Row:
        """The boot that dies."""
        return Row(f"{self.name}-{name}", self.variant, judge.death(name, text), self.mem,
                   self.cpus, self.cpu, cmdline=f"death={name}", timeout=self.timeout,
                   quick=self.quick)


@dataclass(frozen=True)
class Command:
    """A command that must end with status 0. If its last line is `N passed, N failed`, those
    count as its cases; {build} and {seed} in an argument are replaced. `programs` are targets
    of make's that must be there before."""

    name: str
    argv: Tuple[str, ...]
    programs: Tuple[str, ...] = ()
    timeout: float = 300
    quick: bool = False


AnyRow = Union[Row, Deaths, Command]


def tests(name: str, variant: Variant, mem: str, cpus: int = 2, **more) -> Row:
    """A boot that runs all tests of the kernel."""
    more.setdefault("cmdline", "test=*")
    return Row(name, variant, more.pop("expect", judge.tests()), mem, cpus, **more)


def boots(name: str, variant: Variant, cmdline: str, *texts: str, total=None, **more) -> Row:
    """A boot without tests that says certain things."""
    return Row(name, variant, judge.batch(*texts)._replace(total=total),
               cmdline=f"{cmdline} batch".strip(), **more)


def sizes() -> List[Row]:
    """From the smallest machine to the largest, in both layouts of the page tables."""
    return [
        tests("pae-8M", PAE, "8M", 1),
        tests("pae-debug-16M", PAE_DEBUG, "16M", 1),
        tests("pae-64M", PAE, "64M", 1, quick=True, focus=True),
        tests("pae-debug-512M", PAE_DEBUG, "512M", 2, quick=True, focus=True),
        tests("pae-897M", PAE, "897M", 2),
        tests("pae-debug-1G", PAE_DEBUG, "1G", 4),
        tests("pae-2G-smp8", PAE, "2G", 8, focus=True),
        tests("pae-debug-3584M", PAE_DEBUG, "3584M", 2),
        tests("pae-6G", PAE, "6G", 2, timeout=240),
        tests("pae-16G", PAE, "16G", 2, timeout=300),
        tests("pae-60G", PAE, "60G", 2, timeout=400),
        tests("nopae-debug-8M", NOPAE_DEBUG, "8M", 1),
        tests("nopae-64M", NOPAE, "64M", 2),
        tests("nopae-512M", NOPAE, "512M", 2, quick=True),
        tests("nopae-debug-897M", NOPAE_DEBUG, "897M", 1),
        tests("nopae-2G", NOPAE, "2G", 2, focus=True),
        tests("nopae-3584M", NOPAE, "3584M", 2),
        tests("nopae-6G", NOPAE, "6G", 2, expect=judge.tests("out of reach without PAE")),
    ]


def machines() -> List[Row]:
    """Other boards, firmware, processors and build options."""
    return [
        tests("q35-1G", PAE_DEBUG, "1G", 2, kind="q35"),
        tests("q35-nopae-6G", NOPAE, "6G", 2, kind="q35"),
        tests("uefi-512M", PAE, "512M", 1, kind="q35", uefi=True),
        tests("uefi-nopae-debug-1G", NOPAE_DEBUG, "1G", 2, kind="q35", uefi=True),
        tests("stack1-256M", Variant(stack_pages=1), "256M", 2),
        tests("stack1-debug-256M", Variant(debug=1, stack_pages=1), "256M", 2),
        tests("nrcpus1-128M", Variant(nr_cpus=1), "128M", 1),
        tests("nrcpus1-smp2-128M", Variant(nr_cpus=1), "128M", 2),
        tests("nrcpus32-smp8-1G", Variant(nr_cpus=32), "1G", 8),
        boots("notests-256M", Variant(tests=0), "", mem="256M"),
        tests("cpu-qemu32-256M", PAE, "256M", 1, cpu="qemu32",
              expect=judge.tests(", no NX")),
        tests("cpu-pentium-nopae-64M", NOPAE, "64M", 1, cpu="pentium"),
        Row("cpu-486-nopae", NOPAE, judge.refusal("a Pentium or later is needed"),
            mem="64M", cpus=1, cpu="486", timeout=30),
        tests("cpu-pentium3-128M", PAE, "128M", 1, cpu="pentium3"),
        refuses("cpu-pentium-pae", cpu="pentium"),
        refuses("cpu-qemu32-without-pae", cpu="qemu32,-pae", quick=True),
    ]


def refuses(name: str, **more) -> Row:
    """The PAE build on a processor that does not have it."""
    return Row(name, PAE, judge.refusal("it has no PAE; use the kernel built with PAE=0"),
               mem="64M", cpus=1, timeout=30, **more)


def parameters() -> List[Row]:
    """The command line: what changes the map, and what is wrong with it."""
    mb = 1 << 10
    return [
        tests("mem-64M", PAE_DEBUG, "512M", 1, cmdline="test=* mem=64M",
              expect=judge.tests()._replace(total=(62 * mb, 64 * mb))),
        boots("memmap-exactmap", PAE, "memmap=exactmap memmap=636K@4K memmap=63M@1M",
              total=(62 * mb, 64 * mb)),
        boots("memmap-exactmap-two-pieces", PAE,
              "memmap=exactmap memmap=640K@0 memmap=31M@1M memmap=64M@128M",
              total=(94 * mb, 96 * mb)),
        boots("memmap-reserve", PAE, "memmap=64M$512M", total=(958 * mb, 960 * mb), mem="1G",
              quick=True),
        boots("memmap-acpi", PAE, "memmap=16M#256M", total=(494 * mb, 496 * mb)),
        boots("memmap-takes-image", PAE, "memmap=16M$0",
              "the map does not list all memory that the kernel is loaded to",
              total=(494 * mb, 496 * mb)),
        boots("memmap-image-is-acpi", NOPAE_DEBUG, "memmap=4M#1M",
              "the map does not list all memory that the kernel is loaded to",
              total=(506 * mb, 508 * mb)),
        Row("memmap-nothing-left", PAE, judge.refusal("the map has no usable low memory"),
            cmdline="memmap=exactmap", timeout=30),
        boots("highmem-64M", PAE, "highmem=64M"),
        boots("vmalloc-256M", PAE, "vmalloc=256M", mem="1G"),
        boots("loglevel-7", PAE, "loglevel=7"),
        boots("unknown-parameter", PAE, "nosuchparameter=1",
              "unknown parameter: nosuchparameter=1", quick=True),
        boots("malformed-parameter", PAE, "loglevel=loud", "malformed parameter: loglevel=loud"),
        boots("malformed-mem", PAE, "mem=banana", 'mem: "banana" is not a size'),
        boots("malformed-memmap", PAE, "memmap=64M%1M",
              'memmap: "64M%1M" wants @, $ or # behind the size'),
        boots("malformed-vmalloc", PAE, "vmalloc=0", 'vmalloc: "0" is zero'),
        boots("memmap-module-broken", PAE, "", "line 2: unknown type",
              memmap=b"0 9fc00 usable\n100000 4000000 edible\n"),
    ]


def firmware_maps() -> List[Row]:
    """Maps of real machines, given to the kernel in place of the emulated firmware's."""
    rows = []
    for path in memmaps.files(ROOT):
        mem, total = memmaps.machine_for(path)
        rows.append(boots(f"map-{path.stem}", PAE, "", total=total, mem=mem, cpus=1,
                          memmap=path))
    return rows


# Maps with holes and odd pieces in low memory: all tests of pages run there.
TESTED_MAPS = ("037-rs480-hole-15-16", "040-linuxbios-k8-ram-in-c0000",
               "048-asus-k53e-sandybridge-holes", "081-alienware-m11x-9-ram-pieces")


def tested_maps() -> List[Row]:
    """The tests that look at frames, zones and the direct map, on maps of real machines."""
    rows = []
    for path in memmaps.files(ROOT):
        if path.stem in TESTED_MAPS:
            mem, total = memmaps.machine_for(path)
            rows.append(tests(f"map-tests-{path.stem}", PAE_DEBUG, mem, 1, memmap=path,
                              cmdline="test=page_*,zones,paging",
                              expect=judge.tests()._replace(total=total)))
    return rows


def commands() -> List[Command]:
    """What is tested on the host."""
    return [
        Command("judge-selftest", (sys.executable, "tools/selftest.py"), quick=True),
        host("memmap-check", "memmap-check", "memmap-check"),
        host("host-test", "host-test", "host-test"),
        host("fuzz", "fuzz", "fuzz_memmap", "fuzz_multiboot2"),
        Command("extra", (sys.executable, "tools/extra.py", "--build", "{build}"), timeout=600),
        Command("bench", ("make", "--no-print-directory", "BUILD={build}", "ROW=alloc_pages_*",
                          "bench"), timeout=300),
        Command("gdb-test", ("make", "--no-print-directory", "BUILD={build}", "JOBS=2",
                             "gdb-test"), timeout=600),
    ]


def host(name: str, target: str, *programs: str) -> Command:
    """A target of tools/make/host.mk that runs programs on the host."""
    return Command(name, ("make", "--no-print-directory", "BUILD={build}", "FUZZ_SECONDS=10",
                          target), tuple(f"{{build}}/host/{program}" for program in programs))


def rows() -> List[AnyRow]:
    """The whole matrix."""
    everything: List[AnyRow] = []
    everything += sizes() + machines() + parameters() + firmware_maps() + tested_maps()
    everything += commands()
    everything += [
        Deaths("death", PAE, quick=True),
        Deaths("debug-death", PAE_DEBUG),
        Deaths("nopae-death", NOPAE),
    ]
    names = [row.name for row in everything]
    assert len(names) == len(set(names)), "two rows have the same name"
    return everything
