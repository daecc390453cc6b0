# SPDX-License-Identifier: MIT
"""The CPU that gdb looks at: its control registers, and physical memory.

QEMU's gdb stub reads memory through the page tables of the selected CPU, or, after a packet of
its own (Qqemu.PhyMemMode), physically. That mode is the stub's, not a command's: left on, every
later read of gdb would be physical. So it is only entered through physical_memory().
"""

from contextlib import contextmanager
from typing import Iterator

import gdb

from quarry_gdb.errors import Refusal

CR0_PG = 1 << 31
CR4_PSE = 1 << 4
CR4_PAE = 1 << 5
EFER_NXE = 1 << 11

# gdb's addresses are those of an i386: what lies above cannot be asked for.
PHYSICAL_END = 1 << 32


def cpu_name() -> str:
    """The selected CPU as messages call it."""
    thread = gdb.selected_thread()
    return f"the CPU of thread {thread.num}" if thread else "the CPU"


def register(name: str) -> int:
    """A register of the selected CPU."""
    if gdb.selected_thread() is None:
        raise Refusal("nothing runs: attach to QEMU first (`make debug` does)")
    if gdb.selected_thread().is_running():
        raise Refusal("the machine runs: stop it first (Ctrl-C)")
    try:
        return int(gdb.newest_frame().read_register(name))
    except (ValueError, gdb.error):
        raise Refusal(f"this target does not show {name}: it is not QEMU") from None


def paging_is_on() -> bool:
    """Does the selected CPU translate addresses?"""
    return bool(register("cr0") & CR0_PG)


def nx_is_on() -> bool:
    """Does the selected CPU honour the NX bit?"""
    return bool(register("efer") & EFER_NXE)


def _packet(text: str) -> bytes:
    """Sends a packet to the stub. Returns its answer."""
    connection = gdb.selected_inferior().connection
    if not isinstance(connection, gdb.RemoteTargetConnection):
        raise Refusal("not attached to QEMU's gdb stub")
    return connection.send_packet(text)


@contextmanager
def physical_memory() -> Iterator[None]:
    """While in here gdb's reads are physical. Afterwards, whatever happens, they are as before."""
    before = _packet("qqemu.PhyMemMode")
    if before not in (b"0", b"1"):
        raise Refusal("this target cannot read physical memory: it is not QEMU 4.1 or later")
    if _packet("Qqemu.PhyMemMode:1") != b"OK":
        raise Refusal("QEMU does not let physical memory be read")
    try:
        yield
    finally:
        _packet("Qqemu.PhyMemMode:" + before.decode())


def read_word(address: int, size: int) -> int:
    """A little-endian word; physical inside physical_memory()."""
    return int.from_bytes(gdb.selected_inferior().read_memory(address, size).tobytes(), "little")
