# SPDX-License-Identifier: MIT
"""What the q- commands have in common.

The docstring of a command's class is its help; the first line of it is what q-help lists.
"""

from typing import List

import gdb

from quarry_gdb.errors import Refusal

# A 32-bit machine: what does not fit is no address.
ADDRESS_END = 1 << 32

_NUMBERS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_ENUM, gdb.TYPE_CODE_CHAR, gdb.TYPE_CODE_BOOL,
            gdb.TYPE_CODE_RANGE, gdb.TYPE_CODE_FLAGS)
_PLACES = (gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION)

commands: List["Command"] = []


class Command(gdb.Command):
    """A q- command. Its class sets `name`, and answers in run()."""

    name = ""

    def __init__(self) -> None:
        super().__init__(self.name, gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)
        commands.append(self)

    def run(self, argument: str) -> None:
        """Answers. Raises Refusal when there is nothing to say but that."""
        raise NotImplementedError

    def invoke(self, argument: str, from_tty: bool) -> None:
        """gdb calls this. Every failure leaves as one line that begins with the command."""
        try:
            self.run(argument.strip())
        except gdb.GdbError as error:
            raise Refusal(f"{self.name}: {error}") from None
        except gdb.error as error:
            raise Refusal(f"{self.name}: {error} (the kernel's data is not what it should be, "
                          "or gdb has the symbols of another build)") from None


def no_argument(argument: str) -> None:
    """For commands that take none."""
    if argument:
        raise Refusal(f"takes no argument, but there is '{argument}'")


def evaluate(argument: str, wanted: str) -> gdb.Value:
    """The value of the one expression that a command takes."""
    if not argument:
        raise Refusal(f"say which: {wanted}")
    try:
        value = gdb.parse_and_eval(argument)
        value.fetch_lazy()
        return value
    except gdb.error as error:
        raise Refusal(f"cannot evaluate '{argument}': {str(error).rstrip('.')}") from None


def number_of(value: gdb.Value, argument: str) -> int:
    """A number or an address as an int; of an object or a function, where it lies."""
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_PTR:
        return int(value) % ADDRESS_END
    if kind.code in _PLACES and value.address is not None:
        return int(value.address) % ADDRESS_END
    if kind.code in _NUMBERS:
        number = int(value)
        if number < 0:
            raise Refusal(f"'{argument}' is negative: {number}")
        return number
    raise Refusal(f"'{argument}' is a {kind}, neither a number nor in memory")


def address_of(argument: str, wanted: str) -> int:
    """The virtual address that an argument means. Objects need not be readable for that."""
    if not argument:
        raise Refusal(f"say which: {wanted}")
    try:
        value = gdb.parse_and_eval(argument)
        address = number_of(value, argument)
    except gdb.error as error:
        raise Refusal(f"cannot evaluate '{argument}': {str(error).rstrip('.')}") from None
    if address >= ADDRESS_END:
        raise Refusal(f"{address:#x} has more than 32 bits: no address")
    return address
