# SPDX-License-Identifier: MIT
"""`make debug`: QEMU stopped before its first instruction, gdb on it.

gdb gets the kernel's symbols, the commands of tools/gdb, a breakpoint at the kernel's entry
(which lies at its physical address, where the processor is then), and is let run to it. The
breakpoint is a hardware one, which no loader can overwrite, and has a condition, since firmware
and loader run code of their own at such addresses. What stands behind `--` goes to gdb as well,
which is how scripts use it:

    tools/debug.py --iso I --kernel K -- -batch -ex 'info registers'

The serial port goes to a file, whose name is printed. When gdb leaves, QEMU ends.
"""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List

import qemu

COMMANDS = Path(__file__).resolve().parent / "gdb" / "quarry.py"
SOCKET_WAIT_S = 20

# What a multiboot2 loader leaves in EAX, and nobody else.
AT_ENTRY = "$eax == 0x36d76289"


def parse_arguments(argv=None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Starts QEMU with gdb on it.")
    parser.add_argument("--iso", type=Path, required=True)
    parser.add_argument("--kernel", type=Path, required=True, help="ELF with symbols")
    parser.add_argument("--gdb", default="gdb", help="the debugger")
    parser.add_argument("--mem", default="2G")
    parser.add_argument("--cpus", type=int, default=2)
    parser.add_argument("--cpu", default="max")
    parser.add_argument("--machine", default="pc", choices=("pc", "q35"))
    parser.add_argument("--uefi", action="store_true")
    parser.add_argument("--gui", action="store_true")
    parser.add_argument("--append", default="", help="the kernel's command line")
    parser.add_argument("--log", type=Path, help="file for the serial port")
    parser.add_argument("gdb_args", nargs="*", metavar="-- ARGS", help="more arguments for gdb")
    return parser.parse_args(argv)


def wait_for(socket: Path, process: subprocess.Popen) -> None:
    """Waits until QEMU listens."""
    deadline = time.monotonic() + SOCKET_WAIT_S
    while not socket.exists():
        if process.poll() is not None:
            raise qemu.Missing(f"QEMU ended at once, with status {process.returncode}")
        if time.monotonic() > deadline:
            raise qemu.Missing("QEMU does not listen for gdb")
        time.sleep(0.05)


def gdb_command(args: argparse.Namespace, socket: Path) -> List[str]:
    """How gdb is called."""
    if not shutil.which(args.gdb):
        raise qemu.Missing(f"{args.gdb} is not installed: run `make setup`")
    if not args.kernel.is_file():
        raise qemu.Missing(f"{args.kernel} does not exist: run `make`")
    return [args.gdb, "-q", str(args.kernel),
            "-ex", "set confirm off", "-ex", "set architecture i386",
            "-ex", f"target remote {socket}", "-x", str(COMMANDS),
            "-ex", f"thbreak *_start if {AT_ENTRY}", "-ex", "continue", *args.gdb_args]


def main() -> int:
    """The command."""
    args = parse_arguments()
    # So that what it started ends with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="quarry-") as scratch:
        socket = Path(scratch) / "gdb.sock"
        log = args.log or args.iso.parent / "debug-serial.log"
        machine = qemu.Machine(iso=args.iso, mem=args.mem, cpus=args.cpus, cpu=args.cpu,
                               kind="q35" if args.uefi else args.machine, uefi=args.uefi,
                               gui=args.gui, cmdline=args.append, gdb=socket,
                               serial=f"file:{qemu.quote_value(log)}")
        process = None
        try:
            command = gdb_command(args, socket)
            # A group of its own: Ctrl-C in gdb is for gdb, not for QEMU.
            process = machine.start(Path(scratch), stdin=subprocess.DEVNULL,
                                    start_new_session=True)
            wait_for(socket, process)
            print(f"serial port: {log}", flush=True)
            # Ctrl-C reaches every process of the terminal. It is gdb's; a handler is not
            # inherited, as ignoring it would be.
            signal.signal(signal.SIGINT, lambda *_: None)
            return subprocess.run(command, check=False).returncode
        except (qemu.Missing, ValueError) as error:
            print(f"debug: {error}", file=sys.stderr)
            return 2
        finally:
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
