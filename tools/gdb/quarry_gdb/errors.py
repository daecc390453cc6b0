# SPDX-License-Identifier: MIT
"""What a command says when it cannot answer."""

import gdb


class Refusal(gdb.GdbError):
    """Ends a command with a message and without a traceback."""
