# SPDX-License-Identifier: MIT
"""What a test run has found: counts, the summary for people, and JUnit XML for machines.

Each row of the matrix counts once, and each of its cases counts once more: a kernel test that
ran on ten machines counts ten times.
"""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

import ktap
from ktap import Case

# XML 1.0 has no way to write these.
_NOT_XML = {code: "?" for code in range(32) if code not in (9, 10, 13)}


@dataclass
class RowResult:
    """One row. `extra_passed` and `extra_failed` are cases known by number only."""

    name: str
    reasons: List[str] = field(default_factory=list)
    cases: List[Case] = field(default_factory=list)
    seconds: float = 0
    log: Optional[Path] = None
    repeat: str = ""
    extra_passed: int = 0
    extra_failed: int = 0

    @property
    def good(self) -> bool:
        """Whether the row itself passed."""
        return not self.reasons

    def count(self, outcome: str) -> int:
        """Cases with that outcome."""
        return sum(case.outcome == outcome for case in self.cases)

    @property
    def passed(self) -> int:
        """Cases that passed."""
        return self.count(ktap.PASSED) + self.extra_passed

    @property
    def failed(self) -> int:
        """Cases that failed."""
        return self.count(ktap.FAILED) + self.extra_failed


class Results:
    """All rows of a run."""

    def __init__(self) -> None:
        self.rows: List[RowResult] = []

    def add(self, row: RowResult) -> None:
        """Takes a row's result."""
        self.rows.append(row)

    @property
    def passed(self) -> int:
        """Rows and cases that passed."""
        return sum(row.passed + row.good for row in self.rows)

    @property
    def failed(self) -> int:
        """Rows and cases that failed."""
        return sum(row.failed + (not row.good) for row in self.rows)

    @property
    def skipped(self) -> int:
        """Cases that were skipped."""
        return sum(row.count(ktap.SKIPPED) for row in self.rows)

    def never_ran(self) -> List[str]:
        """Cases that were skipped wherever they were seen."""
        ran: Dict[Tuple[str, str], bool] = {}
        for row in self.rows:
            for case in row.cases:
                key = (case.suite, case.name)
                ran[key] = ran.get(key, False) or case.outcome != ktap.SKIPPED
        return sorted(".".join(filter(None, key)) for key, did in ran.items() if not did)


def describe(row: RowResult) -> str:
    """One line: verdict, name, counts, time."""
    counts = ""
    if row.passed or row.failed or row.cases:
        counts = f"{row.passed} passed, {row.failed} failed"
        if row.count(ktap.SKIPPED):
            counts += f", {row.count(ktap.SKIPPED)} skipped"
    verdict = "ok" if row.good else "FAILED"
    return f"{verdict:7}{row.name:40} {row.seconds:6.1f} s  {counts}".rstrip()


def explain(row: RowResult) -> str:
    """Why a row is red, where to look, how to see it again."""
    lines = [f"FAILED {row.name}"]
    lines += [f"    {reason}" for reason in row.reasons]
    for case in row.cases:
        if case.outcome == ktap.FAILED:
            lines.append(f"    not ok {case.suite}.{case.name}")
            lines += [f"        {line}" for line in case.detail.splitlines()]
    if row.log:
        lines.append(f"    log:    {row.log}")
    if row.repeat:
        lines.append(f"    repeat: {row.repeat}")
    return "\n".join(lines)


def _alike(row: RowResult) -> tuple:
    """What two rows have in common that failed for the same reason: everything but numbers."""
    return (tuple(re.sub(r"0x[0-9a-f]+|\d+", "#", reason) for reason in row.reasons),
            tuple((case.suite, case.name) for case in row.cases if case.outcome == ktap.FAILED))


def explain_all(rows: Sequence[RowResult]) -> str:
    """explain() for each red row; rows that failed alike are named together."""
    groups: Dict[tuple, List[RowResult]] = {}
    for row in rows:
        if not row.good:
            groups.setdefault(_alike(row), []).append(row)
    texts = []
    for first, *others in groups.values():
        texts.append(explain(first))
        if others:
            texts.append("    likewise: " + " ".join(row.name for row in others))
    return "\n".join(texts)


def _text(text: str) -> str:
    return text.translate(_NOT_XML)


def write_junit(path: Path, results: Results) -> None:
    """Writes JUnit XML: a suite per row; the row itself is the case named `boot`."""
    root = ElementTree.Element("testsuites", tests=str(results.passed + results.failed
                                                       + results.skipped),
                               failures=str(results.failed))
    for row in results.rows:
        suite = ElementTree.SubElement(
            root, "testsuite", name=row.name, tests=str(len(row.cases) + 1),
            failures=str(row.count(ktap.FAILED) + (not row.good)),
            skipped=str(row.count(ktap.SKIPPED)), time=f"{row.seconds:.3f}")
        whole = ElementTree.SubElement(suite, "testcase", classname=row.name, name="boot",
                                       time=f"{row.seconds:.3f}")
        if not row.good:
            failure = ElementTree.SubElement(whole, "failure", message=_text(row.reasons[0]))
            failure.text = _text(explain(row))
        for case in row.cases:
            entry = ElementTree.SubElement(suite, "testcase", name=case.name,
                                           classname=f"{row.name}.{case.suite}")
            if case.outcome == ktap.SKIPPED:
                ElementTree.SubElement(entry, "skipped", message=_text(case.detail))
            elif case.outcome == ktap.FAILED:
                ElementTree.SubElement(entry, "failure", message=_text(case.detail))
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
