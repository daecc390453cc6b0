# SPDX-License-Identifier: MIT
"""`make bench`: reading the figures, and what counts as a failure."""

import argparse
import json
import struct
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import fake
import tools_path  # noqa: F401
import bench
import benchlog
import qemu

GOOD = "bench/good"
LINUX = {"instructions": {
    "alloc_pages_pair.order0": {"lean-slub-smp": 487.0, "686-fair": 666.0},
    "spin_lock_unlock": {"lean-slub-smp": 9.0, "686-fair": 29.0},
    "kmalloc_pair.64": {"lean-slub-smp": 134.0, "686-fair": 204.0},
}}


def recorded(name):
    """A recorded serial log."""
    return (tools_path.DATA / f"{name}.log").read_bytes()


def elf(sections):
    """A 32-bit ELF file with nothing but section headers (kind, flags, bytes)."""
    header = b"\x7fELF\x01\x01\x01" + bytes(9)
    header += struct.pack("<HHIIIIIHHHHHH", 2, 3, 1, 0, 0, 52, 0, 52, 0, 0, 40, len(sections), 0)
    return header + b"".join(struct.pack("<10I", 0, kind, flags, 0, 0, size, 0, 0, 0, 0)
                             for kind, flags, size in sections)


class Log(unittest.TestCase):
    """Figures from a serial log."""

    def test_rows(self):
        log = benchlog.parse(recorded(GOOD))
        self.assertEqual(log.rows, {"alloc_pages_pair.order0": 80.014, "spin_lock_unlock": 7.006})
        self.assertEqual((log.errors, log.tsc_khz, log.nops), ([], 1000000, 3000))

    def test_what_is_no_row(self):
        for text in ("MMB,a,64,201,80014", "MMB,a,64,201,80014,80.014", "MMB,a",
                     "MMB,a,64,201,1,2\n[    0.000002] <6> MMB,a,64,201,1,2",
                     "MMBERR,a,3 failed allocations"):
            data = f"[    0.000001] <6> {text}\n".encode()
            self.assertEqual(len(benchlog.parse(data).errors), 1, text)

    def test_only_log_lines_count(self):
        self.assertEqual(benchlog.parse(b"MMB,a,64,201,1,2\n").rows, {})

    def test_boot(self):
        figures = benchlog.boot_figures(recorded(GOOD))
        self.assertEqual(figures, (13490966, 2096636, 2080057, 16384))
        self.assertEqual(figures.kept_kb, 16579)

    def test_boot_without_figures(self):
        figures = benchlog.boot_figures(b"[    0.000001] <6> nothing\n")
        self.assertEqual(figures, (None, None, None, None))
        self.assertIsNone(figures.kept_kb)


class Image(unittest.TestCase):
    """The size of the image."""

    def size(self, data):
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            return benchlog.image_bytes(Path(file.name))

    def test_loaded_sections(self):
        text, data, bss, debug = (1, 6, 1000), (1, 3, 200), (8, 3, 50000), (1, 0, 70000)
        self.assertEqual(self.size(elf([text, data, bss, debug])), 1200)

    def test_other_files(self):
        with self.assertRaises(ValueError):
            self.size(b"#!/bin/sh\n")


class Rules(unittest.TestCase):
    """What is wrong with a set of rows."""

    def test_missing(self):
        linux = LINUX["instructions"]
        self.assertEqual(bench.missing(["alloc_pages_pair.order0", "spin_lock_unlock"], linux), [])
        self.assertEqual(bench.missing(["spin_lock_unlock"], linux),
                         ["row alloc_pages_pair.order0 is missing"])

    def test_absent_rows_that_are_there(self):
        rows = [*LINUX["instructions"]]
        self.assertEqual(len(bench.missing(rows, rows)), 1)

    def test_patterns_match_rows_of_linux(self):
        baseline = tools_path.TOOLS.parent / "tests/data/baseline/linux-6.1.json"
        names = json.loads(baseline.read_text())["instructions"]
        for patterns in bench.ABSENT.values():
            for pattern in patterns:
                self.assertTrue([name for name in names
                                 if bench.fnmatch.fnmatchcase(name, pattern)], pattern)

    def test_differences(self):
        self.assertEqual(bench.differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 3}),
                         ["b", "c", "d"])

    def test_table_marks_missed_aims(self):
        lines = bench.table({"spin_lock_unlock": bench.Figure(10, 9, 29, 5.5),
                             "alloc_pages_pair.order0": bench.Figure(80, 487, 666, 73),
                             "image.kb": bench.Figure(256)})
        self.assertTrue(lines[1].endswith("9.0!"))
        self.assertFalse([line for line in lines[2:] if line.endswith("!")])


class Run(unittest.TestCase):
    """Whole runs, with QEMU replaced."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        for name in ("plain.iso", "rows.iso"):
            (self.directory / name).write_bytes(b"")
        (self.directory / "quarry.elf").write_bytes(elf([(1, 6, 1024)]))
        (self.directory / "linux.json").write_text(json.dumps(LINUX))
        self.out = self.directory / "bench.json"

    def bench(self, log=GOOD, status=qemu.EXIT_PASSED, row=""):
        fake.install(self.directory, (("'batch'", log, status),))
        done = fake.run(self.directory, [
            "bench.py", "--iso", str(self.directory / "plain.iso"),
            "--rows-iso", str(self.directory / "rows.iso"),
            "--kernel", str(self.directory / "quarry.elf"),
            "--baseline", str(self.directory / "linux.json"), "--out", str(self.out),
            "--row", row])
        self.output, self.errors = done.stdout.decode(), done.stderr.decode()
        return done.returncode

    def test_good(self):
        self.assertEqual(self.bench(), 0)
        figures = json.loads(self.out.read_text())
        self.assertEqual(figures["alloc_pages_pair.order0"],
                         {"quarry": 80.014, "lean-slub-smp": 487.0, "686-fair": 666.0,
                          "wall_ns": 80.014})
        self.assertEqual(figures["boot.instructions.16G"], {"quarry": 13490966})
        self.assertEqual(figures["memory.kept_kb.2G"]["quarry"], 16579)
        self.assertEqual(figures["image.kb"]["quarry"], 1)
        self.assertIn("boot.seconds.2G", figures)

    def test_row_selects_and_writes_nothing(self):
        self.assertEqual(self.bench(row="spin_*"), 0)
        self.assertIn("spin_lock_unlock", self.output)
        self.assertNotIn("alloc_pages_pair", self.output)
        self.assertFalse(self.out.exists())

    def test_row_that_does_not_exist(self):
        self.assertEqual(self.bench(row="nonsense"), 1)

    def test_missing_row(self):
        self.assertEqual(self.bench("good-batch", row="spin_*"), 1)
        self.assertIn("row spin_lock_unlock is missing", self.errors)

    def test_warning(self):
        self.assertEqual(self.bench("bench/warning", qemu.EXIT_FAILED, "spin_*"), 1)
        self.assertIn("WARNING: ", self.errors)

    def test_panic(self):
        self.assertEqual(self.bench("good-death", qemu.EXIT_PANIC, "spin_*"), 1)

    def test_clock_that_does_not_count(self):
        self.assertEqual(self.bench("bench/clock", row="spin_*"), 1)
        self.assertIn("the clock does not count instructions", self.errors)

    def test_runs_that_differ(self):
        counts = iter((7.0, 7.5, 7.0))

        def rows(self, what, **fields):
            return benchlog.BenchLog({"spin_lock_unlock": next(counts),
                                      "alloc_pages_pair.order0": 80.0}, [], 1000000, 3000)

        args = argparse.Namespace(baseline=self.directory / "linux.json", row="spin_*")
        run = bench.Bench(args, self.directory)
        with unittest.mock.patch.object(bench.Bench, "rows_of", rows):
            run.operations()
        self.assertEqual(run.problems,
                         ["row spin_lock_unlock: 7.0 the first time, 7.5 the second"])


if __name__ == "__main__":
    unittest.main()
