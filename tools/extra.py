# SPDX-License-Identifier: MIT
"""Tests `make EXTRA="files" run BATCH=1`, the way in for code from elsewhere, from the outside.

Builds kernels with the files of tests/extra and boots them: order, parameters, results of init
functions, exit status. Ends in `N passed, N failed`; --build is the build directory.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

import variant

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "extra"

LATE = 60


@dataclass(frozen=True)
class Boot:
    """A kernel with foreign files, and what becomes of it.

    clean:    whether `make run BATCH=1` ends with status 0
    says:     what the log has, in this order
    never:    what it has not
    timeout:  seconds after which the run is given up
    """

    name: str
    files: Tuple[str, ...]
    cmdline: str = ""
    clean: bool = True
    says: Tuple[str, ...] = ()
    never: Tuple[str, ...] = ()
    timeout: int = LATE


IDIOMS, RESULT = ("idioms.c",), ("result.c",)
PAIR = ("pair-one.c", "pair-two.c")

BOOTS = (
    Boot("idioms", IDIOMS,
         "idioms.scale=3 idioms.label=\"two words\" idioms.list=1,-2,0x30 idioms.verbose",
         says=("memory ready", "idioms: scale 3, label 'two words', verbose 1, 3 numbers",
               "idioms: number 1 is -2", "idioms: number 2 is 48", "idioms: all is well",
               "idioms: idioms_init returned 0", "idioms: leaves")),
    Boot("idioms without parameters", IDIOMS,
         says=("idioms: scale 1, label 'none', verbose 0, 0 numbers", "idioms: all is well")),
    Boot("malformed parameter", IDIOMS, "idioms.scale=many",
         says=("malformed parameter: idioms.scale=many", "idioms: scale 1,")),
    Boot("two files", PAIR, "pair_two.number=21",
         says=("one begins", "pair_one: one_init returned 0", "two begins, twice 21 is 42",
               "two ends", "one ends")),
    Boot("two files the other way round", PAIR[::-1], "pair-two.number=21",
         says=("two begins, twice 21 is -1", "one begins", "one ends", "two ends")),
    Boot("stays", RESULT, says=("result: result_init returned 0", "result ends")),
    Boot("does not want to stay", RESULT, "result.value=-11",
         says=("result: result_init returned -11, does not stay",), never=("result ends",)),
    Boot("out of memory", RESULT, "result.value=-12", clean=False,
         says=("result: result_init failed: -12",), never=("result ends",)),
    Boot("no device", RESULT, "result.value=-19", clean=False,
         says=("result: result_init failed: -19",), never=("result ends",)),
    Boot("positive result", RESULT, "result.value=1", clean=False,
         says=("result: result_init failed: 1",)),
    Boot("leaves interrupts off", RESULT, "result.irqs_off", clean=False,
         says=("result: result_init returned with interrupts off",)),
    Boot("leaves preemption off", RESULT, "result.preempt_off", clean=False,
         says=("result: result_init returned with preempt count 1, entered with 0",)),
    Boot("warns", RESULT, "result.warns", clean=False,
         says=("WARNING: ", "result.c:", ": as asked", "result: result_init returned 0",
               "result ends")),
    Boot("panics", RESULT, "result.panics", clean=False,
         says=("PANIC: as asked", "---[ end of panic ]---"), never=("result ends",)),
    Boot("hangs", RESULT, "result.hangs", clean=False, timeout=6, never=("result_init",),
         says=("memory ready",)),
)


def in_order(text: str, pieces: Sequence[str]) -> str:
    """The first piece that does not stand behind the one before it; empty if all do."""
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        if place < 0:
            return piece
        place += len(piece)
    return ""


class Extra:
    """The tests, and how many passed."""

    def __init__(self, build: Path, elsewhere: Path):
        self.build = build
        self.elsewhere = elsewhere
        self.passed = 0
        self.failed = 0

    def make(self, files: Sequence[Path], *words: str) -> Tuple[int, str]:
        """Runs make with EXTRA. Returns its status and what everybody said."""
        done = subprocess.run(
            ["make", "--no-print-directory", f"BUILD={self.build}",
             "EXTRA=" + " ".join(map(str, files)), *words],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=variant.clean_environment(), check=False)
        return done.returncode, done.stdout.decode(errors="replace")

    def result(self, name: str, reasons: List[str], text: str = "") -> None:
        """Notes a test's result."""
        if not reasons:
            self.passed += 1
            print(f"ok     {name}", flush=True)
            return
        self.failed += 1
        print(f"FAILED {name}: " + "; ".join(reasons), flush=True)
        print("\n".join("    " + line for line in text.splitlines()[-40:]), flush=True)

    def boot(self, case: Boot, directory: Path) -> None:
        """Boots a kernel with files from a directory."""
        status, text = self.make([directory / name for name in case.files], "run", "BATCH=1",
                                 "MEM=64M", "CPUS=1", f"TIMEOUT={case.timeout}",
                                 f"APPEND={case.cmdline}")
        reasons = []
        if (status == 0) != case.clean:
            reasons.append(f"make's exit status is {status}")
        absent = in_order(text, case.says)
        if absent:
            reasons.append(f"not in the log, or not in this order: {absent}")
        reasons += [f"in the log: {piece}" for piece in case.never if piece in text]
        self.result(case.name, reasons, text)

    def write(self, name: str, text: str) -> Path:
        """Makes a source outside the tree."""
        path = self.elsewhere / name
        path.write_text("#include <linux/module.h>\n" + text)
        return path

    def builds(self, name: str, files: Sequence[Path], good: bool, says: str) -> None:
        """Builds without booting."""
        status, text = self.make(files, "iso")
        reasons = []
        if (status == 0) != good:
            reasons.append(f"make's exit status is {status}")
        if not re.search(says, text):
            reasons.append(f"make does not say: {says}")
        self.result(name, reasons, text)

    def build_cases(self) -> None:
        """What the build accepts and what it refuses."""
        same = self.elsewhere / "again"
        same.mkdir()
        shutil.copy(SOURCES / "result.c", same)
        self.builds("two files of one name", [SOURCES / "result.c", same / "result.c"], False,
                    "EXTRA: two files have the same name")
        self.builds("a warning is shown and is no error",
                    [self.write("sloppy.c", "static int unused_thing;\n")], True,
                    "CC \\[X\\].*sloppy.c(?s:.*)unused_thing")
        self.builds("an undefined function is named",
                    [self.write("dangling.c", "void nowhere(void);\n"
                                "static int __init start(void) { nowhere(); return 0; }\n"
                                "module_init(start);\n")], False, "undefined.*nowhere")
        self.builds("a parameter of another type than its variable",
                    [self.write("mismatch.c", "static char *text;\n"
                                "module_param(text, int, 0);\n")], False, "error: .*incompatible")
        self.builds("a function that no header declares",
                    [self.write("guess.c", "static int __init start(void) { return guess(1); }\n"
                                "module_init(start);\n")], False, "error: implicit declaration")
        self.builds("a file that is not there", [self.elsewhere / "absent.c"], False, "absent.c")

    def plain_is_untouched(self) -> None:
        """Foreign files go into kernels of their own."""
        status, text = self.make([], "iso")
        plain = sorted(self.build.glob(f"{variant.Variant().name}/quarry.*"))
        before = [os.stat(path).st_mtime_ns for path in plain]
        changing = self.write("changing.c", "static int __init start(void) { return 0; }\n"
                              "module_init(start);\n")
        reasons = [] if status == 0 and plain else ["the plain kernel does not build"]
        for turn in range(2):
            status, text = self.make([changing], "iso")
            if status or "changing.c" not in text:
                reasons.append(f"not built, turn {turn}")
            changing.write_text(changing.read_text() + "/* changed */\n")
        self.make([], "iso")
        if [os.stat(path).st_mtime_ns for path in plain] != before:
            reasons.append("building with EXTRA= has changed the plain kernel")
        self.result("the plain kernel is untouched", reasons, text)

    def run(self) -> None:
        """Everything. Some of the files come from outside the source tree."""
        for path in SOURCES.iterdir():
            shutil.copy(path, self.elsewhere)
        for number, case in enumerate(BOOTS):
            self.boot(case, self.elsewhere if case.files == PAIR or number == 0 else SOURCES)
        self.build_cases()
        self.plain_is_untouched()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Tests EXTRA=.")
    parser.add_argument("--build", type=Path, required=True)
    args = parser.parse_args()
    # Always the same place, since each place makes a kernel of its own.
    elsewhere = args.build.absolute() / "extra-sources"
    shutil.rmtree(elsewhere, ignore_errors=True)
    elsewhere.mkdir(parents=True)
    extra = Extra(args.build.absolute(), elsewhere)
    extra.run()
    print(f"{extra.passed} passed, {extra.failed} failed")
    return 1 if extra.failed else 0


if __name__ == "__main__":
    sys.exit(main())
