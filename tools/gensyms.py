#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns `nm -n` of the linked kernel into the symbol table that is linked into it.

Reads nm's output on standard input and writes assembly on standard output; `--empty` writes a
table of no symbols, for the first link. kernel/symbols.c describes the table. The output
depends on nothing but the input, and its size only on the names, so that a second link with
the right addresses moves nothing.

Kept are functions, and data that has a name of its own. Left out are constants of the linker
script, except that an end closes the symbol before it; labels of the assembler, what the registration macros define, and static variables
inside functions. Of several names for one address the one that says most is kept.
"""

import re
import sys

INDEX_STEP = 16  # also in kernel/symbols.c

TEXT = "TtWw"
DATA = "DdBbRrVv"

# What the registration macros of include/ define, and the table itself.
REGISTRATION = re.compile(
    r"^(__initcall_|__exitcall_|__param_|__kparam_|__test_case_|__test_suite|__death_test_"
    r"|__this_module$|ksyms_)")
JUNK = re.compile(r"^(\$|\.L|L\d|__compound_literal|__func__|__PRETTY_FUNCTION__)")
# Where the linker script says that something starts: no name for what stands there.
START_MARKER = re.compile(r"^(_text|__.*_(start|begin))$")
# Where it says that something ends: the symbol before reaches no further. Written without a
# name, unless another symbol starts at the same address.
END_MARKER = re.compile(r"^(_etext|__.*_end)$")

SECTION_DATA_LIMIT = 0xC0000000  # data below it belongs to the boot code at physical addresses


def wanted(kind, name, address):
    if REGISTRATION.match(name) or JUNK.match(name) or START_MARKER.match(name):
        return False
    if END_MARKER.match(name):
        return kind not in "Aa"
    if kind in TEXT:
        return True
    return kind in DATA and "." not in name and address >= SECTION_DATA_LIMIT


def rank(kind, name):
    """Orders the names of one address: the smallest is kept."""
    return (bool(END_MARKER.match(name)), kind not in "TD", "." in name, name.startswith("__"),
            len(name), name)


def read_symbols(lines):
    """Returns [(address, name)] sorted, one name for each address."""
    best = {}
    for number, line in enumerate(lines, 1):
        fields = line.split()
        if len(fields) == 2:  # an undefined symbol has no address
            continue
        if len(fields) != 3:
            raise ValueError(f"line {number}: not nm output: {line.rstrip()!r}")
        address, kind, name = int(fields[0], 16), fields[1], fields[2]
        if not wanted(kind, name, address):
            continue
        candidate = (rank(kind, name), name)
        if address not in best or candidate < best[address]:
            best[address] = candidate
    symbols = [(address, best[address][1]) for address in sorted(best)]
    return [(address, "" if END_MARKER.match(name) else name) for address, name in symbols]


def words(values):
    values = list(values)
    for i in range(0, len(values), 8):
        yield "\t.long " + ", ".join(values[i:i + 8])


def assembly(symbols):
    out = ['/* Made by tools/gensyms.py. */', '\t.section .ksyms, "a"']
    index, position = [], 0
    for n, (_, name) in enumerate(symbols):
        if n % INDEX_STEP == 0:
            index.append(str(position))
        position += len(name.encode()) + 1

    def label(name, align):
        out.extend([f"\t.balign {align}", f"\t.globl {name}", f"{name}:"])

    label("ksyms_count", 4)
    out.append(f"\t.long {len(symbols)}")
    label("ksyms_addresses", 4)
    out.extend(words(f"0x{address:08x}" for address, _ in symbols))
    label("ksyms_index", 4)
    out.extend(words(index))
    label("ksyms_names", 1)
    for _, name in symbols:
        if not re.fullmatch(r"[A-Za-z0-9_.$@]*", name):
            raise ValueError(f"a symbol name that does not fit into assembly: {name!r}")
        out.append(f'\t.asciz "{name}"')
    out.append('\t.section .note.GNU-stack, "", @progbits')
    return "\n".join(out) + "\n"


def main(argv):
    if argv == ["--empty"]:
        symbols = []
    elif not argv:
        try:
            symbols = read_symbols(sys.stdin)
        except ValueError as problem:
            sys.exit(f"gensyms: {problem}")
    else:
        sys.exit("usage: nm -n IMAGE | gensyms.py > table.S\n       gensyms.py --empty > table.S")
    sys.stdout.write(assembly(symbols))


if __name__ == "__main__":
    main(sys.argv[1:])
