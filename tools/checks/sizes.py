# SPDX-License-Identifier: MIT
"""Nothing grows so long that it cannot be read in one go."""

from typing import Iterator

from checks import csource
from checks.tree import Finding, Tree

FILE_LINES = 700
FUNCTION_LINES = 80
HEADER_LINES = 200


def file_sizes(tree: Tree) -> Iterator[Finding]:
    """files up to 700 lines, public headers up to 200"""
    for path in tree.select(".c", ".h", ".S", ".py"):
        lines = tree.text(path).count("\n")
        limit = HEADER_LINES if path.startswith("include/linux/") else FILE_LINES
        if lines > limit:
            yield Finding(path, limit, f"{lines} lines, more than {limit}")


def function_sizes(tree: Tree) -> Iterator[Finding]:
    """functions up to 80 lines"""
    for path in tree.select(".c", ".h"):
        for function in csource.functions(tree.text(path)):
            lines = function.last_line - function.body_line - 1
            if lines > FUNCTION_LINES:
                yield Finding(path, function.body_line,
                              f"{function.name}() has {lines} lines, more than {FUNCTION_LINES}")
