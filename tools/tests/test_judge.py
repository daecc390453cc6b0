# SPDX-License-Identifier: MIT
"""The judge against recorded logs: good ones pass, and each bad one has exactly one defect,
which must be among the reasons."""

import unittest

import tools_path
import judge
import ktap
import qemu

PASSED, FAILED, PANIC = qemu.EXIT_PASSED, qemu.EXIT_FAILED, qemu.EXIT_PANIC

TESTS = judge.tests()
BATCH = judge.batch()
LIST = judge.listing()
DEATH = judge.death("null_read", "unable to read")
REFUSAL = judge.refusal("it has no PAE; use the kernel built with PAE=0")

GOOD = {
    "good-tests": (TESTS, PASSED),
    "good-escapes": (TESTS, PASSED),
    "good-batch": (BATCH, PASSED),
    "good-death": (DEATH, PANIC),
    "good-death-torn-line": (DEATH, PANIC),
    "good-death-second-panic": (DEATH, PANIC),
    "good-death-list": (LIST, PASSED),
    "good-refusal": (REFUSAL, PANIC),
}

# log: (expected, exit status, what one of the reasons must say)
BAD = {
    "bad-empty": (TESTS, PASSED, "the serial port said nothing"),
    "bad-only-firmware": (TESTS, None, "file `/boot/quarry.elf' not found"),
    "bad-grub-no-kernel": (BATCH, None, "GRUB could not load the kernel"),
    "bad-no-ktap": (TESTS, PASSED, "no KTAP in the log"),
    "bad-no-plan": (TESTS, PASSED, "the run has no plan before its first suite"),
    "bad-no-subtest-plan": (TESTS, PASSED, "a result of page_alloc before its plan"),
    "bad-second-plan": (TESTS, PASSED, "the run has a second plan"),
    "bad-plan-late": (TESTS, PASSED, "the plan of page_alloc comes after results"),
    "bad-plan-too-large": (TESTS, PASSED, "the run has 2 of 3 results at the end of the log"),
    "bad-plan-too-small": (TESTS, PASSED, "result 3 of page_alloc, whose plan ends at 2"),
    "bad-plan-empty": (TESTS, PASSED, "the plan of bootmem is empty and gives no reason"),
    "bad-case-missing": (TESTS, PASSED, "page_alloc has 2 of 3 results"),
    "bad-number-twice": (TESTS, PASSED, "result 1 of page_alloc where 2 was due"),
    "bad-number-skipped": (TESTS, PASSED, "result 3 of page_alloc where 2 was due"),
    "bad-out-of-order": (TESTS, PASSED, "result 2 of page_alloc where 1 was due"),
    "bad-no-number": (TESTS, PASSED, "a result of page_alloc without a number"),
    "bad-no-name": (TESTS, PASSED, "a result without a name"),
    "bad-name-twice": (TESTS, PASSED, "a second result for alloc_order0"),
    "bad-two-runs": (TESTS, PASSED, "a second run begins"),
    "bad-version": (TESTS, PASSED, "KTAP version 2, not 1"),
    "bad-no-version": (TESTS, PASSED, "a plan without a version line before it"),
    "bad-suite-no-subtest": (TESTS, PASSED, "a suite without `# Subtest: name`"),
    "bad-suite-no-cases": (TESTS, PASSED, "suite bootmem has a result but no plan"),
    "bad-suite-other-name": (TESTS, PASSED, "suite bootmem ends under the name bootmen"),
    "bad-suite-too-good": (TESTS, FAILED, "page_alloc says ok, but 1 of its cases failed"),
    "bad-suite-too-bad": (TESTS, FAILED, "page_alloc says not ok, but none of its cases failed"),
    "bad-indent": (TESTS, PASSED, "indented by 3"),
    "bad-skip-no-reason": (TESTS, PASSED, "skipped without a reason"),
    "bad-skip-not-ok": (TESTS, PASSED, "skipped, yet not ok"),
    "bad-known-failure": (TESTS, PASSED, "ok, yet marked XFAIL"),
    "bad-directive": (TESTS, PASSED, "malformed directive #SKIP no blank"),
    "bad-all-skipped": (TESTS, PASSED, "not one test ran"),
    "bad-cut-off": (TESTS, PASSED, "the run has 1 of 2 results at the end of the log"),
    "bad-cut-in-line": (TESTS, None, "the last line has no end"),
    "bad-result-after-run": (TESTS, PASSED, "a result after the run"),
    "bad-stray-line": (TESTS, PASSED, "neither log nor KTAP: stray text"),
    "bad-stray-batch": (BATCH, PASSED, "neither log nor KTAP: stray text"),
    "bad-warning": (TESTS, FAILED, "WARNING: mm/buddy.c:88 in free_one+0x10/0x40, cpu 0"),
    "bad-bug": (TESTS, FAILED, "BUG: mm/buddy.c:88"),
    "bad-critical": (TESTS, PASSED, "level 2 outside a report"),
    "bad-panic": (TESTS, PANIC, "PANIC: list corrupted"),
    "bad-panic-no-end": (TESTS, PANIC, "the panic's report has no end"),
    "bad-result-after-panic": (TESTS, PANIC, "a result after the panic"),
    "bad-output-after-panic": (TESTS, PANIC, "output after the end of the panic: still here"),
    "bad-end-without-panic": (TESTS, PASSED, "the end of a panic that did not begin"),
    "bad-panic-in-panic": (DEATH, PANIC, "another panic came after the expected one"),
    "bad-bytes": (TESTS, PASSED, "line 18: bytes that are no text"),
    "bad-utf8": (TESTS, PASSED, "line 18: bytes that are no text"),
    "bad-never-ready": (TESTS, PASSED, "memory was never ready"),
    "bad-ready-twice": (TESTS, PASSED, "memory is ready a second time"),
    "bad-more-free-than-there-is": (TESTS, PASSED, "2186752 KB free of 2086752 KB"),
    "bad-tests-in-batch": (BATCH, PASSED, "a boot that was not to run any"),
    "bad-death-survived": (DEATH, PASSED, "no panic, expected one with: unable to read"),
    "bad-death-wrong-text": (DEATH, PANIC, "the panic does not say 'unable to read'"),
    "bad-death-not-announced": (DEATH, PANIC, "death test null_read was not announced"),
    "bad-death-other": (DEATH, PANIC, "death test null_write ran, not null_read"),
    "bad-death-no-end": (DEATH, PANIC, "the panic's report has no end"),
    "bad-list-empty": (LIST, PASSED, "the list is empty"),
    "bad-refusal-boots": (REFUSAL, PANIC, "it should have refused, yet memory is ready"),
    "bad-refusal-silent": (REFUSAL, PANIC, "the log does not say: it has no PAE"),
}


def recorded(name):
    """A log."""
    return (tools_path.DATA / f"{name}.log").read_bytes()


class RecordedLogs(unittest.TestCase):
    """Logs as they were recorded."""

    def test_good(self):
        for name, (expect, status) in GOOD.items():
            with self.subTest(log=name):
                self.assertEqual(judge.judge(recorded(name), status, expect).reasons, [])

    def test_every_log_is_judged(self):
        names = {path.stem for path in tools_path.DATA.glob("*.log")}
        self.assertEqual(names, set(GOOD) | set(BAD) | {"good-one-failure"})

    def test_failed_case(self):
        verdict = judge.judge(recorded("good-one-failure"), FAILED, TESTS)
        self.assertIn("failed: page_alloc.alloc_order10", verdict.reasons)
        self.assertEqual([verdict.count(o) for o in (ktap.PASSED, ktap.FAILED, ktap.SKIPPED)],
                         [2, 1, 1])
        case = [case for case in verdict.cases if case.outcome == ktap.FAILED][0]
        self.assertIn("page_alloc.c:41: 3 != 4", case.detail)
        self.assertIn("12 blocks of order 10", case.detail)

    def test_counts(self):
        verdict = judge.judge(recorded("good-tests"), PASSED, TESTS)
        self.assertEqual([verdict.count(o) for o in (ktap.PASSED, ktap.FAILED, ktap.SKIPPED)],
                         [3, 0, 1])
        self.assertEqual([case.suite for case in verdict.cases],
                         ["page_alloc"] * 3 + ["bootmem"])

    def test_list_of_death_tests(self):
        self.assertEqual(judge.death_tests(recorded("good-death-list")),
                         [("null_read", "unable to read"), ("stack_overflow", "stack overflow")])


class BadLogs(unittest.TestCase):
    """One test for each bad log, made below."""


def _bad_log_test(name):
    expect, status, reason = BAD[name]

    def test(self):
        reasons = judge.judge(recorded(name), status, expect, 9).reasons
        self.assertTrue(any(reason in given for given in reasons),
                        f"{reason!r} is not among {reasons}")
    return test


for _name in BAD:
    setattr(BadLogs, "test_" + _name[4:].replace("-", "_"), _bad_log_test(_name))


class ExitStatus(unittest.TestCase):
    """The second witness contradicts a log that is good by itself."""

    def reasons(self, status, name="good-tests", expect=TESTS):
        return " | ".join(judge.judge(recorded(name), status, expect, 9).reasons)

    def test_reset(self):
        self.assertIn("reset (a triple fault?)", self.reasons(0))

    def test_qemu_failed(self):
        self.assertIn("QEMU failed", self.reasons(1))

    def test_killed(self):
        self.assertIn("ended by signal 9", self.reasons(-9))

    def test_unknown_value(self):
        self.assertIn("41, which means nothing", self.reasons(41))

    def test_time_out(self):
        self.assertIn("not finished after 9 s; the last line is: stopped", self.reasons(None))

    def test_failed_without_a_word(self):
        self.assertIn("the text does not say what", self.reasons(FAILED))

    def test_failed_init_function(self):
        data = recorded("good-batch") + b"[    0.600000] <3> eio: start failed: -5\r\n"
        self.assertEqual(judge.judge(data, FAILED, BATCH).reasons,
                         ["the exit value says that something failed: eio: start failed: -5"])

    def test_panicked_without_a_word(self):
        self.assertIn("it panicked, the text does not", self.reasons(PANIC))

    def test_passed_though_a_case_failed(self):
        self.assertIn("yet the exit value says that all passed",
                      self.reasons(PASSED, "good-one-failure"))

    def test_passed_though_warned(self):
        self.assertIn("yet the exit value says that all passed",
                      self.reasons(PASSED, "bad-warning"))

    def test_death_that_passed(self):
        self.assertIn("the kernel says that all passed", self.reasons(PASSED, "good-death", DEATH))

    def test_refusal_that_hangs(self):
        self.assertIn("not finished", self.reasons(None, "good-refusal", REFUSAL))
        halting = REFUSAL._replace(hang=True)
        self.assertEqual(self.reasons(None, "good-refusal", halting), "")
        self.assertIn("it was to halt", self.reasons(PANIC, "good-refusal", halting))


class Texts(unittest.TestCase):
    """What a row asks for beyond the rules."""

    def test_missing_text(self):
        verdict = judge.judge(recorded("good-batch"), PASSED, judge.batch("no such text"))
        self.assertEqual(verdict.reasons, ["the log does not say: no such text"])

    def test_present_text(self):
        verdict = judge.judge(recorded("good-batch"), PASSED, judge.batch("command line:"))
        self.assertEqual(verdict.reasons, [])

    def test_unwanted_text(self):
        expect = BATCH._replace(absent=("command line",))
        verdict = judge.judge(recorded("good-batch"), PASSED, expect)
        self.assertEqual(verdict.reasons, ["line 4: command line: test=* seed=0x1234abcd"])

    def test_total(self):
        for total, good in (((2096636, 2096636), True), ((1, 2096635), False),
                            ((2096637, 1 << 30), False)):
            verdict = judge.judge(recorded("good-batch"), PASSED, BATCH._replace(total=total))
            self.assertEqual(verdict.good, good, total)


if __name__ == "__main__":
    unittest.main()
