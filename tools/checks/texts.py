# SPDX-License-Identifier: MIT
"""What every file must say, and what none may."""

import re
from typing import Iterator

from checks.tree import Finding, Tree

SPDX = "SPDX-License-Identifier: MIT"
OPENING = {
    ".c": f"// {SPDX}",
    ".h": f"/* {SPDX} */",
    ".S": f"/* {SPDX} */",
    ".ld": f"/* {SPDX} */",
    ".py": f"# {SPDX}",
    ".sh": f"# {SPDX}",
    ".mk": f"# {SPDX}",
    ".cfg": f"# {SPDX}",
    "Makefile": f"# {SPDX}",
}

# Notes to oneself, excuses, and places that exist on one machine only.
UNWANTED = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK)\b|(?i:not (?:yet )?implemented)|(?i:\bissue #?\d)"
    r"|(?i:\bfor now\b)|(?<![\w.)}-])/(?:work|tmp/q|home/\w+)/")

TEXTS = (".c", ".h", ".S", ".ld", ".py", ".sh", ".mk", ".cfg", ".md", ".txt", "Makefile", "run")

# This file names the words; recorded data is what it is.
EXEMPT = ("tools/checks/texts.py", "tools/tests/", "tests/data/")


def spdx(tree: Tree) -> Iterator[Finding]:
    """sources name their licence in the first line"""
    for kind, opening in OPENING.items():
        for path in tree.select(kind):
            if path.startswith(("tools/tests/data/", "tests/data/")):
                continue
            lines = tree.text(path).splitlines()
            if lines and lines[0].startswith("#!"):
                lines = lines[1:]
            allowed = (opening, f"// {SPDX}") if kind == ".S" else (opening,)
            if not lines or lines[0] not in allowed:
                yield Finding(path, 1, f"the first line is not: {opening}")


def words(tree: Tree) -> Iterator[Finding]:
    """no notes to oneself, no paths of one machine"""
    for path in tree.select(*TEXTS):
        if path.startswith(EXEMPT):
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            match = UNWANTED.search(line)
            if match:
                yield Finding(path, number, f"{match.group(0).strip()!r} does not belong here")


def blanks(tree: Tree) -> Iterator[Finding]:
    """lines do not end in blanks, files end in a line end"""
    for path in tree.select(*TEXTS):
        if path.startswith(("tools/tests/data/", "tests/data/")):
            continue
        text = tree.text(path)
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip():
                yield Finding(path, number, "blanks at the end of the line")
        if text and not text.endswith("\n"):
            yield Finding(path, text.count("\n") + 1, "no line end at the end of the file")
