# SPDX-License-Identifier: MIT
"""`make run`: boots an ISO.

In the terminal by default, with the serial port on it; Ctrl-A X leaves QEMU. With --batch
nobody is asked: the serial port goes to standard output, and the exit status is 0 only if the
boot was clean. With --gdb QEMU waits, stopped, for a debugger on a socket.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import judge
import qemu
import session


def parse_arguments(argv=None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Boots an ISO in QEMU.")
    parser.add_argument("--iso", type=Path, required=True)
    parser.add_argument("--mem", default="2G", help="RAM as QEMU writes it (default 2G)")
    parser.add_argument("--cpus", type=int, default=2)
    parser.add_argument("--cpu", default="max", help="CPU model (default max)")
    parser.add_argument("--machine", default="pc", choices=("pc", "q35"))
    parser.add_argument("--uefi", action="store_true", help="32-bit UEFI; takes machine q35")
    parser.add_argument("--append", default="", help="the kernel's command line")
    parser.add_argument("--icount", help="value of QEMU's -icount")
    parser.add_argument("--gui", action="store_true", help="show the screen as well")
    parser.add_argument("--batch", action="store_true", help="unattended; exit status 0 if clean")
    parser.add_argument("--timeout", type=float, default=600,
                        help="seconds that a --batch run may take (default 600)")
    parser.add_argument("--gdb", type=Path, metavar="SOCKET", help="wait there for gdb")
    parser.add_argument("--log", type=Path, help="serial port to this file (with --gdb)")
    return parser.parse_args(argv)


def machine_of(args: argparse.Namespace) -> qemu.Machine:
    """The machine that the arguments describe."""
    serial = "stdio" if args.batch else "mon:stdio"
    if args.log:
        serial = f"file:{qemu.quote_value(args.log)}"
    cmdline = f"{args.append} batch" if args.batch else args.append
    return qemu.Machine(iso=args.iso, mem=args.mem, cpus=args.cpus, cpu=args.cpu,
                        kind="q35" if args.uefi else args.machine, uefi=args.uefi,
                        icount=args.icount, cmdline=cmdline.strip(), serial=serial,
                        gui=args.gui, gdb=args.gdb)


def run_batch(args: argparse.Namespace, scratch: Path) -> int:
    """Boots unattended, judges, and says on standard error why not if it was not clean."""
    outcome = session.boot(machine_of(args), scratch, scratch / "serial.log", args.timeout,
                           echo=session.stdout_bytes())
    wants_tests = any(word.startswith("test=") and word != "test=list"
                      for word in args.append.split())
    expect = judge.tests() if wants_tests else judge.batch()
    expect = expect._replace(silent="loglevel=" in args.append)
    verdict = judge.judge(outcome.data, outcome.status, expect, args.timeout)
    if outcome.complaint:
        print(outcome.complaint, file=sys.stderr)
    for reason in verdict.reasons:
        print(f"run: {reason}", file=sys.stderr)
    return 0 if verdict.good else 1


def run_interactive(args: argparse.Namespace, scratch: Path) -> int:
    """Gives the terminal to QEMU."""
    command = machine_of(args).command(scratch)
    if args.gdb:
        print(f"QEMU waits for gdb: target remote {args.gdb}", flush=True)
    if not args.log:
        print("Ctrl-A X leaves QEMU, Ctrl-A C switches to its monitor and back.", flush=True)
    status = subprocess.run(command, check=False).returncode
    if status in (0, qemu.EXIT_PASSED):
        return 0
    print(f"run: {judge.describe_status(status)}", file=sys.stderr)
    return 1


def main() -> int:
    """The command."""
    args = parse_arguments()
    try:
        with tempfile.TemporaryDirectory(prefix="quarry-") as scratch:
            run = run_batch if args.batch else run_interactive
            return run(args, Path(scratch))
    except (qemu.Missing, ValueError) as error:
        print(f"run: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
