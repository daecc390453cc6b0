# SPDX-License-Identifier: MIT
"""As much of C as the rules need: code without comments and strings, and where functions are."""

import re
from typing import Iterator, List, NamedTuple, Optional

_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)
_NAME_BEFORE = re.compile(r"(\w+)\s*$")
_TRAILING_ATTRIBUTE = re.compile(r"\)\s*(__\w+)\s*$")


class Function(NamedTuple):
    """A definition: lines of its first word, of its brace and of its end; and the body."""

    name: str
    static: bool
    first_line: int
    body_line: int
    last_line: int
    body: str


def _blank(match) -> str:
    text = match.group(0)
    filler = re.sub(r"[^\n]", " ", text)
    if text[0] in "\"'":
        return text[0] + filler[1:-1] + text[0]
    return filler


def code(text: str) -> str:
    """The text with comments and the insides of strings turned to blanks; lines stay lines."""
    return _TOKEN.sub(_blank, text)


def without_directives(blanked: str) -> str:
    """code() without preprocessor lines."""
    return _DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), blanked)


def line_of(text: str, position: int) -> int:
    """The line, from 1, of a position."""
    return text.count("\n", 0, position) + 1


def _closing(text: str, opening: int) -> int:
    """Where the brace at `opening` is closed, or the text's end."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(text, opening):
        depth += 1 if match.group(0) == "{" else -1
        if depth == 0:
            return match.start()
    return len(text) - 1


def _name_of(header: str) -> Optional[str]:
    """The name that a header ending in a parameter list defines; None for anything else."""
    header = header.rstrip()
    while True:
        match = _TRAILING_ATTRIBUTE.search(header)
        if match:
            header = header[:match.start() + 1]
            continue
        if not header.endswith(")"):
            return None
        depth = 0
        for opening in range(len(header) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(header[opening], 0)
            if depth == 0:
                break
        match = _NAME_BEFORE.search(header[:opening])
        if not match:
            return None
        # `int f(void) __attribute(x) {`: the group belongs to an attribute, go on before it.
        before = header[:match.start()].rstrip()
        if match.group(1).startswith("__") and before.endswith(")"):
            header = before
            continue
        return match.group(1)


def functions(text: str) -> Iterator[Function]:
    """Function definitions at file scope, in order."""
    plain = without_directives(code(text))
    position = 0
    while True:
        opening = plain.find("{", position)
        if opening < 0:
            return
        closing = _closing(plain, opening)
        start = max(plain.rfind(";", position, opening), position - 1) + 1
        header = plain[start:opening]
        name = None if "=" in header else _name_of(header)
        if name:
            first = start + len(header) - len(header.lstrip())
            yield Function(name, re.search(r"\bstatic\b", header) is not None,
                           line_of(plain, first), line_of(plain, opening),
                           line_of(plain, closing), plain[opening:closing + 1])
        position = closing + 1


def includes(text: str) -> List[tuple]:
    """(line, "<x.h>" or '"x.h"') for each include."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(<[^>]+>|"[^"]+")', line)
        if match:
            found.append((number, match.group(1)))
    return found


def identifiers(text: str) -> set:
    """All words of the code, directives included."""
    return set(re.findall(r"[A-Za-z_]\w*", code(text)))
