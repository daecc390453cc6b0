# SPDX-License-Identifier: MIT
"""Drives gdb and QEMU for tests: a machine, gdb on it, and QEMU's own monitor beside gdb.

gdb is talked to in its machine interface (MI), in which the end and the outcome of a command
are certain; the commands are those that people type, run through `interpreter-exec console`.
"""

import ast
import json
import queue
import re
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional

import debug
import qemu
import session

COMMAND_S = 60
CONTINUE_S = 120
_STRING = re.compile(r'([~@&])"(.*)"$')
_ERROR = re.compile(r'\^error,msg="(.*?)"(?:,code=.*)?$')


class Broken(Exception):
    """gdb or QEMU did not do what they always do: no result can be trusted."""


class Answer(NamedTuple):
    """What a command printed, and the message it ended with if it failed."""

    text: str
    error: Optional[str]

    @property
    def lines(self) -> List[str]:
        """The text by lines."""
        return self.text.splitlines()


def _unquote(text: str) -> str:
    """A C string of MI, without its quotes."""
    return ast.literal_eval(f'b"{text}"').decode(errors="replace")


class Gdb:
    """A gdb process in MI."""

    def __init__(self, program: str, arguments: List[str]):
        self.process = subprocess.Popen([program, "-q", "-nx", "-i=mi3", *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, errors="replace",
                                        bufsize=1)
        self._lines: "queue.Queue[Optional[str]]" = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._await(("(gdb)",), COMMAND_S)

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def _until(self, ends, seconds: float) -> Iterator[str]:
        """Lines up to and including one that begins as one of `ends`."""
        deadline = time.monotonic() + seconds * session.time_scale()
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise Broken(f"gdb gave no answer in {seconds:g} s") from None
            if line is None:
                raise Broken("gdb has ended")
            yield line
            if line.startswith(ends):
                return

    def _await(self, ends, seconds: float) -> List[str]:
        return list(self._until(ends, seconds))

    def run(self, command: str) -> Answer:
        """Runs a command that leaves the machine stopped."""
        quoted = command.replace("\\", "\\\\").replace('"', '\\"')
        self.process.stdin.write(f'-interpreter-exec console "{quoted}"\n')
        lines = self._await(("^done", "^error", "^running"), COMMAND_S)
        if lines[-1].startswith("^running"):
            raise Broken(f"{command}: lets the machine run")
        parts = [match for match in map(_STRING.match, lines) if match]
        text = "".join(_unquote(part.group(2)) for part in parts if part.group(1) != "&")
        log = "".join(_unquote(part.group(2)) for part in parts if part.group(1) == "&")
        if "Python Exception" in log or "Traceback" in log or "Error occurred" in log:
            raise Broken(f"{command}: {log}")
        error = _ERROR.match(lines[-1])
        return Answer(text, _unquote(error.group(1)) if error else None)

    def must(self, command: str) -> str:
        """Runs a command that cannot fail. Returns its text."""
        answer = self.run(command)
        if answer.error is not None:
            raise Broken(f"{command}: {answer.error}")
        return answer.text

    def number(self, expression: str) -> int:
        """The value of an expression, as an unsigned number."""
        text = self.must(f"output/x {expression}")
        try:
            return int(text, 16)
        except ValueError:
            raise Broken(f"{expression}: {text}") from None

    def run_to(self, place: str, condition: str = "") -> None:
        """Continues to a place, at which a hardware breakpoint is set for that."""
        self.must(f"thbreak {place}" + (f" if {condition}" if condition else ""))
        self.process.stdin.write("-exec-continue\n")
        last = self._await(("*stopped", "^error"), CONTINUE_S)[-1]
        if 'reason="breakpoint-hit"' not in last:
            raise Broken(f"on the way to {place}: {last}")

    def close(self) -> None:
        """Ends it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Monitor:
    """QEMU's monitor, through its machine protocol."""

    def __init__(self, path: Path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(COMMAND_S)
        self.socket.connect(str(path))
        self.file = self.socket.makefile("rw", encoding="utf-8")
        self.file.readline()
        self._call("qmp_capabilities")

    def _call(self, name: str, **arguments):
        json.dump({"execute": name, "arguments": arguments}, self.file)
        self.file.write("\n")
        self.file.flush()
        while True:
            answer = json.loads(self.file.readline() or "{}")
            if "return" in answer:
                return answer["return"]
            if "event" not in answer:
                raise Broken(f"QEMU's monitor: {name}: {answer}")

    def run(self, command: str) -> str:
        """What the human monitor says."""
        return self._call("human-monitor-command", **{"command-line": command})

    def close(self) -> None:
        """Closes the connection."""
        self.file.close()
        self.socket.close()


class Translation(NamedTuple):
    """What QEMU says of an address: physical address, size of the page, letters of its bits."""

    phys: int
    size: int
    flags: str


class Machine:
    """A stopped machine with gdb and the monitor on it; a context manager.

    QEMU and gdb stay in the caller's process group, so that whoever ends that ends them too.
    """

    def __init__(self, gdb: str, kernel: Path, iso: Path, scratch: Path, **machine):
        self.log = scratch / "serial.log"
        self._paths = scratch / "gdb.sock", scratch / "qmp.sock"
        description = qemu.Machine(
            iso=iso, gdb=self._paths[0], serial=f"file:{qemu.quote_value(self.log)}",
            extra=("-qmp", f"unix:{qemu.quote_value(self._paths[1])},server=on,wait=off"),
            **machine)
        self.process = description.start(scratch, stdin=subprocess.DEVNULL)
        try:
            for path in self._paths:
                debug.wait_for(path, self.process)
            self.monitor = Monitor(self._paths[1])
            self.gdb = Gdb(gdb, [str(kernel), "-ex", "set confirm off",
                                 "-ex", "set architecture i386",
                                 "-ex", f"target remote {self._paths[0]}",
                                 "-x", str(debug.COMMANDS)])
        except BaseException:
            self._stop()
            raise

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_) -> None:
        self.gdb.close()
        self.monitor.close()
        self._stop()

    def _stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def log_lines(self) -> List[str]:
        """The text of the kernel's log so far, without time and level."""
        text = self.log.read_text(errors="replace")
        return re.findall(r"^\[ *\d+\.\d+\] <\d> (.*?)\r?$", text, re.MULTILINE)

    def physical(self, address: int) -> Optional[int]:
        """Where QEMU says that an address is mapped to."""
        text = self.monitor.run(f"gva2gpa {address:#x}").strip()
        return None if text == "Unmapped" else int(text.split()[1], 16)

    def tlb(self, large: int) -> Dict[int, Translation]:
        """All pages that QEMU says are mapped, by address. large: bytes of a large page."""
        pages = {}
        for line in self.monitor.run("info tlb").splitlines():
            match = re.match(r"([0-9a-f]+): ([0-9a-f]+) ([-A-Z]{9})$", line.strip())
            if not match:
                raise Broken(f"info tlb: {line}")
            size = large if match.group(3)[2] == "P" else 4096
            address = int(match.group(1), 16) & 0xFFFFFFFF
            phys = int(match.group(2), 16) & 0xFFFFFFFFFF & ~(size - 1)
            pages[address] = Translation(phys, size, match.group(3))
        return pages
