# SPDX-License-Identifier: MIT
"""Documentation that stays true: comments at definitions, and names that exist."""

import posixpath
import re
from typing import Iterator, Set

from checks import csource
from checks.tree import Finding, Tree

DOCUMENTED = ("mm/", "lib/", "kernel/")

_CALL = re.compile(r"`([A-Za-z_]\w*)\(\)`")
_MAKE = re.compile(r"`make ((?:[a-z][\w-]*(?: |(?=`)))+)")
_PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
_TARGET = re.compile(r"^([a-z][\w -]*?)\s*:(?!=)", re.MULTILINE)
_DOC = re.compile(r"/\*\*(?=\s)(.*?)\*/", re.DOTALL)

# Where `linux/x.h` and `asm/` are looked for.
INCLUDE = ("include/", "arch/x86/include/")

# What a build makes, so that it need not exist.
BUILT = ("build/", "generated/")


def kernel_doc(tree: Tree) -> Iterator[Finding]:
    """every function that others may call has its kernel-doc in the file that defines it"""
    for path in tree.select(".c"):
        if not path.startswith(DOCUMENTED):
            continue
        text = tree.text(path)
        documented = documented_names(text)
        for function in csource.functions(text):
            if not function.static and function.name not in documented:
                yield Finding(path, function.first_line,
                              f"no kernel-doc comment has {function.name} in its title")


def documented_names(text: str) -> Set[str]:
    """The names in the titles of a file's kernel-doc comments: what stands before the dash in
    ` * one, another() - what they do`. A family of functions may share a comment."""
    names: Set[str] = set()
    for comment in _DOC.findall(text):
        title = re.split(r"\s[-:]\s", re.sub(r"\s*\n\s*\*\s?", " ", comment), maxsplit=1)
        if len(title) == 2:
            names.update(re.findall(r"[A-Za-z_]\w*", title[0]))
    return names


def targets(tree: Tree) -> Set[str]:
    """The makefiles' targets."""
    found: Set[str] = set()
    for path in tree.select("Makefile", ".mk"):
        for match in _TARGET.finditer(tree.text(path)):
            found.update(match.group(1).split())
    return found


def _documents(tree: Tree):
    return [path for path in tree.select(".md") if not path.startswith("tests/data/")]


def quoted_names(tree: Tree) -> Iterator[Finding]:
    """functions, make targets and files that documentation quotes exist"""
    known: Set[str] = set()
    for path in tree.select(".c", ".h", ".S"):
        known |= csource.identifiers(tree.text(path))
    for path in tree.select(".py"):
        known |= set(re.findall(r"\bdef (\w+)", tree.text(path)))
    commands = targets(tree)
    existing = set(tree.paths)
    existing |= {path[:end] for path in tree.paths
                 for end in range(len(path)) if path[end] == "/"}
    for path in _documents(tree):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for match in _CALL.finditer(line):
                if match.group(1) not in known:
                    yield Finding(path, number, f"{match.group(1)}() does not exist")
            for match in _MAKE.finditer(line):
                for word in match.group(1).split():
                    if word not in commands:
                        yield Finding(path, number, f"`make {word}` does not exist")
            for match in _PATH.finditer(line):
                name = match.group(1).rstrip("/")
                places = ("", posixpath.dirname(path) + "/", *INCLUDE)
                if (not name.startswith(BUILT)
                        and not any(place.lstrip("/") + name in existing for place in places)):
                    yield Finding(path, number, f"{name} does not exist")
