# SPDX-License-Identifier: MIT
"""A machine, and the QEMU command that makes it.

Every boot in this tree goes through `Machine.command()`, so that tests, `make run`, benchmarks
and the debugger cannot differ in what they start. Only options known to QEMU 7.2 and 10 are used.

The exit port (isa-debug-exit at 0xf4) makes QEMU end with status 2 * value + 1, which no other
end can be mistaken for: EXIT_PASSED, EXIT_FAILED and EXIT_PANIC are those statuses. Status 0
means that the machine reset (a triple fault, through -no-reboot) or was switched off.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple

import bootdisk
import firmware
from firmware import Missing

EXIT_PORT = 0xF4
EXIT_PASSED = 2 * 0x10 + 1
EXIT_FAILED = 2 * 0x11 + 1
EXIT_PANIC = 2 * 0x12 + 1

QEMU_NAMES = ("qemu-system-i386", "qemu-system-x86_64")
UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}

# From here on the host may refuse to promise the memory although the guest touches little of it.
UNRESERVED_FROM = 2 << 30


def parse_size(text: str) -> int:
    """Bytes of a QEMU memory size: a number of MB, or with K, M, G or T behind it."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)B?", text.strip().upper())
    if not match:
        raise ValueError(f"memory size {text!r}: not a number with K, M, G or T")
    size = float(match.group(1)) * UNITS[match.group(2) or "M"]
    if size < 1 << 20 or size % 4096:
        raise ValueError(f"memory size {text!r}: less than 1M or not whole pages")
    return int(size)


def quote_value(value) -> str:
    """A value inside one of QEMU's comma-separated options."""
    return str(value).replace(",", ",,")


def find_qemu() -> str:
    """The emulator's path."""
    for name in QEMU_NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise Missing("qemu (package qemu-system-x86) is not installed: run `make setup`")


@dataclass(frozen=True)
class Machine:
    """A PC to boot, and what it is told.

    mem:      RAM as QEMU writes sizes, "8M" or "2G"
    kind:     "pc" (i440FX) or "q35"
    uefi:     32-bit UEFI in place of the BIOS; needs q35
    icount:   a value for -icount: the guest's clock counts instructions
    cmdline:  the kernel's command line
    modules:  boot modules
    serial:   a QEMU character device for COM1
    gui:      show the screen in a window
    gdb:      path of a Unix socket for gdb; the machine waits there before its first instruction
    extra:    further options for QEMU
    """

    iso: Path
    mem: str = "2G"
    cpus: int = 2
    cpu: str = "max"
    kind: str = "pc"
    uefi: bool = False
    icount: Optional[str] = None
    cmdline: str = ""
    modules: Tuple[bootdisk.Module, ...] = ()
    serial: str = "stdio"
    gui: bool = False
    gdb: Optional[Path] = None
    extra: Tuple[str, ...] = ()

    def _board(self) -> List[str]:
        if self.kind not in ("pc", "q35"):
            raise ValueError(f"machine {self.kind!r} is neither pc nor q35")
        if self.uefi and self.kind != "q35":
            raise ValueError("UEFI needs machine q35")
        size = parse_size(self.mem)
        board = self.kind + (",smm=on" if self.uefi else "")
        memory = ["-m", f"{size >> 10}K"]
        if size > UNRESERVED_FROM:
            board += ",memory-backend=ram"
            memory += ["-object", f"memory-backend-ram,id=ram,size={size},reserve=off"]
        return ["-machine", board] + memory

    def _ends(self) -> List[str]:
        """Serial port, screen, monitor, debugger."""
        args = ["-serial", self.serial]
        if not self.serial.startswith("mon:"):
            args += ["-monitor", "none"]
        if not self.gui:
            args += ["-display", "none"]
        if self.gdb is not None:
            args += ["-S", "-chardev",
                     f"socket,id=gdb,path={quote_value(self.gdb)},server=on,wait=off",
                     "-gdb", "chardev:gdb"]
        return args

    def command(self, scratch: Path) -> List[str]:
        """The argument list. Files that belong to this boot are written to `scratch`."""
        if not self.iso.is_file():
            raise Missing(f"{self.iso} does not exist: run `make`")
        scratch.mkdir(parents=True, exist_ok=True)
        disk = scratch / "boot.tar"
        bootdisk.write(disk, self.cmdline, self.modules)
        args = [find_qemu()] + self._board()
        args += ["-cpu", self.cpu, "-smp", str(self.cpus), "-accel", "tcg", "-no-reboot"]
        if self.icount is not None:
            args += ["-icount", self.icount]
        if self.uefi:
            args += firmware.uefi32_options(scratch)
        args += ["-drive", f"file={quote_value(self.iso)},format=raw,media=cdrom,readonly=on",
                 "-drive", f"file={quote_value(disk)},format=raw,if=ide",
                 "-boot", "d", "-net", "none",
                 "-device", f"isa-debug-exit,iobase={EXIT_PORT:#x},iosize=0x04"]
        return args + self._ends() + list(self.extra)

    def start(self, scratch: Path, **popen) -> subprocess.Popen:
        """Starts QEMU; keyword arguments are subprocess.Popen's."""
        return subprocess.Popen(self.command(scratch), **popen)
