# SPDX-License-Identifier: MIT
"""gdb commands for a running Quarry kernel, a module per subsystem.

    target    registers and physical memory of the CPU that gdb looks at
    layout    the kernel's own description of its data, which all others go by
    command   what commands have in common: errors, arguments
    memmap, zones, page, pgtable, manual     q-memmap, q-zones, ... and q-help
    pagesets, frames                         what zones and page stand on
"""
