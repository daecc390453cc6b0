# SPDX-License-Identifier: MIT
"""The progress line: rewritten in place on a terminal, one line per finished row elsewhere."""

import shutil
import sys
from typing import Sequence

from results import Results, RowResult, describe


class Progress:
    """Shows how far a run is."""

    def __init__(self, stream=None) -> None:
        self.stream = stream or sys.stdout
        self.live = self.stream.isatty()
        self._shown = False

    def say(self, text: str) -> None:
        """A line that stays."""
        self._wipe()
        print(text, file=self.stream, flush=True)

    def update(self, results: Results, left: int, running: Sequence[str]) -> None:
        """The line that does not stay."""
        if not self.live:
            return
        done = len(results.rows)
        text = (f"[{done}/{done + left + len(running)}] {results.passed} passed, "
                f"{results.failed} failed; running {', '.join(running)}")
        self._wipe()
        self.stream.write(text[:shutil.get_terminal_size().columns - 1])
        self.stream.flush()
        self._shown = True

    def finished(self, row: RowResult) -> None:
        """A row has ended: failures stay on a terminal, everything stays elsewhere."""
        if not self.live or not row.good:
            self.say(describe(row))
            for reason in row.reasons[:3]:
                self.say(f"       {reason}")

    def _wipe(self) -> None:
        if self._shown:
            self.stream.write("\r\033[K")
            self._shown = False
