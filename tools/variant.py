# SPDX-License-Identifier: MIT
"""A variant of the kernel: the options that `make` takes and the directory it builds in."""

import os
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple, Sequence, Tuple

# What a `make` above us left in the environment is meant for it, not for the ones started here:
# its options (PAE=0 on the command line) would override ours.
FOREIGN_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "GNUMAKEFLAGS", "MAKEOVERRIDES")


class Variant(NamedTuple):
    """Build options, named as in the Makefile."""

    pae: int = 1
    debug: int = 0
    stack_pages: int = 2
    nr_cpus: int = 8
    tests: int = 1

    @property
    def name(self) -> str:
        """The Makefile's VARIANT."""
        return (("pae" if self.pae else "nopae") + ("-debug" if self.debug else "-release")
                + f"-stack{self.stack_pages}-cpus{self.nr_cpus}"
                + ("" if self.tests else "-notests"))

    def options(self) -> List[str]:
        """The options as `make` takes them."""
        return [f"PAE={self.pae}", f"DEBUG={self.debug}", f"STACK_PAGES={self.stack_pages}",
                f"NR_CPUS={self.nr_cpus}", f"TESTS={self.tests}"]

    def iso(self, build: Path) -> Path:
        """Where its ISO is built."""
        return build / self.name / "quarry.iso"


def clean_environment() -> Dict[str, str]:
    """The environment without what an outer `make` put there."""
    return {key: value for key, value in os.environ.items() if key not in FOREIGN_MAKE}


def make(words: Sequence[str]) -> Tuple[bool, str]:
    """Runs make. Returns whether it worked, and what it and the compilers said."""
    done = subprocess.run(["make", "--no-print-directory", *words], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=clean_environment(), check=False)
    return done.returncode == 0, done.stdout.decode(errors="replace")
