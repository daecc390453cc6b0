# SPDX-License-Identifier: MIT
"""A strict reader of KTAP version 1 as the kernel writes it.

    KTAP version 1
    1..2                            one suite per facility
      # Subtest: page_alloc         two blanks per level of nesting
      KTAP version 1
      1..2
      ok 1 alloc_order0
      ok 2 alloc_high # SKIP no high memory
    ok 1 page_alloc
    not ok 2 slab ...

The format allows more than is good for a judge: a missing plan, results without a number, known
failures. Here everything that a broken or half-finished run could look like is an error, and an
error names the line. A *case* is a result without results below it, a *suite* one with.
"""

import re
from dataclasses import dataclass, field
from typing import List, NamedTuple, Optional

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"

INDENT = 2

_VERSION = re.compile(r"KTAP version (\S+)")
_PLAN = re.compile(r"1\.\.(\d+)(?: # SKIP ?(.*))?")
_SUBTEST = re.compile(r"# Subtest: (\S+)")
_RESULT = re.compile(r"(ok|not ok)(?: (\S+))?(?: (?:- )?(\S+))?( ?#.*)?")
_DIRECTIVE = re.compile(r" # (\S*) ?(.*)")


class Case(NamedTuple):
    """A case's result: `suite` is empty for one outside any; `detail` says why it was skipped
    or failed."""

    suite: str
    name: str
    outcome: str
    detail: str = ""


@dataclass
class _Level:
    """Results that share a plan: the whole run, or one suite's cases."""

    name: str
    plan: Optional[int] = None
    due: int = 1
    failed: int = 0
    names: List[str] = field(default_factory=list)
    notes: List[str] = field(default_factory=list)


class Parser:
    """Takes the lines of one run. `errors` and `cases` grow as they come."""

    def __init__(self) -> None:
        self.errors: List[str] = []
        self.cases: List[Case] = []
        self._levels: List[_Level] = []
        self._announced: Optional[str] = None
        self._over = False
        self.begun = False  # a version line was seen

    def feed(self, number: int, text: str) -> bool:
        """Takes a line. Returns False when it is no KTAP at all."""
        body = text.lstrip(" ")
        indent = len(text) - len(body)
        if not body:
            return True
        for pattern, take in ((_VERSION, self._version), (_PLAN, self._plan),
                              (_SUBTEST, self._subtest), (_RESULT, self._result)):
            match = pattern.fullmatch(body)
            if match:
                if indent % INDENT:
                    self._error(number, f"indented by {indent}, no multiple of {INDENT}")
                else:
                    take(number, indent // INDENT, match)
                return True
        if body.startswith("#"):
            if self._levels:
                self._levels[-1].notes.append(body[1:].strip())
            return True
        return False

    def finish(self) -> None:
        """The log has ended: whatever is open now was cut off."""
        for level in reversed(self._levels):
            self._close(level, "at the end of the log")
        self._levels = []

    def _error(self, number: int, text: str) -> None:
        self.errors.append(f"line {number}: {text}")

    def _version(self, number: int, depth: int, match) -> None:
        if match.group(1) != "1":
            self._error(number, f"KTAP version {match.group(1)}, not 1")
        if depth == 0 and not self.begun:
            self._levels.append(_Level("the run"))
            self.begun = True
        elif depth == 0:
            self._error(number, "a second run begins")
        elif depth != len(self._levels):
            self._error(number, f"a plan at depth {depth} inside depth {len(self._levels) - 1}")
        elif self._levels[-1].plan is None:
            self._error(number, f"{self._levels[-1].name} has no plan before its first suite")
        else:
            if self._announced is None:
                self._error(number, "a suite without `# Subtest: name`")
            self._levels.append(_Level(self._announced or "?"))
            self._announced = None

    def _plan(self, number: int, depth: int, match) -> None:
        if depth != len(self._levels) - 1:
            self._error(number, "a plan without a version line before it")
            return
        level = self._levels[depth]
        if level.plan is not None:
            self._error(number, f"{level.name} has a second plan")
        elif level.due > 1:
            self._error(number, f"the plan of {level.name} comes after results")
        level.plan = int(match.group(1))
        if level.plan == 0 and not match.group(2):
            self._error(number, f"the plan of {level.name} is empty and gives no reason")

    def _subtest(self, number: int, depth: int, match) -> None:
        if depth == 0 or depth != len(self._levels) or self._announced is not None:
            self._error(number, f"suite {match.group(1)} is announced in the wrong place")
        self._announced = match.group(1)

    def _result(self, number: int, depth: int, match) -> None:
        if depth >= len(self._levels):
            self._error(number, "a result after the run" if self._over else
                        "a result without a plan")
            return
        if self._announced is not None:
            self._error(number, f"suite {self._announced} has no version line and no plan")
            self._announced = None
        inner = self._levels[depth + 1:]
        del self._levels[depth + 1:]
        for level in reversed(inner):
            self._close(level, f"at line {number}")
        if len(inner) > 1:
            self._error(number, f"{inner[-1].name} has no result of its own")
        level = self._levels[depth]
        self._number(number, level, match.group(2))
        name = match.group(3) or ""
        if not name:
            self._error(number, "a result without a name")
        elif name in level.names:
            self._error(number, f"a second result for {name}")
        level.names.append(name)
        outcome, detail = self._outcome(number, match.group(1) == "ok", match.group(4))
        if outcome == FAILED:
            level.failed += 1
        if inner:
            self._suite(number, name, outcome, inner[0])
        else:
            self._case(number, level, name, outcome, detail)
        if depth == 0 and level.plan is not None and level.due > level.plan:
            self._levels, self._over = [], True

    def _number(self, number: int, level: _Level, text: Optional[str]) -> None:
        """Results are numbered 1, 2, 3 and no further than the plan."""
        if level.plan is None:
            self._error(number, f"a result of {level.name} before its plan")
        if text is None or not text.isdigit():
            self._error(number, f"a result of {level.name} without a number")
        elif int(text) != level.due:
            self._error(number, f"result {text} of {level.name} where {level.due} was due")
        elif level.plan is not None and level.due > level.plan:
            self._error(number, f"result {text} of {level.name}, whose plan ends at {level.plan}")
        level.due += 1

    def _outcome(self, number: int, good: bool, tail: Optional[str]):
        """The outcome and its detail, from the first word and what follows the `#`."""
        if tail is None:
            return (PASSED if good else FAILED), ""
        match = _DIRECTIVE.fullmatch(tail)
        if not match:
            self._error(number, f"malformed directive{tail}")
            return (PASSED if good else FAILED), tail.strip()
        word, rest = match.group(1), match.group(2).strip()
        if word.upper() == "SKIP":
            if not rest:
                self._error(number, "skipped without a reason")
            if not good:
                self._error(number, "skipped, yet not ok")
            return SKIPPED, rest
        if good and word.isupper():
            # Known failures and the like: such a case did not do what it should.
            self._error(number, f"ok, yet marked {word}")
        return (PASSED if good else FAILED), f"{word} {rest}".strip()

    def _case(self, number: int, level: _Level, name: str, outcome: str, detail: str) -> None:
        suite = level.name if len(self._levels) > 1 else ""
        if not suite and outcome != SKIPPED:
            self._error(number, f"suite {name} has a result but no plan and no cases")
        if outcome == FAILED and level.notes:
            detail = "\n".join([detail] + level.notes).strip()
        level.notes = []
        self.cases.append(Case(suite, name, outcome, detail))

    def _suite(self, number: int, name: str, outcome: str, inner: _Level) -> None:
        if name != inner.name:
            self._error(number, f"suite {inner.name} ends under the name {name}")
        if outcome == PASSED and inner.failed:
            self._error(number, f"suite {name} says ok, but {inner.failed} of its cases failed")
        if outcome == FAILED and not inner.failed:
            self._error(number, f"suite {name} says not ok, but none of its cases failed")

    def _close(self, level: _Level, where: str) -> None:
        """A level ends: as many results as planned must have come."""
        if level.plan is None:
            self.errors.append(f"{level.name} has no plan {where}")
        elif level.due - 1 < level.plan:
            self.errors.append(f"{level.name} has {level.due - 1} of {level.plan} results {where}")
