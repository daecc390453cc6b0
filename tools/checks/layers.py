# SPDX-License-Identifier: MIT
"""Who may see what. Arrows point down: boot, arch, kernel, mm, lib, then tests and drivers.

Outside arch/ a source sees the public headers (<linux/>), ours (<quarry/>), the architecture's
contract (<asm/>), the compiler's own, and headers that lie beside it; nothing reaches into
another directory's sources. The plain data structures of lib/ see nothing of mm/ and kernel/.
"""

import posixpath
import re
from typing import Iterator

from checks import csource
from checks.tree import Finding, Tree

COMPILER = ("<stdarg.h>", "<stddef.h>", "<stdint.h>", "<stdbool.h>")
SHARED = re.compile(r"<(?:linux|quarry|asm|generated)/[\w./-]+>")

# What lib/ has on top of mm/; everything else there is plain.
LIB_ON_MM = ("lib/flex_array.c", "lib/genalloc.c", "lib/mempool.c")
ABOVE_LIB = re.compile(
    r"<linux/(?:mm|mm_types|mmzone|page-flags|slab|vmalloc|highmem|mempool|sched|kthread|mutex"
    r"|wait|completion|rwsem|semaphore|interrupt|timer)\.h>")


def layering(tree: Tree) -> Iterator[Finding]:
    """includes stay within the layers"""
    for path in tree.kernel_sources():
        if path.startswith("arch/"):
            continue
        for line, name in csource.includes(tree.text(path)):
            if "arch/" in name:
                yield Finding(path, line, f"{name}: nothing outside arch/ sees its insides")
            elif name.startswith('"'):
                target = posixpath.normpath(
                    posixpath.join(posixpath.dirname(path), name.strip('"')))
                if posixpath.dirname(target) != posixpath.dirname(path):
                    yield Finding(path, line, f"{name}: a header of another directory")
            elif name not in COMPILER and not SHARED.fullmatch(name):
                yield Finding(path, line, f"{name}: not a header of the kernel")
            elif (path.startswith("lib/") and path not in LIB_ON_MM
                  and ABOVE_LIB.fullmatch(name)):
                yield Finding(path, line, f"{name}: lib/ stands below what this declares")


def inline_assembly(tree: Tree) -> Iterator[Finding]:
    """no assembly in C outside arch/"""
    # An empty template is a word to the compiler, not an instruction.
    pattern = re.compile(r"\b(?:asm|__asm__|__asm)\b(?!\s*(?:volatile|__volatile__)?\s*\(\s*\"\")")
    for path in tree.kernel_sources():
        if path.startswith("arch/"):
            continue
        plain = csource.code(tree.text(path))
        for number, line in enumerate(plain.splitlines(), 1):
            if not re.match(r"\s*#\s*include", line) and pattern.search(line):
                yield Finding(path, number, "inline assembly outside arch/")


def conditional_bodies(tree: Tree) -> Iterator[Finding]:
    """no #if inside a function"""
    for path in tree.kernel_sources():
        if path.startswith("arch/"):
            continue
        lines = csource.code(tree.text(path)).splitlines()
        for function in csource.functions(tree.text(path)):
            for number in range(function.body_line, function.last_line + 1):
                if re.match(r"\s*#\s*(?:if|ifdef|ifndef|else|elif)\b", lines[number - 1]):
                    yield Finding(path, number,
                                  f"#if inside {function.name}(): use IS_ENABLED()")
