# SPDX-License-Identifier: MIT
"""q-help: which commands there are."""

import gdb

from quarry_gdb.command import Command, commands, no_argument


class Help(Command):
    """List the q- commands.

Usage: q-help

`help q-page` and so on tell more of each."""

    name = "q-help"

    def run(self, argument: str) -> None:
        no_argument(argument)
        listed = {command.name: (command.__doc__ or "").splitlines()[0] for command in commands}
        for name in sorted(listed):
            gdb.write(f"{name:12} {listed[name]}\n")
        gdb.write("`help COMMAND` tells more; docs/debugging.md has samples.\n")


Help()
