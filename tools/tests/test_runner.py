# SPDX-License-Identifier: MIT
"""`make test` and `make run` as programs, with QEMU and make replaced (see fake.py)."""

import tempfile
import time
import unittest
import unittest.mock
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import fake
import qemu
import session
import tools_path  # noqa: F401

PASSED, FAILED, PANIC = qemu.EXIT_PASSED, qemu.EXIT_FAILED, qemu.EXIT_PANIC

ALL_GOOD = (
    ("'death=list'", "good-death-list", PASSED),
    ("'death=null_read'", "good-death", PANIC),
    ("'death=stack_overflow'", "bad-death-survived", PASSED),
    ("'test=", "good-tests", PASSED),
    ("'batch'", "good-batch", PASSED),
)


class Fakes(unittest.TestCase):
    """A directory with the stand-ins in it."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.build = self.directory / "build"

    def tool(self, answers, *words, broken_pae="", **environment):
        fake.install(self.directory, answers, broken_pae)
        done = fake.run(self.directory, list(words), **environment)
        self.errors = done.stderr.decode()
        self.output = done.stdout.decode()
        self.lines = self.output.splitlines()
        return done.returncode

    def matrix(self, answers, *words, **more):
        """Runs make test's program. The 2 GB row is used: the recorded logs speak of 2 GB."""
        return self.tool(answers, "test.py", "--build", str(self.build), *words, **more)


class MakeTest(Fakes):
    """The matrix."""

    def test_good_row(self):
        self.assertEqual(self.matrix(ALL_GOOD, "--row", "pae-2G-smp8", "--seed", "0x7"), 0)
        self.assertEqual(self.lines[-1], "4 passed, 0 failed")
        self.assertIn("seed: 0x7", self.lines[0])
        self.assertIn("seed: 0x7  skipped: 1", self.output)

    def test_seed_and_selection_reach_the_kernel(self):
        answers = (("'test=page_*' 'seed=0x11'", "good-tests", PASSED),)
        self.assertEqual(self.matrix(answers, "--row", "pae-2G-smp8", "--seed", "17",
                                   "--test", "page_*"), 0)

    def test_failed_case(self):
        answers = (("'test=", "good-one-failure", FAILED),)
        self.assertEqual(self.matrix(answers, "--row", "pae-2G-smp8", "--seed", "5"), 1)
        self.assertEqual(self.lines[-1], "2 passed, 2 failed")
        self.assertIn("not ok page_alloc.alloc_order10", self.output)
        self.assertIn(f"log:    {self.build}/logs/pae-2G-smp8.log", self.output)
        self.assertIn(f"repeat: make test ROW=pae-2G-smp8 SEED=0x5 BUILD={self.build}",
                      self.output)

    def test_broken_build_is_red(self):
        self.assertEqual(self.matrix(ALL_GOOD, "--row", "pae-2G-smp8", broken_pae="1"), 1)
        self.assertEqual(self.lines[-1], "0 passed, 1 failed")
        self.assertIn("mm/buddy.c:7: error: broken", self.output)
        self.assertIn("does not build", self.output)

    def test_no_row_is_red(self):
        self.assertEqual(self.matrix(ALL_GOOD, "--row", "nosuch*"), 1)
        self.assertEqual(self.lines[-1], "0 passed, 1 failed")

    def test_what_qemu_says_is_red(self):
        self.assertEqual(self.matrix((("'test=", "complain", 1),), "--row", "pae-2G-smp8"), 1)
        self.assertIn("QEMU: fake: cannot set up guest memory", self.output)

    def test_time_out(self):
        begin = time.monotonic()
        answers = (("'test=", "bad-cut-in-line", None),)
        self.assertEqual(self.matrix(answers, "--row", "pae-2G-smp8", TIMEOUT_SCALE="0.01"), 1)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertIn("not finished after", self.output)

    def test_death_tests_become_rows(self):
        self.assertEqual(self.matrix(ALL_GOOD, "--row", "death"), 1)
        self.assertEqual(self.lines[-1], "2 passed, 1 failed")
        self.assertIn("FAILED death-stack_overflow", self.output)
        self.assertEqual(self.matrix(ALL_GOOD, "--row", "death-null_read"), 0)
        self.assertEqual(self.lines[-1], "2 passed, 0 failed")

    def test_junit(self):
        junit = self.directory / "out" / "junit.xml"
        self.matrix((("'test=", "good-one-failure", FAILED),), "--row", "pae-2G-smp8",
                  "--junit", str(junit))
        root = ElementTree.parse(junit).getroot()
        self.assertEqual((root.get("failures"), root.get("tests")), ("2", "5"))
        suite = root.find("testsuite")
        self.assertEqual((suite.get("failures"), suite.get("skipped")), ("2", "1"))
        names = [case.get("name") for case in suite.iter("testcase")
                 if case.find("failure") is not None]
        self.assertEqual(names, ["boot", "alloc_order10"])


class MakeRun(Fakes):
    """Batch boots."""

    def batch(self, answers, *words):
        iso = self.directory / "quarry.iso"
        iso.write_bytes(b"")
        return self.tool(answers, "run.py", "--iso", str(iso), "--batch", *words)

    def test_clean(self):
        self.assertEqual(self.batch(ALL_GOOD), 0)
        self.assertIn("memory ready: 2086752 KB free", self.output)
        self.assertEqual(self.errors, "")

    def test_append_comes_before_batch(self):
        self.assertEqual(self.batch((("'a=b c' 'batch'", "good-batch", PASSED),),
                                    "--append", 'a="b c"'), 0)

    def test_init_function_failed(self):
        self.assertEqual(self.batch((("'batch'", "good-batch", FAILED),)), 1)
        self.assertIn("run: the exit value says that something failed", self.errors)

    def test_warning(self):
        self.assertEqual(self.batch((("'batch'", "bad-warning", FAILED),)), 1)
        self.assertIn("WARNING: mm/buddy.c:88", self.errors)

    def test_panic(self):
        self.assertEqual(self.batch((("'batch'", "good-death", PANIC),)), 1)
        self.assertIn("PANIC: unable to read", self.errors)

    def test_time_out(self):
        self.assertEqual(self.batch((("'batch'", "good-batch", None),), "--timeout", "1"), 1)
        self.assertIn("not finished after 1 s", self.errors)

    def test_bad_arguments(self):
        self.assertEqual(self.batch(ALL_GOOD, "--mem", "lots"), 2)
        self.assertIn("memory size 'lots'", self.errors)

    def test_tests_in_a_batch_run(self):
        self.assertEqual(self.batch(ALL_GOOD, "--append", "test=*"), 0)


class Session(Fakes):
    """Limits of one boot."""

    def test_flood_is_stopped(self):
        fake.install(self.directory, (("'batch'", "flood", None),))
        iso = self.directory / "quarry.iso"
        iso.write_bytes(b"")
        with tempfile.TemporaryDirectory() as scratch:
            machine = qemu.Machine(iso=iso, cmdline="batch")
            with unittest.mock.patch.object(session, "LOG_LIMIT", 1 << 20), \
                    unittest.mock.patch.object(
                        qemu, "find_qemu", lambda: str(self.directory / "qemu-system-i386")):
                outcome = session.boot(machine, Path(scratch), Path(scratch) / "log", 60)
        self.assertIsNone(outcome.status)


if __name__ == "__main__":
    unittest.main()
