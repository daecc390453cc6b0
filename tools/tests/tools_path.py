# SPDX-License-Identifier: MIT
"""Makes the tools importable from their tests."""

import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"

if str(TOOLS) not in sys.path:
    sys.path.insert(0, str(TOOLS))
