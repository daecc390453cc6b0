# SPDX-License-Identifier: MIT
"""The judge of one boot: serial log and QEMU's exit status against what was expected.

A boot is good when nothing is wrong with it: every rule below can add a reason, and one reason
makes it red. The log and the exit status are two witnesses that must agree, so that a hang, a
reset and a pass are never confused.

An expectation is one of
    tests     KTAP, complete, with at least one case that ran
    batch     the machine comes up, runs its init functions and ends; no KTAP
    listing   the machine comes up, prints a list and ends
    death     the panic that the death test announces, and nothing after it; a panic may come
              before it, where the test is about a panic inside a panic
    refusal   the kernel says why it does not go on, and does not
Any of them can ask for texts that the log must contain.
"""

import re
from dataclasses import dataclass, field
from typing import List, NamedTuple, Optional, Tuple

import ktap
import qemu
from seriallog import CHATTER, LOG, RAW, Line, SerialLog

REPORTS = ("WARNING: ", "BUG: ", "PANIC: ")
END_OF_PANIC = "---[ end of panic ]---"
CRITICAL, ERROR = 2, 3

_DEATH = re.compile(r'# death: (\S+) expects "(.*)"')
_USABLE = re.compile(r"memory: (\d+) KB usable = ")
_READY = re.compile(r"memory ready: (\d+) KB free of (\d+) KB\b")
_LIST = re.compile(r"# list: (\S+)")


# GRUB's last words when it has no kernel to start.
NOT_LOADED = "you need to load the kernel first"


class Expect(NamedTuple):
    """What a boot should do.

    texts:  what the log must say (for a death: what the panic must say)
    name:   the death test
    hang:   a refusal that halts, so that QEMU is still there when the time is over
    total:  the least and the most KB of RAM that the kernel may say are usable
    absent: what no line of the log may say
    silent: the command line may keep the log from the serial port
    """

    kind: str
    texts: Tuple[str, ...] = ()
    name: str = ""
    hang: bool = False
    total: Optional[Tuple[int, int]] = None
    absent: Tuple[str, ...] = ()
    silent: bool = False


def tests(*texts: str) -> Expect:
    """All tests that the command line selects pass."""
    return Expect("tests", texts)


def batch(*texts: str) -> Expect:
    """It boots, says the texts, and ends cleanly."""
    return Expect("batch", texts)


def listing(*texts: str) -> Expect:
    """It prints a list of tests or death tests."""
    return Expect("listing", texts)


def death(name: str, text: str) -> Expect:
    """It panics, with the text in the panic's first line."""
    return Expect("death", (text,), name)


def refusal(*texts: str, hang: bool = False) -> Expect:
    """It says the texts and stops, by a panic or halted."""
    return Expect("refusal", texts, hang=hang)


@dataclass
class Verdict:
    """Reasons why a boot is red (none: it is good), and the results of its cases."""

    reasons: List[str] = field(default_factory=list)
    cases: List[ktap.Case] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether the boot as a whole passed."""
        return not self.reasons

    def count(self, outcome: str) -> int:
        """How many cases ended so."""
        return sum(case.outcome == outcome for case in self.cases)


def death_tests(data: bytes) -> List[Tuple[str, str]]:
    """Names and texts from the log of a `death=list` boot."""
    matches = (_DEATH.fullmatch(line.text) for line in SerialLog(data).lines if line.kind == RAW)
    return [(match.group(1), match.group(2)) for match in matches if match]


def describe_status(status: int) -> str:
    """QEMU's exit status in words."""
    known = {
        qemu.EXIT_PASSED: "the kernel says that all passed",
        qemu.EXIT_FAILED: "the kernel says that something failed",
        qemu.EXIT_PANIC: "the kernel says that it panicked",
        0: "the machine was reset (a triple fault?) or switched off",
        1: "QEMU failed",
    }
    if status < 0:
        return f"QEMU was ended by signal {-status}"
    return known.get(status, f"QEMU's exit status is {status}, which means nothing")


class _Judge:
    """One judgement in progress."""

    def __init__(self, log: SerialLog, expect: Expect):
        self.log = log
        self.expect = expect
        self.verdict = Verdict()
        self.parser = ktap.Parser()
        self.reports: List[Line] = []
        self.panics: List[Line] = []
        self.errors: List[str] = []
        self.grave: Optional[Line] = None
        self.panic_ended: Optional[int] = None
        self.ready = False
        self.usable_kb: Optional[int] = None
        self.listed = 0

    def red(self, reason: str) -> None:
        """Adds a reason."""
        self.verdict.reasons.append(reason)

    def read(self) -> None:
        """Goes through the log once; what follows only looks at what was collected."""
        for line in self.log.lines:
            if line.kind == CHATTER or not line.text.strip():
                continue
            if self.panic_ended is not None:
                self.red(f"line {line.number}: output after the end of the panic: {line.text}")
                break
            if line.text.strip() == END_OF_PANIC:
                self._end_of_panic(line)
            elif line.kind == LOG:
                self._log_line(line)
            else:
                self._raw_line(line)
        self.parser.finish()
        self.verdict.cases = self.parser.cases
        self.verdict.reasons += self.parser.errors

    def _end_of_panic(self, line: Line) -> None:
        self.panic_ended = line.number
        if not self.panics:
            self.red(f"line {line.number}: the end of a panic that did not begin")

    def _log_line(self, line: Line) -> None:
        if line.text.startswith(REPORTS):
            self.reports.append(line)
            if line.text.startswith("PANIC: "):
                self.panics.append(line)
        elif line.level <= CRITICAL:
            self.grave = self.grave or line
        elif line.level == ERROR:
            self.errors.append(line.text)
        usable, ready = _USABLE.match(line.text), _READY.match(line.text)
        if usable:
            self.usable_kb = int(usable.group(1))
        if ready:
            self._ready(line, int(ready.group(1)), int(ready.group(2)))

    def _ready(self, line: Line, free_kb: int, total_kb: int) -> None:
        """The milestone between boot and everything that allocates."""
        if self.ready:
            self.red(f"line {line.number}: memory is ready a second time")
        self.ready = True
        if not 0 < free_kb <= total_kb:
            self.red(f"{free_kb} KB free of {total_kb} KB")

    def _raw_line(self, line: Line) -> None:
        found = _DEATH.fullmatch(line.text)
        if self.expect.kind == "death" and found and found.group(1) != self.expect.name:
            self.red(f"line {line.number}: death test {found.group(1)} ran, "
                     f"not {self.expect.name}")
        if found or _LIST.fullmatch(line.text):
            self.listed += 1
            return
        if not self.parser.feed(line.number, line.text):
            self.red(f"line {line.number}: neither log nor KTAP: {line.text}")
        elif self.panics and not line.text.lstrip().startswith("#"):
            self.red(f"line {line.number}: a result after the panic: {line.text}")

    def bytes(self) -> None:
        """What can be wrong before any word is understood."""
        if not any(line.text.strip() for line in self.log.lines):
            self.red("the serial port said nothing")
        elif all(line.kind == CHATTER for line in self.log.lines):
            # A refusal may come from the first instructions, before there is a log.
            if self.expect.kind != "refusal" and not self.expect.silent:
                self.red("the kernel said nothing; the last line before it was: "
                         + self.log.last_words())
        for number in self.log.bad_lines[:3]:
            self.red(f"line {number}: bytes that are no text")
        kernel_spoke = any(line.kind != CHATTER for line in self.log.lines)
        if self.log.unfinished and (kernel_spoke or not self.expect.silent):
            self.red("the last line has no end: " + self.log.last_words())

    def texts(self) -> None:
        """Each text that was asked for."""
        if self.expect.kind == "death":
            text = self.expect.texts[0]
            if not self.panics:
                self.red(f"no panic, expected one with: {text}")
            elif not any(text in panic.text for panic in self.panics):
                self.red(f"the panic does not say {text!r}: {self.panics[0].text}")
            elif text not in self.panics[-1].text:
                self.red(f"another panic came after the expected one: {self.panics[-1].text}")
            if not self.listed:
                self.red(f"death test {self.expect.name} was not announced")
            return
        if self.expect.total:
            self._total(*self.expect.total)
        for text in self.expect.texts:
            if not self.log.contains(text):
                self.red(f"the log does not say: {text}")
        for line in self.log.lines:
            for text in self.expect.absent:
                if line.kind == LOG and text in line.text:
                    self.red(f"line {line.number}: {line.text}")

    def _total(self, least: int, most: int) -> None:
        """How much RAM the kernel has found."""
        if self.usable_kb is None:
            self.red("the log does not say how much memory is usable")
        elif not least <= self.usable_kb <= most:
            self.red(f"{self.usable_kb} KB are usable, not {least} to {most}")

    def content(self) -> None:
        """Reports, milestones and results, for this kind of boot."""
        kind = self.expect.kind
        if kind not in ("death", "refusal"):
            for line in self.reports[:5]:
                self.red(f"line {line.number}: {line.text}")
        if self.grave and not self.reports:
            self.red(f"line {self.grave.number}: level {self.grave.level} outside a report: "
                     + self.grave.text)
        if kind == "refusal":
            if self.ready:
                self.red("it should have refused, yet memory is ready")
        elif not self.ready and not self.expect.silent:
            self.red("memory was never ready")
        if self.panics and self.panic_ended is None:
            self.red(f"line {self.panics[-1].number}: the panic's report has no end")
        if kind == "listing" and not self.listed:
            self.red("the list is empty")
        if kind == "tests":
            self._results()
        elif self.parser.begun:
            self.red("tests ran in a boot that was not to run any")

    def _failures(self) -> bool:
        """Whether the kernel itself must know that something failed."""
        return bool(self.reports) or self.verdict.count(ktap.FAILED) > 0

    def _results(self) -> None:
        failed = [case for case in self.verdict.cases if case.outcome == ktap.FAILED]
        ran = len(failed) + self.verdict.count(ktap.PASSED)
        if failed:
            names = ", ".join(f"{case.suite}.{case.name}" for case in failed[:5])
            more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
            self.red(f"failed: {names}{more}")
        if not self.parser.begun:
            self.red("no KTAP in the log")
        elif not ran:
            self.red("not one test ran")

    def exit(self, status: Optional[int], seconds: float) -> None:
        """The other witness. `status` is None when the time was over."""
        kind = self.expect.kind
        if status is None and self.log.contains(NOT_LOADED):
            self.red("GRUB could not load the kernel: too little memory, or a damaged medium")
            return
        if status is None:
            if not (kind == "refusal" and self.expect.hang):
                self.red(f"not finished after {seconds:.0f} s; the last line is: "
                         + self.log.last_words())
            return
        if kind == "refusal" and self.expect.hang:
            self.red("it was to halt, but " + describe_status(status))
            return
        due = qemu.EXIT_PANIC if kind in ("death", "refusal") else qemu.EXIT_PASSED
        if status not in (qemu.EXIT_PASSED, qemu.EXIT_FAILED, qemu.EXIT_PANIC):
            self.red(describe_status(status))
        elif status == due == qemu.EXIT_PASSED and self._failures():
            self.red("yet the exit value says that all passed")
        elif status == qemu.EXIT_FAILED and not self.verdict.reasons:
            self.red("the exit value says that something failed: "
                     + ("; ".join(self.errors[:5]) or "the text does not say what"))
        elif status == qemu.EXIT_PANIC and not self.panics and kind != "refusal":
            self.red("the exit value says that it panicked, the text does not")
        elif status != due:
            self.red(describe_status(status))


def judge(data: bytes, status: Optional[int], expect: Expect, seconds: float = 0) -> Verdict:
    """Judges a boot.

    data:     what the serial port said
    status:   QEMU's exit status as subprocess gives it, or None if it was stopped because
              the time was over
    seconds:  that time, for the message
    """
    judgement = _Judge(SerialLog(data), expect)
    judgement.bytes()
    judgement.read()
    judgement.content()
    judgement.texts()
    judgement.exit(status, seconds)
    return judgement.verdict
