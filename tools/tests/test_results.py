# SPDX-License-Identifier: MIT
"""Counting, grouping and scheduling of a test run."""

import unittest

import tools_path  # noqa: F401
import matrix
import results
import test as runner
from ktap import FAILED, PASSED, SKIPPED, Case
from results import Results, RowResult


def row(name, *cases, reasons=(), **more):
    """A result with cases given as (name, outcome)."""
    return RowResult(name, list(reasons), [Case("s", *case) for case in cases], **more)


class Counts(unittest.TestCase):
    """Rows and cases."""

    def test_rows_and_cases_count(self):
        run = Results()
        run.add(row("a", ("x", PASSED), ("y", SKIPPED, "why")))
        run.add(row("b", ("x", PASSED), ("z", FAILED), reasons=["failed: s.z"]))
        run.add(row("c", extra_passed=5))
        self.assertEqual((run.passed, run.failed, run.skipped), (2 + 2 + 5, 2, 1))

    def test_case_that_ran_nowhere(self):
        run = Results()
        run.add(row("a", ("x", SKIPPED), ("y", SKIPPED)))
        run.add(row("b", ("x", PASSED), ("y", SKIPPED)))
        self.assertEqual(run.never_ran(), ["s.y"])


class Summary(unittest.TestCase):
    """What is said of red rows."""

    def test_alike_rows_are_told_once(self):
        text = results.explain_all([
            row("a", reasons=["line 7: WARNING at 0xc0123"]), row("good"),
            row("b", reasons=["line 9: WARNING at 0xc0ffe"]),
            row("c", reasons=["line 9: BUG at 0xc0ffe"])])
        self.assertEqual(text, "FAILED a\n    line 7: WARNING at 0xc0123\n    likewise: b\n"
                         "FAILED c\n    line 9: BUG at 0xc0ffe")

    def test_other_cases_are_not_alike(self):
        text = results.explain_all([row("a", ("x", FAILED), reasons=["r"]),
                                    row("b", ("y", FAILED), reasons=["r"])])
        self.assertNotIn("likewise", text)


class Schedule(unittest.TestCase):
    """Which row starts next."""

    def test_one_command_at_a_time(self):
        one, two = matrix.Command("one", ("true",)), matrix.Command("two", ("true",))
        boot = matrix.boots("boot", matrix.PAE, "")
        pending = [boot, one]
        self.assertEqual(runner.Run._next(pending, [two]), boot)
        self.assertIsNone(runner.Run._next(pending, [two]))
        self.assertEqual(runner.Run._next(pending, [boot]), one)
        self.assertIsNone(runner.Run._next([], []))


if __name__ == "__main__":
    unittest.main()
