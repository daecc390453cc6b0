# SPDX-License-Identifier: MIT
"""`make selftest`: the tools' own tests, ending in `N passed, N failed`.

`python3 -m unittest discover -s tools/tests` runs the same tests.
"""

import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent / "tests"


def main() -> int:
    """The command."""
    suite = unittest.defaultTestLoader.discover(str(TESTS))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = result.testsRun - bad - len(result.skipped)
    if not result.testsRun:
        bad = 1
    print(f"{passed} passed, {bad} failed", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
