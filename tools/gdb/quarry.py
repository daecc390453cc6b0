# SPDX-License-Identifier: MIT
"""Loads the q- commands into gdb: `source tools/gdb/quarry.py`.

Loading it again loads the modules anew, so that a change shows without leaving gdb.
"""

import importlib
import os
import sys

DIRECTORY = os.path.dirname(os.path.abspath(__file__))
# Dependencies first.
MODULES = ("errors", "target", "layout", "command", "memmap", "pagesets", "zones", "pgtable",
           "frames", "page", "manual")


def load():
    """Imports every module, each of which registers its commands."""
    if DIRECTORY not in sys.path:
        sys.path.insert(0, DIRECTORY)
    for name in MODULES:
        name = f"quarry_gdb.{name}"
        if name in sys.modules:
            importlib.reload(sys.modules[name])
        else:
            importlib.import_module(name)


sys.dont_write_bytecode = True
load()
