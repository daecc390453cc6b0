# SPDX-License-Identifier: MIT
"""What a benchmark boot has said: rows of the module, figures of the kernel's own log, and the
kernel's size from its ELF file.

A row is a log line

    MMB,<name>,<operations>,<samples>,<min>,<median>,<mean>,<p99>,<max>,<first>

in thousandths of a tick per operation; mean and later ones may be missing. MMBCAL lines say what
a tick is, MMBERR lines that something could not be measured.
"""

import re
import struct
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

from seriallog import LOG, SerialLog

# Named sections of these are what the image brings into memory; .bss is made there.
_SHT_NOBITS = 8
_SHF_ALLOC = 2


class BenchLog(NamedTuple):
    """One boot's figures.

    rows:     median ticks per operation by row
    errors:   lines that cannot be right
    tsc_khz:  ticks per millisecond as the module has measured it
    nops:     ticks that 3,000 instructions took; 3,000 where the clock counts instructions
    """

    rows: Dict[str, float]
    errors: List[str]
    tsc_khz: Optional[int]
    nops: Optional[int]


def _row(fields: List[str], rows: Dict[str, float]) -> Optional[str]:
    """Adds a row. Returns what is wrong with it."""
    if len(fields) < 5 or not all(re.fullmatch(r"-?\d+", field) for field in fields[1:]):
        return "not a row"
    name, median = fields[0], int(fields[4]) / 1000
    if name in rows:
        return f"row {name} came twice"
    rows[name] = median
    return None


def parse(data: bytes) -> BenchLog:
    """Reads the rows from a serial log."""
    rows: Dict[str, float] = {}
    errors: List[str] = []
    calibration: Dict[str, int] = {}
    for line in SerialLog(data).lines:
        if line.kind != LOG:
            continue
        kind, _, rest = line.text.partition(",")
        if kind == "MMB":
            wrong = _row(rest.split(","), rows)
            if wrong:
                errors.append(f"line {line.number}: {wrong}: {line.text}")
        elif kind == "MMBERR":
            errors.append(f"line {line.number}: {line.text}")
        elif kind == "MMBCAL":
            name, _, value = rest.partition(",")
            if re.fullmatch(r"-?\d+", value):
                calibration[name] = int(value)
    return BenchLog(rows, errors, calibration.get("tsc_khz_measured"),
                    calibration.get("ticks_per_3000_nops"))


class BootFigures(NamedTuple):
    """What the kernel's log says of the boot; None where it does not.

    instructions: from the kernel's entry to memory being ready (ticks of the clock)
    usable_kb:    what the firmware calls usable and the kernel reaches
    managed_kb:   what the page allocator has in the end
    frames_kb:    the struct page arrays
    """

    instructions: Optional[int]
    usable_kb: Optional[int]
    managed_kb: Optional[int]
    frames_kb: Optional[int]

    @property
    def kept_kb(self) -> Optional[int]:
        """Usable memory that nobody can allocate."""
        if self.usable_kb is None or self.managed_kb is None:
            return None
        return self.usable_kb - self.managed_kb


_READY = re.compile(r"memory ready: \d+ KB free of (\d+) KB, (\d+) ticks since entry")
_USABLE = re.compile(r"memory: (\d+) KB usable = ")
_FREED = re.compile(r"memory: (\d+) KB of start-up code and data freed")
_FRAMES = re.compile(r"\b(\d+) KB page frames\b")
IS_READY = re.compile(rb"memory ready: \d+ KB free")


def boot_figures(data: bytes) -> BootFigures:
    """Reads the figures from a serial log of the default verbosity; `quiet` has the first."""
    found = {}
    for line in SerialLog(data).lines:
        if line.kind != LOG:
            continue
        for pattern in (_READY, _USABLE, _FREED, _FRAMES):
            match = pattern.search(line.text)
            if match:
                found[pattern] = [int(group) for group in match.groups()]
    total, instructions = found.get(_READY, (None, None))
    freed = found.get(_FREED, (None,))[0]
    managed = None if total is None or freed is None else total + freed
    return BootFigures(instructions, found.get(_USABLE, (None,))[0], managed,
                       found.get(_FRAMES, (None,))[0])


def image_bytes(elf: Path) -> int:
    """Code, constants and data of a 32-bit ELF file: what is loaded, without what starts as
    zeroes."""
    data = elf.read_bytes()
    if data[:5] != b"\x7fELF\x01":
        raise ValueError(f"{elf}: not a 32-bit ELF file")
    offset, = struct.unpack_from("<I", data, 32)
    size, count = struct.unpack_from("<HH", data, 46)
    total = 0
    for number in range(count):
        _, kind, flags, _, _, length = struct.unpack_from("<6I", data, offset + number * size)
        if flags & _SHF_ALLOC and kind != _SHT_NOBITS:
            total += length
    return total
