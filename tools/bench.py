# SPDX-License-Identifier: MIT
"""`make bench`: instructions per operation beside Linux's on the same emulator, and more.

Boots the release kernel with the benchmark module
  - twice with a clock that counts instructions: the figures must be the same both times,
  - once without: the same rows in nanoseconds of this host, where an instruction misleads,
and the plain release kernel for figures of its own: instructions of the boot at several sizes,
seconds until memory is ready, memory that nobody can use, the image's size.

Writes a table and, unless ROW= chose some of it, build/bench.json:
    {row: {"quarry": figure, "lean-slub-smp": Linux's, "686-fair": Debian's, "wall_ns": real time}}
Exit status: 0 if every row was there, the same twice, and no boot warned, panicked or ended
otherwise; a figure that misses its aim is marked, no failure.
"""

import argparse
import fnmatch
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, Iterable, List, NamedTuple, Optional

import benchlog
import judge
import qemu
import session

ICOUNT = "shift=0,align=off,sleep=off"
LEAN, DEBIAN = "lean-slub-smp", "686-fair"
SECONDS = 120

# Rows of Linux's table for which this kernel has no code, by what is missing.
ABSENT = {
    "slab layer": ("kmalloc_*", "kzalloc_*", "kmem_cache_*"),
    "memory pools": ("mempool_*",),
    "virtual mappings": ("vmalloc_*", "vmap_*", "vm_map_ram_*"),
    "mappings of high pages": ("kmap_*",),
    "dynamic per-CPU data": ("alloc_percpu_*",),
    "allocator of device memory": ("gen_pool_*",),
}

# At most these, in instructions, KB, percent or seconds.
AIMS = {
    "alloc_pages_pair.order0": 120,
    "alloc_pages_pair.order3": 250,
    "alloc_pages_pair.order10": 2000,
    "alloc_pages_bulk.order0.n1024.same.alloc": 70,
    "alloc_pages_bulk.order0.n1024.same.free": 60,
    "alloc_pages_bulk_array_api.n256.alloc": 25,
    "get_zeroed_page_pair": 1100,
    "spin_lock_unlock": 9,
    "boot.seconds.2G": 1.0,
    "memory.kept_kb.2G": 18 << 10,
    "memory.page_frames_percent.2G": 0.8,
    "image.kb": 256,
}

# Linux's own figures for rows that are not in its table of operations.
LINUX = {"boot.seconds.2G": 0.70, "memory.kept_kb.2G": 30208}

BOOT_SIZES = ("64M", "512M", "2G", "16G")
WALL_BOOTS = 5


class Figure(NamedTuple):
    """One line of the table. `lean` and `debian` are Linux's, `wall_ns` ours in real time."""

    value: float
    lean: Optional[float] = None
    debian: Optional[float] = None
    wall_ns: Optional[float] = None

    def as_json(self) -> Dict[str, float]:
        """The figure in bench.json."""
        named = {"quarry": self.value, LEAN: self.lean, DEBIAN: self.debian,
                 "wall_ns": self.wall_ns}
        return {name: round(value, 3) for name, value in named.items() if value is not None}


class Bench:
    """One run: its machines, its figures, and what went wrong."""

    def __init__(self, args: argparse.Namespace, scratch: Path):
        self.args = args
        self.scratch = scratch
        self.boots = 0
        self.figures: Dict[str, Figure] = {}
        self.problems: List[str] = []
        self.linux = json.loads(args.baseline.read_text())["instructions"]

    def wants(self, names: Iterable[str]) -> bool:
        """Whether ROW selects one of these."""
        return any(fnmatch.fnmatchcase(name, self.args.row or "*") for name in names)

    def add(self, name: str, figure: Figure) -> None:
        """Takes a figure, if ROW selects it."""
        if self.wants([name]):
            self.figures[name] = figure

    def machine(self, iso: Path, **fields) -> qemu.Machine:
        """The machine that Linux was measured on."""
        return qemu.Machine(iso=iso, cpus=1, cmdline=f"batch {fields.pop('cmdline', '')}".strip(),
                            **fields)

    def place(self) -> Path:
        """A directory for the next boot."""
        self.boots += 1
        return self.scratch / str(self.boots)

    def boot(self, what: str, iso: Path, **fields) -> bytes:
        """Boots a machine, judges it, and returns what it said."""
        print(f"  {what}", file=sys.stderr, flush=True)
        place = self.place()
        place.mkdir(parents=True)
        outcome = session.boot(self.machine(iso, **fields), place, place / "serial.log", SECONDS)
        verdict = judge.judge(outcome.data, outcome.status, judge.batch(), SECONDS)
        self.problems += [f"{what}: {reason}" for reason in verdict.reasons]
        if outcome.complaint:
            self.problems.append(f"{what}: QEMU: {outcome.complaint.splitlines()[-1]}")
        return outcome.data

    # ---- the module's rows ------------------------------------------------------------------

    def rows_of(self, what: str, **fields) -> benchlog.BenchLog:
        """Boots the kernel with the module."""
        log = benchlog.parse(self.boot(what, self.args.rows_iso, **fields))
        self.problems += [f"{what}: {error}" for error in log.errors]
        return log

    def operations(self) -> None:
        """Instructions and time per operation."""
        if not self.wants(self.linux):
            return
        counted = self.rows_of("counting instructions", icount=ICOUNT)
        again = self.rows_of("counting them again", icount=ICOUNT)
        if counted.nops != 3000:
            self.problems.append(f"3,000 instructions took {counted.nops} ticks: "
                                 "the clock does not count instructions")
        for name in differences(counted.rows, again.rows):
            self.problems.append(f"row {name}: {counted.rows.get(name)} the first time, "
                                 f"{again.rows.get(name)} the second")
        self.problems += missing(counted.rows, self.linux)
        timed = self.rows_of("taking time")
        khz = timed.tsc_khz or 0
        if not khz:
            self.problems.append("taking time: the clock's rate was not measured")
        for name, count in counted.rows.items():
            linux = self.linux.get(name, {})
            wall = timed.rows[name] * 1e6 / khz if khz and name in timed.rows else None
            self.add(name, Figure(count, linux.get(LEAN), linux.get(DEBIAN), wall))

    # ---- the kernel's own -------------------------------------------------------------------

    def say(self, name: str, value: Optional[float]) -> None:
        """Takes a figure that is not one of Linux's table."""
        if value is None:
            self.problems.append(f"row {name} is missing")
        else:
            self.add(name, Figure(value, LINUX.get(name)))

    def boot_instructions(self) -> None:
        """From the kernel's entry until pages can be allocated, with little said meanwhile."""
        for size in BOOT_SIZES:
            name = f"boot.instructions.{size}"
            if self.wants([name]):
                data = self.boot(f"boot of {size}", self.args.iso, mem=size, icount=ICOUNT,
                                 cmdline="quiet")
                self.say(name, benchlog.boot_figures(data).instructions)

    def memory(self) -> None:
        """What of 2 GB is not for the user."""
        names = ("memory.kept_kb.2G", "memory.page_frames_percent.2G")
        if not self.wants(names):
            return
        found = benchlog.boot_figures(self.boot("memory of 2G", self.args.iso, icount=ICOUNT))
        share = (found.frames_kb * 100 / found.usable_kb
                 if found.frames_kb is not None and found.usable_kb else None)
        self.say(names[0], found.kept_kb)
        self.say(names[1], share)

    def seconds(self) -> None:
        """From starting QEMU, BIOS and GRUB included, until pages can be allocated."""
        name = "boot.seconds.2G"
        if not self.wants([name]):
            return
        print(f"  {WALL_BOOTS} boots against the clock", file=sys.stderr, flush=True)
        times = [until_ready(self.machine(self.args.iso), self.place())
                 for _ in range(WALL_BOOTS)]
        good = [value for value in times if value is not None]
        if len(good) < WALL_BOOTS:
            self.problems.append(f"{name}: memory was not ready in {WALL_BOOTS - len(good)} boots")
        self.say(name, statistics.median(good) if good else None)

    def image(self) -> None:
        """Code, constants and data."""
        self.say("image.kb", benchlog.image_bytes(self.args.kernel) / 1024)

    def run(self) -> None:
        """Everything that ROW selects."""
        self.operations()
        self.boot_instructions()
        self.memory()
        self.seconds()
        self.image()


def differences(first: Dict[str, float], second: Dict[str, float]) -> List[str]:
    """Rows that two runs do not agree on."""
    return sorted(name for name in first.keys() | second.keys()
                  if first.get(name) != second.get(name))


def missing(rows: Iterable[str], linux: Iterable[str]) -> List[str]:
    """Rows that should be there and are not, and rows that are although ABSENT names them."""
    absent = [pattern for patterns in ABSENT.values() for pattern in patterns]

    def excused(name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in absent)

    problems = [f"row {name} is missing" for name in linux
                if name not in rows and not excused(name)]
    return problems + [f"row {name} is there, but ABSENT says that it cannot be"
                       for name in rows if excused(name)]


def until_ready(machine: qemu.Machine, scratch: Path) -> Optional[float]:
    """Seconds from starting QEMU to the line that says that memory is ready."""
    begin = time.monotonic()
    process = session.start(machine.command(scratch), stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)
    try:
        for line in process.stdout:
            if benchlog.IS_READY.search(line):
                return time.monotonic() - begin
        return None
    finally:
        session.stop(process)
        process.stdout.close()


def number(value: Optional[float]) -> str:
    """A figure for people."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 10000 else f"{value:,.1f}" if value >= 2 else f"{value:,.2f}"


def reached(value: float, aim: float) -> bool:
    """Whether a figure is at most its aim. A loop's set-up shows as a hundredth of an instruction,
    which nobody aims at."""
    return value <= aim * 1.0005


def table(figures: Dict[str, Figure]) -> List[str]:
    """The figures as lines of text."""
    lines = [f"{'':44}{'Quarry':>11}{'lean SLUB':>11}{'Debian':>11}{'ratio':>7}{'wall ns':>11}"
             f"{'aim':>9}"]
    for name, figure in figures.items():
        ratio = f"{figure.value / figure.lean:.2f}" if figure.lean else ""
        aim = AIMS.get(name)
        mark = "" if aim is None else number(aim) + (" " if reached(figure.value, aim) else "!")
        lines.append(f"{name:44}{number(figure.value):>11}{number(figure.lean):>11}"
                     f"{number(figure.debian):>11}{ratio:>7}{number(figure.wall_ns):>11}"
                     f"{mark:>9}".rstrip())
    return lines


def parse_arguments(argv=None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measures the kernel.")
    parser.add_argument("--iso", type=Path, required=True, help="the release kernel")
    parser.add_argument("--rows-iso", type=Path, required=True, help="the same with the module")
    parser.add_argument("--kernel", type=Path, required=True, help="the release kernel's ELF file")
    parser.add_argument("--baseline", type=Path, required=True, help="Linux's figures")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    parser.add_argument("--row", default="", metavar="GLOB", help="only such rows")
    return parser.parse_args(argv)


def main() -> int:
    """The command."""
    args = parse_arguments()
    try:
        with tempfile.TemporaryDirectory(prefix="quarry-bench-") as scratch:
            bench = Bench(args, Path(scratch))
            bench.run()
    except (qemu.Missing, OSError, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    finally:
        session.stop_all()
    if not bench.figures and not bench.problems:
        bench.problems.append(f"no row matches {args.row!r}")
    print("\n".join(table(bench.figures)))
    print("\n! misses its aim")
    if not args.row:
        rows = {name: figure.as_json() for name, figure in bench.figures.items()}
        args.out.write_text(json.dumps(rows, indent=1) + "\n")
        print(f"written to {args.out}")
    for problem in bench.problems:
        print(f"bench: {problem}", file=sys.stderr)
    return 1 if bench.problems else 0


if __name__ == "__main__":
    sys.exit(main())
