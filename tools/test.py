# SPDX-License-Identifier: MIT
"""`make test`: builds the variants, boots the machines of the matrix, judges them.

Boots run side by side, the longest first as far as an earlier run has told. The last line is
`N passed, N failed`; the exit status is 0 only if nothing failed.
"""

import argparse
import concurrent.futures
import json
import os
import re
import secrets
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import bootdisk
import judge
import matrix
import qemu
import selection
import session
import variant as variants
from matrix import AnyRow, Command, Deaths, Row
from progress import Progress
from results import Results, RowResult, explain_all, write_junit

HOST_PROGRAMS = "host"

_COUNTS = re.compile(r"(\d+) passed, (\d+) failed")


def parse_arguments(argv=None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Runs the test matrix.")
    parser.add_argument("--build", type=Path, default=Path("build"), help="build directory")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="boots at a time")
    parser.add_argument("--test", default="", metavar="GLOB", help="only such kernel tests")
    parser.add_argument("--row", default="", metavar="GLOB", help="only such rows")
    parser.add_argument("--quick", action="store_true", help="a choice that takes a minute")
    parser.add_argument("--junit", type=Path, help="write JUnit XML to this file")
    parser.add_argument("--seed", default="", help="for the random tests (decimal or 0x...)")
    parser.add_argument("--make", action="append", default=[], metavar="NAME=VALUE",
                        help="a variable for every build")
    parser.add_argument("--list", action="store_true", help="name the rows and stop")
    return parser.parse_args(argv)


class Run:
    """One run of (a part of) the matrix."""

    def __init__(self, args: argparse.Namespace):
        self.args = args
        self.seed = int(args.seed, 0) & 0xFFFFFFFF if args.seed else secrets.randbits(32)
        self.logs: Path = args.build / "logs"
        self.durations_file = self.logs / "durations.json"
        self.durations: Dict[str, float] = {}
        self.results = Results()
        self.progress = Progress()
        self.unbuilt: Dict[str, Path] = {}

    def repeat(self, name: str) -> str:
        """The command that runs one row again."""
        words = ["make", "test", f"ROW={name}", f"SEED={self.seed:#x}"]
        if self.args.test:
            words.append(f"TEST={self.args.test}")
        if self.args.build != Path("build"):
            words.append(f"BUILD={self.args.build}")
        return " ".join(shlex.quote(word) for word in words + self.args.make)

    def build(self, rows: Sequence[AnyRow]) -> None:
        """Builds what the rows need. A variant that fails makes each of its rows red."""
        needed = sorted({row.variant for row in rows if not isinstance(row, Command)})
        for variant in needed:
            self._make(variant.name, [*variant.options(), "iso"])
        programs = {target.replace("{build}", str(self.args.build))
                    for row in rows if isinstance(row, Command) for target in row.programs}
        if programs:
            self._make(HOST_PROGRAMS, ["-k", *sorted(programs)])

    def _make(self, name: str, words: List[str]) -> None:
        """Calls make and notes what it could not build."""
        self.progress.say(f"building {name}")
        good, text = variants.make([f"-j{self.args.jobs}", f"BUILD={self.args.build}",
                                    *self.args.make, *words])
        log = self.logs / f"build-{name}.log"
        log.write_text(text)
        if not good:
            self.unbuilt[name] = log
            self.progress.say(text.rstrip())

    def machine(self, row: Row) -> qemu.Machine:
        """The machine of a row."""
        modules = ()
        if row.memmap:
            data = (row.memmap if isinstance(row.memmap, bytes)
                    else (matrix.ROOT / row.memmap).read_bytes())
            modules = (bootdisk.Module(data, "memmap"),)
        cmdline = row.cmdline
        if row.expect.kind == "tests":
            cmdline += f" seed={self.seed:#x}"
        return qemu.Machine(iso=row.variant.iso(self.args.build), mem=row.mem, cpus=row.cpus,
                            cpu=row.cpu, kind=row.kind, uefi=row.uefi, icount=row.icount,
                            cmdline=cmdline, modules=modules)

    def boot(self, row: Row) -> RowResult:
        """Boots a row's machine and judges it."""
        result = RowResult(row.name, repeat=self.repeat(row.name))
        if row.variant.name in self.unbuilt:
            result.log = self.unbuilt[row.variant.name]
            result.reasons = [f"{row.variant.name} does not build"]
            return result
        scratch = self.logs / f"{row.name}.d"
        result.log = self.logs / f"{row.name}.log"
        begin = time.monotonic()
        try:
            outcome = session.boot(self.machine(row), scratch, result.log, row.timeout)
        except (qemu.Missing, OSError, ValueError) as error:
            result.reasons = [str(error)]
            return result
        result.seconds = time.monotonic() - begin
        (scratch / "command").write_text(shlex.join(outcome.command) + "\n")
        verdict = judge.judge(outcome.data, outcome.status, row.expected(), row.timeout)
        result.cases, result.reasons = verdict.cases, verdict.reasons
        if outcome.complaint:
            result.reasons.append(f"QEMU: {outcome.complaint.splitlines()[-1]}")
        return result

    def command(self, row: Command) -> RowResult:
        """Runs a command and takes the counts of its last line."""
        result = RowResult(row.name, log=self.logs / f"{row.name}.log",
                           repeat=self.repeat(row.name))
        if row.programs and HOST_PROGRAMS in self.unbuilt:
            result.log = self.unbuilt[HOST_PROGRAMS]
            result.reasons = ["a program for the host does not build"]
            return result
        argv = [word.replace("{build}", str(self.args.build))
                .replace("{seed}", f"{self.seed:#x}") for word in row.argv]
        begin = time.monotonic()
        with result.log.open("wb") as output:
            process = session.start(argv, cwd=matrix.ROOT, stdout=output,
                                    stderr=subprocess.STDOUT, env=variants.clean_environment())
            try:
                status = process.wait(row.timeout * session.time_scale())
                if status:
                    result.reasons.append(f"{shlex.join(argv)}: exit status {status}")
            except subprocess.TimeoutExpired:
                result.reasons.append(f"not finished after {row.timeout:.0f} s")
            finally:
                session.stop(process)
        result.seconds = time.monotonic() - begin
        lines = result.log.read_text(errors="replace").splitlines()
        counts = _COUNTS.fullmatch(lines[-1]) if lines else None
        if counts:
            result.extra_passed, result.extra_failed = int(counts.group(1)), int(counts.group(2))
            if result.extra_failed and result.good:
                result.reasons.append("it says that it failed, its exit status does not")
        return result

    def one(self, row: AnyRow) -> List[AnyRow]:
        """Runs a row in a worker thread. Returns its result, and rows that follow from it."""
        if isinstance(row, Command):
            return [self.command(row)]
        if isinstance(row, Row):
            return [self.boot(row)]
        result = self.boot(row.listing())
        if not result.good:
            return [result]
        found = judge.death_tests(result.log.read_bytes())
        deaths = [row.row(name, text) for name, text in found]
        if self.args.row:
            deaths = [death for death in deaths if selection.matches(death, self.args.row)
                      or selection.matches_whole(row, self.args.row)]
        return [result, *deaths]

    def expected_seconds(self, row: AnyRow) -> float:
        """How long a row took last time; what is new or leads to more rows comes first."""
        if isinstance(row, Deaths):
            return float("inf")
        return self.durations.get(row.name, row.timeout)

    @staticmethod
    def _next(pending: List[AnyRow], running: Sequence[AnyRow]) -> Optional[AnyRow]:
        """Takes the longest row that may start now. Commands may call make, and two makes must
        not work in one build directory: there is one command at a time."""
        busy = any(isinstance(row, Command) for row in running)
        for place in range(len(pending) - 1, -1, -1):
            if not (busy and isinstance(pending[place], Command)):
                return pending.pop(place)
        return None

    def run(self, rows: Sequence[AnyRow]) -> None:
        """Runs rows side by side until none is left."""
        pending = sorted(rows, key=self.expected_seconds)
        running: Dict[concurrent.futures.Future, AnyRow] = {}
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            try:
                while pending or running:
                    while len(running) < self.args.jobs:
                        row = self._next(pending, list(running.values()))
                        if row is None:
                            break
                        running[pool.submit(self.one, row)] = row
                    self.progress.update(self.results, len(pending),
                                         [row.name for row in running.values()])
                    done, _ = concurrent.futures.wait(
                        running, return_when=concurrent.futures.FIRST_COMPLETED)
                    for future in done:
                        del running[future]
                        result, *more = future.result()
                        self.take(result)
                        pending = sorted(pending + more, key=self.expected_seconds)
            finally:
                session.stop_all()

    def take(self, result: RowResult) -> None:
        """Notes a row's result."""
        self.results.add(result)
        if result.good:
            self.durations[result.name] = round(result.seconds, 2)
        self.progress.finished(result)

    def summary(self, whole: bool) -> None:
        """What is said at the end, down to the line with the counts."""
        if whole:
            idle = self.results.never_ran()
            if idle:
                self.take(RowResult("coverage", ["skipped on every machine: " + name
                                                 for name in idle]))
        say = self.progress.say
        red = explain_all(self.results.rows)
        if red:
            say(f"\n{red}")
        say(f"logs: {self.logs}/  seed: {self.seed:#x}  skipped: {self.results.skipped}")
        if self.args.junit:
            write_junit(self.args.junit, self.results)
        say(f"{self.results.passed} passed, {self.results.failed} failed")

    def load_durations(self) -> None:
        """What earlier runs took."""
        try:
            self.durations = {str(name): float(seconds) for name, seconds
                              in json.loads(self.durations_file.read_text()).items()}
        except (OSError, ValueError, AttributeError):
            self.durations = {}

    def save_durations(self) -> None:
        """For the next run."""
        self.durations_file.write_text(json.dumps(self.durations, indent=1, sort_keys=True))


def _interrupted(_signum, _frame) -> None:
    raise KeyboardInterrupt


def main(argv=None) -> int:
    """The command."""
    args = parse_arguments(argv)
    rows = selection.select(matrix.rows(), args.row, args.test, args.quick)
    if args.list:
        for row in rows:
            print(row.name)
        return 0
    if not rows:
        print(f"no row matches ROW={args.row} TEST={args.test}\n0 passed, 1 failed")
        return 1
    signal.signal(signal.SIGTERM, _interrupted)
    run = Run(args)
    run.logs.mkdir(parents=True, exist_ok=True)
    run.load_durations()
    run.progress.say(f"seed: {run.seed:#x}  rows: {len(rows)}  at a time: {args.jobs}")
    try:
        run.build(rows)
        run.run(rows)
    except KeyboardInterrupt:
        run.take(RowResult("interrupted", ["the run was interrupted"]))
    run.summary(whole=not (args.row or args.test or args.quick))
    run.save_durations()
    return 1 if run.results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
