# SPDX-License-Identifier: MIT
"""Which rows of the matrix a run takes: ROW=, TEST= and QUICK=1.

ROW=glob     rows with such a name, and nothing else
TEST=glob    the kernel's tests with such a name, on the machines marked `focus`
             (or on those that ROW= selects)
QUICK=1      rows marked `quick`, unless ROW= says which
"""

import dataclasses
import fnmatch
import re
from typing import List, Sequence

from matrix import AnyRow, Deaths, Row


def _literal(glob: str) -> str:
    """What every name that matches a glob begins with."""
    return re.split(r"[*?\[]", glob, maxsplit=1)[0]


def matches(row: AnyRow, glob: str) -> bool:
    """Whether ROW= selects a row. The names that a Deaths row will lead to are not known yet:
    it matches when they could."""
    if matches_whole(row, glob):
        return True
    if not isinstance(row, Deaths):
        return False
    start = _literal(glob)
    name = f"{row.name}-"
    return start.startswith(name) or (name.startswith(start) and start != glob)


def matches_whole(row: AnyRow, glob: str) -> bool:
    """Whether ROW= names a Deaths row itself, and so all that it leads to."""
    return fnmatch.fnmatchcase(row.name, glob)


def with_tests(row: Row, glob: str) -> Row:
    """The row with the kernel's tests limited."""
    words = [f"test={glob}" if word.startswith("test=") else word
             for word in row.cmdline.split(" ")]
    return dataclasses.replace(row, cmdline=" ".join(words))


def select(rows: Sequence[AnyRow], row_glob: str, test_glob: str, quick: bool) -> List[AnyRow]:
    """The rows to run."""
    chosen = [row for row in rows if not row_glob or matches(row, row_glob)]
    if test_glob:
        chosen = [with_tests(row, test_glob) for row in chosen
                  if isinstance(row, Row) and row.expect.kind == "tests"
                  and (row_glob or row.focus)]
    elif quick and not row_glob:
        chosen = [row for row in chosen if row.quick]
    return chosen
