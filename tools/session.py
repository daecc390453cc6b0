# SPDX-License-Identifier: MIT
"""One unattended boot from start to end: serial port to a file, under a time limit.

The time limit is there to notice a hang, never to measure: a slow host can stretch it with
TIMEOUT_SCALE in the environment.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO, NamedTuple, Optional, Sequence

import judge
from qemu import Machine

# A kernel that prints for ever would fill the disk before the time is over.
LOG_LIMIT = 64 << 20
GRUB_TALK = 8192  # bytes in which the boot loader has said what it has to say
POLL_S = 0.05


class Outcome(NamedTuple):
    """What became of a boot.

    data:      what the serial port said
    status:    QEMU's exit status, None if it was stopped because the time was over
    complaint: what QEMU itself printed
    command:   how QEMU was called
    """

    data: bytes
    status: Optional[int]
    complaint: str
    command: list


_running = set()
_running_lock = threading.Lock()


def start(command: Sequence[str], **popen) -> subprocess.Popen:
    """Starts a process in a group of its own that stop_all() will find."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **popen)
    with _running_lock:
        _running.add(process)
    return process


def stop(process: subprocess.Popen) -> None:
    """Ends a process of start()'s, with what it has started, if it has not ended by itself."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with _running_lock:
        _running.discard(process)


def stop_all() -> None:
    """Ends every process of start()'s."""
    with _running_lock:
        processes = list(_running)
    for process in processes:
        stop(process)


def time_scale() -> float:
    """The factor for every time limit."""
    return float(os.environ.get("TIMEOUT_SCALE", "1"))


def gave_up(log: Path) -> bool:
    """Whether GRUB could not start the kernel, and now waits for a key that nobody presses."""
    with log.open("rb") as reader:
        return judge.NOT_LOADED.encode() in reader.read(GRUB_TALK)


def _watch(process: subprocess.Popen, log: Path, deadline: float,
           echo: Optional[BinaryIO]) -> Optional[int]:
    """Waits for the end and copies new output to `echo` meanwhile."""
    with log.open("rb") as reader:
        while True:
            try:
                status = process.wait(timeout=POLL_S)
            except subprocess.TimeoutExpired:
                status = None
            if echo is not None:
                echo.write(reader.read())
                echo.flush()
            if status is not None:
                return status
            if time.monotonic() > deadline or log.stat().st_size > LOG_LIMIT:
                return None
            if gave_up(log):
                return None


def boot(machine: Machine, scratch: Path, log: Path, seconds: float,
         echo: Optional[BinaryIO] = None) -> Outcome:
    """Boots a machine and waits until it ends or `seconds` have passed.

    scratch:  a directory of this boot's own, made if needed; QEMU's complaints stay there
    log:      the file that the serial port is written to
    echo:     also written to, as it comes
    """
    command = machine.command(scratch)
    complaints = scratch / "qemu.txt"
    with log.open("wb") as output, complaints.open("wb") as errors:
        process = start(command, stdout=output, stderr=errors)
        try:
            status = _watch(process, log, time.monotonic() + seconds * time_scale(), echo)
        finally:
            stop(process)
    complaint = complaints.read_text(errors="replace").strip()
    return Outcome(log.read_bytes(), status, complaint, command)


def stdout_bytes() -> BinaryIO:
    """Standard output for bytes."""
    return sys.stdout.buffer
