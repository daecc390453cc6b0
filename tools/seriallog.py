# SPDX-License-Identifier: MIT
"""What the serial port said, as lines of known kinds.

A boot's log has three kinds of line:

    CHATTER   firmware and GRUB, up to the kernel's first log line; anything goes
    LOG       the kernel's log: `[    1.234567] <6> text`
    RAW       everything after that without such a prefix: KTAP, or something that does not belong

A panic does not wait for the line that is being written: its own first line may begin within
another one. Such a line is read as two.
"""

import re
from typing import List, NamedTuple

CHATTER, LOG, RAW = "chatter", "log", "raw"

_LOG_LINE = re.compile(r"\[ *\d+\.\d{6}\] <([0-7])> ?(.*)", re.DOTALL)
_TORN = re.compile(r"(.*?)(\[ *\d+\.\d{6}\] <0> PANIC: .*)", re.DOTALL)
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # CSI: cursor, colour, modes
    r"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: window titles
    r"|[ -/]+[0-~]|[0-Z\\^-~])"  # character sets, single characters
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Line(NamedTuple):
    """One line: its number in the log (from 1), its kind, its text, and for LOG its level."""

    number: int
    kind: str
    text: str
    level: int = -1


class SerialLog:
    """The lines of a log, and what was wrong with its bytes.

    lines:        all lines, line ends removed
    bad_lines:    numbers of lines after the chatter with bytes that are no UTF-8 or are controls
    unfinished:   the last line has no line end
    """

    def __init__(self, data: bytes):
        self.lines: List[Line] = []
        self.bad_lines: List[int] = []
        self.unfinished = bool(data) and not data.endswith(b"\n")
        pieces = data.split(b"\n")
        if pieces and pieces[-1] == b"":
            pieces.pop()
        speaking = False
        for number, piece in enumerate(pieces, 1):
            text = _ESCAPE.sub("", piece.decode("utf-8", errors="replace")).strip("\r")
            # Chatter may end without a line end, so the first log line may have it in front.
            match = _LOG_LINE.match(text) if speaking else _LOG_LINE.search(text)
            if match:
                speaking = True
                text = match.group(0)
            torn = _TORN.fullmatch(text)
            parts = [part for part in torn.groups() if part] if torn and speaking else [text]
            self.lines += [self._line(number, part, speaking) for part in parts]
            if speaking and ("\ufffd" in text or _CONTROL.search(text)):
                self.bad_lines.append(number)

    @staticmethod
    def _line(number: int, text: str, speaking: bool) -> Line:
        match = _LOG_LINE.match(text)
        if match:
            return Line(number, LOG, match.group(2), int(match.group(1)))
        return Line(number, RAW if speaking else CHATTER, text)

    def contains(self, text: str) -> bool:
        """Whether any line, chatter included, has the text in it."""
        return any(text in line.text for line in self.lines)

    def last_words(self) -> str:
        """The last line that says anything."""
        for line in reversed(self.lines):
            if line.text.strip():
                return line.text.strip()
        return ""
